"""Copies of one wire story at other outlets: how many are found, how many pairs are false, what it costs.

Stories of Wikinews are edited as outlets edit wire copy: the end cut off, words changed, another byline and agency line,
two paragraphs put before it. Beside it, in the same run, what MinHash alone would say and cost.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import rensa

from articles.desk.shingles import MIN_SHARE, fingerprint
from benchmarks.measures.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.desk.shingles import Fingerprint

_CUTS = (0.1, 0.3, 0.5)
_CHANGED_WORDS = 0.1  # of the share that is cut
_YARDSTICK = 0.4
_MIN_PARAGRAPHS = 4
_NEW_PARAGRAPHS = (
    "Residents of the capital followed the news on Thursday evening, and many said they had expected nothing else.",
    "What follows is the report as it reached our desk, with background that our own correspondents gathered last week.",
)
_NEW_LINES = ("By our own staff", "With material of the Northern Press Agency")


@dataclass(slots=True)
class Outcome:
    """`found` copies by how much was cut; `false` pairs of stories that are not copies; processor seconds."""

    found: Counter[float] = field(default_factory=Counter)
    false: int = 0
    seconds: float = 0.0

    def add(self, number: int, cut: float, alike: set[int], seconds: float) -> None:
        self.found[cut] += number in alike
        self.false += len(alike - {number})
        self.seconds += seconds


def measure(corpus: Path) -> list[Figure]:
    stories = read(corpus)
    copies = [(number, cut, edited(story, cut, number)) for number, story in enumerate(stories) for cut in _CUTS]
    ours, yardstick = compare(stories, copies)
    pairs = len(copies) * (len(stories) - 1)
    on = f"{len(copies)} edited copies of {len(stories)} stories"
    figures = [
        Figure("copies found", sum(ours.found.values()) / len(copies), on),
        Figure("copies found by MinHash alone", sum(yardstick.found.values()) / len(copies), on),
        Figure("false pairs", ours.false / pairs, f"{ours.false} of {pairs:,} pairs"),
        Figure("false pairs of MinHash alone", yardstick.false / pairs, f"{yardstick.false} of {pairs:,} pairs"),
        Figure("duplicate check speed, share of MinHash alone", yardstick.seconds / ours.seconds, on),
        Figure("duplicate check, CPU s a story", ours.seconds / len(copies), on),
    ]
    return figures + [
        Figure(f"copies found, {cut:.0%} cut", ours.found[cut] / len(stories), f"MinHash alone {yardstick.found[cut] / len(stories):.2f}")
        for cut in _CUTS
    ]  # fmt: skip


def read(corpus: Path) -> list[list[str]]:
    """The paragraphs of each story that is long enough to be cut."""
    rows = (corpus / "stories" / "wikinews_2019_2020.jsonl").read_text().splitlines()
    texts = [[p for p in json.loads(row)["text"].split("\n\n") if p.strip()] for row in rows]
    return [paragraphs for paragraphs in texts if len(paragraphs) >= _MIN_PARAGRAPHS]


def edited(paragraphs: Sequence[str], cut: float, seed: int) -> list[str]:
    chance = random.Random(f"{seed} {cut}")  # noqa: S311  # the same copies in every run
    kept = paragraphs[: max(2, int(len(paragraphs) * (1 - cut)))]
    everything = " ".join(kept).split()
    changed = [
        " ".join(chance.choice(everything) if chance.random() < cut * _CHANGED_WORDS else word for word in text.split())
        for text in kept
    ]
    return [*_NEW_LINES, *_NEW_PARAGRAPHS, *changed]


def compare(
    stories: Sequence[Sequence[str]], copies: Sequence[tuple[int, float, list[str]]]
) -> tuple[Outcome, Outcome]:
    """What the desk finds and what MinHash alone finds. Each copy is given to one and then to the other, so that the
    seconds of both are taken under the same load.
    """
    held, by_band = [fingerprint(story) for story in stories], defaultdict(list)
    for number, of in enumerate(held):
        for band in of.bands:
            by_band[band].append(number)
    signatures = [_signature(story) for story in stories]
    ours, yardstick = Outcome(), Outcome()
    for number, cut, copy in copies:
        began = time.process_time()
        alike = _alike(copy, held, by_band)
        between = time.process_time()
        resembling = _alike_by_minhash(copy, signatures)
        yardstick.add(number, cut, resembling, time.process_time() - between)
        ours.add(number, cut, alike, between - began)
    return ours, yardstick


def _alike(copy: list[str], held: Sequence[Fingerprint], by_band: Mapping[int, Sequence[int]]) -> set[int]:
    """As the desk does it: candidates share a band, and of those the containment says."""
    mine = fingerprint(copy)
    candidates = {other for band in mine.bands for other in by_band.get(band, ())}
    return {other for other in candidates if mine.share_with(held[other]) >= MIN_SHARE}


def _alike_by_minhash(copy: list[str], signatures: Sequence[rensa.RMinHash]) -> set[int]:
    mine = _signature(copy)
    return {other for other, held in enumerate(signatures) if mine.jaccard(held) >= _YARDSTICK}


def _signature(paragraphs: Sequence[str]) -> rensa.RMinHash:
    signature = rensa.RMinHash(num_perm=128, seed=42)
    signature.update(sorted(fingerprint(paragraphs).shingles))
    return signature


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    for figure in measure(parser.parse_args().corpus):
        print(f"{figure.name:<40}{figure.value:>9.4f}  {figure.on}")


if __name__ == "__main__":
    main()
