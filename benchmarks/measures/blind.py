"""Names and speakers in texts that no rule was written for: `python -m benchmarks.measures.blind CORPUS [--errors]`.

The texts (benchmarks/gold/blind_texts.jsonl) imitate many kinds of news. They were written and annotated before their
author had seen any rule. A name counts if its words and its kind are right, a speaker as in the measure of quotations.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.measures.figure import Figure, f1
from benchmarks.measures.public_names import gazetteer
from benchmarks.measures.quotations import is_same_name, is_same_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.extraction.findings import Findings, QuotationFinding

Name = tuple[int, int, str]

_GOLD = Path(__file__).resolve().parents[1] / "gold" / "blind_texts.jsonl"
_SHORT = {EntityKind.PERSON: "PER", EntityKind.ORGANIZATION: "ORG", EntityKind.PLACE: "LOC"}
_MIN_WORDS = 3
_PRONOUNS = frozenset({"he", "she", "it", "they", "him"})


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what is found in it, with offsets into the whole. Names without a kind are debatable, and not counted."""

    words: str
    names: frozenset[Name]
    quotations: tuple[tuple[int, int, str, str], ...]
    found_names: frozenset[Name]
    found_quotations: tuple[tuple[int, int, QuotationFinding], ...]

    def around(self, start: int, end: int) -> str:
        shown = f"{self.words[max(0, start - 45) : start]}[[{self.words[start:end]}]]{self.words[end : end + 45]}"
        return shown.replace("\n", " / ")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`verdict` is right, wrong, missed, spurious (no speaker wanted, one given) or none (rightly so)."""

    verdict: str
    is_pronoun: bool
    description: str


def measure(corpus: Path) -> list[Figure]:
    """The texts are our own: nothing of `corpus` is read."""
    del corpus
    outcomes = [outcome for text in texts() for outcome in outcomes_of(text)]
    pronouns = [outcome.verdict for outcome in outcomes if outcome.is_pronoun]
    on = f"{sum(len(text.names) for text in texts())} names in {len(texts())} invented texts"
    return [
        Figure("blind texts, names F1", names_f1(texts()), on),
        *(Figure(f"blind texts, {short} F1", names_f1(texts(), kind), on) for kind, short in _SHORT.items()),
        Figure("blind texts, speaker F1", speaker_f1(outcomes), f"{len(outcomes)} quotations in {len(texts())} texts"),
        Figure("blind texts, pronouns right", pronouns.count("right") / len(pronouns), f"{len(pronouns)} pronouns"),
    ]


@cache
def texts() -> tuple[Text, ...]:
    return tuple(_read(json.loads(line)) for line in _GOLD.read_text(encoding="utf-8").splitlines())


def names_f1(chosen: Iterable[Text], kind: str = "") -> float:
    counts: Counter[str] = Counter()
    for text in chosen:
        wanted, found = (
            {name for name in names if name[2] and kind in ("", name[2])} for names in (text.names, text.found_names)
        )
        counts.update(right=len(wanted & found), found=len(found), wanted=len(wanted))
    return f1(counts["right"], counts["found"], counts["wanted"])


def speaker_f1(outcomes: Iterable[Outcome]) -> float:
    counts = Counter(outcome.verdict for outcome in outcomes)
    answered = counts["right"] + counts["wrong"]
    return f1(counts["right"], answered + counts["spurious"], answered + counts["missed"])


def outcomes_of(text: Text) -> Iterator[Outcome]:
    seen = set()
    for start, end, speaker_text, speaker in text.quotations:
        ours = next((q for a, b, q in text.found_quotations if min(b, end) - max(a, start) > (end - start) / 2), None)
        seen.add(id(ours))
        description = f"{text.words[start:end][:70]!r} gold {speaker_text!r} = {speaker!r} ours {_described(ours)}"
        yield Outcome(_verdict(speaker_text, speaker, ours), speaker_text.casefold() in _PRONOUNS, description)
    for _, _, quotation in text.found_quotations:
        if id(quotation) not in seen and quotation.speaker_text and len(quotation.text.split()) >= _MIN_WORDS:
            yield Outcome(
                "spurious", is_pronoun=False, description=f"{quotation.text[:70]!r} ours {_described(quotation)}"
            )


def _verdict(speaker_text: str, speaker: str, ours: QuotationFinding | None) -> str:
    """A pronoun must get the right name, or none where the text has none; other words count for themselves without one."""
    if ours is None or not ours.speaker_text:
        return "missed" if speaker_text else "none"
    if not speaker_text:
        return "spurious"
    if speaker_text.casefold() in _PRONOUNS or (speaker and ours.speaker):
        return "right" if is_same_name(speaker, ours.speaker) else "wrong"
    return "right" if is_same_source(speaker_text, ours) else "wrong"


def _described(ours: QuotationFinding | None) -> str:
    return str((ours.speaker_text, ours.speaker, ours.cue, ours.rule)) if ours else "nothing"


def _read(row: dict[str, Any]) -> Text:
    words = row["text"]
    pieces = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", words)]
    found = pipeline.find(Document(tuple((BlockRole.PARAGRAPH, piece) for _, piece in pieces)), gazetteer())
    names = {(start, end, kind) for start, end, (_, kind) in _placed(words, row["names"])}
    debatable = [(start, end) for start, end, kind in names if not kind]
    return Text(
        words=words,
        names=frozenset(name for name in names if name[2]),
        quotations=tuple((start, end, by, name) for start, end, (_, by, name) in _placed(words, row["quotations"])),
        found_names=frozenset(_names_of(found, [start for start, _ in pieces], debatable)),
        found_quotations=tuple(
            (pieces[q.block][0] + q.start, pieces[q.block][0] + q.end, q) for q in found.quotations if q.block >= 0
        ),
    )


def _names_of(found: Findings, offsets: list[int], debatable: list[tuple[int, int]]) -> Iterator[Name]:
    for mention in found.mentions:
        start, end = offsets[mention.block] + mention.start, offsets[mention.block] + mention.end
        if not any(start < stop and begin < end for begin, stop in debatable):
            yield start, end, mention.kind


def _placed(words: str, things: list[list[str]]) -> Iterator[tuple[int, int, list[str]]]:
    """Each thing stands at the first place, as whole words, after the one before it."""
    end = 0
    for thing in things:
        match = re.compile(rf"(?<!\w){re.escape(thing[0])}(?!\w)").search(words, end)
        if match is None:
            msg = f"{thing[0]!r} does not stand after {words[:end][-40:]!r}"
            raise ValueError(msg)
        end = match.end()
        yield match.start(), end, thing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", action="store_true", help="show them")
    options = parser.parse_args()
    for figure in measure(options.corpus):
        print(f"{figure.name:<32} {figure.value:.3f}  {figure.on}")
    for text in texts() if options.errors else ():
        for title, names in (("missed", text.names - text.found_names), ("extra", text.found_names - text.names)):
            print(*(f"{title} {kind} {text.around(start, end)}" for start, end, kind in sorted(names)), sep="\n")
        wrong = [outcome for outcome in outcomes_of(text) if outcome.verdict not in ("right", "none")]
        print(*(f"{outcome.verdict}: {outcome.description}" for outcome in wrong), sep="\n")


if __name__ == "__main__":
    main()
