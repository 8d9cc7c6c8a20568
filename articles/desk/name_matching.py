"""Whether two names may be of one record, and the keys under which such names are found among very many.

Names that differ in an initial, a number or a suffix ("Jr.") are never of one record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from articles.extraction import lexicon
from articles.extraction.names.given_names import is_given_name
from articles.extraction.names.person_titles import HONORIFICS
from articles.search.surnames import ARTICLES, consonant_key, spelling_key, surname
from articles.text import fold
from articles.vocabulary import EntityKind

_WORD = re.compile(r"[^\s\-\u2010-\u2015,/()]+")
_DIGITS = re.compile(r"\d+")
_SCRIPT_WITHOUT_VOWELS = re.compile("[\u0590-\u074f\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC_ARTICLE = re.compile("^(?:\u0627\u0644|\u0671\u0644)(?=..)")
_SUFFIXES = frozenset(fold(word) for word in lexicon.words("name_forms", "suffixes"))
_TITLES = frozenset(fold(word) for word in HONORIFICS)
_LINKING_WORDS = frozenset({"the", "of", "and", "for", "in"})
# Shorter names are too often one letter from another one: "Ali", "Ala".
_MIN_LETTERS, _MIN_WORD = 8, 4
_BEGINNING, _END = 4, 3


class Likeness(StrEnum):
    """How two names are alike, from the closest to the least close."""

    SAME = "same"
    ORDER = "order"
    SPELLING = "spelling"
    PART = "part"
    INITIALS = "initials"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class MatchedName:
    """A name as it is compared. `words` are folded, of a person with the surname last; `spelled` are equal for common
    romanizations of a word, `consonants` those of the whole name; `numbers` and `suffix` have to be equal.
    """

    key: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    consonants: str
    numbers: tuple[str, ...]
    suffix: tuple[str, ...]
    lacks_vowels: bool


@lru_cache(maxsize=20_000)
def matched_name(name: str, kind: str, family_name: str = "") -> MatchedName:
    is_person = kind == EntityKind.PERSON
    listed = [(word, fold(word)) for word in _WORD.findall(_surname_last(name, family_name) if is_person else name)]
    suffix = tuple(key for _, key in listed[1:] if is_person and key in _SUFFIXES)
    left_out = ARTICLES | (_TITLES | frozenset(suffix) if is_person else _LINKING_WORDS)
    kept = [(word, key) for word, key in listed if key and key not in left_out] or [pair for pair in listed if pair[1]]
    return MatchedName(
        key=fold(name),
        words=tuple(key for _, key in kept),
        spelled=tuple(spelling_key(word) or key for word, key in kept),
        consonants=consonant_key("".join(_ARABIC_ARTICLE.sub("", word) for word, _ in kept)),
        numbers=tuple(sorted(_DIGITS.findall(name))),
        suffix=suffix,
        lacks_vowels=bool(_SCRIPT_WITHOUT_VOWELS.search(name)),
    )


def _surname_last(name: str, family_name: str) -> str:
    family = surname(name, family_name)
    first = name.removeprefix(family).strip()
    return f"{first} {family}" if family and name.startswith(f"{family} ") else name


def likeness(one: MatchedName, other: MatchedName, kind: str) -> Likeness | None:
    """None if the two are hardly of one record."""
    if one.numbers != other.numbers or one.suffix != other.suffix or not (one.key and other.key):
        return None
    if one.key == other.key:
        return Likeness.SAME
    if sorted(one.words) == sorted(other.words):
        return Likeness.ORDER
    if _is_another_spelling(one, other):
        return Likeness.SPELLING
    as_person = _likeness_of_people(one, other) if kind == EntityKind.PERSON else None
    return as_person or (Likeness.LETTER if _is_one_letter_off(one, other) else None)


def _likeness_of_people(one: MatchedName, other: MatchedName) -> Likeness | None:
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if len(short.words) < 2:
        return None
    if _is_part(short, long):
        return Likeness.PART
    return Likeness.INITIALS if _has_initials_of(short, long) else None


def _is_another_spelling(one: MatchedName, other: MatchedName) -> bool:
    if one.lacks_vowels != other.lacks_vowels:
        return bool(one.consonants) and one.consonants == other.consonants
    return sorted(one.spelled) == sorted(other.spelled) and not _are_two_given_names(one.words, other.words)


def _is_part(short: MatchedName, long: MatchedName) -> bool:
    """Whether the shorter name is the beginning or the end of the longer one, or lacks its middle names."""
    some, all_words = short.spelled, long.spelled
    if len(some) >= len(all_words) or any(len(word) == 1 for word in short.words):
        return False
    is_end = all_words[: len(some)] == some or all_words[-len(some) :] == some
    return is_end or (some[-1] == all_words[-1] and some[0] == all_words[0] and _is_in_order(short, long))


def _has_initials_of(short: MatchedName, long: MatchedName) -> bool:
    """Whether the surnames are equal, and the other words are the same or initials of each other, with none against it."""
    if short.spelled[-1] != long.spelled[-1] or short.words[0][0] != long.words[0][0]:
        return False
    return _is_in_order(short, long) and _may_be_same(short.words[0], long.words[0], short.spelled[0], long.spelled[0])


def _is_in_order(short: MatchedName, long: MatchedName) -> bool:
    """Whether each given name of the shorter name is one of the longer name, in their order."""
    rest = iter(zip(long.words[:-1], long.spelled[:-1], strict=True))
    given = zip(short.words[:-1], short.spelled[:-1], strict=True)
    return all(
        any(_may_be_same(word, longer, spelled, as_spelled) for longer, as_spelled in rest) for word, spelled in given
    )


def _may_be_same(word: str, other: str, spelled: str, other_spelled: str) -> bool:
    is_initial = min(len(word), len(other)) == 1 and word[0] == other[0]
    return is_initial or (spelled == other_spelled and not _are_two_given_names((word,), (other,)))


def _is_one_letter_off(one: MatchedName, other: MatchedName) -> bool:
    """Whether one word has one letter more, less or other than its counterpart, but for its first one."""
    if len(one.words) != len(other.words) or min(len(one.key), len(other.key)) < _MIN_LETTERS:
        return False
    differing = [(a, b) for a, b in zip(one.words, other.words, strict=True) if a != b]
    if len(differing) != 1 or one.numbers:
        return False
    a, b = differing[0]
    is_long = min(len(a), len(b)) >= _MIN_WORD
    return is_long and a[0] == b[0] and is_one_edit(a, b) and not _are_two_given_names((a,), (b,))


def _are_two_given_names(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether they differ in given names that are both known: "Maria" and "Mario" are two people."""
    differing = [(a, b) for a, b in zip(sorted(words), sorted(others), strict=False) if a != b]
    return any(is_given_name(a) and is_given_name(b) and not _is_romanized(a, b) for a, b in differing)


def _is_romanized(one: str, other: str) -> bool:
    """Whether two known given names are spellings of one; "Mario" is none of "Maria"."""
    return spelling_key(one) == spelling_key(other) and {one[-1], other[-1]} != {"a", "o"}


def is_one_edit(one: str, other: str) -> bool:
    """Whether one letter was added, left out or replaced, or two neighbours were swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    swapped = len(a) == len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def search_keys(name: MatchedName, kind: str) -> set[str]:
    """Keys of which two names share at least one if they are alike."""
    words, spelled = name.words, name.spelled
    if not words or not name.key:
        return set()
    keys = {f"={name.key}", f"s{' '.join(sorted(spelled))}"} | ({f"c{name.consonants}"} if name.consonants else set())
    if kind == EntityKind.PERSON and len(words) > 1:
        keys |= {f"i{words[0][0]} {spelled[-1]}", f"b{spelled[0]} {spelled[1]}", f"e{spelled[-2]} {spelled[-1]}"}
        keys.add(f"m{spelled[0]} {spelled[-1]}")
    if len(name.key) >= _MIN_LETTERS:
        if len(words) > 1:
            keys |= {f"f{words[0]} {words[-1][0]}", f"l{words[0][0]} {words[-1]}"}
        else:
            keys |= {f"1{words[0][:_BEGINNING]}", f"9{words[0][-_END:]}"}
    return keys
