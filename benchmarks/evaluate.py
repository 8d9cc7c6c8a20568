"""`make eval`: every figure of reading and finding beside its anchor, its goal and the floor below which this fails.

`python -m benchmarks.evaluate [CORPUS]`: the folder with annotations/, html/, stories/; without it, what lies beside the
checkout. Figures of the development sets, which were looked at while the rules were written, are optimistic.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures.database import prepare

if TYPE_CHECKING:
    from benchmarks.measures.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.toml"
# Speed comes first: the peak of memory is then that of reading and finding alone.
MEASURES = ("speed", "pages", "captions", "names", "links", "quotations", "blind", "pledges", "duplicates", "own")


@dataclass(frozen=True, slots=True)
class Bound:
    """`anchor` is the best measured before, `goal` what is wanted, `floor` what must not be lost again.

    For seconds and megabytes, `lower_is_better`, and the floor is a ceiling.
    """

    floor: float | None = None
    goal: float | None = None
    anchor: float | None = None
    lower_is_better: bool = False

    def holds(self, value: float) -> bool:
        if self.floor is None:
            return True
        return value <= self.floor if self.lower_is_better else value >= self.floor

    def is_reached(self, value: float) -> bool:
        if self.goal is None:
            return True
        return value <= self.goal if self.lower_is_better else value >= self.goal


def bounds() -> dict[str, Bound]:
    return {name: Bound(**given) for name, given in tomllib.loads(FLOORS.read_text()).items()}


def corpus_folder(given: Path | None) -> Path | None:
    """The folder of gold: named, or beside the checkout, or under CORPUS_DIR."""
    if given:
        return given
    beside = [Path(folder) / "corpus" for folder in (os.environ.get("CORPUS_DIR"),) if folder]
    beside += sorted(ROOT.parent.glob("*/corpus"))
    return next((folder for folder in beside if (folder / "README.md").exists()), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    options = parser.parse_args()
    corpus = corpus_folder(options.corpus)
    if corpus is None:
        print("No corpus is laid out beside this checkout (or under CORPUS_DIR), so there is nothing to measure on.")
        return
    prepare()
    wanted, lost, short = bounds(), [], []
    print(f"{'':<44}{'figure':>8}{'floor':>8}{'goal':>8}{'anchor':>8}")
    for name in options.only:
        for figure in importlib.import_module(f"benchmarks.measures.{name}").measure(corpus):
            bound = wanted.get(figure.name, Bound())
            print(_row(figure, bound), flush=True)
            lost += [] if bound.holds(figure.value) else [figure.name]
            short += [] if bound.is_reached(figure.value) else [figure.name]
    print(f"\nShort of their goal: {', '.join(short) or 'none'}.")
    if lost:
        sys.exit(f"Below the floor: {', '.join(lost)}.")


def _row(figure: Figure, bound: Bound) -> str:
    numbers = (figure.value, bound.floor, bound.goal, bound.anchor)
    cells = "".join(f"{'' if number is None else f'{number:.3f}':>8}" for number in numbers)
    return f"{figure.name:<44}{cells}  {figure.on}"


if __name__ == "__main__":
    main()
