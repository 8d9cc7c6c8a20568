"""Caption and credit of the lead picture, apart: `python -m benchmarks.measures.captions CORPUS [--errors N]`.

The gold is the first still picture of the story that has a caption or a credit, without labels ("Photo:", "Image
caption"); videos, thumbnails of other stories and alternative texts are none. A caption and a credit count one each, and
are right when they are the same letters. Of recorded pages, whose words belong to their publishers, only hashes are kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from articles.text import fold
from benchmarks.measures.figure import Figure, f1
from benchmarks.measures.gold_pages import BLIND, OWN, GoldPage, own_gold, own_pages, real_pages, story_of

Answers = dict[str, list[str]]


@dataclass(slots=True)
class Count:
    """Items right, found and wanted, and a line for each that was wrong."""

    right: int
    found: int
    wanted: int
    wrong: list[str]


def measure(corpus: Path) -> list[Figure]:
    """F1 of captions and credits together: of the recorded pages, of our own, of both, of those written unseen."""
    real, own = count(real_pages(corpus), _real_gold()), count(own_pages(), own_answers())
    blind = count(own_pages(BLIND), own_answers(BLIND))
    parts = {
        "captions and credits F1, real pages": [real],
        "captions and credits F1, own pages": [own],
        "captions and credits F1": [real, own],
        "captions and credits F1, blind pages": [blind],
    }
    return [
        Figure(
            name,
            f1(sum(c.right for c in counts), sum(c.found for c in counts), sum(c.wanted for c in counts)),
            f"{sum(c.wanted for c in counts)} captions and credits",
        )
        for name, counts in parts.items()
        if all(c.wanted for c in counts)
    ]


def count(pages: list[GoldPage], gold: dict[str, Answers]) -> Count:
    """Compare the caption and the credit of each page with the gold's hashes."""
    total = Count(0, 0, 0, [])
    for page in pages:
        image = story_of(page).image
        for name in ("caption", "credit"):
            ours, answers = str(getattr(image, name)), gold[page.name][name]
            is_right = bool(ours) and hashed(ours) in answers
            total.right += is_right
            total.found += bool(ours)
            total.wanted += any(answers)
            if not is_right and (ours or any(answers)):
                total.wrong.append(f"{page.name}: {name} {ours!r}")
    return total


def hashed(text: str) -> str:
    """The hash of a text's letters, ignoring case and other characters; empty without letters."""
    return hashlib.sha256(fold(text).encode()).hexdigest() if text else ""


def _real_gold() -> dict[str, Answers]:
    rows = [json.loads(line) for line in (OWN / "real.jsonl").read_text().splitlines()]
    return {row["id"]: row for row in rows}


def own_answers(folder: Path = OWN) -> dict[str, Answers]:
    """The hashed gold of pages of our own writing."""
    return {row["id"]: {name: [hashed(row[name])] for name in ("caption", "credit")} for row in own_gold(folder)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    for figure in measure(options.corpus):
        print(f"{figure.value:.3f}  {figure.name} ({figure.on})")
    own = ((own_pages(folder), own_answers(folder)) for folder in (OWN, BLIND))
    for pages, gold in ((real_pages(options.corpus), _real_gold()), *own):
        print("\n".join(count(pages, gold).wrong[: options.errors]))


if __name__ == "__main__":
    main()
