"""How often a quotation gets its right speaker, and a pronoun its right name: `python -m benchmarks.measures.quotations CORPUS`.

Scored are stretches between quotation marks of three words and more, in two sets:
- US politics (annotations/quotes_polnear.jsonl): each line is a document, `attributions` give the character spans of
  `source` and `content`. Right means: the printed subject overlaps the annotated source, or shares a name with it.
- Wikinews (benchmarks/gold, our own reading, written before the rules were tuned): character spans and full names.
  Rules were written looking at the odd documents of these; the even ones are the figures.
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

from articles.extraction import passages, pipeline
from articles.extraction.findings import Document
from articles.extraction.quotations import quotation_marks
from articles.text import fold
from articles.vocabulary import BlockRole
from benchmarks.measures.figure import Figure, f1
from benchmarks.measures.public_names import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.extraction.findings import QuotationFinding

Row = dict[str, Any]

_COVERED = 0.6
_MIN_WORDS = 3
_GOLD = Path(__file__).resolve().parents[1] / "gold"
_POLITICS = "annotations/quotes_polnear.jsonl"
_WIKINEWS = ("annotations/gum_wikinews.jsonl", "stories/wikinews_2019_2020.jsonl")
_PRONOUNS = frozenset({"he", "she", "it", "they", "i", "we"})
_ERRORS = ("wrong", "missed", "spurious")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`verdict` is right, wrong, missed, spurious (no speaker wanted, one given) or rightly none."""

    document: str
    verdict: str
    description: str


@dataclass(frozen=True, slots=True)
class Read:
    """What the pipeline finds in one text, with offsets into the whole text."""

    text: str
    document: Document
    quotations: tuple[tuple[int, int, QuotationFinding], ...]
    offsets: tuple[int, ...]

    def covering(self, start: int, end: int) -> QuotationFinding | None:
        for begin, stop, quotation in self.quotations:
            if min(end, stop) - max(start, begin) > _COVERED * (end - start):
                return quotation
        return None


def measure(corpus: Path) -> list[Figure]:
    politics = [outcome.verdict for outcome in politics_outcomes(corpus)]
    wikinews = [outcome.verdict for outcome in half(wikinews_outcomes(corpus, "quotations"), is_even=True)]
    pronouns = [outcome.verdict for outcome in half(wikinews_outcomes(corpus, "pronouns"), is_even=True)]
    return [
        *_speaker_figures("quotations", politics, "US politics, development set"),
        *_speaker_figures("quotations wikinews", wikinews, "Wikinews, even documents of our own gold"),
        Figure("pronouns right", pronouns.count("right") / max(1, len(pronouns)), f"{len(pronouns)} pronoun speakers"),
    ]


def _speaker_figures(name: str, verdicts: list[str], on: str) -> list[Figure]:
    counts = Counter(verdicts)
    right, found, wanted = _totals(counts)
    on = f"{wanted} quotations and {counts['spurious'] + counts['rightly none']} other words in marks, {on}"
    return [
        Figure(f"{name} speaker F1", f1(right, found, wanted), on),
        Figure(f"{name} speaker precision", right / max(1, found), on),
        Figure(f"{name} speaker recall", right / max(1, wanted), on),
    ]


def _totals(counts: Counter[str]) -> tuple[int, int, int]:
    """How many are right, found and wanted."""
    right = counts["right"]
    return right, right + counts["wrong"] + counts["spurious"], right + counts["wrong"] + counts["missed"]


def half(outcomes: Iterable[Outcome], *, is_even: bool) -> list[Outcome]:
    """Every second document: the odd ones may be looked at, the even ones are for scoring."""
    outcomes = list(outcomes)
    order = {document: number for number, document in enumerate(dict.fromkeys(o.document for o in outcomes), start=1)}
    return [outcome for outcome in outcomes if (order[outcome.document] % 2 == 0) == is_even]


@cache
def read(text: str) -> Read:
    pieces = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
    document = Document(tuple((BlockRole.PARAGRAPH, piece) for _, piece in pieces))
    offsets = tuple(start for start, _ in pieces)
    found = pipeline.find(document, gazetteer()).quotations
    placed = tuple((offsets[q.block] + q.start, offsets[q.block] + q.end, q) for q in found if q.block >= 0)
    return Read(text, document, placed, offsets)


def politics_outcomes(corpus: Path) -> Iterator[Outcome]:
    for number, line in enumerate((corpus / _POLITICS).read_text().splitlines(), start=1):
        row = json.loads(line)
        found = read(row["text"])
        for quote in quotation_marks.find_quoted_spans(passages.read_passages(found.document, parse=False)):
            if quote.word_count < _MIN_WORDS:
                continue
            offset = found.offsets[quote.passage.block]
            start, end = offset + quote.start, offset + quote.end
            source = source_of(row, start, end)
            ours = found.covering(start, end)
            verdict = _verdict(source or "", ours, is_right=ours is not None and is_same_source(source or "", ours))
            yield Outcome(str(number), verdict, _described(quote.text, source, ours))


def wikinews_outcomes(corpus: Path, gold: str) -> Iterator[Outcome]:
    texts = {
        row["id"]: row["text"]
        for name in _WIKINEWS
        for row in map(json.loads, (corpus / name).read_text().splitlines())
    }
    for line in (_GOLD / f"{gold}.jsonl").read_text().splitlines():
        row = json.loads(line)
        text = texts[row["document"]]
        ours = read(text).covering(row["start"], row["end"])
        verdict = _verdict(row["speaker_text"], ours, is_right=ours is not None and _is_right(row, ours))
        description = _described(text[row["start"] : row["end"]], f"{row['speaker_text']} = {row['speaker']}", ours)
        yield Outcome(row["document"], verdict, description)


def _is_right(row: Row, ours: QuotationFinding) -> bool:
    """A pronoun must get the right name, or none where the text has none; other words count for themselves without one."""
    is_pronoun = row["speaker_text"].casefold() in _PRONOUNS
    if is_pronoun or (row["speaker"] and ours.speaker):
        return is_same_name(row["speaker"], ours.speaker)
    return is_same_source(row["speaker_text"], ours)


def _verdict(source: str, ours: QuotationFinding | None, *, is_right: bool) -> str:
    if ours is None or not ours.speaker_text:
        return "missed" if source else "rightly none"
    if not source:
        return "spurious"
    return "right" if is_right else "wrong"


def _described(words: str, gold: str | None, ours: QuotationFinding | None) -> str:
    found = (ours.speaker_text, ours.speaker, ours.cue, ours.rule) if ours else None
    return f"{words[:90]!r} gold {gold!r} ours {found}"


def spans_of(value: object) -> list[list[int]]:
    """The spans of a source or a content, which are one span or a list of spans."""
    if isinstance(value, dict):
        return spans_of(value.get("spans") or [value["start"], value["end"]])
    if not isinstance(value, list):
        return []
    if value and isinstance(value[0], int):
        return [value]
    return [span for item in value for span in spans_of(item)]


def source_of(row: Row, start: int, end: int) -> str | None:
    """The annotated source of these characters: "" where it is none, None where nothing is attributed."""
    for attribution in row["attributions"]:
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in spans_of(attribution.get("content", [])))
        if shared > _COVERED * (end - start):
            return " ".join(row["text"][a:b] for a, b in spans_of(attribution.get("source", [])))
    return None


def is_same_source(source: str, ours: QuotationFinding) -> bool:
    printed = ours.speaker_text.lower()
    names = set(re.findall(r"[A-Z]\w{2,}", source))
    our_names = set(re.findall(r"[A-Z]\w{2,}", f"{ours.speaker_text} {ours.speaker}"))
    return printed in source.lower() or source.lower() in printed or bool(names & our_names)


def is_same_name(name: str, ours: str) -> bool:
    """Whether one name is a short form of the other. No name is right where none can be known."""
    wanted, given = ({fold(word) for word in text.split()} for text in (name, ours))
    return wanted == given or (bool(wanted) and bool(given) and (wanted <= given or given <= wanted))


def _report(title: str, outcomes: Iterable[Outcome], errors: int) -> None:
    """Prints counts for both halves, and errors of the odd half only."""
    outcomes = list(outcomes)
    for is_even in (False, True):
        chosen = half(outcomes, is_even=is_even)
        counts = Counter(outcome.verdict for outcome in chosen)
        right, found, wanted = _totals(counts)
        print(
            f"{title}, {'even' if is_even else 'odd'}: {dict(counts)} "
            f"P {right / max(1, found):.3f} R {right / max(1, wanted):.3f} F1 {f1(right, found, wanted):.3f}"
        )
        wrong = [outcome for outcome in chosen if outcome.verdict in _ERRORS and not is_even]
        for outcome in wrong[:errors]:
            print(f"  {outcome.verdict} {outcome.document}: {outcome.description}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    _report("politics", politics_outcomes(options.corpus), options.errors)
    _report("wikinews", wikinews_outcomes(options.corpus, "quotations"), options.errors)
    _report("pronouns", wikinews_outcomes(options.corpus, "pronouns"), options.errors)


if __name__ == "__main__":
    main()
