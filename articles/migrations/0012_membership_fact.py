"""A role is a fact like the others: it says who decided on it and when, and its words may be of any length."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

_DECISIONS = ('fact.accept', 'fact.reject', 'fact.add')


def mark_words(apps, _schema_editor):
    """A role of a story without words, which no earlier version wrote by itself, gets the one letter that it starts at."""
    memberships = apps.get_model('articles', 'Membership').objects
    memberships.filter(article__isnull=False, end__lte=F('start')).update(end=F('start') + 1)


def note_decisions(apps, schema_editor):
    """Who decided on a role stands in the log: in its own entry, else in that of all suggestions of its story."""
    memberships = apps.get_model('articles', 'Membership').objects
    entries = apps.get_model('articles', 'LoggedAction').objects.order_by('at', 'id')
    decided = {}
    for entry in entries.filter(fact_kind='membership', action__in=_DECISIONS).only('fact_id', 'by_id', 'at'):
        decided[entry.fact_id] = entry
    of_story = {}
    for entry in entries.filter(action='article.accept_all', article__isnull=False).only('article_id', 'by_id', 'at'):
        of_story.setdefault(entry.article_id, entry)
    changed = []
    for row in memberships.filter(article__isnull=False, status__in=['accepted', 'rejected']).only('article_id', 'status'):
        entry = decided.get(row.pk) or (of_story.get(row.article_id) if row.status == 'accepted' else None)
        if entry is not None:
            row.decided_by_id, row.decided_at = entry.by_id, entry.at
            changed.append(row)
    memberships.bulk_update(changed, ['decided_by', 'decided_at'], batch_size=500)
    # PostgreSQL changes no table while checks of new rows are put off to the end of the transaction.
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_typed_audit_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='membership',
            name='decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='membership',
            name='method',
            field=models.CharField(blank=True, help_text="The rule that found it, or 'editor'", max_length=60),
        ),
        migrations.AlterField(
            model_name='membership',
            name='text',
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(mark_words, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('block__gte', -3)), name='membership_block_exists'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 1)), name='membership_confidence_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('article__isnull', True), ('end__gt', models.F('start')), _connector='OR'), name='a_role_of_a_story_has_words'),
        ),
        migrations.RunPython(note_decisions, migrations.RunPython.noop, elidable=True),
    ]
