"""F1 of people, organizations and places on a file of annotated sentences: `python -m benchmarks.measures.names FILE [--errors N]`.

Each line of the file is a document: `sentences` (lists of words) and `entities` (sent, start, end, type).
Spans must match exactly, a leading article and a trailing possessive aside.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from articles.extraction import pipeline
from articles.extraction.findings import Document
from articles.vocabulary import BlockRole, EntityKind
from benchmarks.measures.public_names import gazetteer

_KINDS = {"PER": EntityKind.PERSON, "ORG": EntityKind.ORGANIZATION, "LOC": EntityKind.PLACE}
_SPORT = {
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
}
_NO_SPACE_BEFORE = {",", ".", "'s", "n't", "'", ")", ":", ";", "?", "!", "%", "'re", "'ve", "'ll"}
_NO_SPACE_AFTER = {"(", "$"}
_DETERMINERS = {"the", "a", "an"}

Found = tuple[int, int, int, str]


def joined(words: list[str]) -> tuple[str, list[int]]:
    """The sentence as print would set it, and where each word begins."""
    text, starts = "", []
    for number, word in enumerate(words):
        glued = not text or word in _NO_SPACE_BEFORE or words[number - 1] in _NO_SPACE_AFTER
        text += "" if glued else " "
        starts.append(len(text))
        text += word
    return text, starts


def gold_of(row: dict, starts: list[list[int]]) -> set[Found]:
    found = set()
    for entity in row["entities"]:
        if entity["type"] in _KINDS:
            words, first = row["sentences"][entity["sent"]], entity["start"]
            while entity["end"] - first > 1 and words[first].lower() in _DETERMINERS:
                first += 1
            here = starts[entity["sent"]]
            found.add(
                (entity["sent"], here[first], here[entity["end"] - 1] + len(words[entity["end"] - 1]), entity["type"])
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    extra: Counter[tuple[str, str]] = Counter()
    types = {kind: name for name, kind in _KINDS.items()}
    known, words, began = gazetteer(), 0, time.process_time()
    for line in options.file.read_text().splitlines():
        row = json.loads(line)
        if row["sentences"][0][0].upper() in _SPORT:
            continue
        lines = [joined(sentence) for sentence in row["sentences"]]
        gold = gold_of(row, [starts for _, starts in lines])
        document = Document(tuple((BlockRole.PARAGRAPH, text) for text, _ in lines))
        mentions = pipeline.find(document, known).mentions
        predicted = {(m.block, m.start, m.end, types[m.kind]) for m in mentions}
        words += sum(map(len, row["sentences"]))
        for kind in _KINDS:
            counts.update({(kind, "right"): len([p for p in predicted & gold if p[3] == kind])})
            counts.update({(kind, "extra"): len([p for p in predicted - gold if p[3] == kind])})
            counts.update({(kind, "missed"): len([p for p in gold - predicted if p[3] == kind])})
        missed.update((lines[s][0][a:b], kind) for s, a, b, kind in gold - predicted)
        extra.update((lines[s][0][a:b], kind) for s, a, b, kind in predicted - gold)
    for kinds in (["PER"], ["ORG"], ["LOC"], list(_KINDS)):
        right, wrong, lost = (sum(counts[kind, what] for kind in kinds) for what in ("right", "extra", "missed"))
        precision, recall = right / max(1, right + wrong), right / max(1, right + lost)
        print(
            f"{'+'.join(kinds):12} P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"
        )
    print(f"{words} words, {words / (time.process_time() - began):.0f} words per CPU second")
    if options.errors:
        print("missed:", missed.most_common(options.errors))
        print("extra:", extra.most_common(options.errors))


if __name__ == "__main__":
    main()
