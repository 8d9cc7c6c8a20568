from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0041_published_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='source_url',
            field=models.CharField(blank=True, default='', help_text='The address of a source that an editor stated; empty for reference data', max_length=500),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='membership',
            name='source',
            field=models.CharField(blank=True, help_text='Without a story: where it is from; empty where it was compiled for this site', max_length=200),
        ),
        migrations.AlterField(
            model_name='membership',
            name='as_of',
            field=models.CharField(blank=True, help_text='Without a story and without an end: the last date for which it is known to be true', max_length=10),
        ),
    ]
