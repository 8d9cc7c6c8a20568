"""When `make growth` fails, and that its steps count the work of the database."""

from __future__ import annotations

import pytest
from django.db import connection

from articles.models import Article
from benchmarks import growth, steps
from benchmarks.growth import Ceiling, Growth, Limits
from tests import builders

BOUNDS = Limits(1.2, {"home": Ceiling(ratio=8.0, steps=80_000)})
HOME = Growth("home", 10_000, 80_000)


def sentences(*grown):
    return growth.problems(list(grown), BOUNDS)


def test_a_page_that_grows_within_the_limit_passes():
    assert sentences(HOME, Growth("story", 10_000, 12_000)) == []


def test_a_page_that_grows_by_more_fails():
    assert sentences(HOME, Growth("story", 10_000, 12_100)) == ["story grows 1.21 times, and may grow 1.2 times."]


def test_a_new_page_is_held_to_the_limit_without_being_listed():
    assert sentences(HOME, Growth("a new page", 10_000, 90_000)) == [
        "a new page grows 9.00 times, and may grow 1.2 times."
    ]


@pytest.mark.parametrize(
    ("small", "large"),
    [(10_000, 80_000), (10_000, 84_000), (9_600, 80_000), (1_000, 40_000)],
    ids=["as known", "within the tolerance", "ratio within the tolerance", "cheaper, with a higher ratio"],
)
def test_a_listed_page_that_is_no_worse_passes(small, large):
    assert sentences(Growth("home", small, large)) == []


@pytest.mark.parametrize(
    ("small", "large"), [(20_000, 84_100), (9_000, 80_000)], ids=["more steps", "as many steps, a higher ratio"]
)
def test_a_listed_page_that_got_worse_fails(small, large):
    assert sentences(Growth("home", small, large))[0].startswith(f"home got worse: {large:,} steps")


def test_a_listed_page_that_is_within_the_limit_has_to_be_removed_from_the_list():
    assert sentences(Growth("home", 10_000, 12_000)) == [
        "home is within the limit now: remove it from growth_limits.toml."
    ]


def test_a_few_steps_more_of_a_page_that_needs_hardly_any_do_not_count():
    assert sentences(HOME, Growth("about", 20, 900)) == []
    assert sentences(HOME, Growth("about", 20, 1_300))


def test_measuring_nothing_fails():
    assert sentences() == ["Nothing was measured."]


def test_pages_without_a_single_step_fail():
    assert sentences(Growth("home", 0, 0), Growth("story", 0, 0)) == [
        "No page needed the database at all: the steps were not counted."
    ]


def test_a_listed_page_that_was_not_measured_fails():
    assert sentences(Growth("story", 10_000, 10_000)) == [
        "Not measured, although it is listed in growth_limits.toml: home."
    ]


def test_every_listed_page_exceeds_the_limit():
    bounds = growth.limits()

    assert bounds.limit == 1.2
    assert [name for name, ceiling in bounds.known.items() if ceiling.ratio <= bounds.limit] == []


def test_the_printed_list_is_what_the_file_holds():
    printed = growth.as_toml([HOME, Growth("story", 10_000, 10_000)], 1.2)

    assert printed == '[known]\n"home" = { ratio = 8.00, steps = 80000 }'


@pytest.fixture
def stories(db):
    return [builders.an_article(f"Story {number}") for number in range(60)]


def steps_of(ask):
    with steps.counted() as work:
        ask()
    return work


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads whole pages, which hold many rows")
def test_reading_more_rows_takes_more_steps(stories):
    few = steps_of(lambda: list(Article.objects.filter(pk__in=[stories[0].pk]).values_list("headline")))
    many = steps_of(lambda: list(Article.objects.values_list("headline")))

    assert many.steps > 5 * few.steps


def test_the_same_question_takes_the_same_steps(stories):
    works = {steps_of(lambda: list(Article.objects.filter(headline__contains="7"))).steps for _ in range(3)}

    assert len(works) == 1
    assert works.pop() > 0


def test_the_rows_of_an_answer_are_those_without_counting(stories):
    with steps.counted() as work:
        counted = list(Article.objects.order_by("pk"))

    assert counted == stories
    assert work.queries == 1


def test_nothing_is_counted_outside_the_block(stories):
    with steps.counted() as work:
        pass
    list(Article.objects.all())

    assert (work.steps, work.queries) == (0, 0)
