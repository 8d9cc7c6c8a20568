"""The second half of a load: add, correct and remove names, identifiers and roles of the records.

A part is corrected or removed only if the database still has it as last loaded. Otherwise an editor changed it: it
stays and is reported. Parts that an editor deleted are never added again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from typing import TYPE_CHECKING

from articles.batches import batches
from articles.models import Identifier, Membership, OtherName
from articles.reference.source import Fields
from articles.text import fold
from articles.vocabulary import FactStatus, ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from django.db.models import Model

    from articles.models import ReferenceRecord
    from articles.reference.entities import EntityLoader
    from articles.reference.source import SourceRecord

METHOD = "reference data"
_CHUNK = 1_000
_Wanted = dict[str, Fields]


class PartLoader(ABC):
    """One kind of parts. Subclasses define how a part is stored."""

    kind: ReferenceKind
    model: type[Model]
    # Whether it is removed from a record that left the files but stays, even if no other record has it.
    is_always_taken_back = False
    # Whether only one entity can have it.
    is_unique = False

    def __init__(self, loader: EntityLoader) -> None:
        self.loader, self.previous, self.result = loader, loader.previous, loader.result
        # The rows of the database by primary key: the columns to compare, the entity, and the part.
        self._stored: dict[int, Fields] = {}
        self._owner: dict[int, tuple[int, str]] = {}
        self._gone: list[int] = []
        self._updates: list[tuple[int, Fields]] = []
        self._new: list[Model] = []

    def load(self) -> None:
        wanted = {key: self.wanted(record) for key, record in self.loader.records.items() if self.loader.entities[key]}
        for pk, entity, what, state in self.read():
            self._owner[pk], self._stored[pk] = (entity, what), state
        for key, parts in wanted.items():
            self.match(self.previous.parts(self.kind, key), parts)
            for what, row in self.previous.parts(self.kind, key).items():
                self._compare(row, parts.get(what))
        self._take_back_from_left_records(wanted)
        self._write_changes()
        self._add_new(wanted)

    # --- defined by each kind of parts ---

    @abstractmethod
    def wanted(self, record: SourceRecord) -> _Wanted: ...

    @abstractmethod
    def read(self) -> Iterator[tuple[int, int, str, Fields]]:
        """Primary key, entity, part and columns of all rows in the database."""

    def columns(self, value: Fields) -> Fields:
        """The columns of a part with this value. Old sites may lack some of them: then the part is not corrected."""
        return value

    @abstractmethod
    def build(self, entity: int, value: Fields) -> Model: ...

    def match(self, given: Mapping[str, ReferenceRecord], wanted: _Wanted) -> None:  # noqa: B027 (most kinds have no such parts)
        """Match parts of the last load to changed parts of the files."""

    def same(self, what: str) -> str:
        """The identity of a part: equal for two parts that mean the same."""
        return what

    def is_there(self, what: str, held: Collection[str]) -> bool:
        """Whether an entity already has such a part from an editor or a story. `held` are all of its parts."""
        return what in held

    # --- comparing ---

    def _compare(self, row: ReferenceRecord, wanted: Fields | None) -> None:
        if wanted == row.value and wanted is not None:
            return
        there = self._stored.get(row.object_id) if row.object_id else None
        if there is not None and wanted is None:
            self._take_back(row, there)
        elif wanted is not None:
            if there is not None:
                self._correct(row, there, wanted)
            self.previous.change(row, value=wanted)

    def _take_back(self, row: ReferenceRecord, there: Fields) -> None:
        if there == there | self.columns(row.value):
            self._gone.append(row.object_id or 0)
            self.result.removed += 1
            self._touch(self.loader.entities.get(row.key))
        else:
            self._leave(row)
        self.previous.forget([row])

    def _correct(self, row: ReferenceRecord, there: Fields, wanted: Fields) -> None:
        new = self.columns(wanted)
        if there == new:
            return
        if there == self.columns(row.value):
            self._updates.append((row.object_id or 0, new))
            self.result.updated += 1
            self._touch(self.loader.entities.get(row.key))
        else:
            self._leave(row)

    def _take_back_from_left_records(self, wanted: Mapping[str, _Wanted]) -> None:
        """Records that left the files but stay keep their names and numbers, unless another record has them now."""
        left = [row for row in self.previous.records() if row.key not in self.loader.records]
        live = {self.loader.entities[key] for key in wanted}
        elsewhere = {self.same(what) for parts in wanted.values() for what in parts} if left else set()
        for record in left:
            is_merged = record.entity_id in live
            for what, row in self.previous.parts(self.kind, record.key).items():
                if is_merged or self.is_always_taken_back or self.same(what) in elsewhere:
                    self._compare(row, None)

    def _leave(self, row: ReferenceRecord) -> None:
        self.result.leave(self.loader.name_of(row.key), f"the {self.kind.label.lower()} “{row.what}”")

    def _touch(self, *entities: int | None) -> None:
        self.result.changed.update(pk for pk in entities if pk)

    # --- writing ---

    def _write_changes(self) -> None:
        rows = self.model._default_manager  # noqa: SLF001 (Django's public way to a model's rows)
        for gone in batches(self._gone, _CHUNK):
            rows.filter(pk__in=gone).delete()
        for pk in self._gone:
            del self._owner[pk]
        for pk, values in self._updates:
            rows.filter(pk=pk).update(**values)

    def _add_new(self, wanted: Mapping[str, _Wanted]) -> None:
        held: dict[int, set[str]] = defaultdict(set)
        owners: dict[str, int] = {}
        for entity, what in self._owner.values():
            held[entity].add(what)
            owners[what] = entity
        for key, parts in wanted.items():
            entity, given = self.loader.entities[key] or 0, self.previous.parts(self.kind, key)
            for what in parts.keys() - given.keys() if given else parts:
                if self.is_unique and owners.get(what, entity) != entity:
                    self.result.leave(self.loader.name_of(key), what, "another record has it")
                    continue
                made = None if self.is_there(what, held[entity]) else self.build(entity, parts[what])
                self.previous.give(self.kind, key, what=what, value=parts[what], made=made)
                if made is not None:
                    self._new.append(made)
                    held[entity].add(what)
                    owners[what] = entity
                    self._touch(entity)
        self.model._default_manager.bulk_create(self._new, batch_size=_CHUNK)  # noqa: SLF001 (Django's public way to a model's rows)
        self.result.added += len(self._new)


class NameLoader(PartLoader):
    kind, model = ReferenceKind.NAME, OtherName

    def wanted(self, record: SourceRecord) -> _Wanted:
        return record.names

    def read(self) -> Iterator[tuple[int, int, str, Fields]]:
        columns = ("name", "kind", "language", "is_weak", "case_sensitive")
        for row in OtherName.objects.order_by().values("pk", "entity_id", *columns):
            yield row.pop("pk"), row.pop("entity_id"), row["name"], row

    def build(self, entity: int, value: Fields) -> OtherName:
        return OtherName(entity_id=entity, key=fold(value["name"])[:200], **value)

    def same(self, what: str) -> str:
        return fold(what)


class IdentifierLoader(PartLoader):
    kind, model = ReferenceKind.IDENTIFIER, Identifier
    is_unique = True

    def wanted(self, record: SourceRecord) -> _Wanted:
        return {
            f"{scheme}:{number}": {"scheme": scheme, "identifier": number}
            for scheme, number in record.identifiers.items()
        }

    def read(self) -> Iterator[tuple[int, int, str, Fields]]:
        for pk, entity, scheme, number in Identifier.objects.values_list("pk", "entity_id", "scheme", "identifier"):
            yield pk, entity, f"{scheme}:{number}", {"scheme": scheme, "identifier": number}

    def build(self, entity: int, value: Fields) -> Identifier:
        return Identifier(entity_id=entity, **value)

    def is_there(self, what: str, held: Collection[str]) -> bool:
        """An entity has one number per scheme; an editor's is kept."""
        scheme = f"{what.partition(':')[0]}:"
        return any(one.startswith(scheme) for one in held)


class RoleLoader(PartLoader):
    kind, model = ReferenceKind.ROLE, Membership
    is_always_taken_back = True

    def wanted(self, record: SourceRecord) -> _Wanted:
        return {role.what: role.value for role in record.roles}

    def read(self) -> Iterator[tuple[int, int, str, Fields]]:
        columns = ("role", "organization_id", "start_date", "end_date", "as_of", "source", "status")
        rows = Membership.objects.filter(article=None).exclude(person=None).order_by()
        for row in rows.values("pk", "person_id", *columns):
            yield row.pop("pk"), row.pop("person_id"), "", row

    def columns(self, value: Fields) -> Fields:
        columns = {name: given for name, given in value.items() if name != "where"}
        return columns | {"organization_id": self.loader.resolve(value["where"]), "status": FactStatus.ACCEPTED.value}

    def build(self, entity: int, value: Fields) -> Membership:
        columns = self.columns(value)
        self._touch(columns["organization_id"])
        return Membership(person_id=entity, method=METHOD, **columns)

    def match(self, given: Mapping[str, ReferenceRecord], wanted: _Wanted) -> None:
        """A role with the same title, body and overlapping time is the same role with corrected dates."""
        new = {what: value for what, value in wanted.items() if what not in given}
        for what, row in given.items():
            if what in wanted or not new:
                continue
            same = next((one for one, value in new.items() if _is_same_role(row.value, value)), None)
            if same is not None:
                del new[same]
                self.previous.change(row, what=same)


def _is_same_role(before: Fields, now: Fields) -> bool:
    if (before["role"], before["where"]) != (now["role"], now["where"]):
        return False
    ends = [value["end_date"] or value["as_of"] for value in (before, now)]
    return _is_not_after(before["start_date"], ends[1]) and _is_not_after(now["start_date"], ends[0])


def _is_not_after(first: str, second: str) -> bool:
    """Compare partial dates at their common precision. A missing end counts as the start, because nothing is known."""
    length = min(len(first), len(second))
    return bool(second) and first[:length] <= second[:length]
