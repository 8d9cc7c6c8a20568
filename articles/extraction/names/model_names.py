"""The names that the language model sees, trimmed to what is really a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.look_behind import search_before
from articles.extraction.names import name_kinds, name_spans, person_titles
from articles.extraction.names.common_words import is_common
from articles.extraction.passages import is_sentence_start
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as TokenSpan

    from articles.extraction.passages import Passage

_KINDS = {
    "PERSON": EntityKind.PERSON,
    "ORG": EntityKind.ORGANIZATION,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
}
# What the model calls a body's name that it does not take for one.
_MISSED_LABELS = frozenset({"", "WORK_OF_ART", "EVENT", "LAW", "PRODUCT", "NORP"})
_NAME_TAGS = frozenset({"PROPN", "PUNCT", "X"})
_FRONT = re.compile(
    r"^(?:[\s\"'“”‘’(\[@#—–-]++|(?:the|a|an|this|that|its|their|his|her|our|suspected|alleged|former|key|top|armed|state-run)\s|anti-|pro-|non-|ex-)++",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:['’]s?|-(?:led|backed|held|based|controlled|directed|linked|run|born|aligned|inspired|affiliated|style|allied)"
    r"|\s(?:of|and|for|in|the)|\s(?-i:[a-z]+)|\s(?-i:[A-Z][A-Za-z]{0,2}-\d\w*|[A-Z]\d{2,}\w*|Flight\s\d+)|[\s\"'“”‘’)\],;:.—–-]+)$",
    re.IGNORECASE,
)
# "Iraq's Popular Mobilization Forces" are forces of Iraq; "People's Protection Units" is a whole name.
_OWNER = re.compile(
    r"(?![\w ]*(?:People|Women|Children|Men|Worker|Farmer|Veteran)['’]s)[A-Z][\w. -]*['’]s\s(?=[A-Z]\w+(?:\s|$))"
)
# As newspapers shorten the states of the US.
_STATES = lexicon.alternatives("name_forms", "us_states")
# "Hulu, Apple TV" are two; "Brandt, Inc." is one.
_LISTED = re.compile(r"(?P<first>\w+),\s(?!Inc|Corp|Co\b|Ltd|LLC|LLP|Jr|Sr|D\.C)[A-Z]")
_STOPPED_END = re.compile(rf"(?:\b[A-Z]\.|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|{_STATES})\.)$")
_FORBIDDEN = re.compile(r"[\"“”\n@#/\\|<>{}=*_]|https?:|\s[—–]\s|: ")
MAX_NAME = 70
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\s[A-Z]")
_SHIP_BEFORE = re.compile(rf"\b(?:{lexicon.alternatives('name_forms', 'ship_prefixes')})\s$")
_SHIP_AFTER = re.compile(rf"['’]?s?[\s-](?:{lexicon.alternatives('name_forms', 'ship_nouns')})\b", re.IGNORECASE)
_NAMED_AFTER = re.compile(
    r"['’]?s?[\s-](?:(?:nuclear-powered|nuclear|international|military|air)\s)?"
    rf"(?:{lexicon.alternatives('name_forms', 'named_after')})\b",
    re.IGNORECASE,
)
# "Under-Secretary of State for Africa": what follows is the office, not an organization.
_PORTFOLIO = re.compile(r"(?:Minister|minister|(?<!-)[Ss]ecretary)\s(?:of|for)\s(?:the\s)?$")
_PEOPLE_NOUNS = re.compile(rf"['’]?s?\s(?:{lexicon.alternatives('name_forms', 'person_owned')})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ModelName:
    """A name that the model sees, trimmed. `is_sure` is False where a capital is the only evidence."""

    passage: Passage
    start: int
    end: int
    kind: EntityKind
    is_sure: bool = True

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def find_model_names(passage: Passage) -> Iterator[ModelName]:
    """The usable names of one passage. Lines in capitals or title case have none: there the model guesses."""
    if passage.doc is None or not passage.is_running_text:
        return
    found = list(_names_by_form(passage))
    for entity in passage.doc.ents:
        kind = _KINDS.get(entity.label_)
        name = _from_entity(passage, entity, kind) if kind is not None else None
        if name is not None and _is_free(name, found):
            found.append(name)
    yield from found
    yield from (name for name in _missed_by_model(passage) if _is_free(name, found))


def _is_free(name: ModelName, found: Iterable[ModelName]) -> bool:
    return not any(other.start < name.end and name.start < other.end for other in found)


def _missed_by_model(passage: Passage) -> Iterator[ModelName]:
    """Full names that begin with a given name, where the model sees nothing at all."""
    for start, end in name_spans.find_full_names(passage.text):
        if is_named_after(passage.text, start, end) or is_junk(passage.text[start:end], EntityKind.PERSON):
            continue
        tokens = passage.tokens(start, end)
        if tokens is not None and all(not token.ent_type_ and token.pos_ in _NAME_TAGS for token in tokens):
            yield ModelName(passage, start, end, EntityKind.PERSON)
    for start, end in name_spans.find_addressed(passage.text):
        yield ModelName(passage, start, end, EntityKind.PERSON)
    for start, end in (trim_name(passage.text, *span) for span in name_spans.find_organizations(passage.text)):
        tokens = passage.tokens(start, end)
        is_unseen = tokens is not None and all(token.ent_type_ in _MISSED_LABELS for token in tokens)
        if is_unseen and not is_junk(passage.text[start:end], EntityKind.ORGANIZATION):
            yield ModelName(passage, start, end, EntityKind.ORGANIZATION)


def _names_by_form(passage: Passage) -> Iterator[ModelName]:
    """The names whose form alone gives them away."""
    text = passage.text
    place = name_spans.find_dateline(text)
    if place is not None:
        yield ModelName(passage, *place, EntityKind.PLACE)
    writer = name_spans.find_signature(text)
    if writer is not None:
        yield ModelName(passage, *writer, EntityKind.PERSON)
    agency = name_spans.find_agency(text)
    if agency is not None:
        yield ModelName(passage, *agency, EntityKind.ORGANIZATION)
    for span in (*name_spans.find_provinces(text), *name_spans.find_home_states(text)):
        yield ModelName(passage, *span, EntityKind.PLACE)
    for span in name_spans.find_units(text):
        yield ModelName(passage, *span, EntityKind.ORGANIZATION)
    for start, end in name_spans.find_titled(text):
        if not is_named_after(text, start, end) and name_kinds.kind_by_words(text[start:end]) is None:
            yield ModelName(passage, start, end, EntityKind.PERSON)


def _from_entity(passage: Passage, entity: TokenSpan, kind: EntityKind) -> ModelName | None:
    text = passage.text
    first, last = name_spans.extend_entity(entity, kind)
    start, end = trim_name(text, first.idx, last.idx + len(last))
    kind = name_kinds.kind_by_words(text[start:end]) or kind
    title = person_titles.leading_title_length(text[start:end])
    if kind == EntityKind.PERSON:
        start += title
        end = name_spans.trim_postnominals(text, start, name_spans.extend_person(text, end))
    elif (
        title
        and name_spans.PERSON.fullmatch(text, start + title, end)
        and name_kinds.kind_by_words(text[start:end]) is None
    ):
        start, kind = start + title, EntityKind.PERSON  # "Spokesman Glyn Davies"
    if kind == EntityKind.ORGANIZATION:
        start, end = name_spans.extend_organization(text, start, end)
        person = name_spans.person_within(text, start, end)
        start, kind = (person, EntityKind.PERSON) if person else (start, kind)
    name = ModelName(passage, start, end, kind, is_sure=_is_sure(entity, text[start:end]))
    is_misread = is_named_after(text, start, end) if kind == EntityKind.PERSON else is_ship(text, start, end)
    is_people = last.tag_ in ("NNPS", "NNS")  # "Chechens"
    is_misread = is_misread or (kind == EntityKind.ORGANIZATION and bool(search_before(_PORTFOLIO, text, start)))
    is_misread = is_misread or (kind != EntityKind.PLACE and name_kinds.is_arms(text, start, end))
    if is_junk(name.text, kind) or is_misread or (is_people and kind == EntityKind.PERSON):
        return None
    return replace(name, is_sure=False) if is_people and " " not in name.text else name


def trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Without articles, quotation marks, possessives and "-led" at the edges."""
    front = _FRONT.match(text[start:end])
    if front:
        start += front.end()
    owner = _OWNER.match(text[start:end])
    if owner:
        start += owner.end()
    listed = _LISTED.match(text, start, end)
    if listed:
        end = listed.end("first")
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.rindex("(", start, end)
    while (back := _BACK.search(text[start:end])) and not _STOPPED_END.search(text[start:end]):
        end = start + back.start()
    return start, end


def is_junk(text: str, kind: EntityKind) -> bool:
    if (
        len(text) < 2
        or len(text) > MAX_NAME
        or not (text[0].isalpha() or _ORDINAL.match(text))
        or _FORBIDDEN.search(text)
    ):
        return True
    words = text.split()
    if not any(word[0].isupper() for word in words) or is_common(text):
        return True
    if kind == EntityKind.PERSON:
        return any(character.isdigit() for character in text) or words[0][0].islower()
    return name_kinds.is_thing(text) and not name_kinds.is_body(text)


def is_ship(text: str, start: int, end: int) -> bool:
    return bool(search_before(_SHIP_BEFORE, text, start) or _SHIP_AFTER.match(text, end))


def ship_names(passages: Iterable[Passage]) -> frozenset[str]:
    """The names that are a ship's somewhere in the document: there a bare "the Charles de Gaulle" is the ship too."""
    found = set()
    for passage in passages:
        for entity in passage.doc.ents if passage.doc is not None else ():
            start, end = trim_name(passage.text, entity.start_char, entity.end_char)
            if is_ship(passage.text, start, end):
                found.add(passage.text[start:end])
    return frozenset(found)


def is_named_after(text: str, start: int, end: int) -> bool:
    """Whether a person's name is here the name of a ship, an airport or the like."""
    if is_ship(text, start, end) or _NAMED_AFTER.match(text, end):
        return True
    is_full = " " in text[start:end]
    return is_full and text[max(0, start - 5) : start].lower() == " the " and not _PEOPLE_NOUNS.match(text, end)


def _is_sure(entity: TokenSpan, name: str) -> bool:
    if " " in name or not is_sentence_start(entity[0]):
        return True
    return bool(entity[-1].pos_ == "PROPN" and name[:1].isupper())
