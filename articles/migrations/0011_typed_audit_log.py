"""Typed actions in the audit log; the tables of django-simple-history are copied into it, and go.

The English verb of an entry from before becomes the key of its action. What it said in words (counts, names) becomes
`details`. A verb that nobody knows becomes "legacy": its text stays in `verb` and `what`. `verb` itself is kept for all
entries, because 0010 reads the entries of loaded reference data by it.
"""

import re
from datetime import date
from itertools import groupby

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

_KEYS = {
    'published': 'article.publish',
    'withdrew': 'article.withdraw',
    'returned to draft': 'article.return_to_draft',
    'brought back': 'article.restore',
    'edited': 'article.edit',
    'took over a new text of': 'article.take_version',
    'noted that the source has cancelled': 'article.revoke',
    'noted that the source has withheld': 'article.revoke',
    'grouped': 'article.group',
    'ungrouped': 'article.ungroup',
    'told apart': 'article.mark_distinct',
    'accepted all': 'article.accept_all',
    'could not look through': 'article.extraction_stopped',
    'renamed': 'other_name.change_all',
    'merged': 'entity.merge',
    'added outlet': 'outlet.add',
    'changed outlet': 'outlet.change',
    'made a draft of': 'import.draft',
    'kept a new version of': 'import.version',
    'found again': 'import.duplicate',
    'took the words of the feed for': 'import.use_feed_entry',
    'named the columns of': 'import.map_columns',
    'asked for drafts of': 'batch.request_drafts',
    'logged in': 'user.login',
    'failed to log in': 'user.login_failed',
    'locked out': 'user.lock_out',
    'logged out': 'user.logout',
    'lifted login locks': 'user.lift_locks',
    'loaded start knowledge': 'reference.load',
    'loaded reference places': 'reference.load_places',
}
# One verb stood for several actions: (for a name, for a fact, for a record).
_OF_THREE = {
    'accepted': ('name.accept', 'fact.accept', ''),
    'rejected': ('name.reject', 'fact.reject', ''),
    'changed': ('', 'fact.change', 'entity.change'),
    'added': ('', 'fact.add', 'entity.add'),
}
_OF_MANY = re.compile(r'(\d+) imports of (.*)', re.DOTALL)
# What stood in `after` (or `before`) of these is no column of a record.
_DETAILS_AFTER = {
    'name.accept', 'name.reject', 'article.accept_all', 'article.group', 'article.mark_distinct', 'import.draft',
    'import.version', 'import.duplicate', 'batch.request_drafts', 'article.extraction_stopped',
}
_LOST = 'facts that lost their words'
_HISTORY = (('historicalarticle', 'article'), ('historicalperson', 'entity'), ('historicalorganization', 'entity'), ('historicalplace', 'entity'))
_NOT_KEPT = {'id', 'entity_ptr_id', 'created', 'modified', 'slug', 'key'}
_CHUNK = 500


def type_actions(apps, schema_editor):
    actions = apps.get_model('articles', 'LoggedAction')
    outlets = dict(apps.get_model('articles', 'Outlet').objects.values_list('name', 'pk'))
    entities = set(apps.get_model('articles', 'Entity').objects.values_list('pk', flat=True))
    changed = []
    for entry in actions.objects.filter(action='').order_by('pk').iterator(_CHUNK):
        entry.action = _key_of(entry)
        _set_references(entry, outlets, entities)
        _set_details(entry)
        changed.append(entry)
        if len(changed) == _CHUNK:
            _save(actions, changed)
    _save(actions, changed)
    _flush(schema_editor)


def _save(actions, entries):
    columns = ['action', 'what', 'fact_kind', 'fact_id', 'entity', 'outlet', 'account', 'before', 'after', 'details']
    actions.objects.bulk_update(entries, columns)
    entries.clear()


def _key_of(entry):
    if entry.verb in _OF_THREE:
        of_name, of_fact, of_record = _OF_THREE[entry.verb]
        if 'fact' in entry.after:
            return of_fact
        return (of_name if 'mentions' in entry.after else of_record) or 'legacy'
    if entry.verb in ('discarded', 'asked to read again'):
        if entry.article_id is not None:
            return 'article.discard' if entry.verb == 'discarded' else 'legacy'
        is_batch = not entry.source and _OF_MANY.fullmatch(entry.what)
        one, many = ('import.discard', 'batch.discard_rest') if entry.verb == 'discarded' else ('import.read_again', 'batch.read_again')
        return many if is_batch else one
    return _KEYS.get(entry.verb, 'legacy')


def _set_references(entry, outlets, entities):
    if entry.action.startswith('fact.'):
        entry.before.pop('fact', None)
        kind, _, pk = entry.after.pop('fact').partition(':')
        entry.fact_kind, entry.fact_id = kind, int(pk) if pk.isdecimal() else None
    elif entry.action == 'entity.merge':
        kept = entry.after.get('entity')
        entry.entity_id = kept if kept in entities else None
    elif entry.action.startswith('outlet.'):
        entry.outlet_id = outlets.get(entry.what)
    elif entry.action in ('user.login', 'user.logout'):
        entry.account_id = entry.by_id


def _set_details(entry):
    key = entry.action
    if key == 'entity.change' and entry.before.get('name') != entry.after.get('name'):
        entry.action = 'entity.rename'
    elif key in _DETAILS_AFTER:
        entry.details, entry.after = entry.after, {}
        if key.startswith('name.'):
            entry.details['name'] = entry.what
    elif key == 'article.ungroup':
        entry.details, entry.before = entry.before, {}
    elif key == 'article.publish' and 'although' in entry.after:
        entry.details = {'although': entry.after.pop('although')}
    elif key == 'article.revoke':
        entry.details = {'status': entry.verb.rpartition(' ')[2]}
    elif key in ('article.edit', 'article.take_version'):
        lost = entry.before.pop(_LOST, [])
        entry.details = {'lost': [{'fact': '', 'text': text} for text in lost]} if lost else {}
    elif key in ('batch.discard_rest', 'batch.read_again'):
        count, entry.what = _OF_MANY.fullmatch(entry.what).groups()
        entry.details = {'count': int(count)}
    elif key == 'entity.merge':
        merged, _, kept = entry.what.partition(' into ')
        entry.details = {'merged': merged, 'merged_id': entry.before.get('entity')}
        entry.what, entry.before, entry.after = kept or entry.what, {}, {}


def copy_history(apps, schema_editor):
    """Each row of the former history becomes one entry, with what it changed since the row before."""
    actions = apps.get_model('articles', 'LoggedAction')
    users = set(apps.get_model(settings.AUTH_USER_MODEL).objects.values_list('pk', flat=True))
    for table, noun in _HISTORY:
        existing = set(apps.get_model('articles', noun).objects.values_list('pk', flat=True))
        rows = apps.get_model('articles', table).objects.order_by('id', 'history_date', 'history_id').values()
        entries = []
        for pk, versions in groupby(rows.iterator(_CHUNK), key=lambda row: row['id']):
            before = {}
            for row in versions:
                entry, before = _entry_of(actions, row, before)
                setattr(entry, f'{noun}_id', pk if pk in existing else None)
                entry.by_id = row['history_user_id'] if row['history_user_id'] in users else None
                entry.details.update({'table': table.removeprefix('historical'), 'id': pk})
                entries.append(entry)
            if len(entries) >= _CHUNK:
                actions.objects.bulk_create(entries)
                entries = []
        actions.objects.bulk_create(entries)
    _flush(schema_editor)


def _entry_of(actions, row, before):
    columns = {name.removesuffix('_id'): _json(value) for name, value in row.items() if name not in _NOT_KEPT and not name.startswith('history_')}
    after = {} if row['history_type'] == '-' else columns
    same = {name for name in before if name in after and after[name] == before[name]}
    entry = actions(
        at=row['history_date'],
        action='record.saved',
        what=(row.get('headline') or row.get('name') or '')[:300],
        before={name: value for name, value in before.items() if name not in same},
        after={name: value for name, value in after.items() if name not in same},
        details={'history_type': row['history_type']},
        source=row['history_change_reason'] or '',
    )
    return entry, after


def _json(value):
    return value.isoformat() if isinstance(value, date) else value


def _flush(schema_editor):
    """PostgreSQL changes no table while checks of new rows are put off to the end of the transaction."""
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_reference_record'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='loggedaction',
            options={'ordering': ['-at', '-id']},
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='action',
            field=models.CharField(db_index=True, default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='fact_kind',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='fact_id',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='outlet',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='articles.outlet'),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='articles.importitem'),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='batch',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='actions', to='articles.importbatch'),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='account',
            field=models.ForeignKey(blank=True, help_text='The user account it is about', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='related',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='loggedaction',
            name='details',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='loggedaction',
            name='at',
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False),
        ),
        migrations.AlterField(
            model_name='loggedaction',
            name='verb',
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name='loggedaction',
            name='what',
            field=models.CharField(help_text='The name of the record at that time', max_length=300),
        ),
        migrations.AddIndex(
            model_name='loggedaction',
            index=models.Index(fields=['fact_kind', 'fact_id'], name='logged_action_fact'),
        ),
        migrations.RunPython(type_actions, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(copy_history, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name='HistoricalArticle'),
        migrations.DeleteModel(name='HistoricalOrganization'),
        migrations.DeleteModel(name='HistoricalPerson'),
        migrations.DeleteModel(name='HistoricalPlace'),
    ]
