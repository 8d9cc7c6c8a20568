"""Pairs of records whose names or identifiers are alike, found without comparing each record with each other.

Records are grouped by keys (blocking); of large groups only neighbours in the order of their names are compared (sorted
neighbourhood). Costs grow with the number of names.
"""

from __future__ import annotations

from itertools import combinations, groupby, islice
from typing import TYPE_CHECKING

from articles.batches import batches
from articles.desk.name_matching import likeness, matched_name, search_keys
from articles.desk.record_profiles import identifier_key, strong_names
from articles.models import Entity, Identifier, Person
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.desk.name_matching import MatchedName

    Pair = tuple[int, int]

# Of larger groups each record is compared with as many neighbours.
_MAX_GROUP, _NEIGHBOURS = 30, 8
_NAMES_A_QUERY = 5_000
# Keys that all names of a record have: equal names, and equal words in any order and romanization.
_EXACT = ("=", "s")
_CONSONANTS = "c"
# An entry is a hash of the key in the upper bits, and the id of a record in the lower ones.
_ID_BITS = 64


class _Entries:
    """Keys with their records, as numbers: hundreds of thousands take little memory. Two keys with one hash cost a
    comparison.
    """

    def __init__(self) -> None:
        self._numbers: list[int] = []

    def add(self, key: object, pk: int) -> None:
        self._numbers.append((hash(key) << _ID_BITS) + pk)

    def groups(self) -> Iterator[list[int]]:
        """The records that share a key."""
        self._numbers.sort()
        for _, numbers in groupby(self._numbers, key=lambda number: number >> _ID_BITS):
            ids = sorted({number & (2**_ID_BITS - 1) for number in numbers})
            if len(ids) > 1:
                yield ids


class CandidateSearch:
    """The records of one kind."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._exact, self._close, self._consonants = _Entries(), _Entries(), _Entries()
        self._names: dict[int, tuple[str, str]] = {}
        self._lacks_vowels: set[int] = set()
        self._read_names()
        self._read_identifiers()

    def pairs(self) -> set[Pair]:
        """Pairs of ids, the lower one first, of which names or identifiers are alike."""
        found = {pair for group in self._exact.groups() for pair in self._compared(group)}
        if self._lacks_vowels:
            pairs = (pair for group in self._consonants.groups() for pair in self._compared(group))
            found |= {pair for pair in pairs if len(self._lacks_vowels.intersection(pair)) == 1}
        close = {pair for group in self._close.groups() for pair in self._compared(group)} - found
        return found | {pair for pair in close if likeness(self._matched(pair[0]), self._matched(pair[1]), self.kind)}

    def _read_names(self) -> None:
        families = {}
        if self.kind == EntityKind.PERSON:
            families = dict(Person.objects.exclude(family_name="").values_list("pk", "family_name"))
        for pk, name in Entity.objects.filter(kind=self.kind).order_by().values_list("pk", "name").iterator():
            self._names[pk] = (name, families.get(pk, ""))
            self._add(pk, self._matched(pk), is_own=True)
        for some in batches(list(self._names), _NAMES_A_QUERY):
            for pk, name, is_as_written in strong_names(some):
                if is_as_written:
                    self._exact.add(("as written", name), pk)
                else:
                    self._add(pk, matched_name(name, self.kind), is_own=False)

    def _read_identifiers(self) -> None:
        for some in batches(list(self._names), _NAMES_A_QUERY):
            rows = Identifier.objects.filter(entity__in=some).order_by()
            for pk, scheme, identifier in rows.values_list("entity_id", "scheme", "identifier"):
                self._exact.add(identifier_key(scheme, identifier), pk)

    def _add(self, pk: int, name: MatchedName, *, is_own: bool) -> None:
        if name.lacks_vowels:
            self._lacks_vowels.add(pk)
        for key in search_keys(name, self.kind):
            if key.startswith(_CONSONANTS):
                self._consonants.add(key, pk)
            elif key.startswith(_EXACT):
                self._exact.add(key, pk)
            elif is_own:
                self._close.add(key, pk)

    def _matched(self, pk: int) -> MatchedName:
        name, family = self._names[pk]
        return matched_name(name, self.kind, family)

    def _compared(self, group: Sequence[int]) -> Iterator[Pair]:
        if len(group) <= _MAX_GROUP:
            yield from combinations(group, 2)
            return
        ordered = sorted(group, key=lambda pk: (self._names[pk][0].casefold(), pk))
        for place, pk in enumerate(ordered):
            for other in islice(ordered, place + 1, place + 1 + _NEIGHBOURS):
                yield (pk, other) if pk < other else (other, pk)


def ids_of(pairs: Sequence[Pair]) -> list[int]:
    return sorted({pk for pair in pairs for pk in pair})
