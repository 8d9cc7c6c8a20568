"""Who bears a surname in a document: one person, or several of whom a bare surname names none for certain."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.names import given_names, person_titles
from articles.extraction.names.given_names import FAMILY_FIRST
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.extraction.names.recognition import Name
    from articles.extraction.passages import Passage

_SUFFIXES = lexicon.words("name_forms", "suffixes")
MIN_SURNAME = 3
_ADDRESS = re.compile(r"\b(?P<address>Mr|Mrs|Ms|Miss|Sir|Dame|Lady)\.?\s$")
# "Bill and Hillary Clinton" are two of the name.
_JOINED = re.compile(r"(?<![\w'\u2019-])(?P<given>[^\W\d_][\w'\u2019-]+),?\s(?:and|&)\s(?:(?:his|her)\s[a-z -]+\s)?$")
_CAPITAL_BEFORE = re.compile(r"([A-Z][\w.\u2019'-]*) $")
# How far before a name its title, or the other name joined to it, may begin.
MAX_LOOK_BEHIND = 100
_PORTFOLIO = re.compile(r"\b(?:of|for|to|in|at|from)\b")


def surname_forms(full: str) -> Iterator[str]:
    """The short forms of a person's full name: "Singh Sajjan" and "Sajjan" of "Harjit Singh Sajjan"."""
    words = _without_suffix(full)
    if len(words) < 2:
        return
    for first in range(1, len(words)):
        short = " ".join(words[first:])
        if len(short.strip(".")) >= MIN_SURNAME - 1:
            yield short
        if short.casefold().startswith(("al-", "el-")):
            yield short[3:]
    if words[0].casefold() in FAMILY_FIRST:
        yield words[0]


def are_several(people: Sequence[Name], surname: str) -> bool:
    """Whether these full names with one surname, a key of `fold`, are of more than one person."""
    distinct = list({fold(name.text): name for name in people}.values())
    pairs = combinations(distinct, 2)
    return any(_differ(one, other, surname) for one, other in pairs) or any(map(_is_joined, people))


class SurnameBearers:
    """The people whom a document names in full with one surname, a key of `fold`."""

    def __init__(self, people: Sequence[Name], surname: str) -> None:
        self.people = list({(fold(name.text), frozenset(_offices(name))): name for name in people}.values())
        self._surname = surname
        self._by_office: dict[str, list[Name]] = defaultdict(list)
        for name in self.people:
            for office in _offices(name):
                self._by_office[office].append(name)
        self.are_several = are_several(people, surname)

    def by_title(self, passage: Passage, start: int) -> Name | None:
        """The one bearer whom the words before a surname at `start` fit: "President Assad", "Mrs Clinton"."""
        span = person_titles.title_before(passage.text, start)
        office = _office(passage.text[slice(*span)]) if span else ""
        return self.only(self._by_office.get(office, ()) or _with_address(self.people, passage.text[:start]))

    def only(self, names: Sequence[Name]) -> Name | None:
        """The person of these names, if they are of one."""
        return names[0] if names and not are_several(names, self._surname) else None


def _differ(one: Name, other: Name, surname: str) -> bool:
    """Whether two full names are of two people, by their records and their given names."""
    known, others = ({record.ref for record in name.known} for name in (one, other))
    if known and others:
        return not known & others
    if _suffix(one.text) != _suffix(other.text):
        return True
    short, long = sorted((_given(one, surname), _given(other, surname)), key=len)
    rest = iter(long)
    return not all(any(_may_be_same(word, longer) for longer in rest) for word in short)


def _given(name: Name, surname: str) -> list[str]:
    """The words of a full name beside the surname."""
    words = _without_suffix(name.text)
    if fold(words[0]) == surname and fold(words[0]) in FAMILY_FIRST:
        return [fold("".join(words[1:]))]
    ends = (n for n in range(len(words) - 1, 0, -1) if fold("".join(words[n:])).endswith(surname))
    return [fold(word) for word in words[: next(ends, 1)]]


def _without_suffix(full: str) -> list[str]:
    """The words of a full name without "Jr." or "II" at its end."""
    words = full.split()
    while len(words) > 1 and words[-1].strip(".").casefold() in _SUFFIXES:
        words.pop()
    return words


def _suffix(full: str) -> list[str]:
    return [fold(word) for word in full.split()[len(_without_suffix(full)) :]]


def _may_be_same(word: str, other: str) -> bool:
    """Whether two given names may be one person's: the same, or one the initial of the other."""
    return word == other or (min(len(word), len(other)) == 1 and word[:1] == other[:1])


def _offices(name: Name) -> set[str]:
    """What the text calls somebody where it names them in full."""
    text = name.passage.text
    spans = (person_titles.title_before(text, name.start), person_titles.title_after(text, name.end))
    return {office for span in spans if span and (office := _office(text[slice(*span)]))}


def _office(role: str) -> str:
    """What somebody is, without whose and what for: "president" of "former president of Syria"."""
    words = _PORTFOLIO.split(role)[0].split()
    return fold(words[-1]) if words else ""


def _with_address(people: Sequence[Name], before: str) -> list[Name]:
    """The bearers whom "Mr" or "Mrs" fits, where all their given names are known to be of men or of women."""
    match = _ADDRESS.search(before[-MAX_LOOK_BEHIND:])
    if match is None:
        return []
    wanted, other = ("he", "she") if match["address"] in ("Mr", "Sir") else ("she", "he")
    fitting = [name for name in people if given_names.fits_pronoun(name.text, "", wanted)]
    is_known = all(
        given_names.fits_pronoun(name.text, "", wanted) != given_names.fits_pronoun(name.text, "", other)
        for name in people
    )
    return fitting if is_known else []


def _is_joined(name: Name) -> bool:
    """Whether another given name shares the surname of this one: "Bill and Hillary Clinton"."""
    text = name.passage.text[max(0, name.start - MAX_LOOK_BEHIND) : name.start]
    match = _JOINED.search(text)
    if match is None or not given_names.is_given_name(match["given"]):
        return False
    before = _CAPITAL_BEFORE.search(text[: match.start("given")])
    # "Clarence Thomas and Hillary Clinton" are two whole names.
    return before is None or person_titles.is_title(before[1])
