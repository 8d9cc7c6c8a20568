"""The stored counts of lists, and how a change moves them.

A list of many stories counts tens of thousands of values, of which pages can show a few dozen. The others are in the row of
the list while they are few, and beyond that in buckets by a hash of the value: a story that is published rewrites the
buckets of its own values, however many stories the list has. How the counts of a list are stored follows from the counts
alone, so that a record kept in steps equals one derived at once.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.batches import batches
from articles.models import ListBucket, ListRecord
from articles.search.counting import other_counts, shown_counts
from articles.search.facets.outlet import OutletFacet
from articles.search.list_counts import added, complete

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.list_counts import Counts, Delta

# Values that pages do not show, of which a list has at most so many in its own row, and about so many in each bucket.
MAX_IN_ROW, IN_BUCKET = 500, 250
# All of its values are in the row: outlets are few, and the About page lists those of all stories.
IN_ROW = frozenset({OutletFacet.name})
# Keys of one query: SQLite takes 32,766 parameters, older versions 999.
_CHUNK = 500


@dataclass(slots=True)
class _Stored:
    """A list as it is stored, as far as it is loaded: `buckets` are those that are loaded, of `number`."""

    key: str
    shown: Counts = field(default_factory=dict)
    rest: Counts = field(default_factory=dict)
    number: int = 0
    size: int = 0
    buckets: dict[int, Counts] = field(default_factory=dict)

    def loaded(self) -> Counts:
        """The counts that are not shown, as far as they are loaded. No value is in two parts."""
        parts = [self.rest, *self.buckets.values()]
        names = {name for part in parts for name in part}
        return {name: {value: n for part in parts for value, n in part.get(name, {}).items()} for name in names}

    def missing(self, values: Iterable[tuple[str, str]]) -> set[int]:
        """The buckets of these (facet or other name, value) that are not loaded."""
        if not self.number:
            return set()
        wanted = {bucket_of(name, value, self.number) for name, value in values if name not in IN_ROW}
        return wanted - self.buckets.keys()


def number_of_buckets(size: int) -> int:
    """For so many values that pages do not show. A power of two, so that lists seldom change it."""
    return 0 if size <= MAX_IN_ROW else 1 << ((size - 1) // IN_BUCKET).bit_length()


def bucket_of(name: str, value: str, number: int) -> int:
    return zlib.crc32(f"{name}\n{value}".encode()) % number


def stored_counts(keys: Collection[str]) -> dict[str, dict[str, dict[str, int]]]:
    """All counts of these lists, as far as they have a row."""
    stored = _load(keys)
    _load_buckets({key: set(range(one.number)) for key, one in stored.items()}, stored)
    return {key: complete(one.shown, one.loaded()) for key, one in stored.items()}


def write_counts(counts: Mapping[str, Counts], version: int) -> None:
    """Store all counts of these lists; those without any are deleted."""
    ListBucket.objects.filter(list_key__in=list(counts)).delete()
    records, buckets = [], []
    for key, values in counts.items():
        if not values:
            continue
        shown = shown_counts(values)
        rest = other_counts(values, shown)
        size = _number_in_buckets(rest)
        number = number_of_buckets(size)
        in_row = _in_row(rest) if number else rest
        records.append(ListRecord(key=key, version=version, shown=shown, rest=in_row, buckets=number, rest_size=size))
        buckets += _split(key, rest, number)
    _save(records, buckets)
    ListRecord.objects.filter(pk__in=[key for key, values in counts.items() if not values]).delete()


def delete_counts() -> None:
    ListRecord.objects.all().delete()
    ListBucket.objects.all().delete()


def change_counts(deltas: Mapping[str, Delta], version: int) -> None:
    """Add to the counts of lists what a change adds; a number is negative where it takes away."""
    deltas = {key: delta for key, delta in deltas.items() if any(delta.values())}
    stored = _load(deltas)
    _load_buckets({key: one.missing(deltas[key]) for key, one in stored.items()}, stored)
    whole: dict[str, Counts] = {}
    records, buckets = [], []
    for key, delta in deltas.items():
        one = stored.get(key) or _Stored(key)
        changed = _changed_in_part(one, delta, version) if one.number else None
        if changed is None:
            _load_buckets({key: set(range(one.number))}, stored)
            whole[key] = added(complete(one.shown, one.loaded()), delta)
        else:
            records.append(changed[0])
            buckets += changed[1]
    _save(records, buckets)
    write_counts(whole, version)


def _changed_in_part(one: _Stored, delta: Delta, version: int) -> tuple[ListRecord, list[ListBucket]] | None:
    """The row and the buckets that a change writes; None if it takes all counts to tell.

    Values that are not loaded have fewer stories than those that were shown. As long as no place among those shown goes to
    a value below the last one of before, they stay where they are.
    """
    while True:
        known = one.loaded()
        counts = added(complete(one.shown, known), delta)
        shown = shown_counts(counts)
        if any(_is_lower(shown.get(name, {}), before) for name, before in one.shown.items()):
            return None
        rest = other_counts(counts, shown)
        missing = one.missing((name, value) for name, values in rest.items() for value in values)
        if not missing:
            break
        _load_buckets({one.key: missing}, {one.key: one})
    size = one.size + _number_in_buckets(rest) - _number_in_buckets(known)
    if number_of_buckets(size) != one.number:
        return None
    parts = _split(one.key, rest, one.number)
    emptied = [
        ListBucket(key=_bucket_key(one.key, n), list_key=one.key, number=n, counts={})
        for n in one.buckets.keys() - {part.number for part in parts}
    ]
    in_row = _in_row(rest)
    record = ListRecord(key=one.key, version=version, shown=shown, rest=in_row, buckets=one.number, rest_size=size)
    return record, [*parts, *emptied]


def _is_lower(shown: Mapping[str, int], before: Mapping[str, int]) -> bool:
    """Whether a place among the values shown of a facet is free, or goes to one that ranks below all of before."""
    if len(shown) < len(before):
        return True
    return bool(before) and max(map(_rank, shown.items())) > max(map(_rank, before.items()))


def _rank(counted: tuple[str, int]) -> tuple[int, str]:
    """As `shown_counts` ranks: by the number of stories, then in the order of the values as text."""
    value, number = counted
    return -number, value


def _load(keys: Collection[str]) -> dict[str, _Stored]:
    found = {}
    for chunk in batches(sorted(keys), _CHUNK):
        rows = ListRecord.objects.filter(pk__in=chunk).values_list("pk", "shown", "rest", "buckets", "rest_size")
        found.update({key: _Stored(key, shown, rest, number, size) for key, shown, rest, number, size in rows})
    return found


def _load_buckets(wanted: Mapping[str, Collection[int]], stored: Mapping[str, _Stored]) -> None:
    keys = [_bucket_key(key, number) for key, numbers in wanted.items() for number in sorted(numbers)]
    for key, numbers in wanted.items():
        if key in stored:
            stored[key].buckets.update({number: {} for number in numbers if number not in stored[key].buckets})
    for chunk in batches(keys, _CHUNK):
        rows = ListBucket.objects.filter(pk__in=chunk).values_list("list_key", "number", "counts")
        for key, number, counts in rows:
            stored[key].buckets[number] = counts


def _split(key: str, rest: Counts, number: int) -> list[ListBucket]:
    if not number:
        return []
    parts: defaultdict[int, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for name, values in rest.items():
        for value, stories in values.items() if name not in IN_ROW else ():
            parts[bucket_of(name, value, number)][name][value] = stories
    return [
        ListBucket(
            key=_bucket_key(key, n), list_key=key, number=n, counts={name: dict(part) for name, part in of.items()}
        )
        for n, of in sorted(parts.items())
    ]


def _save(records: Collection[ListRecord], buckets: Collection[ListBucket]) -> None:
    ListRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["key"],
        update_fields=["version", "shown", "rest", "buckets", "rest_size"],
    )  # fmt: skip
    ListBucket.objects.filter(pk__in=[bucket.pk for bucket in buckets if not bucket.counts]).delete()
    ListBucket.objects.bulk_create(
        [bucket for bucket in buckets if bucket.counts], batch_size=_CHUNK,
        update_conflicts=True, unique_fields=["key"], update_fields=["counts"],
    )  # fmt: skip


def _bucket_key(key: str, number: int) -> str:
    return f"{key}#{number:x}"


def _in_row(rest: Counts) -> Counts:
    return {name: values for name, values in rest.items() if name in IN_ROW}


def _number_in_buckets(counts: Counts) -> int:
    """Of counts that are not shown, the number that is in buckets where there are any."""
    return sum(len(values) for name, values in counts.items() if name not in IN_ROW)
