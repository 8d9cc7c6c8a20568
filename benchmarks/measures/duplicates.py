"""Copies of one wire story at other outlets: how many are found, how many pairs are false, what it costs.

Stories of Wikinews are edited as outlets edit wire copy: the end cut off, words changed, another byline and agency line,
two paragraphs put before it. Beside it, in the same run, what MinHash alone would say.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import rensa

from articles.desk.shingles import MIN_SHARE, fingerprint
from benchmarks.measures.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUTS = (0.1, 0.3, 0.5)
_CHANGED_WORDS = 0.1  # of the share that is cut
_YARDSTICK = 0.4
_MIN_PARAGRAPHS = 4
_NEW_PARAGRAPHS = (
    "Residents of the capital followed the news on Thursday evening, and many said they had expected nothing else.",
    "What follows is the report as it reached our desk, with background that our own correspondents gathered last week.",
)
_NEW_LINES = ("By our own staff", "With material of the Northern Press Agency")


@dataclass(frozen=True, slots=True)
class Outcome:
    """`found` copies by how much was cut; `false` pairs of stories that are not copies."""

    found: dict[float, int]
    false: int
    cpu: float


def measure(corpus: Path) -> list[Figure]:
    stories = read(corpus)
    copies = [(number, cut, edited(story, cut, number)) for number, story in enumerate(stories) for cut in _CUTS]
    ours, yardstick = _ours(stories, copies), _minhash_alone(stories, copies)
    pairs = len(copies) * (len(stories) - 1)
    on = f"{len(copies)} edited copies of {len(stories)} stories"
    figures = [
        Figure("copies found", sum(ours.found.values()) / len(copies), on),
        Figure("copies found by MinHash alone", sum(yardstick.found.values()) / len(copies), on),
        Figure("false pairs", ours.false / pairs, f"{ours.false} of {pairs:,} pairs"),
        Figure("false pairs of MinHash alone", yardstick.false / pairs, f"{yardstick.false} of {pairs:,} pairs"),
        Figure("duplicate check, CPU s a story", ours.cpu / len(copies), on),
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


def _ours(stories: Sequence[Sequence[str]], copies: Sequence[tuple[int, float, list[str]]]) -> Outcome:
    """As the desk does it: candidates share a band, and of those the containment says."""
    held = [fingerprint(story) for story in stories]
    by_band: defaultdict[int, list[int]] = defaultdict(list)
    for number, of in enumerate(held):
        for band in of.bands:
            by_band[band].append(number)
    found, false = dict.fromkeys(_CUTS, 0), 0
    began = time.process_time()
    for number, cut, copy in copies:
        mine = fingerprint(copy)
        candidates = {other for band in mine.bands for other in by_band.get(band, ())}
        alike = {other for other in candidates if mine.share_with(held[other]) >= MIN_SHARE}
        found[cut] += number in alike
        false += len(alike - {number})
    return Outcome(found, false, time.process_time() - began)


def _minhash_alone(stories: Sequence[Sequence[str]], copies: Sequence[tuple[int, float, list[str]]]) -> Outcome:
    began = time.process_time()
    signatures = [_signature(story) for story in stories]
    found, false = dict.fromkeys(_CUTS, 0), 0
    for number, cut, copy in copies:
        mine = _signature(copy)
        alike = {other for other, held in enumerate(signatures) if mine.jaccard(held) >= _YARDSTICK}
        found[cut] += number in alike
        false += len(alike - {number})
    return Outcome(found, false, time.process_time() - began)


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
