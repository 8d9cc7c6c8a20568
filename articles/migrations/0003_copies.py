"""One story at many addresses, and one text at many outlets: keys of addresses, and bands of texts."""

import django.db.models.deletion
from django.db import migrations, models

from articles.readers.addresses import address_key


def key_addresses(apps, _schema_editor):
    """Of stories that came in twice under two spellings of one address, the first has the key; both stay."""
    articles = apps.get_model('articles', 'Article').objects.exclude(url=None)
    taken = set()
    for pk, url in articles.order_by('pk').values_list('pk', 'url').iterator():
        key = address_key(url)
        if key and key not in taken:
            taken.add(key)
            articles.filter(pk=pk).update(address_key=key)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_batches_and_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='DistinctStories',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='TextBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('band', models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='address_key',
            field=models.CharField(blank=True, editable=False, max_length=1000, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='article',
            name='sha256',
            field=models.CharField(db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name='articleversion',
            name='sha256',
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('outlet__isnull', True), ('url__isnull', True)), fields=('sha256',), name='a_text_from_nowhere_is_one_story'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(condition=models.Q(('outlet__isnull', False), ('url__isnull', True)), fields=('sha256', 'outlet'), name='a_text_of_an_outlet_is_one_story'),
        ),
        migrations.AddField(
            model_name='distinctstories',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='distinctstories',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article'),
        ),
        migrations.AddField(
            model_name='textband',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='articles.article'),
        ),
        migrations.AddConstraint(
            model_name='distinctstories',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='two_stories_are_told_apart_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctstories',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='the_older_story_is_the_first'),
        ),
        migrations.AddConstraint(
            model_name='textband',
            constraint=models.UniqueConstraint(fields=('band', 'article'), name='a_band_stands_once_for_a_story'),
        ),
        migrations.RunPython(key_addresses, migrations.RunPython.noop, elidable=True),
    ]
