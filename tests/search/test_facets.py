from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from articles.search.facets import FACETS
from articles.search.query import search
from articles.search.result import FACET_NAMES, StoryQuery
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, appear


@pytest.fixture
def coverage(index):
    """Sixty stories over three years that name some of a small cast, drawn with a fixed seed."""
    dice = random.Random(7)  # noqa: S311  # a repeatable draw, no secret
    iraq, syria = a_country("Iraq", code="IQ"), a_country("Syria", code="SY")
    cast = [
        *(a_person(name) for name in ("Ash Carter", "Harjit Sajjan", "John Kerry")),
        *(an_organization(name, short) for name, short in (("Islamic State", "IS"), ("United Nations", "UN"))),
        *(a_place(name, country=country) for name, country in (("Mosul", iraq), ("Erbil", iraq), ("Raqqa", syria))),
    ]
    outlets = [an_outlet("Sample Desk"), an_outlet("Other Desk"), None]
    for number in range(60):
        day = None if number % 9 == 0 else f"{dice.choice((2015, 2016, 2017))}-{dice.randint(1, 12):02d}-11"
        words = " ".join(dice.sample(("troops", "aid", "bridge", "ceasefire", "IS"), 3))
        article = an_article(f"Story {number}", f"There were {words}.", date=day, outlet=dice.choice(outlets))
        appear(article, *dice.sample(cast, dice.randint(0, 4)))
    index()
    return cast, outlets


def draw(dice, coverage):
    cast, outlets = coverage
    pick = lambda kind: tuple(e.pk for e in cast if e.kind == kind and dice.random() < 0.15)  # noqa: E731  # short
    start = date(dice.choice((2015, 2016)), dice.randint(1, 12), 1)
    return StoryQuery(
        text=dice.choice(("", "", "troops", "aid bridge", "Islamic State", '"troops aid"', "Carter", "zzz")),
        exact=dice.random() < 0.2,
        people=pick("person"),
        organizations=pick("organization"),
        places=pick("place"),
        outlets=tuple(o.pk for o in outlets if o and dice.random() < 0.2),
        years=tuple(y for y in (2015, 2016) if dice.random() < 0.2),
        date_from=start if dice.random() < 0.2 else None,
        date_to=date(2017, 6, 30) if dice.random() < 0.2 else None,
        sort=dice.choice(("newest", "oldest", "relevance")),
    )


def chosen(query, facet, value):
    """What a click asks: one more of a facet that narrows, this one of a facet that widens."""
    if facet.any_of:
        return replace(query, **{facet.attribute: (value,)})
    return replace(query, **{facet.attribute: tuple(dict.fromkeys((*facet.selected(query), value)))})


def test_every_count_equals_the_total_after_choosing_it(coverage):
    dice = random.Random(11)  # noqa: S311  # a repeatable draw, no secret
    checked = 0
    for _ in range(60):
        query = draw(dice, coverage)
        for name, values in search(query).facets.items():
            for value in values:
                assert search(chosen(query, FACETS[name], value.value)).total == value.total, (query, name, value)
                checked += 1
    assert checked > 300


def test_the_months_and_the_undated_make_up_the_total(coverage):
    dice = random.Random(13)  # noqa: S311  # a repeatable draw, no secret
    for _ in range(30):
        query = draw(dice, coverage)
        result = search(query)
        without_dates = search(replace(query, date_from=None, date_to=None))
        assert sum(number for _, number in result.histogram) + result.undated == without_dates.total
        assert result.histogram == without_dates.histogram


def test_a_month_counts_what_its_days_find(coverage):
    for month, number in search(StoryQuery()).histogram:
        first = date.fromisoformat(f"{month}-01")
        assert search(StoryQuery(date_from=first, date_to=first.replace(day=28))).total == number


def test_choosing_one_year_leaves_the_others_to_choose(coverage):
    result = search(StoryQuery(years=(2016,)))
    years = {value.name: value for value in result.facets["year"]}
    assert list(years) == ["2017", "2016", "2015"]
    assert [value.selected for value in years.values()] == [False, True, False]
    assert search(StoryQuery(years=(2015, 2016))).total == years["2015"].total + years["2016"].total


def test_choosing_two_people_asks_for_both(coverage):
    cast, _ = coverage
    first, second = cast[0].pk, cast[1].pk
    both = search(StoryQuery(people=(first, second))).total
    assert both < min(search(StoryQuery(people=(pk,))).total for pk in (first, second))


def test_a_choice_without_hits_stays_to_be_undone(coverage):
    cast, _ = coverage
    result = search(StoryQuery("zzz", people=(cast[0].pk, 10**6)))
    assert result.total == 0
    assert {(v.value, v.total, v.selected) for v in result.facets["person"]} == {
        (cast[0].pk, 0, True),
        (10**6, 0, True),
    }


def test_a_country_is_not_listed_among_the_places(coverage):
    facets = search(StoryQuery()).facets
    assert {value.name for value in facets["country"]} == {"Iraq", "Syria"}
    assert {value.name for value in facets["place"]} == {"Mosul", "Erbil", "Raqqa"}


def test_only_the_most_covered_are_listed(index):
    people = [a_person(f"Person {number:02d}") for number in range(30)]
    for number, person in enumerate(people):
        for _ in range(1 + number // 10):
            appear(an_article(), person)
    index()
    shown = search(StoryQuery()).facets["person"]
    assert [value.name for value in shown] == [f"Person {number:02d}" for number in (*range(20, 30), 10, 11)]


def test_a_choice_far_down_the_list_keeps_its_count(index):
    people = [a_person(f"Person {number:02d}") for number in range(80)]
    appear(an_article(), *people)
    appear(an_article(), *people[:79])
    index()
    values = {v.value: v for v in search(StoryQuery(people=(people[79].pk,))).facets["person"]}
    assert values[people[79].pk].total == 1


@pytest.mark.parametrize("name", FACET_NAMES)
def test_only_the_facets_that_are_asked_for_are_counted(coverage, name):
    assert set(search(StoryQuery(), facets=(name,), histogram=False).facets) == {name}
