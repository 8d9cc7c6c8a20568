"""Files that hold several stories: parts, tables whose columns are named, drafts of a whole batch."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importitem',
            name='import_status_is_known',
        ),
        migrations.AddField(
            model_name='importbatch',
            name='drafts_wanted',
            field=models.BooleanField(default=False, help_text='The worker makes drafts of all that were read'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='drafts_wanted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='importitem',
            name='columns',
            field=models.JSONField(blank=True, help_text='Of a table: field to heading, as an editor chose', null=True),
        ),
        migrations.AddField(
            model_name='importitem',
            name='entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.snapshot'),
        ),
        migrations.AddField(
            model_name='importitem',
            name='is_lookalike',
            field=models.BooleanField(default=False, help_text='It looks like a story that is here'),
        ),
        migrations.AddField(
            model_name='importitem',
            name='kind',
            field=models.CharField(default='auto', help_text='How its bytes are read', max_length=10),
        ),
        migrations.AddField(
            model_name='importitem',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='articles.importitem'),
        ),
        migrations.AddField(
            model_name='importitem',
            name='position',
            field=models.PositiveIntegerField(blank=True, help_text='Its place in the file it came out of', null=True),
        ),
        migrations.AddField(
            model_name='importitem',
            name='problem',
            field=models.TextField(blank=True, help_text="Why this part of a file is no story, as the file's reader says"),
        ),
        migrations.AlterField(
            model_name='importitem',
            name='status',
            field=models.CharField(choices=[('received', 'Waiting to be read'), ('reading', 'Being read'), ('mapping', 'Say which column is what'), ('unpacked', 'Taken apart'), ('read', 'Read: look at the preview'), ('drafted', 'Draft made'), ('duplicate', 'Already here'), ('failed', 'Could not be read'), ('discarded', 'Discarded')], default='received', max_length=10),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(fields=['batch', 'status', 'id'], name='import_batch_status_id'),
        ),
        migrations.AddIndex(
            model_name='importitem',
            index=models.Index(fields=['batch', 'status', 'is_lookalike'], name='import_batch_tally'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['received', 'reading', 'mapping', 'unpacked', 'read', 'drafted', 'duplicate', 'failed', 'discarded'])), name='import_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='importitem',
            constraint=models.UniqueConstraint(fields=('parent', 'position'), name='a_file_is_taken_apart_once'),
        ),
    ]
