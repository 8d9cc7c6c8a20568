"""What was reached in reading and finding is not lost again: the part of `make eval` that needs no corpus."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from benchmarks.evaluate import MEASURES, Bound, bounds
from benchmarks.measures import captions, own, pages

MEASURE_FILES = [Path(own.__file__).with_name(f"{name}.py") for name in MEASURES]
NOWHERE = Path("no corpus is laid out here")
GOALS = {
    "body 4-gram F1": 0.970,
    "headline right": 0.95,
    "date right": 0.95,
    "any author right": 0.90,
    "captions and credits F1": 0.80,
    "names F1": 0.84,
    "names ORG F1": 0.72,
    "links precision": 0.90,
    "links recall": 0.85,
    "quotations speaker F1": 0.88,
    "pronouns right": 0.70,
    "pledges precision": 0.85,
    "pledges recall": 0.70,
    "import speed, share of trafilatura and spaCy alone": 0.85,
    "page and 1,000 words, CPU s": 0.6,
    "memory, MB": 450,
}
LOWER_IS_BETTER = {"page and 1,000 words, CPU s", "memory, MB"}
READING = (
    "own pages, body 4-gram F1",
    "own pages, headline right",
    "own pages, date right",
    "own pages, any author right",
    "captions and credits F1, own pages",
    "blind pages, body 4-gram F1",
    "blind pages, headline right",
    "blind pages, date right",
    "blind pages, any author right",
    "captions and credits F1, blind pages",
)
FINDING = (
    "own stories, names F1",
    "own stories, links right",
    "own stories, speakers right",
    "own stories, pledges F1",
    "development sentences, pledges precision",
    "development sentences, pledges recall",
    "development sentences, pledge fields right",
)


@cache
def measured(measure) -> dict[str, float]:
    return {figure.name: figure.value for figure in measure(NOWHERE)}


@pytest.mark.parametrize("name", READING)
def test_pages_of_our_own_are_read_no_worse_than_before(name):
    figures = measured(pages.measure) | measured(captions.measure)

    assert figures[name] >= floor_of(name)


@pytest.mark.model
@pytest.mark.parametrize("name", FINDING)
def test_facts_of_our_own_stories_are_found_no_worse_than_before(name):
    assert measured(own.measure)[name] >= floor_of(name)


def floor_of(name: str) -> float:
    floor = bounds()[name].floor
    assert floor is not None, f"{name} has no floor in benchmarks/floors.toml"
    return floor


@pytest.mark.parametrize(("name", "goal"), GOALS.items(), ids=GOALS)
def test_every_goal_stands_beside_its_figure(name, goal):
    bound = bounds()[name]

    assert (bound.goal, bound.lower_is_better) == (goal, name in LOWER_IS_BETTER)


@pytest.mark.parametrize("name", sorted(set(bounds()) - {*READING, *FINDING}))
def test_every_bound_is_of_a_figure_that_some_measure_prints(name):
    assert any(pattern.fullmatch(name) for pattern in printed_names())


@pytest.mark.parametrize("slip", ["names F", "body 4-grams F1", "own stories, name F1", "pledge recall", "memory, GB"])
def test_a_slip_in_the_name_of_a_figure_is_noticed(slip):
    assert not any(pattern.fullmatch(slip) for pattern in printed_names())


@cache
def printed_names() -> frozenset[re.Pattern[str]]:
    """Every string of the measures, as a pattern in which what is filled in may be anything, if it has words of its own."""
    patterns = set()
    for file in MEASURE_FILES:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr) and any(re.search(r"[a-z]{4}", text) for text in constants(node)):
                patterns.add("".join(map(pattern_of, node.values)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(re.escape(node.value))
    return frozenset(map(re.compile, patterns))


def constants(node: ast.JoinedStr) -> list[str]:
    return [part.value for part in node.values if isinstance(part, ast.Constant)]


def pattern_of(part: ast.expr) -> str:
    return re.escape(part.value) if isinstance(part, ast.Constant) else ".*"


@pytest.mark.parametrize(
    ("bound", "value", "holds", "is_reached"),
    [
        (Bound(floor=0.8, goal=0.9), 0.79, False, False),
        (Bound(floor=0.8, goal=0.9), 0.8, True, False),
        (Bound(floor=0.8, goal=0.9), 0.9, True, True),
        (Bound(floor=0.5, goal=0.4, lower_is_better=True), 0.51, False, False),
        (Bound(floor=0.5, goal=0.4, lower_is_better=True), 0.5, True, False),
        (Bound(floor=0.5, goal=0.4, lower_is_better=True), 0.4, True, True),
        (Bound(), 0.0, True, True),
        (Bound(lower_is_better=True), 900.0, True, True),
    ],
    ids=[
        "below the floor",
        "at the floor",
        "at the goal",
        "slower than the ceiling",
        "at the ceiling",
        "as fast as wanted",
        "nothing asked",
        "nothing asked of a duration",
    ],
)
def test_a_bound_says_whether_it_holds_and_whether_its_goal_is_reached(bound, value, holds, is_reached):
    assert (bound.holds(value), bound.is_reached(value)) == (holds, is_reached)
