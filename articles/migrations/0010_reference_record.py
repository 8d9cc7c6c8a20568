"""ReferenceRecord, filled for existing sites from the log entries in which earlier versions kept what they had loaded.

Those entries hold, for each row of the files, all names that were ever given, with roles and numbers as marked words
("role: President, US, 2017-01"). They do not say how fields and names were loaded. Where no editor saved the record since,
that is what the database holds; where one did, it is the first row of its history. What neither tells is stored as unknown,
and is left to the editor. What is missing in the database was deleted by an editor, and is not given again.
"""

from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models

_RECORDS_VERB, _CITIES_VERB = 'loaded start knowledge', 'loaded reference places'
_UNKNOWN = {'unknown': True}
_MARKS = ('role: ', 'wikidata: ', 'disputed_area: ', 'setting: ', 'feature_code: ')
_COLUMNS = {
    'person': ('family_name',),
    'organization': ('classification', 'country_id', 'parent_id', 'summary'),
    'place': (
        'feature_class', 'feature_code', 'country_id', 'country_code', 'country_code3', 'latitude', 'longitude',
        'population', 'disputed_area', 'setting',
    ),
}
_NAME_COLUMNS = ('name', 'kind', 'language', 'is_weak', 'case_sensitive')


def fill(apps, _schema_editor):
    site = _Site(apps)
    if site.is_empty:
        return
    rows = [row for key, given in site.given.items() for row in _rows_of_record(site, key, given)]
    rows += [row for number in site.numbered for row in _rows_of_city(site, number)]
    rows += _rows_of_disputed_towns(apps, site)
    model = apps.get_model('articles', 'ReferenceRecord')
    unique = {(row['kind'], row['key'], row.get('what', '')): row for row in rows}
    model.objects.bulk_create([model(**row) for row in unique.values()], batch_size=1000)
    apps.get_model('articles', 'Membership').objects.filter(method='start knowledge').update(method='reference data')


class _Site:
    """What the log and the database say, read once."""

    def __init__(self, apps):
        actions = apps.get_model('articles', 'LoggedAction').objects
        self.given = defaultdict(dict)
        for after in actions.filter(verb=_RECORDS_VERB).order_by('id').values_list('after', flat=True):
            for key, names in after.get('names', {}).items():
                self.given[key].update(dict.fromkeys(names))
        self.numbered, self.marked = set(), set()
        for after in actions.filter(verb=_CITIES_VERB).values_list('after', flat=True):
            self.numbered.update(after.get('numbered', []))
            self.marked.update(after.get('disputed', []))
        self.is_empty = not (self.given or self.numbered or self.marked)
        self.names, self.roles = defaultdict(dict), defaultdict(list)
        self.identifiers, self.entities, self.keys, self.stored = {}, {}, {}, {}
        self.touched, self.ids = set(), defaultdict(set)
        self.numbers_of, self.gazetteer = defaultdict(list), defaultdict(list)
        if not self.is_empty:
            self._read(apps)

    def _read(self, apps):
        def get(name):
            return apps.get_model('articles', name).objects

        for row in get('Identifier').order_by('-id').values('id', 'entity_id', 'scheme', 'identifier'):
            key = f"{row['scheme']}:{row['identifier']}"
            self.identifiers[key], self.entities[key] = row['id'], row['entity_id']
            self.numbers_of[row['entity_id']].append(key)
            if row['scheme'] != 'wikidata':
                self.keys[row['entity_id']] = key
        for row in get('OtherName').values('id', 'entity_id', 'article_id', *_NAME_COLUMNS):
            self.names[row['entity_id']][row['name']] = row
        for row in get('Membership').filter(method='start knowledge', article=None).exclude(person=None).values():
            self.roles[row['person_id']].append(row)
        edited = get('LoggedAction').exclude(by=None).exclude(entity=None)
        self.touched.update(edited.values_list('entity_id', flat=True))
        for kind, columns in _COLUMNS.items():
            history = get(f'Historical{kind.title()}')
            self.touched.update(history.exclude(history_user=None).values_list('id', flat=True))
            columns = ('name', 'sort_name', *columns)
            for row in get(kind.title()).values('id', 'is_start_knowledge', *columns):
                self.stored[row['id']] = row
                self.ids[kind].add(row['id'])
        names = get('GazetteerName').filter(place_id__in=[int(number) for number in self.numbered])
        for number, name in names.values_list('place_id', 'name'):
            self.gazetteer[str(number)].append(name)
        self._restore(get)

    def _restore(self, get):
        """Put in place of what an editor saved what was loaded: the first row of the history, if no editor made it."""
        for kind, columns in _COLUMNS.items():
            first = {}
            rows = get(f'Historical{kind.title()}').filter(id__in=self.touched & self.stored.keys())
            for row in rows.order_by('history_id'):
                first.setdefault(row.id, row)
            for pk, row in first.items():
                is_loaded = row.history_type == '+' and row.history_user_id is None
                names = ('name', 'sort_name', *columns)
                self.stored[pk] |= {name: getattr(row, name) if is_loaded else _UNKNOWN for name in names}
            for pk in self.touched & self.ids[kind] - first.keys():
                self.stored[pk] |= dict.fromkeys(('name', 'sort_name', *columns), _UNKNOWN)

    def key_of(self, entity):
        if entity is None or entity == _UNKNOWN:
            return entity
        return self.keys.get(entity, _UNKNOWN)

    def fields(self, pk):
        """The columns as they were loaded, in the form in which the loader keeps them."""
        row = self.stored[pk]
        fields = {name: value for name, value in row.items() if name not in ('id', 'is_start_knowledge')}
        for name in ('country', 'parent'):
            if f'{name}_id' in fields:
                fields[name] = self.key_of(fields.pop(f'{name}_id'))
        if 'latitude' in fields:
            point = [fields.pop('latitude'), fields.pop('longitude')]
            fields['point'] = _UNKNOWN if _UNKNOWN in point else None if None in point else point
        return fields


def _rows_of_record(site, key, given):
    pk = site.entities.get(key)
    if pk not in site.stored:
        yield {'kind': 'record', 'key': key, 'value': {}}
        return
    is_theirs = not site.stored[pk]['is_start_knowledge']
    fields = site.fields(pk)
    if is_theirs:
        fields = dict.fromkeys(fields, _UNKNOWN)
    for name in ('disputed_area', 'setting'):
        values = [what.removeprefix(f'{name}: ') for what in given if what.startswith(f'{name}: ')]
        if values and name in fields and fields[name] not in values:
            fields[name] = values[-1]
    yield {'kind': 'record', 'key': key, 'entity_id': pk, 'value': fields}
    is_unknown = is_theirs or fields['name'] == _UNKNOWN
    for what in given:
        if what.startswith('role: '):
            yield _role(site, key, pk, what.removeprefix('role: '))
        elif what.startswith('wikidata: '):
            yield _identifier(site, key, pk, what.removeprefix('wikidata: '), is_theirs)
        elif not what.startswith(_MARKS) and what != fields['name']:
            yield _name(site, key, pk, what, is_unknown)
    for other in site.numbers_of[pk]:
        if other.startswith('geonames:'):
            yield {**_part('identifier', key, other, site.identifiers[other]), 'value': _number(other)}


def _name(site, key, pk, name, is_unknown):
    row = site.names[pk].get(name)
    if row is None:
        return {**_part('name', key, name, None), 'value': {'name': name}}
    is_ours = not is_unknown and row['article_id'] is None
    columns = _NAME_COLUMNS if pk not in site.touched else ('name',)
    return {**_part('name', key, name, row['id'] if is_ours else None), 'value': {one: row[one] for one in columns}}


def _identifier(site, key, pk, number, is_theirs):
    what = f'wikidata:{number}'
    is_ours = site.entities.get(what) == pk and not is_theirs
    return {**_part('identifier', key, what, site.identifiers[what] if is_ours else None), 'value': _number(what)}


def _role(site, key, pk, words):
    role, where, start = words.rsplit(', ', 2)
    wheres = (f'iso3166:{where}', f'start:organization/{where}', f'start:place/{where}')
    where = next((one for one in wheres if one in site.given), '')
    body = site.entities.get(where)
    there = [
        row for row in site.roles[pk]
        if (row['role'], row['organization_id'], row['start_date']) == (role, body, start)
    ]
    row = there[0] if there else {'id': None, 'end_date': '', 'as_of': '', 'source': ''}
    value = {'role': role, 'where': where, 'start_date': start}
    value |= {name: row[name] for name in ('end_date', 'as_of', 'source')}
    return {**_part('role', key, f'{role} | {where} | {start}'[:300], row['id']), 'value': value}


def _rows_of_city(site, number):
    """A city that had a record from the start: its names are those that the gazetteer has."""
    key = f'geonames:{number}'
    pk = site.entities.get(key)
    if pk not in site.stored:
        yield {'kind': 'record', 'key': key, 'value': {}}
        return
    if site.keys[pk].startswith('start:'):
        return  # a town that is kept by hand
    yield {'kind': 'record', 'key': key, 'entity_id': pk, 'value': site.fields(pk)}
    for name in site.gazetteer.get(number, ()):
        if name in site.names[pk] or pk in site.touched:
            yield _name(site, key, pk, name, site.stored[pk]['name'] == _UNKNOWN)
    for what in site.numbers_of[pk]:
        if what.startswith('wikidata:'):
            yield {**_part('identifier', key, what, site.identifiers[what]), 'value': _number(what)}


def _rows_of_disputed_towns(apps, site):
    places = apps.get_model('articles', 'GazetteerPlace').objects.exclude(disputed_area='')
    for number, area in places.values_list('pk', 'disputed_area'):
        if str(number) in site.marked:
            yield {'kind': 'field', 'key': f'geonames:{number}', 'what': 'disputed_area', 'value': area}


def _part(kind, key, what, object_id):
    return {'kind': kind, 'key': key, 'what': what, 'object_id': object_id}


def _number(what):
    scheme, _, number = what.partition(':')
    return {'scheme': scheme, 'identifier': number}



class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_draft_editing'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('record', 'Record'), ('field', 'Field'), ('name', 'Name'), ('identifier', 'Identifier'), ('role', 'Role'), ('load', 'Load')], max_length=10)),
                ('key', models.CharField(max_length=120)),
                ('what', models.CharField(blank=True, max_length=300)),
                ('object_id', models.PositiveBigIntegerField(blank=True, null=True)),
                ('value', models.JSONField(blank=True, default=dict, help_text='As the files had it')),
                ('version', models.CharField(blank=True, help_text='Version of the files that gave or changed it', max_length=16)),
                ('entity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reference_records', to='articles.entity')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'kind', 'what'), name='reference_data_is_given_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['record', 'field', 'name', 'identifier', 'role', 'load'])), name='reference_kind_is_known')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
