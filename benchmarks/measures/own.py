"""Names, links, speakers and pledges in stories of our own writing: `python -m benchmarks.measures.own [--errors N]`.

It needs no corpus and runs in `make test`. The gold lies in benchmarks/gold: stories.jsonl, and stories_known.jsonl with
the people and organizations that are known beforehand (countries and cities come from public packages); and the
sentences of pledges_dev.jsonl, whose errors rules were written against.
A name is right when its letters and its kind are; a link, when it is exactly the entity that the gold says;
a quotation, when its speaker is; a sentence with a pledge, when those who give are all named, and nobody else.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.extraction import pipeline
from articles.extraction.findings import Document, Findings, KnownName
from articles.vocabulary import BlockRole, EntityKind, Resolution
from benchmarks.measures.figure import Figure, f1
from benchmarks.measures.pledges import agrees, figures, read
from benchmarks.measures.public_names import gazetteer
from benchmarks.measures.quotations import is_same_name
from benchmarks.memory_gazetteer import MemoryGazetteer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from articles.extraction.findings import MentionFinding

Row = dict[str, Any]
Span = tuple[int, int, int]

_GOLD = Path(__file__).resolve().parents[1] / "gold"
_SENTENCES = _GOLD / "pledges_dev.jsonl"
_MAX_ACRONYM_LENGTH = 5


class OwnGazetteer:
    """The people and organizations of stories_known.jsonl, and the countries, cities and groups of public_names.

    `looked_up` has, by its ref, every name that was looked up: what a link can mean.
    """

    def __init__(self) -> None:
        self._own = MemoryGazetteer(_known_of(rows("stories_known")))
        self.looked_up: dict[str, KnownName] = {}

    def lookup(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownName]]:
        own, public = self._own.lookup(keys), gazetteer().lookup(keys)
        known = {key: (*own.get(key, ()), *public.get(key, ())) for key in {*own, *public}}
        self.looked_up |= {name.ref: name for names in known.values() for name in names}
        return known


@dataclass(slots=True)
class Count:
    """Things right, found and wanted, and a line for each that was wrong."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)

    def f1(self) -> float:
        return f1(self.right, self.found, self.wanted)


@dataclass(slots=True)
class Counts:
    names: Count = field(default_factory=Count)
    links: Count = field(default_factory=Count)
    speakers: Count = field(default_factory=Count)
    pledges: Count = field(default_factory=Count)


def measure(corpus: Path | None = None) -> list[Figure]:
    """Needs nothing of the corpus."""
    del corpus
    counts, stories = count(), len(rows("stories"))
    links = counts.links
    return [
        Figure("own stories, names F1", counts.names.f1(), f"{counts.names.wanted} names in {stories} stories"),
        Figure("own stories, links right", links.right / max(1, links.wanted), f"{links.wanted} names of known things"),
        Figure("own stories, speakers right", counts.speakers.f1(), f"{counts.speakers.wanted} quotations, F1"),
        Figure("own stories, pledges F1", counts.pledges.f1(), f"{counts.pledges.wanted} sentences with their givers"),
        *(
            Figure(f"development sentences, {figure.name}", figure.value, figure.on)
            for figure in figures(read(_SENTENCES))
        ),
    ]


def count() -> Counts:
    """Read every story and compare what is found with its gold."""
    known, counts = OwnGazetteer(), Counts()
    for story in rows("stories"):
        document = Document(tuple((BlockRole.PARAGRAPH, text) for text in story["blocks"]))
        findings = pipeline.find(document, known)
        _count_names(counts.names, story, findings)
        _count_links(counts.links, story, findings, known)
        _count_speakers(counts.speakers, story, findings)
        _count_pledges(counts.pledges, story, findings)
    return counts


@cache
def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (_GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def placed(story: Row, things: str) -> Iterator[tuple[Span, Row]]:
    """Each thing of the gold with its place: the first time that its words stand, as words, after the thing before it."""
    block = end = 0
    for thing in story[things]:
        if thing["block"] != block:
            block, end = thing["block"], 0
        words = re.compile(rf"(?<!\w){re.escape(thing['text'])}(?!\w)")
        match = words.search(story["blocks"][block], end)
        if match is None:
            raise ValueError(f"{story['id']}, block {block}: {thing['text']!r} does not stand there.")
        end = match.end()
        yield (block, match.start(), end), thing


def _known_of(entries: list[Row]) -> Iterator[KnownName]:
    for entry in entries:
        for name in entry["names"]:
            yield KnownName(
                ref=f"own:{entry['name']}",
                kind=EntityKind(entry["kind"]),
                name=name,
                main_name=entry["name"],
                case_sensitive=name.isupper() and len(name) <= _MAX_ACRONYM_LENGTH,
            )


def _count_names(total: Count, story: Row, findings: Findings) -> None:
    gold = {(*span, EntityKind(name["kind"])) for span, name in placed(story, "names")}
    found = {(m.block, m.start, m.end, m.kind) for m in findings.mentions}
    total.right += len(gold & found)
    total.found += len(found)
    total.wanted += len(gold)
    for sign, names in (("missed", gold - found), ("spurious", found - gold)):
        total.wrong += [f"{story['id']}: {sign} {b}: {story['blocks'][b][s:e]!r} {kind}" for b, s, e, kind in names]


def _count_links(total: Count, story: Row, findings: Findings, known: OwnGazetteer) -> None:
    mentions = {(m.block, m.start, m.end): m for m in findings.mentions}
    for span, name in placed(story, "names"):
        if "entity" not in name:
            continue
        mention = mentions.get(span)
        thing = _linked(mention, known.looked_up)
        is_right = thing is not None and thing.main_name == name["entity"]
        is_right = is_right and name.get("country", "") in ("", thing.country_code if thing else "")
        total.wanted += 1
        total.right += is_right
        if not is_right:
            total.wrong.append(f"{story['id']}: {name['text']!r} is {name['entity']!r}, ours {thing or mention}")


def _linked(mention: MentionFinding | None, looked_up: Mapping[str, KnownName]) -> KnownName | None:
    """The one known thing that a mention is linked to."""
    return looked_up[mention.candidates[0]] if mention and mention.resolution == Resolution.ONE else None


def _count_speakers(total: Count, story: Row, findings: Findings) -> None:
    spoken = [q for q in findings.quotations if q.speaker_text]
    matched = set()
    for place, gold in placed(story, "quotations"):
        ours = [q for q in spoken if _is_covered(place, (q.block, q.start, q.end))]
        matched.update(ours)
        is_right = any(is_same_name(gold["speaker"], q.speaker) for q in ours)
        total.wanted += 1
        total.found += bool(ours)
        total.right += is_right
        if not is_right:
            total.wrong.append(f"{story['id']}: {gold['text']!r} by {gold['speaker']}, ours {ours}")
    spurious = [q for q in spoken if q not in matched]
    total.found += len(spurious)
    total.wrong += [f"{story['id']}: spurious {q}" for q in spurious]


def _count_pledges(total: Count, story: Row, findings: Findings) -> None:
    givers: dict[Span, list[str]] = defaultdict(list)
    for pledge in findings.pledges:
        givers[pledge.block, pledge.start, pledge.end] += [name for name in pledge.pledged_by.split("; ") if name]
    total.found += len(givers)
    matched = set()
    for place, gold in placed(story, "pledges"):
        ours = next((span for span in givers if _is_covered(place, span)), None)
        matched.add(ours)
        is_right = ours is not None and _are_same(gold["pledged_by"], givers[ours])
        total.wanted += 1
        total.right += is_right
        if not is_right:
            found = givers[ours] if ours else None
            total.wrong.append(f"{story['id']}: {gold['text']!r} by {gold['pledged_by']}, ours {found}")
    spurious = [span for span in givers if span not in matched]
    total.wrong += [f"{story['id']}: spurious, block {b}: {story['blocks'][b][s:e]!r}" for b, s, e in spurious]


def _is_covered(gold: Span, found: Span) -> bool:
    """Whether more than half of the gold was found."""
    (block, start, end), (other, first, last) = gold, found
    return block == other and min(end, last) - max(start, first) > (end - start) / 2


def _are_same(wanted: list[str], found: list[str]) -> bool:
    """Whether every giver of the gold was found, and no other."""
    pairs = [(one, other) for one in wanted for other in found if agrees("pledged_by", one, other)]
    return {one for one, _ in pairs} == set(wanted) and {other for _, other in pairs} == set(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0, help="show so many of each kind")
    options = parser.parse_args()
    for figure in measure():
        print(f"{figure.value:.3f}  {figure.name} ({figure.on})")
    counts = count()
    for total in (counts.names, counts.links, counts.speakers, counts.pledges) if options.errors else ():
        print(*total.wrong[: options.errors], sep="\n")


if __name__ == "__main__":
    main()
