"""The results of the last load (the table ReferenceRecord), and the changes that this load writes there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from articles.batches import batches
from articles.models import ReferenceRecord
from articles.vocabulary import ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, Q

# A value that an old site did not store: it equals nothing, so the value in the database is not changed.
UNKNOWN = {"unknown": True}
_CHUNK = 1_000
_Key = tuple[str, str, str]


class PreviousLoad:
    """The rows of some keys. Changes are collected and written by `save`."""

    def __init__(self, scope: Q, version: str) -> None:
        self._version = version
        self._rows: dict[_Key, ReferenceRecord] = {}
        self._parts: dict[tuple[str, str], dict[str, ReferenceRecord]] = defaultdict(dict)
        self._changed: set[ReferenceRecord] = set()
        self._new: list[tuple[ReferenceRecord, Model | None]] = []
        self._gone: set[int] = set()
        for row in ReferenceRecord.objects.filter(scope).exclude(kind=ReferenceKind.LOAD):
            self._insert(row)

    def _insert(self, row: ReferenceRecord) -> None:
        self._rows[row.kind, row.key, row.what] = row
        self._parts[row.kind, row.key][row.what] = row

    def record(self, key: str) -> ReferenceRecord | None:
        return self._rows.get((ReferenceKind.RECORD, key, ""))

    def records(self) -> list[ReferenceRecord]:
        return [row for row in self._rows.values() if row.kind == ReferenceKind.RECORD]

    def parts(self, kind: str, key: str) -> dict[str, ReferenceRecord]:
        """The names, identifiers, roles or fields of a record, by their part."""
        return dict(self._parts.get((kind, key), {}))

    def give(
        self, kind: str, key: str, *, value: Any, what: str = "", entity: int | None = None, made: Model | None = None
    ) -> ReferenceRecord:
        """Record a value of this load. `made` is its row, which may be saved later."""
        row = ReferenceRecord(kind=kind, key=key, what=what, entity_id=entity, value=value, version=self._version)
        self._insert(row)
        self._new.append((row, made))
        return row

    def change(self, row: ReferenceRecord, **values: Any) -> None:
        if "what" in values:
            self._remove(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.version = self._version
        if "what" in values:
            self._insert(row)
        if row.pk:
            self._changed.add(row)

    def forget(self, rows: Iterable[ReferenceRecord]) -> None:
        for row in rows:
            self._remove(row)
            if row.pk:
                self._gone.add(row.pk)

    def forget_key(self, key: str) -> None:
        for kind in ReferenceKind.values:
            self.forget(list(self._parts.get((kind, key), {}).values()))

    def rename_key(self, old: str, new: str) -> None:
        """Change the key of a record."""
        for kind in ReferenceKind.values:
            for row in list(self._parts.get((kind, old), {}).values()):
                self._remove(row)
                row.key = new
                self._insert(row)
                self._changed.add(row)

    def _remove(self, row: ReferenceRecord) -> None:
        self._rows.pop((row.kind, row.key, row.what), None)
        self._parts[row.kind, row.key].pop(row.what, None)

    def save(self) -> None:
        for gone in batches(sorted(self._gone), _CHUNK):
            ReferenceRecord.objects.filter(pk__in=gone).delete()
        changed = [row for row in self._changed if row.pk not in self._gone]
        ReferenceRecord.objects.bulk_update(changed, ["key", "what", "value", "version"], batch_size=_CHUNK)
        for row, made in self._new:
            row.object_id = made.pk if made is not None else row.object_id
        ReferenceRecord.objects.bulk_create([row for row, _ in self._new], batch_size=_CHUNK)
