"""`make eval`: every figure of reading and finding beside its anchor, its goal and the floor below which this fails.

`python -m benchmarks.evaluate [CORPUS]`: the folder with annotations/, html/, stories/; without it, what lies beside the
checkout, and where nothing does, the gold of this repository alone. It fails when a figure is below its floor, when one
that has a floor could not be measured although the corpus is there, and when nothing was measured at all. Figures of the development sets, which were looked at while the rules were written, are optimistic.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures.database import prepare

if TYPE_CHECKING:
    from collections.abc import Collection

    from benchmarks.measures.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.toml"
# Stands for a corpus that is not there: measures find none of its files.
NO_CORPUS = ROOT / "benchmarks" / "gold" / "no corpus"
# Speed comes first: the peak of memory is then that of reading and finding alone.
# Those that have gold in this repository, for some of their figures at least.
WITHOUT_CORPUS = ("pages", "captions", "blind", "pledges", "own")
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


@dataclass
class Outcome:
    """The names of figures: all that were measured, those below their floor, those short of their goal."""

    measured: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)

    def add(self, figure: Figure, bound: Bound) -> None:
        self.measured.append(figure.name)
        self.lost += [] if bound.holds(figure.value) else [figure.name]
        self.short += [] if bound.is_reached(figure.value) else [figure.name]

    def problems(self, expected: Collection[str]) -> list[str]:
        """A sentence for each reason to fail."""
        if not self.measured:
            return ["Nothing was measured: no gold was found."]
        missing = sorted(set(expected) - set(self.measured))
        sentences = [f"Below the floor: {', '.join(self.lost)}."] if self.lost else []
        return sentences + ([f"Not measured, although there is a floor: {', '.join(missing)}."] if missing else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    options = parser.parse_args()
    if options.corpus and not options.corpus.is_dir():
        sys.exit(f"There is no folder {options.corpus}.")
    corpus, wanted = corpus_folder(options.corpus), bounds()
    names = [name for name in options.only if corpus or name in WITHOUT_CORPUS]
    if corpus is None:
        print(
            "No corpus is laid out beside this checkout (or under CORPUS_DIR): measuring on the gold of this repository."
        )
    outcome = measure_all(names, corpus, wanted) if names else Outcome()
    print(f"\nShort of their goal: {', '.join(outcome.short) or 'none'}.")
    is_whole = corpus is not None and set(names) == set(MEASURES)
    if not is_whole:
        print(f"Not measured: {', '.join(sorted(set(wanted) - set(outcome.measured))) or 'none'}.")
    if problems := outcome.problems(wanted if is_whole else ()):
        sys.exit(" ".join(problems))


def measure_all(names: Collection[str], corpus: Path | None, wanted: dict[str, Bound]) -> Outcome:
    """Print each figure as soon as it is measured. A measure without its gold data is reported, and the others continue."""
    prepare()
    outcome = Outcome()
    print(f"{'':<44}{'figure':>8}{'floor':>8}{'goal':>8}{'anchor':>8}")
    for name in names:
        try:
            figures = importlib.import_module(f"benchmarks.measures.{name}").measure(corpus or NO_CORPUS)
        except FileNotFoundError as error:
            print(f"{name}: not measured, for want of {error.filename}")
            continue
        for figure in figures:
            bound = wanted.get(figure.name, Bound())
            print(_row(figure, bound), flush=True)
            outcome.add(figure, bound)
    return outcome


def _row(figure: Figure, bound: Bound) -> str:
    numbers = (figure.value, bound.floor, bound.goal, bound.anchor)
    cells = "".join(f"{'' if number is None else f'{number:.3f}':>8}" for number in numbers)
    return f"{figure.name:<44}{cells}  {figure.on}"


if __name__ == "__main__":
    main()
