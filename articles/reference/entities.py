"""The first half of a load: find, create or correct each record of the files, and finally remove outdated ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.batches import batches
from articles.desk.merging import is_used, merge
from articles.models import Entity, Identifier, Membership, OtherName, Place, ReferenceRecord
from articles.reference.previous import UNKNOWN
from articles.reference.source import FIELDS, REFERENCES, WIKIDATA, Fields, SourceRecord
from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from articles.reference.load_result import LoadResult
    from articles.reference.previous import PreviousLoad

_CHUNK = 5_000
_MISSING = object()
_LABELS = {"family_name": "the family name", "classification": "the class", "sort_name": "the sort name"}


class EntityLoader:
    """`entities` maps the keys of all records ever loaded to their current entity; None if it was deleted."""

    def __init__(self, records: dict[str, SourceRecord], previous: PreviousLoad, result: LoadResult) -> None:
        self.records, self.previous, self.result = records, previous, result
        rows = ReferenceRecord.objects.filter(kind=ReferenceKind.RECORD)
        self.entities: dict[str, int | None] = dict(rows.values_list("key", "entity_id"))
        self._stored: dict[int, Fields] = {}
        self._new_identifiers: list[Identifier] = []

    def load(self, tick: Callable[[int, int], None]) -> None:
        """Merge, rename, create and correct. Parts of records follow, then `remove`."""
        for record in self.records.values():
            for former in record.former_keys:
                self._merge(former, record.key)
        self._follow_renamed_keys()
        known = [record for record in self.records.values() if self.previous.record(record.key)]
        self._create([record for record in self.records.values() if not self.previous.record(record.key)], tick)
        self._stored = _stored_fields({row.entity_id for row in self.previous.records() if row.pk and row.entity_id})
        for record in known:
            self._correct(record)

    def resolve(self, value: Any) -> Any:
        """The entity of a key; UNKNOWN for a key that was never loaded."""
        if not value or not isinstance(value, str):
            return value or None
        return self.entities.get(value, UNKNOWN)

    def name_of(self, key: str) -> str:
        """The name of a record on the site."""
        pk = self.entities.get(key)
        return str(self._stored[pk]["name"]) if pk in self._stored else key

    # --- records under other keys ---

    def _merge(self, former: str, key: str) -> None:
        """Merge two records that the files once had under two keys."""
        gone, kept = self.entities.get(former), self.entities.get(key)
        if gone is None or gone == kept:
            return
        if kept is None:
            self.previous.forget_key(key)
            self._rename(former, key)
        else:
            merge(Entity.objects.get(pk=kept), Entity.objects.get(pk=gone))
            self.entities[former] = kept
            row = self.previous.record(former)
            if row is not None:
                row.entity_id = kept

    def _follow_renamed_keys(self) -> None:
        """Recognize renamed keys: a new key whose name matches exactly one removed key is that record, which keeps its
        URL.
        """
        left: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in self.previous.records():
            if row.key not in self.records and row.entity_id is not None and row.value:
                left[_folder_of(row.key), str(row.value["name"])].append(row.key)
        new = [record for record in self.records.values() if left and record.key not in self.entities]
        times = Counter((_folder_of(record.key), record.name) for record in new)
        for record in new:
            who = (_folder_of(record.key), record.name)
            if times[who] == len(left.get(who, [])) == 1:
                self._rename(left[who][0], record.key)

    def _rename(self, old: str, new: str) -> None:
        self.previous.rename_key(old, new)
        self.entities[new] = self.entities[old]
        scheme, _, identifier = old.partition(":")
        own = Identifier.objects.filter(scheme=scheme, identifier=identifier)
        own.update(identifier=new.partition(":")[2])

    # --- new records ---

    def _create(self, records: list[SourceRecord], tick: Callable[[int, int], None]) -> None:
        theirs = _EditorsRecords(self.entities.values()) if records else None
        for done, record in enumerate(records, 1):
            self._ensure(record.key, theirs)
            if done % 100 == 0 or done == len(records):
                tick(done, len(records))
        Identifier.objects.bulk_create(self._new_identifiers, batch_size=1000, ignore_conflicts=True)

    def _ensure(self, key: str, theirs: _EditorsRecords | None) -> None:
        """Create a record after those that it refers to: a parent may follow its children in the file."""
        record = self.records.get(key)
        if record is None or key in self.entities or theirs is None:
            return
        self.entities[key] = None  # ends recursion in circular references
        for name in REFERENCES:
            if record.fields.get(name):
                self._ensure(record.fields[name], theirs)
        taken = theirs.find(record)
        pk = taken or record.model.objects.create(is_reference_data=True, **self._columns(record.fields, record)).pk
        scheme, _, identifier = key.partition(":")
        self._new_identifiers.append(Identifier(entity_id=pk, scheme=scheme, identifier=identifier))
        self.entities[key] = pk
        self.previous.give(ReferenceKind.RECORD, key, value=record.fields, entity=pk)
        self.result.added += 0 if taken else 1

    def _columns(self, fields: Fields, record: SourceRecord) -> Fields:
        columns = {name: value for name, value in fields.items() if name not in (*REFERENCES, "point")}
        columns |= {f"{name}_id": self.resolve(fields[name]) for name in REFERENCES if name in fields}
        if "point" in fields:
            is_country = record.fields["feature_code"] in COUNTRY_FEATURE_CODES
            # If an editor deleted the country, the place has no point: a point requires a country.
            has_country = is_country or "country_id" not in columns or columns["country_id"]
            columns["latitude"], columns["longitude"] = (has_country and fields["point"]) or (None, None)
        return columns

    # --- records that were loaded before ---

    def _correct(self, record: SourceRecord) -> None:
        row = self.previous.record(record.key)
        if row is None or row.value == record.fields:
            return
        pk = row.entity_id
        stored = self._stored.get(pk) if pk else None
        if pk and stored is not None:
            changes = {name: value for name, value in record.fields.items() if self._is_due(record, row, name, stored)}
            if changes:
                entity = record.model._default_manager.get(pk=pk)  # noqa: SLF001 (Django's public way to a model's rows)
                for name, value in self._columns(changes, record).items():
                    setattr(entity, name, value)
                entity.save()
                self._stored[pk] = stored | {name: self._plain(name, value) for name, value in changes.items()}
                self.result.updated += 1
                self.result.changed.add(pk)
        self.previous.change(row, value=record.fields)

    def _is_due(self, record: SourceRecord, row: ReferenceRecord, name: str, stored: Fields) -> bool:
        """Whether to set a column: the files changed it, and the database still has their previous value."""
        wanted, before = record.fields[name], row.value.get(name, _MISSING)
        if wanted == before or stored[name] == self._plain(name, wanted):
            return False
        if before is _MISSING:
            is_untouched = stored[name] == FIELDS[record.model].get(name)
        else:
            is_untouched = stored[name] == self._plain(name, before)
        if not is_untouched:
            self.result.leave(stored["name"], _LABELS.get(name, f"the {name.replace('_', ' ')}"))
        return bool(is_untouched)

    def _plain(self, name: str, value: Any) -> Any:
        return self.resolve(value) if name in REFERENCES else value

    # --- records that the files no longer have ---

    def remove(self) -> None:
        """Delete records that were removed from the files.

        Those used by stories or changed by an editor stay and are reported.
        """
        live = {self.entities[key] for key in self.records}
        waiting = {}
        for row in self.previous.records():
            if row.key in self.records or row.entity_id is None:
                continue
            if row.entity_id in live:  # merged into a record of the files
                self._forget(row)
            else:
                waiting[row.key] = row
        while gone := [key for key, row in waiting.items() if self._can_go(row)]:
            for key in gone:
                row = waiting.pop(key)
                _particular(row.entity_id).delete()
                self._forget(row)
                self.result.removed += 1
        for row in waiting.values():
            self.result.leave(
                str(row.entity), "the record", "it was removed from the files, but stories or an editor use it"
            )

    def _forget(self, row: ReferenceRecord) -> None:
        scheme, _, identifier = row.key.partition(":")
        Identifier.objects.filter(scheme=scheme, identifier=identifier).delete()
        self.previous.forget_key(row.key)

    def _can_go(self, row: ReferenceRecord) -> bool:
        stored = self._stored.get(row.entity_id or 0)
        if stored is None or not stored["is_reference_data"]:
            return False
        if any(stored[name] != self._plain(name, value) for name, value in row.value.items() if name in stored):
            return False
        return self._has_loaded_parts_only(row) and not is_used(_particular(row.entity_id))

    def _has_loaded_parts_only(self, row: ReferenceRecord) -> bool:
        names = self.previous.parts(ReferenceKind.NAME, row.key)
        for name in OtherName.objects.filter(entity=row.entity_id):
            given = names.get(name.name)
            if given is None or given.object_id != name.pk:
                return False
        given_numbers = {part.object_id for part in self.previous.parts(ReferenceKind.IDENTIFIER, row.key).values()}
        scheme, _, own = row.key.partition(":")
        others = Identifier.objects.filter(entity=row.entity_id).exclude(scheme=scheme, identifier=own)
        if set(others.values_list("pk", flat=True)) - given_numbers:
            return False
        is_holder = Q(person_id=row.entity_id) | Q(organization_id=row.entity_id)
        return not Membership.objects.filter(is_holder).exists()


class _EditorsRecords:
    """Records that existed before the files had them, by identifier or unique name."""

    def __init__(self, loaded: Iterable[int | None]) -> None:
        taken = {pk for pk in loaded if pk}
        rows = Identifier.objects.exclude(scheme=WIKIDATA)
        self._by_identifier = {f"{row.scheme}:{row.identifier}": row.entity_id for row in rows}
        # Too many places share names.
        own = Entity.objects.filter(is_reference_data=False).exclude(kind=EntityKind.PLACE)
        self._by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, kind, key in own.values_list("pk", "kind", "key"):
            if pk not in taken:
                self._by_name[kind, key].append(pk)
        countries = Place.objects.countries().exclude(pk__in=taken)
        self._countries = dict(countries.values_list("country_code", "pk"))

    def find(self, record: SourceRecord) -> int | None:
        if record.key in self._by_identifier:
            return self._by_identifier[record.key]
        if record.fields.get("feature_code") in COUNTRY_FEATURE_CODES:
            return self._countries.get(record.fields["country_code"])
        namesakes = self._by_name.get((record.model.entity_kind, fold(record.name)[:200]), [])
        return namesakes[0] if len(namesakes) == 1 else None


def _folder_of(key: str) -> str:
    """The key without its last part: "start:person"."""
    return key.rpartition("/")[0]


def _particular(pk: int | None) -> Any:
    """The Person, Organization or Place of an entity."""
    entity = Entity.objects.get(pk=pk or 0)
    return getattr(entity, entity.kind)


def _stored_fields(ids: Iterable[int]) -> dict[int, Fields]:
    """The database values of the columns that reference data sets, by entity."""
    wanted, stored = sorted(ids), {}
    for model, fields in FIELDS.items():
        columns = [f"{name}_id" if name in REFERENCES else name for name in fields if name != "point"]
        columns += ["latitude", "longitude"] if "point" in fields else []
        for batch in batches(wanted, _CHUNK):
            rows = model._default_manager.filter(pk__in=batch)  # noqa: SLF001 (Django's public way to a model's rows)
            for row in rows.values("pk", "name", "sort_name", "is_reference_data", *columns):
                if "latitude" in row:
                    point = [row.pop("latitude"), row.pop("longitude")]
                    row["point"] = None if None in point else point
                stored[row.pop("pk")] = {name.removesuffix("_id"): value for name, value in row.items()}
    return stored
