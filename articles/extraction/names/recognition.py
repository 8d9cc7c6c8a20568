"""The names in a text: what the model sees and what the gazetteer knows, made into one list without overlaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.look_behind import search_before
from articles.extraction.names import model_names, name_kinds, name_spans, person_titles
from articles.extraction.names import name_lookup as lookups
from articles.extraction.names.common_words import is_common
from articles.extraction.names.given_names import is_given_name
from articles.extraction.names.place_linking import is_country, is_prominent, is_region
from articles.extraction.passages import is_sentence_start
from articles.text import fold
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from articles.extraction.findings import Gazetteer, KnownName
    from articles.extraction.names.model_names import ModelName
    from articles.extraction.names.name_lookup import Hit
    from articles.extraction.passages import Passage

# A city this large is meant even where the model takes its name for a person's.
MIN_LARGE_CITY = 200_000
_NAME_LABELS = frozenset({"GPE", "LOC", "FAC", "ORG", "PERSON"})
MIN_LENGTH = 4
_WHERE = re.compile(r"\s(?:in|at|on|near|around|from|outside)\s")
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|from|to|of|outside|around|towards?|city|town|village|province|district|region)\s(?:the\s)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at one place of the text. `full` is the name it is short for, "" for a full name.

    `shares_surname` marks a bare surname that several people of the document bear: without `full` it is undecided.
    """

    passage: Passage
    start: int
    end: int
    kind: EntityKind
    known: tuple[KnownName, ...]
    rule: str
    confidence: float
    full: str = ""
    shares_surname: bool = False

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def is_single_word(self) -> bool:
        return " " not in self.text

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word for the people of a country: not a mention, but evidence of whose minister somebody is."""

    block: int
    start: int
    end: int
    country: KnownName


@dataclass(frozen=True, slots=True)
class FoundNames:
    """`names` in the order of the text, without overlaps; `countries` the ISO codes of the countries that it names."""

    names: tuple[Name, ...]
    demonyms: tuple[Demonym, ...]
    countries: frozenset[str]


def find_names(passages: Sequence[Passage], gazetteer: Gazetteer) -> FoundNames:
    ships = model_names.ship_names(passages)
    seen = {
        passage.block: [
            n for n in model_names.find_model_names(passage) if n.text not in ships or n.kind == EntityKind.PERSON
        ]
        for passage in passages
    }
    further = (form for names in seen.values() for name in names for form in person_name_forms(name.text))
    known = lookups.look_up_names(passages, further, gazetteer)
    hits = {passage.block: _longest_hits(lookups.find_hits(passage, known)) for passage in passages}
    every_hit = [hit for found in hits.values() for hit in found]
    countries = frozenset(name.country_code for hit in every_hit for name in hit.known if _names_country(name, hit))
    introduced = _introduced(name for found in seen.values() for name in found)
    names: list[Name] = []
    for passage in passages:
        merged = _merge_hits(seen[passage.block], hits[passage.block], known, introduced)
        taken = [(name.start, name.end) for name in merged]
        merged += [_from_hit(hit) for hit in _unmatched_hits(hits[passage.block], taken, countries)]
        names += sorted(merged, key=lambda name: name.start)
    demonyms = tuple(
        Demonym(hit.passage.block, hit.start, hit.end, hit.known[0]) for hit in every_hit if hit.known[0].is_demonym
    )
    return FoundNames(tuple(names), demonyms, countries)


def person_name_forms(name: str) -> Iterator[str]:
    """The spellings under which a person may be known: as printed, and without middle initials."""
    yield name
    words = name.split()
    plain = [word for word in words if len(word.strip(".")) > 1]
    if len(plain) > 1 and len(plain) < len(words):
        yield " ".join(plain)


def _names_country(name: KnownName, hit: Hit) -> bool:
    return bool(name.country_code) and (name.is_demonym or is_country(name)) and len({k.ref for k in hit.known}) == 1


def _longest_hits(hits: Iterable[Hit]) -> list[Hit]:
    """The longest hits first come, the rest that overlap them go."""
    chosen: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start)):
        if not any(hit.start < other.end and other.start < hit.end for other in chosen):
            chosen.append(hit)
    return chosen


def _introduced(names: Iterable[ModelName]) -> frozenset[str]:
    """The words by which the document knows people: parts of longer names, and names with a title or a role
    beside them.
    """
    words: set[str] = set()
    for name in names:
        if name.kind != EntityKind.PERSON:
            continue
        text = name.passage.text
        if person_titles.title_before(text, name.start) or person_titles.title_after(text, name.end):
            words.add(fold(name.text))
        parts = name.text.split()
        words.update(fold(part) for part in parts if len(parts) > 1)
    return frozenset(words)


def _merge_hits(
    names: Sequence[ModelName],
    hits: Sequence[Hit],
    known: Mapping[str, Sequence[KnownName]],
    introduced: Collection[str],
) -> list[Name]:
    """The model's names, corrected by the hits that they touch. Hits that touch none are left to `_lone`."""
    merged: list[Name] = []
    for whole in names:
        name = _without_state(whole, hits)
        touching = [hit for hit in hits if hit.start < name.end and name.start < hit.end]
        same = next((hit for hit in touching if (hit.start, hit.end) == (name.start, name.end)), None)
        if same is not None:
            merged += _names_of_same_span(name, same, introduced)
        elif name.is_sure and (not touching or _outweighs(name, touching)):
            found = tuple(
                k for form in person_name_forms(name.text) for k in known.get(fold(form), ()) if k.kind == name.kind
            )
            rule = "model and gazetteer" if found else "model"
            merged.append(Name(name.passage, name.start, name.end, name.kind, found, rule, 0.9 if found else 0.6))
    return merged


def _without_state(name: ModelName, hits: Sequence[Hit]) -> ModelName:
    """A person's name without the state or country that the model joins to it: "Vermont Bernie Zarnik"."""
    if name.kind == EntityKind.PERSON and not is_given_name(name.text):
        for hit in hits:
            is_place = any((is_region(known) or is_country(known)) and not known.is_weak for known in hit.known)
            person = name_spans.PERSON.fullmatch(name.passage.text, hit.end + 1, name.end)
            if is_place and hit.start == name.start and person and is_given_name(person[0]):
                return replace(name, start=person.start())
    return name


def _names_of_same_span(name: ModelName, hit: Hit, introduced: Collection[str]) -> list[Name]:
    """What a span is that both the model and the gazetteer name."""
    real = tuple(known for known in hit.known if not known.is_demonym)
    if not real:
        return []
    kinds = {known.kind for known in real}
    kind = name.kind if name.kind in kinds else likeliest_kind(real)
    if name.kind == EntityKind.PERSON and kinds == {EntityKind.PLACE} and not _is_place(hit, real, introduced):
        return [Name(name.passage, name.start, name.end, name.kind, (), "model", 0.5)]
    if not name.is_sure and not _is_strong(hit):
        return []
    chosen = tuple(known for known in real if known.kind == kind)
    confidence = 0.95 if name.kind == kind else 0.8
    return [Name(name.passage, name.start, name.end, kind, chosen, "model and gazetteer", confidence)]


def _outweighs(name: ModelName, touching: Sequence[Hit]) -> bool:
    """Whether the model's span is a longer name of its own ("Bank of England"), not a known name and a few words
    more.
    """
    inside = [hit for hit in touching if name.start <= hit.start and hit.end <= name.end]
    if len(inside) < len(touching):
        return False
    if name.kind == EntityKind.PERSON and not any(_is_strong(hit) for hit in inside):
        return True  # "Dick Morris", of two small towns
    real = [hit for hit in inside if not all(known.is_demonym for known in hit.known)]
    if name_kinds.kind_by_words(name.text) == name.kind and name.kind == EntityKind.ORGANIZATION:
        return not any(_is_rest_of_place(hit, name) for hit in real)
    if len(real) > 1:
        return False
    text = name.passage.text
    rest = [text[name.start : hit.start] + " " + text[hit.end : name.end] for hit in real or inside]
    words = [word for word in re.findall(r"[\w’'.]+", rest[0]) if word not in ("'s", "’s", "s")]
    names_more = any(word[0].isupper() and not person_titles.is_title(word) for word in words)
    return names_more or (name.kind == EntityKind.ORGANIZATION and not real and bool(words))


def _is_rest_of_place(hit: Hit, name: ModelName) -> bool:
    """Whether an organization is known, and what follows it says only where it is: "National Guard in Kyiv"."""
    is_organization = any(known.kind == EntityKind.ORGANIZATION for known in hit.known)
    return is_organization and hit.start == name.start and bool(_WHERE.match(name.passage.text, hit.end))


def _unmatched_hits(hits: Sequence[Hit], taken: Sequence[tuple[int, int]], countries: Collection[str]) -> Iterator[Hit]:
    """The hits that the model missed and that need no support from it."""
    for hit in hits:
        if any(hit.start < end and start < hit.end for start, end in taken):
            continue
        real = [known for known in hit.known if not known.is_demonym]
        if not real or is_common(hit.text):
            continue
        if all(known.is_weak for known in real):
            if _is_supported(hit, countries):
                yield hit
        elif _is_strong(hit) or _looks_like_name(hit):
            yield hit


def _is_strong(hit: Hit) -> bool:
    """Names that need no help from the sentence: of several words, of countries and capitals, of organizations."""
    if any(known.case_sensitive for known in hit.known):
        return True
    if any(known.is_demonym for known in hit.known):
        return False
    is_rank = any(
        is_prominent(known) or known.kind == EntityKind.ORGANIZATION for known in hit.known if not known.is_weak
    )
    return " " in hit.text or (is_rank and len(hit.text) >= MIN_LENGTH)


def _looks_like_name(hit: Hit) -> bool:
    """Whether a single word, known only as a smaller place or a person, is used as a name here."""
    passage = hit.passage
    tokens = passage.tokens(hit.start, hit.end)
    if tokens is None:
        return len(hit.text) >= MIN_LENGTH and (hit.start > 0 or not hit.text.isascii())
    if not passage.is_running_text or any(token.ent_type_ in ("DATE", "TIME", "MONEY") for token in tokens):
        return False
    if is_sentence_start(tokens[0]):
        # The tagger may take a strange first word for an adverb while the name model knows it for a name.
        return all(token.pos_ == "PROPN" or token.ent_type_ in _NAME_LABELS for token in tokens)
    is_part_of_longer = (
        tokens[-1].dep_ == "compound" and tokens[-1].head.pos_ == "PROPN" and tokens[-1].nbor().text[:1].isupper()
    )
    return tokens[-1].pos_ in ("PROPN", "NOUN", "X") and not is_part_of_longer


def _is_supported(hit: Hit, countries: Collection[str]) -> bool:
    """A weak name counts where "in", "near" or "the town of" precedes it and its country is in the story."""
    is_near = any(known.country_code in countries for known in hit.known if known.country_code)
    return is_near and bool(search_before(_LOCATIVE, hit.passage.text, hit.start))


def _from_hit(hit: Hit) -> Name:
    real = tuple(known for known in hit.known if not known.is_demonym)
    kind = likeliest_kind(real)
    chosen = tuple(known for known in real if known.kind == kind)
    return Name(hit.passage, hit.start, hit.end, kind, chosen, "gazetteer", 0.6 if chosen[0].is_weak else 0.85)


def likeliest_kind(known: Sequence[KnownName]) -> EntityKind:
    """Countries before organizations before people before other places; weak names last."""
    order = [EntityKind.ORGANIZATION, EntityKind.PERSON, EntityKind.PLACE]
    best = min(known, key=lambda name: (name.is_weak, not is_country(name), order.index(name.kind), -name.weight))
    return best.kind


def _is_place(hit: Hit, known: Sequence[KnownName], introduced: Collection[str]) -> bool:
    """Whether a name that the model takes for a person's is the place that is known by it."""
    if any(is_prominent(name) or name.weight >= MIN_LARGE_CITY for name in known):
        return True
    if fold(hit.text) in introduced:
        return False
    return not all(name.is_weak for name in known) or bool(search_before(_LOCATIVE, hit.passage.text, hit.start))
