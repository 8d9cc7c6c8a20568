"""Which record a row of a table is about: by its id, else by an identifier, else by its name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.desk.identifiers import taken_by
from articles.desk.record_columns import ID, MODELS, NEW
from articles.models import Entity, Identifier, OtherName, Redirect
from articles.text import clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from articles.desk.record_columns import Column
    from articles.desk.record_table import TableRow

_MAX_ID_DIGITS = 18
_MAX_LISTED = 3


@dataclass(frozen=True, slots=True)
class Match:
    """`record` is None for a new one."""

    record: int | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


class Matches:
    """The records that some rows may be about; read with one query for each way to find them."""

    def __init__(self, kind: str, columns: Sequence[Column], rows: Sequence[TableRow]) -> None:
        self.kind = kind
        self._noun = str(MODELS[kind]._meta.verbose_name)  # noqa: SLF001 (Django's public description of a model)
        self._columns = [column for column in columns if column.scheme]
        self._of_ids(rows)
        self._of_identifiers(rows)
        self._of_names(rows)

    @property
    def records(self) -> set[int]:
        found = {one.pk for one in self._by_id.values()} | {one.pk for one in self._owners.values()}
        return {*found, *(one.pk for named in self._named.values() for one in named if one.kind == self.kind)}

    def of(self, row: TableRow) -> Match:
        new, is_new = row.cells.get(NEW, "").strip().casefold(), asks_for_new(row)
        if new not in ("", "yes", "no"):
            return Match(problems=[(NEW, f"Write yes or nothing in the column “{NEW}”.")])
        typed = row.cells.get(ID, "").strip()
        if typed:
            if is_new:
                return Match(problems=[(NEW, "A row with an id is about that record. Remove one of the two.")])
            return self._by_typed_id(typed)
        owners = self._owners_of(row)
        if owners:
            return self._by_owners(owners, is_new=is_new)
        return Match() if is_new else self._by_name(row)

    def taken(self, scheme: str, identifiers: Collection[str], but: int | None) -> list[str]:
        """A sentence for each of these identifiers that belongs to another record."""
        found = [(one, self._owners.get((scheme, one))) for one in identifiers]
        return [taken_by(scheme, one, owner) for one, owner in found if owner is not None and owner.pk != but]

    def _by_typed_id(self, typed: str) -> Match:
        is_number = typed.isascii() and typed.isdecimal() and len(typed) <= _MAX_ID_DIGITS
        found = self._by_id.get(int(typed)) if is_number else None
        if found is not None:
            return Match(found.pk)
        moved = self._moved.get(int(typed)) if is_number else None
        says = f"No {self._noun} has the id “{typed[:40]}”."
        if moved is not None:
            says = f"The {self._noun} with the id {typed} was merged into {moved.name} (id {moved.pk})."
        return Match(problems=[(ID, says)])

    def _by_owners(self, owners: dict[int, tuple[str, str]], *, is_new: bool) -> Match:
        entities = {owner.pk: owner for owner in self._owners.values()}
        said = [(scheme, taken_by(scheme, identifier, entities[pk])) for pk, (scheme, identifier) in owners.items()]
        if is_new or len(owners) > 1 or any(entities[pk].kind != self.kind for pk in owners):
            return Match(problems=said)
        return Match(next(iter(owners)))

    def _by_name(self, row: TableRow) -> Match:
        """The only record of this name. A name that others have as well, or as another name, decides nothing."""
        named = self._named.get(keyed_name(row), [])
        if not named or not keyed_name(row):
            return Match()
        if len(named) == 1 and named[0].key == keyed_name(row):
            return Match(named[0].pk)
        listed = ", ".join(f"{one.name} (id {one.pk})" for one in named[:_MAX_LISTED])
        listed += f" and {len(named) - _MAX_LISTED} more" if len(named) > _MAX_LISTED else ""
        advice = f"Write its id, or yes in the column “{NEW}” if this is another {self._noun}."
        return Match(problems=[("name", f"This name exists: {listed}. {advice}")])

    def _of_ids(self, rows: Sequence[TableRow]) -> None:
        typed = [row.cells.get(ID, "").strip() for row in rows]
        ids = {int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) <= _MAX_ID_DIGITS}
        self._by_id = {one.pk: one for one in Entity.objects.filter(pk__in=ids) if one.kind == self.kind}
        redirects = Redirect.objects.filter(old_id__in=ids - self._by_id.keys()).select_related("entity")
        self._moved = {one.old_id: one.entity for one in redirects if one.kind == self.kind}

    def _of_identifiers(self, rows: Sequence[TableRow]) -> None:
        self._identifiers: dict[int, list[tuple[str, str]]] = {}
        for row in rows:
            pairs = []
            for column in self._columns:
                try:
                    read = column.read(row.cells.get(column.name, ""))
                except ValueError:
                    read = ()  # said of the cell when it is compared
                pairs += [(column.scheme, identifier) for identifier in read]
            self._identifiers[row.number] = pairs
        wanted = {pair for pairs in self._identifiers.values() for pair in pairs}
        found = Identifier.objects.filter(identifier__in={identifier for _, identifier in wanted})
        owned = found.filter(scheme__in={scheme for scheme, _ in wanted}).select_related("entity")
        self._owners = {(one.scheme, one.identifier): one.entity for one in owned}

    def _owners_of(self, row: TableRow) -> dict[int, tuple[str, str]]:
        """Records that have an identifier of the row, with one such identifier."""
        pairs = self._identifiers[row.number]
        return {self._owners[pair].pk: pair for pair in reversed(pairs) if pair in self._owners}

    def _of_names(self, rows: Sequence[TableRow]) -> None:
        keys = {keyed_name(row) for row in rows if not row.cells.get(ID)} - {""}
        aliases = list(OtherName.objects.filter(key__in=keys).values_list("entity_id", "key"))
        entities = Entity.objects.in_bulk([pk for pk, _ in aliases])
        found: dict[str, dict[int, Entity]] = defaultdict(dict)
        for one in Entity.objects.with_key(keys):
            found[one.key][one.pk] = one
        for pk, key in aliases:
            found[key][pk] = entities[pk]
        self._named = {
            key: [one for _, one in sorted(named.items()) if one.kind == self.kind] for key, named in found.items()
        }


def keyed_name(row: TableRow) -> str:
    return fold(clean_name(row.cells.get("name", "")))[:200]


def asks_for_new(row: TableRow) -> bool:
    """Whether the row says that it is another record, although its name exists."""
    return row.cells.get(NEW, "").strip().casefold() == "yes"
