"""How often a quotation gets its right speaker: `python -m benchmarks.measures.quotations FILE [--errors N]`.

Each line of the file is a document: `text` and `attributions` with the character spans of `source` and `content`.
Scored are stretches between quotation marks of three words and more. Right means: the printed subject overlaps the
annotated source, or shares a name with it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from articles.extraction import passages, pipeline
from articles.extraction.findings import Document
from articles.extraction.quotations import marks
from articles.vocabulary import BlockRole
from benchmarks.measures.public_names import gazetteer

_COVERED = 0.6
_FEWEST_WORDS = 3


def spans_of(value: object) -> list[list[int]]:
    """The spans of a source or a content, which are one span or a list of spans."""
    if isinstance(value, dict):
        return spans_of(value.get("spans") or [value["start"], value["end"]])
    if isinstance(value, list) and value and isinstance(value[0], int):
        return [value]
    return [span for item in value or [] for span in spans_of(item)]


def source_of(row: dict, start: int, end: int) -> str | None:
    """The annotated source of these characters: "" where it is none, None where nothing is attributed."""
    for attribution in row["attributions"]:
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in spans_of(attribution.get("content", [])))
        if shared > _COVERED * (end - start):
            return " ".join(row["text"][a:b] for a, b in spans_of(attribution.get("source", [])))
    return None


def is_same(source: str, speaker_text: str, speaker: str) -> bool:
    names = set(re.findall(r"[A-Z]\w{2,}", source))
    ours = set(re.findall(r"[A-Z]\w{2,}", f"{speaker_text} {speaker}"))
    return bool(speaker_text) and (
        speaker_text.lower() in source.lower() or source.lower() in speaker_text.lower() or bool(names & ours)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for line in options.file.read_text().splitlines():
        row = json.loads(line)
        pieces = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", row["text"])]
        document = Document(tuple((BlockRole.PARAGRAPH, text) for _, text in pieces))
        found = {(q.block, q.start): q for q in pipeline.find(document, gazetteer()).quotations}
        for stretch in marks.stretches(passages.read(document, parse=False)):
            if stretch.word_count < _FEWEST_WORDS:
                continue
            offset = pieces[stretch.passage.block][0]
            source = source_of(row, offset + stretch.start, offset + stretch.end)
            quotation = found.get((stretch.passage.block, stretch.start))
            ours = (quotation.speaker_text, quotation.speaker) if quotation and quotation.speaker_text else None
            outcome = _outcome(source, ours)
            counts[outcome] += 1
            if outcome in ("wrong", "missed", "spurious") and counts[outcome] <= options.errors:
                print(f"{outcome}: {stretch.text[:90]!r} gold {source!r} ours {ours}")
    precision = counts["right"] / max(1, counts["right"] + counts["wrong"] + counts["spurious"])
    recall = counts["right"] / max(1, counts["right"] + counts["wrong"] + counts["missed"])
    print(
        f"{dict(counts)} P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"
    )


def _outcome(source: str | None, ours: tuple[str, str] | None) -> str:
    if not source:
        return "spurious" if ours else "rightly none"
    if ours is None:
        return "missed"
    return "right" if is_same(source, *ours) else "wrong"


if __name__ == "__main__":
    main()
