"""How well people, organizations and places are recognised: `python -m benchmarks.measures.names CORPUS [--errors N]`.

Newswire and Wikinews: F1, of spans that match exactly (a leading article and titles of Wikinews aside) and have the right
kind. Portal: the share of linked names, of those whose kind their title tells, that are found with that span and kind.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.text import fold
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.measures.figure import Figure, f1
from benchmarks.measures.public_names import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from articles.extraction.findings import Gazetteer

_NEWSWIRE = "annotations/ner_conll03.jsonl"
_WIKINEWS = "annotations/gum_wikinews.jsonl"
_PORTAL = "stories/current_events_2025_2026.jsonl"
_KINDS = {
    "PER": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION, "LOC": EntityKind.PLACE,
    "person": EntityKind.PERSON, "organization": EntityKind.ORGANIZATION, "place": EntityKind.PLACE,
}  # fmt: skip
_SHORT = {EntityKind.PERSON: "PER", EntityKind.ORGANIZATION: "ORG", EntityKind.PLACE: "LOC"}
_SPORT = frozenset(
    {
        "SOCCER",
        "CRICKET",
        "TENNIS",
        "BASKETBALL",
        "BASEBALL",
        "SKIING",
        "GOLF",
        "RUGBY",
        "NHL",
        "NBA",
        "NFL",
        "ATHLETICS",
        "CYCLING",
        "BOXING",
        "SWIMMING",
    }
)
_NO_SPACE_BEFORE = frozenset({",", ".", "'s", "n't", "'", ")", ":", ";", "?", "!", "%", "'re", "'ve", "'ll"})
_NO_SPACE_AFTER = frozenset({"(", "$"})
_DETERMINER = re.compile(r"(?:the|a|an)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
# A name of Wikinews: capitals, with small words only between them. Titles are part of its people, and not of ours.
_NAME = re.compile(r"[A-Z][\w.\u2019'&-]*(?:\s(?:(?:of|and|the|for|de|al|bin)\s)*[A-Z0-9][\w.\u2019'&-]*)*")
_TITLED = re.compile(
    r"^(?:[A-Z][\w.]*['\u2019]s\s|(?:U\.S\.|Mr|Mrs|Ms|Dr|Sir|Prof|Professor|Emeritus|President|Secretary|Senator|Prime|Minister"
    r"|Ambassador|General|Justice|\w+[ai]n)\.?\s)+(?=\S)"
)
_NO_NAMES = frozenset(
    {
        "i",
        "i'll",
        "he",
        "she",
        "it",
        "we",
        "they",
        "you",
        "one",
        "both",
        "someone",
        "people",
        "voters",
        "president",
        "sheriff",
        "members",
        "the",
    }
)
# Portal: the last word of a title tells what it is.
_OF_ORGANIZATIONS = re.compile(
    r"(?:Forces?|Army|Armies|Navy|Ministry|Police|Movement|Council|Commission|Organi[sz]ation|Union|Corps|Command|Brigades?"
    r"|Battalion|Division|Party|Front|Court|Committee|Agency|Group|Foundation|Association|Congress|Parliament|Guard)"
    r"(?:\s(?:of|in|for)\s[\w\s-]+)?(?:\s\([\w\s]+\))?$|^(?:Ministry|Department|Armed Forces|Office)\s(?:of|for)\s"
)
_OF_PLACES = re.compile(
    r"(?:Oblast|Province|Governorate|District|County|Strip|Peninsula|Raion|Township|Territory|Strait|Sea|Island|Islands)$"
)

Name = tuple[int, int, int, EntityKind]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document in blocks, and its names as (block, start, end, kind)."""

    blocks: tuple[str, ...]
    names: frozenset[Name]


@dataclass(slots=True)
class Tally:
    counts: Counter[tuple[EntityKind, str]] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    documents: int = 0
    words: int = 0

    def f1(self, *kinds: EntityKind) -> float:
        right, found, wanted = (sum(self.counts[kind, what] for kind in kinds) for what in ("right", "found", "wanted"))
        return f1(right, found, wanted)

    def recall(self) -> float:
        return self._total("right") / max(1, self._total("wanted"))

    def on(self) -> str:
        return f"{self._total('wanted')} names in {self.documents} documents"

    def _total(self, what: str) -> int:
        return sum(self.counts[kind, what] for kind in EntityKind)


def measure(corpus: Path) -> list[Figure]:
    known = gazetteer()
    newswire, wikinews = tally(newswire_of(corpus), known), tally(wikinews_of(corpus), known)
    portal = tally(portal_of(corpus), known)
    return [
        Figure("names F1", newswire.f1(*EntityKind), newswire.on()),
        *(Figure(f"names {_SHORT[kind]} F1", newswire.f1(kind), newswire.on()) for kind in _SHORT),
        Figure("names in Wikinews F1", wikinews.f1(*EntityKind), wikinews.on()),
        Figure("names in current events, recall", portal.recall(), portal.on()),
    ]


def tally(samples: Iterable[Sample], known: Gazetteer) -> Tally:
    total = Tally()
    for sample in samples:
        document = Document(tuple((BlockRole.PARAGRAPH, text) for text in sample.blocks))
        found = {(m.block, m.start, m.end, m.kind) for m in pipeline.find(document, known).mentions}
        total.documents += 1
        total.words += sum(len(text.split()) for text in sample.blocks)
        for what, names in (("right", found & sample.names), ("found", found), ("wanted", sample.names)):
            total.counts.update((name[3], what) for name in names)
        total.missed += [_shown(sample, name) for name in sorted(sample.names - found)]
        total.extra += [_shown(sample, name) for name in sorted(found - sample.names)]
    return total


def _shown(sample: Sample, name: Name) -> str:
    block, start, end, kind = name
    text = sample.blocks[block]
    return f"{_SHORT[kind]} {text[max(0, start - 45) : start]}[[{text[start:end]}]]{text[end : end + 45]}"


def newswire_of(corpus: Path) -> Iterator[Sample]:
    """Reuters news of 1996 without sport, where cities stand for teams."""
    for row in _rows(corpus / _NEWSWIRE):
        if row["sentences"][0][0].upper() in _SPORT:
            continue
        lines = [_joined(sentence) for sentence in row["sentences"]]
        names = set()
        for entity in row["entities"]:
            text, starts = lines[entity["sent"]]
            last = entity["end"] - 1
            end = starts[last] + len(row["sentences"][entity["sent"]][last])
            if entity["type"] in _KINDS:
                names.add((entity["sent"], *_trimmed(text, starts[entity["start"]], end), _KINDS[entity["type"]]))
        yield Sample(tuple(text for text, _ in lines), frozenset(names))


def wikinews_of(corpus: Path) -> Iterator[Sample]:
    """News in which every phrase for a person or thing is annotated: only those that are names count."""
    for row in _rows(corpus / _WIKINEWS):
        blocks = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", row["text"])]
        spans = {}
        for entity in row["entities"]:
            number = max(number for number, (start, _) in enumerate(blocks) if start <= entity["start"])
            first, text = blocks[number]
            start, end = _trimmed(text, entity["start"] - first, entity["end"] - first)
            title = _TITLED.match(text[start:end]) if entity["type"] == "person" else None
            start += title.end() if title else 0
            is_name = _NAME.fullmatch(text[start:end]) and text[start:end].split()[0].casefold() not in _NO_NAMES
            if is_name and entity["type"] in _KINDS:
                spans[number, start, end] = _KINDS[entity["type"]]
        outer = [span for span in spans if not any(_is_within(span, other) for other in spans)]
        names = frozenset((*span, spans[span]) for span in outer)
        yield Sample(tuple(text for _, text in blocks), names)


def portal_of(corpus: Path) -> Iterator[Sample]:
    """News items of Wikipedia's portal. Only the first mention of a name is linked, so that precision means nothing here."""
    kinds = _kinds_of_titles(corpus)
    for row in _rows(corpus / _PORTAL):
        names = set()
        for link in row["links"]:
            kind = _kind_of(link["title"], kinds)
            start, end = _trimmed(row["text"], link["start"], link["end"])
            if kind is not None and _is_named_so(row["text"][start:end], link["title"]):
                names.add((0, start, end, kind))
        if names:
            yield Sample((row["text"],), frozenset(names))


def _is_named_so(surface: str, title: str) -> bool:
    """Whether the words are the title's name, and not "Russian forces" for the Russian Armed Forces."""
    return (
        bool(_NAME.fullmatch(surface))
        and fold(title.split(" (", maxsplit=1)[0]).split()[-1:] == fold(surface).split()[-1:]
    )


def _kinds_of_titles(corpus: Path) -> Mapping[str, EntityKind]:
    kb = corpus / "kb"
    leaders = {fold(row["officeholderLabel"]): EntityKind.PERSON for row in _rows(kb / "leaders_wikidata_2022.jsonl")}
    places = {fold(row["name"]): EntityKind.PLACE for row in _rows(kb / "places_geonames.jsonl")}
    countries = {fold(row["name"]): EntityKind.PLACE for row in _rows(kb / "countries.jsonl")}
    bodies = {fold(row["name"]): EntityKind.ORGANIZATION for row in _rows(kb / "international_organizations.jsonl")}
    return places | countries | bodies | leaders


def _kind_of(title: str, kinds: Mapping[str, EntityKind]) -> EntityKind | None:
    if _OF_ORGANIZATIONS.search(title):
        return EntityKind.ORGANIZATION
    return EntityKind.PLACE if _OF_PLACES.search(title) else kinds.get(fold(title))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _joined(words: list[str]) -> tuple[str, list[int]]:
    """The sentence as print would set it, and where each word begins."""
    text, starts = "", []
    for number, word in enumerate(words):
        glued = not text or word in _NO_SPACE_BEFORE or words[number - 1] in _NO_SPACE_AFTER
        text += "" if glued else " "
        starts.append(len(text))
        text += word
    return text, starts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    determiner = _DETERMINER.match(text[start:end])
    start += determiner.end() if determiner else 0
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def _is_within(span: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return span != other and span[0] == other[0] and other[1] <= span[1] and span[2] <= other[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show so many of each corpus")
    options = parser.parse_args()
    for name, samples in (("newswire", newswire_of), ("wikinews", wikinews_of), ("portal", portal_of)):
        began = time.process_time()
        total = tally(samples(options.corpus), gazetteer())
        speed = total.words / (time.process_time() - began)
        kinds = " ".join(f"{short} {total.f1(kind):.3f}" for kind, short in _SHORT.items())
        print(
            f"{name:9} all {total.f1(*EntityKind):.3f} {kinds} recall {total.recall():.3f}; {total.on()}; {speed:.0f} words/s"
        )
        for title, shown in (("missed", total.missed), ("extra", total.extra)):
            print(
                *(f"  {title} {line}" for line in shown[: options.errors]), sep="\n", end="\n" if options.errors else ""
            )


if __name__ == "__main__":
    main()
