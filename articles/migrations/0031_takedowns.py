"""Stories that were taken down for good: what is left of them, and the hashes by which they are recognized."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0030_withdrawals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Takedown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('story_id', models.PositiveBigIntegerField(unique=True, verbose_name='number of the story')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('ground', models.CharField(choices=[('law', 'Law'), ('privacy', 'Privacy'), ('safety', 'Safety'), ('other', 'Other')], max_length=10)),
                ('reason', models.CharField(max_length=200)),
                ('public_sentence', models.CharField(blank=True, max_length=300, verbose_name='sentence for readers')),
                ('was_public', models.BooleanField(verbose_name='had been published')),
                ('by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'default_permissions': ('add', 'view'),
            },
        ),
        migrations.CreateModel(
            name='TakedownKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('address', 'Address'), ('source_key', 'Identifier of the source'), ('text', 'Text'), ('headline', 'Headline')], max_length=10)),
                ('digest', models.CharField(max_length=64)),
                ('takedown', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='articles.takedown')),
            ],
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['law', 'privacy', 'safety', 'other'])), name='takedown_ground_is_known'),
        ),
        migrations.AddConstraint(
            model_name='takedown',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_takedown_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='takedownkey',
            index=models.Index(fields=['digest'], name='takedown_key_digest'),
        ),
        migrations.AddConstraint(
            model_name='takedownkey',
            constraint=models.UniqueConstraint(fields=('takedown', 'kind', 'digest'), name='a_takedown_has_a_key_once'),
        ),
        migrations.AddConstraint(
            model_name='takedownkey',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['address', 'source_key', 'text', 'headline'])), name='takedown_key_kind_is_known'),
        ),
    ]
