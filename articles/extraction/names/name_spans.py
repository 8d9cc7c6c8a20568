"""The boundaries of names: the model's spans, extended by words that belong to the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.look_behind import search_before
from articles.extraction.names import name_kinds, person_titles
from articles.extraction.names.common_words import is_calendar, is_common
from articles.extraction.names.given_names import is_given_name
from articles.extraction.passages import is_sentence_start
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

    from articles.extraction.sentences import Span

# Small words inside the names of people, in the languages that the news prints in Latin letters; some only with
# a hyphen.
_PARTICLES = lexicon.alternatives("name_forms", "particles")
_HYPHENATED = rf"(?:{lexicon.alternatives('name_forms', 'hyphenated')})[-‑]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĎĐĒĘĞĢİĶĻŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ]"
_WORD = rf"(?!(?:Jr|Sr)\b)(?:(?:{_CAPITAL}\.){{1,3}}|(?:{_HYPHENATED})?(?:[dDlLO]['’])?{_CAPITAL}\w*(?:[-‑]\w+|['’](?!s\b)\w+)*)"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\b\.?|\sI{2,3}\b|\sIV\b)?"
PERSON = re.compile(rf"{_WORD}(?:\s(?:(?:{_PARTICLES})\s)*{_WORD}){{1,4}}{_SUFFIX}(?!\w)")
_PARTICLE_FOLLOWS = re.compile(rf"\s(?:(?:(?:{_PARTICLES})\s)+{_WORD}|{_HYPHENATED}{_WORD}){_SUFFIX}(?!\w)")
_WORD_FOLLOWS = re.compile(rf"\s(?:(?:{_PARTICLES})\s)*{_WORD}{_SUFFIX}(?!\w)")
_OF = re.compile(rf"\sof\s(?:the\s)?{_WORD}(?:\s{_WORD}){{0,3}}|(?<=Group)\sof\s(?:\d+|Seven|Eight|Twenty)\b")
_TAKES_OF = re.compile(rf".*\b(?:{lexicon.alternatives('name_forms', 'takes_of')})$")
# Names that their last word gives away: of provinces, and of troops with a number.
_PROVINCE = re.compile(
    rf"(?<![\w-]){_WORD}(?:\s(?:(?:de|del|ez|al|el)[\s-])?{_WORD}){{0,2}}\s"
    rf"(?:{lexicon.alternatives('name_forms', 'province_heads')})(?!\s[A-Z]|\w)"
)
_TROOPS = re.compile(
    rf"(?<![\w-])\d+(?:st|nd|rd|th)\s(?:{_WORD}\s){{0,4}}(?:{lexicon.alternatives('name_forms', 'unit_heads')})(?!\s[A-Z]|\w)"
)
_OWNED_BY = re.compile(r"(?<![\w.])(?:U\.[SNK]\.|U[SNK]|EU)\s$")
_SENTENCE_OPENINGS = lexicon.words("name_forms", "sentence_openings")
# Capitals before a country, a date or an agency in brackets: a dash alone follows "UPDATE" and "PRESS DIGEST" too.
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z'’-]+){0,3})(?=(?:,\s[A-Z][a-z][\w. ]{1,20})?(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?"
    r"(?:\s\([A-Z]\w+\)|(?<=[a-z\d])\.?\s[—–-]+\s|\s\d{4}-\d\d-\d\d))"
)
_AGENCY = re.compile(r"(?:(?!\s[—–-]+\s)[^()]){3,50}\((?P<agency>[A-Z]\w+)\)\s[—–-]+\s")
# Where an American politician comes from: "D-Calif.", "(R-Texas)".
_HOME_STATE = re.compile(r"(?<![\w-])[DRI]-(?P<state>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\.?)(?=[,)])")
# The end of a wire story: "-- Jens Brandt, Warsaw Newsroom".
_SIGNED = re.compile(rf"[-–—]{{1,2}}\s(?P<name>{PERSON.pattern})(?=\s?$|,\s|\s\+?\d)")
# Letters after the name of a British lawyer or of somebody honoured.
_POSTNOMINALS = re.compile(rf"(?:,?\s(?:{lexicon.alternatives('name_forms', 'postnominals')}))+$")
_ADDRESSED = re.compile(
    rf"(?<!\w)(?:{lexicon.alternatives('name_forms', 'addresses')})\.?\s(?P<name>{_WORD})(?!\s(?:{_PARTICLES}|of)\s|\s{_CAPITAL}|\w)"
)
# Bodies that their last word gives away, of two words and more.
_BODY = re.compile(rf"(?<![\w'’-]){_WORD}(?:\s(?:(?:of|for)\s(?:the\s)?|and\s)?{_WORD}){{1,6}}(?!\w|[-‑]|\s{_CAPITAL})")
_FIRST_WORD = re.compile(r"\w+(?=\s)")
_OPEN_END = re.compile(rf"\s(?:{_PARTICLES})$")


def extend_person(text: str, end: int) -> int:
    """Where a person's name ends that the model cuts at a particle: "Abdul-Karim" of "Abdul-Karim al-Kabariti"."""
    follows = _WORD_FOLLOWS if search_before(_OPEN_END, text, end) else _PARTICLE_FOLLOWS
    more = follows.match(text, end)
    return more.end() if more else end


def trim_postnominals(text: str, start: int, end: int) -> int:
    letters = _POSTNOMINALS.search(text[start:end])
    return start + letters.start() if letters else end


def extend_entity(entity: TokenSpan, kind: EntityKind) -> tuple[Token, Token]:
    """The first and last token of a name: with the capitalised word beside a person's, with "Governorate" after a
    place's.
    """
    first, last = entity[0], entity[-1]
    is_person = kind == EntityKind.PERSON and name_kinds.kind_by_words(entity.text) is None
    before = first.nbor(-1) if first.i > 0 and len(entity) == 1 and _belongs(first.nbor(-1), first) else None
    if before is not None and (is_person or is_given_name(before.text)):
        first = before
    while last.i + 1 < len(last.doc) and _belongs(last.nbor(), last):
        last = last.nbor()
        text = last.doc[first.i : last.i + 1].text
        if not (name_kinds.kind_by_words(text) is None if is_person else name_kinds.kind_by_words(text) == kind):
            return first, entity[-1]
    return first, last


def _belongs(token: Token, neighbour: Token) -> bool:
    left, right = sorted((token, neighbour), key=lambda one: one.i)
    if (
        left.whitespace_ != " "
        or right.is_sent_start
        or token.tag_ != "NNP"
        or token.ent_type_ not in ("", neighbour.ent_type_)
    ):
        return False
    is_word = token.text[:1].isupper() and not is_sentence_start(token) and not is_calendar(token.text)
    return is_word and not is_common(token.text) and not name_kinds.is_kind_word(token.text)


def extend_organization(text: str, start: int, end: int) -> Span:
    """An organization's name with what goes on with "of" and what it belongs to: "U.N. General Assembly"."""
    owner = (
        search_before(_OWNED_BY, text, start)
        if name_kinds.kind_by_words(text[start:end]) == EntityKind.ORGANIZATION
        else None
    )
    more = _OF.match(text, end) if _TAKES_OF.match(text, start, end) else None
    return owner.start() if owner else start, more.end() if more else end


def person_within(text: str, start: int, end: int) -> int:
    """Where a person's name begins that the model joins with the word before it: "Vermont Bernie Zarnik"; 0 if
    nowhere.
    """
    name = text[start:end]
    if name_kinds.kind_by_words(name) is not None or is_given_name(name):
        return 0
    for found in _FIRST_WORD.finditer(name):
        person = PERSON.fullmatch(text, start + found.start(), end) if found.start() else None
        if person and is_given_name(person[0]):
            return person.start()
    return 0


def find_dateline(text: str) -> Span | None:
    """The place that a dateline begins with: "NOVYE ATAGI" of "NOVYE ATAGI, Russia (Reuters) -"."""
    found = _DATELINE.match(text)
    return found.span("place") if found else None


def find_agency(text: str) -> Span | None:
    """The agency that a dateline names: "Reuters" of "NOVYE ATAGI, Russia (Reuters) -"."""
    found = _AGENCY.match(text) if find_dateline(text) else None
    return found.span("agency") if found else None


def find_home_states(text: str) -> Iterator[Span]:
    return (found.span("state") for found in _HOME_STATE.finditer(text))


def find_full_names(text: str) -> Iterator[Span]:
    for found in PERSON.finditer(text):
        if is_given_name(found[0]) and name_kinds.kind_by_words(found[0]) is None and not name_kinds.is_thing(found[0]):
            yield found.span()


def find_signature(text: str) -> Span | None:
    found = _SIGNED.match(text)
    return found.span("name") if found else None


def find_provinces(text: str) -> Iterator[Span]:
    for found in _PROVINCE.finditer(text):
        first = found[0].split()[0]
        is_small = is_calendar(first) or first.casefold() in _SENTENCE_OPENINGS  # "In Borno State"
        yield found.start() + (len(first) + 1 if is_small else 0), found.end()


def find_units(text: str) -> Iterator[Span]:
    return (found.span() for found in _TROOPS.finditer(text))


def find_addressed(text: str) -> Iterator[Span]:
    """People who are called by an honorific and one name: "Mr. Zarnik"."""
    return (found.span("name") for found in _ADDRESSED.finditer(text))


def find_organizations(text: str) -> Iterator[Span]:
    """What may be organizations by their words: "Brenwick Strategic Institute"."""
    return (
        found.span() for found in _BODY.finditer(text) if name_kinds.kind_by_words(found[0]) == EntityKind.ORGANIZATION
    )


def find_titled(text: str) -> Iterator[Span]:
    """People of two names and more, printed after a title: "spokesman Glyn Davies"."""
    for title in person_titles.HEAD.finditer(text):
        start = title.end()
        while (word := _FIRST_WORD.match(text, start)) and name_kinds.is_kind_word(word[0]):
            start = word.end() + 1  # "Chief of the General Staff Valery Gerasimov"
        name = PERSON.match(text, start)
        if name and not any(person_titles.is_title(word) or is_calendar(word) for word in name[0].split()):
            yield name.start(), trim_postnominals(text, *name.span())
