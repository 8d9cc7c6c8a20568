"""Resolve surnames that are also country names: "Jordan" in a story about somebody named Jordan."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from articles.extraction.look_behind import search_before
from articles.extraction.names import person_titles
from articles.extraction.names.place_linking import is_country
from articles.extraction.names.surname_bearers import are_several
from articles.text import fold
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.extraction.names.recognition import Name

_AS_PLACE_BEFORE = re.compile(
    r"\b(?:in|to|from|with|of|near|into|across|between|and|outside|inside|through)\s(?:the\s)?$", re.IGNORECASE
)
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s$")


def resolve_country_surnames(names: Sequence[Name]) -> list[Name]:
    """A country that is somebody's surname in the document is that person, unless it is spoken of as a place."""
    bearers = _bearers(names)
    if not bearers:
        return list(names)
    places = {fold(name.text) for name in names if _is_country(name) and _is_used_as_place(name)}
    return [_as_person(name, bearers, places) for name in names]


def _bearers(names: Sequence[Name]) -> Mapping[str, Sequence[Name]]:
    countries = {fold(name.text) for name in names if _is_country(name)}
    found = defaultdict(list)
    for name in names:
        surname = fold(name.text.rpartition(" ")[2])
        if name.kind == EntityKind.PERSON and not name.is_single_word and surname in countries:
            found[surname].append(name)
    return found


def _as_person(name: Name, bearers: Mapping[str, Sequence[Name]], places: set[str]) -> Name:
    key = fold(name.text)
    if not _is_country(name) or key not in bearers or (key in places and not _has_title(name)):
        return name
    people = bearers[key]
    if are_several(people, key):
        known = tuple(record for full in people for record in full.known)
        return replace(
            name, kind=EntityKind.PERSON, known=known, rule="surname of several", confidence=0.5, shares_surname=True
        )
    full = people[0]
    return replace(name, kind=EntityKind.PERSON, known=full.known, rule="surname", confidence=0.8, full=full.text)


def _is_country(name: Name) -> bool:
    return name.kind == EntityKind.PLACE and any(map(is_country, name.known))


def _is_used_as_place(name: Name) -> bool:
    return not _has_title(name) and bool(search_before(_AS_PLACE_BEFORE, name.passage.text, name.start))


def _has_title(name: Name) -> bool:
    text, start = name.passage.text, name.start
    return bool(search_before(_HONORIFIC, text, start)) or person_titles.title_before(text, start) is not None
