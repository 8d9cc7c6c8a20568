"""What kind of thing a name is: by its own words ("Azov Brigade", "Kharkiv Oblast") and by the words around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.names import person_titles
from articles.extraction.names.given_names import is_given_name
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_ORGANIZATION_HEADS = lexicon.alternatives("name_kinds", "organization_heads")
_PLACE_HEADS = lexicon.alternatives("name_kinds", "place_heads")
# A "Department of Defense" is known by its first word, the "Bank of Iraq" too.
_ORGANIZATION_OPENINGS = lexicon.alternatives("name_kinds", "organization_openings")
_ORGANIZATION = re.compile(
    rf"^(?!Soviet\sUnion|(?:West|East|North|South|Left|Right)\sBank$)(?:.*[\s-](?:{_ORGANIZATION_HEADS})|(?:{_ORGANIZATION_OPENINGS})\s(?:of|for)\s.+)(?:\s\([^)]*\))?$"
)
_BODY_OF = re.compile(rf"(?:{_ORGANIZATION_OPENINGS})\s(?:of|for)\s")
_HEAD = re.compile(rf"{_ORGANIZATION_HEADS}|{_PLACE_HEADS}|Staff|Affairs|Secretary|House")
_PLACE = re.compile(
    rf"^.*\s(?:{_PLACE_HEADS})(?:\s[IVX]+)?$|^(?:{lexicon.alternatives('name_kinds', 'place_openings')})\s.+$"
)

# Things that are made, done or held, and that the model takes for organizations.
_THINGS = re.compile(
    rf"^(?:.*\s)?(?:{lexicon.alternatives('name_kinds', 'thing_heads')})$"
    rf"|(?:{lexicon.alternatives('name_kinds', 'thing_openings')})\s.+"
)
# Letters and a number: Kh-101, F-16, Su-34, Type 26, M1A1, T-72B3, S-400. Not a brigade, nor M23, which has no hyphen.
_MODEL_NUMBER = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}-\d+\w*|[A-Z]{1,2}\d+[A-Z]\d?"
    rf"|(?:{lexicon.alternatives('name_kinds', 'model_names')})[\s-]?\d+\w*)(?:\s[\w-]+){{0,3}}"
)
# The nouns of weapons after a word that is no organization: "Patriot interceptors", "Kalibr missiles".
_ARMS = re.compile(
    rf"[-\s](?:(?:{lexicon.alternatives('name_kinds', 'arms_qualifiers')})\s)?(?:{lexicon.alternatives('name_kinds', 'arms')})\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&]{2,6}")

# What is printed before and after a name, the kind that it is evidence of, and its votes.
_BEFORE, _AFTER = (
    tuple(
        (
            EntityKind(entry["kind"]),
            int(entry["votes"]),
            re.compile(entry["pattern"], re.IGNORECASE if entry.get("ignore_case") else 0),
        )
        for entry in lexicon.tables("name_kinds", side)
    )
    for side in ("before", "after")
)
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?:\s(?:[a-z]{1,3}\s)?[A-Z][\w'’.-]*){1,3}")
MAX_BEFORE, MAX_AFTER = 40, 60
_TITLE_VOTE, _ACRONYM_VOTE, _WORDS_VOTE, _GIVEN_NAME_VOTE = 20, 15, 30, 15
# What the model's opinion of one occurrence is worth beside them, and that of the gazetteer.
MODEL_VOTE, GAZETTEER_VOTE = 10, 30
# The model repeats itself: its further opinions of one spelling in one document say little.
MAX_MODEL_VOTES = 3
# And that of a neighbour in a list: "Heathrow, Gatwick and Stansted".
LIST_VOTE, SURE_LIST_VOTE = 5, 12


def kind_by_words(text: str) -> EntityKind | None:
    """What a name of several words says itself: "Azov Brigade" is an organization, "Aleppo Governorate" a place."""
    if " " not in text and "-" not in text:
        return None
    if _ORGANIZATION.match(text):
        return EntityKind.ORGANIZATION
    return EntityKind.PLACE if _PLACE.match(text) else None


def votes_of_name(text: str) -> Mapping[EntityKind, int]:
    """The votes of a name's own words."""
    kind = kind_by_words(text)
    if kind is not None:
        return {kind: _WORDS_VOTE}
    return {EntityKind.PERSON: _GIVEN_NAME_VOTE} if _FULL_NAME.fullmatch(text) and is_given_name(text) else {}


def is_kind_word(word: str) -> bool:
    """Whether a word says what kind of thing a name is: "Council", "Staff", "Oblast"."""
    return bool(_HEAD.fullmatch(word))


def is_thing(text: str) -> bool:
    """Whether a name is a weapon's, an agreement's, an operation's: nothing that we keep records of."""
    return bool(_THINGS.fullmatch(text) or _MODEL_NUMBER.fullmatch(text))


def is_body(text: str) -> bool:
    """Whether the first words of a name say that it is an organization: "Organization of the Islamic Conference"."""
    return bool(_BODY_OF.match(text))


def is_arms(text: str, start: int, end: int) -> bool:
    """Whether a single word is the name of the weapon that follows it."""
    return " " not in text[start:end] and bool(_ARMS.match(text, end))


def votes_of_context(text: str, start: int, end: int) -> Mapping[EntityKind, int]:
    """The votes of the words around one occurrence of a name."""
    found: Counter[EntityKind] = Counter()
    if person_titles.title_before(text, start):
        found[EntityKind.PERSON] += _TITLE_VOTE
    if _FULL_NAME.fullmatch(text) and (start, end) == (0, len(text)):
        found[EntityKind.PERSON] += _TITLE_VOTE  # a byline
    before, after = text[max(0, start - MAX_BEFORE) : start], text[end : end + MAX_AFTER]
    for kind, weight, pattern in _BEFORE:
        if pattern.search(before) and not (kind == EntityKind.PLACE and after.startswith(("'", "’"))):
            found[kind] += weight  # "in Ms Kay's film" is no place
    for kind, weight, pattern in _AFTER:
        if pattern.match(after):
            found[kind] += weight
    if _ACRONYM.fullmatch(text[start:end]):
        found[EntityKind.ORGANIZATION] += _ACRONYM_VOTE
    return found
