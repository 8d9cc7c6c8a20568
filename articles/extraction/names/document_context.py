"""The context of the places of a document: the country or region beside them, "province", and other places."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.names.place_linking import PlaceContext, is_country, is_region
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from articles.extraction.findings import KnownName
    from articles.extraction.names.recognition import Name

_BESIDE = (", ", ", in ", " in ", " (")
_REGION_BESIDE = (", ", " (")
_REGION_WORDS = lexicon.alternatives("name_forms", "region_words")
_REGION_AFTER = re.compile(rf"\s(?:{_REGION_WORDS})\b", re.IGNORECASE)
_REGION_BEFORE = re.compile(rf"\b(?:{_REGION_WORDS})\sof\s(?:the\s)?$", re.IGNORECASE)
# "state television", "state media", "department store": the word belongs to what follows.
_NO_REGION = re.compile(
    r"\sstate(?:'s)?\s(?:tv|television|media|news|radio|visit|of|secretary|department|police|dinner)\b", re.IGNORECASE
)
_LIST_GOES_ON = re.compile(r",?\s(?:and|or|&)\s|,\s[^,.;]{2,40},?\s(?:and|or)\s")


class DocumentContext:
    """The contexts of all places of one document."""

    def __init__(self, names: Sequence[Name], countries: Collection[str]) -> None:
        self._names, self._countries = names, countries
        self._beside = {n: known for n, known in enumerate(_beside(names)) if known is not None}
        places = [name.known for name in names if name.kind == EntityKind.PLACE and len(_refs(name.known)) == 1]
        self.nearby = {known[0].country_code for known in places if known[0].country_code}
        self._states = {known[0].country_code for known in places if is_region(known[0])}

    def is_region(self, number: int) -> bool:
        name = self._names[number]
        text = name.passage.text
        if not any(map(is_region, name.known)):
            return False
        after = _REGION_AFTER.match(text, name.end) and not _NO_REGION.match(text, name.end)
        return bool(after or _REGION_BEFORE.search(text, max(0, name.start - 40), name.start))

    def place_context(self, numbers: Iterable[int], *, is_region: bool) -> PlaceContext:
        """The context of the occurrences of one name."""
        beside = next((self._beside[number] for number in numbers if number in self._beside), None)
        region = beside if beside is not None and not is_country(beside) else None
        return PlaceContext(
            countries=self._countries,
            nearby=self.nearby,
            states=self._states,
            explicit=beside.country_code if beside is not None and region is None else "",
            region=region,
            is_region=is_region,
        )


def _beside(names: Sequence[Name]) -> Iterable[KnownName | None]:
    """The country or region printed right after each place: "Mosul, Iraq", "Geneva, New York"."""
    for name, following in pairwise(names):
        is_near = name.passage.block == following.passage.block
        if not (is_near and name.kind == following.kind == EntityKind.PLACE):
            yield None
            continue
        gap = name.passage.text[name.end : following.start]
        country = next(filter(is_country, following.known), None)
        if country is not None and gap in _BESIDE and not any(map(is_country, name.known)):
            yield country
        else:
            yield _region_beside(name, following) if gap in _REGION_BESIDE else None


def _region_beside(name: Name, following: Name) -> KnownName | None:
    """A region that follows, unless the two are part of a list: "Texas, Georgia and Florida"."""
    region = next((known for known in following.known if is_region(known) and not known.is_weak), None)
    countries = {known.country_code for known in name.known if is_country(known)}
    if region is None or region.country_code in countries or (any(map(is_region, name.known)) and not countries):
        return None
    is_list = _LIST_GOES_ON.match(following.passage.text, following.end)
    is_city_too = any(not is_region(known) and known.country_code == region.country_code for known in following.known)
    is_inside = any(known.country_code == region.country_code for known in name.known)
    is_namesake = bool(countries) and not is_list  # "Lebanon, Pennsylvania"
    return region if is_namesake or (is_inside and not (is_list and is_city_too)) else None


def _refs(known: Iterable[KnownName]) -> set[str]:
    return {one.ref for one in known}
