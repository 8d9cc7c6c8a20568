from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db.models import CharField, PositiveIntegerField
from django.http import QueryDict

from articles.models import Article
from articles.search.facets import FACET_NAMES
from articles.search.parameters import parse_query
from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, appear

LANGUAGES = ("en", "en-GB", "fr", "ar", "pt_BR", "", "no language")
SECTIONS = ("World", "WORLD", "Middle East", "R\u00e9gions", "", "x" * 100)
GENRES = ("reportage", "analysis", "opinion")
# Beside what is drawn for known facets, every other plain column of a story differs, so that a new facet needs no change here.
DATE_COLUMNS = {"date_precision", "review_status"}
TEXTS = ("", "", "troops", "aid bridge", "Islamic State", '"troops aid"', "Carter", "zzz")


def drawn_columns(dice):
    """A value for every column of a story with choices, with a number, or with short words and no index."""
    drawn = {}
    for field in Article._meta.concrete_fields:
        if field.name in DATE_COLUMNS or field.unique or field.db_index or field.is_relation:
            continue
        if field.choices:
            drawn[field.name] = dice.choice([value for value, _ in field.choices])
        elif isinstance(field, PositiveIntegerField):
            drawn[field.name] = dice.choice((0, 1, 400, 2500))
        elif isinstance(field, CharField) and field.name not in ("headline", "slug", "sha256"):
            drawn[field.name] = dice.choice(("", "One", "Two words"))
    return drawn


@pytest.fixture
def coverage(index):
    """Sixty stories over three years that name random entities of a small set, with a fixed seed."""
    dice = random.Random(7)  # noqa: S311  # a repeatable draw, no secret
    columns = random.Random(8)  # noqa: S311  # a draw of its own: a new column changes no other value
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
        values = {
            "outlet": dice.choice(outlets),
            "in_language": dice.choice(LANGUAGES),
            "section": dice.choice(SECTIONS),
            "genre": dice.choice(GENRES),
        }
        article = an_article(
            f"Story {number}", f"There were {words}.", date=day, **{**drawn_columns(columns), **values}
        )
        appear(article, *dice.sample(cast, dice.randint(0, 4)))
    index()
    return cast


@pytest.fixture
def choices(coverage):
    """All values that the stories have for every registered facet."""
    found = {name: [value.value for value in values] for name, values in search(StoryQuery()).facets.items()}
    assert set(found) == set(FACET_NAMES)
    alike = [name for name, values in found.items() if len(values) < 2]
    assert not alike, f"the stories of `coverage` must differ in every registered facet, and do not in: {alike}"
    return found


def draw(dice, choices):
    """A random query: words, dates, and some values of some facets."""
    some = {name: tuple(v for v in values if dice.random() < 0.15) for name, values in choices.items()}
    start = date(dice.choice((2015, 2016)), dice.randint(1, 12), 1)
    return StoryQuery(
        text=dice.choice(TEXTS),
        exact=dice.random() < 0.2,
        filters={name: values for name, values in some.items() if values and dice.random() < 0.5},
        date_from=start if dice.random() < 0.2 else None,
        date_to=date(2017, 6, 30) if dice.random() < 0.2 else None,
        sort=dice.choice(("newest", "oldest", "relevance")),
    )


def test_following_a_choice_gives_as_many_stories_as_it_counts(choices):
    dice = random.Random(11)  # noqa: S311  # a repeatable draw, no secret
    checked = Counter()
    for _ in range(60):
        query = draw(dice, choices)
        for name, values in search(query).facets.items():
            for value in values:
                address = query.choosing(name, value.value).querystring()
                assert search(parse_query(QueryDict(address[1:]))).total == value.total, (query, name, value)
                checked[name] += bool(value.total)
    assert set(checked) == set(FACET_NAMES)
    assert min(checked.values()) > 20


@pytest.mark.parametrize("name", FACET_NAMES)
def test_every_story_with_a_value_is_found_by_it(choices, name):
    for value in choices[name]:
        result = search(StoryQuery(filters={name: (value,)}))
        assert result.total > 0
        assert [v.value for v in result.facets[name] if v.selected] == [value]


@pytest.mark.parametrize("name", FACET_NAMES)
def test_every_value_survives_being_written_to_an_address_and_read_again(choices, name):
    for value in choices[name]:
        query = StoryQuery(filters={name: (value,)})
        parsed = parse_query(QueryDict(query.querystring()[1:]))
        assert (parsed, parsed.address_notes) == (query, ())


def labels_of(name):
    return {value.name for value in search(StoryQuery()).facets[name]}


def test_languages_are_named_in_english_without_their_region(coverage):
    assert labels_of("language") == {"English", "French", "Arabic", "Portuguese"}


def test_one_section_in_capitals_and_without_is_one_choice(coverage):
    assert {label.casefold() for label in labels_of("section")} == {"world", "middle east", "r\u00e9gions", "x" * 100}
    assert len(labels_of("section")) == 4


def test_genres_have_the_names_that_editors_see(coverage):
    assert labels_of("genre") == {"Report", "Analysis", "Opinion"}


def test_the_months_and_the_undated_make_up_the_total(choices):
    dice = random.Random(13)  # noqa: S311  # a repeatable draw, no secret
    for _ in range(30):
        query = draw(dice, choices)
        result = search(query)
        without_dates = search(replace(query, date_from=None, date_to=None))
        assert sum(number for _, number in result.histogram) + result.undated == without_dates.total
        assert result.histogram == without_dates.histogram


def test_a_month_counts_what_its_days_find(coverage):
    for month, number in search(StoryQuery()).histogram:
        first = date.fromisoformat(f"{month}-01")
        assert search(StoryQuery(date_from=first, date_to=first.replace(day=28))).total == number


def test_choosing_one_year_leaves_the_others_to_choose(coverage):
    result = search(StoryQuery(filters={"year": (2016,)}))
    years = {value.name: value for value in result.facets["year"]}
    assert list(years) == ["2017", "2016", "2015"]
    assert [value.selected for value in years.values()] == [False, True, False]
    assert search(StoryQuery(filters={"year": (2015, 2016)})).total == years["2015"].total + years["2016"].total


def test_choosing_two_people_asks_for_both(coverage):
    cast = coverage
    first, second = cast[0].pk, cast[1].pk
    both = search(StoryQuery(filters={"person": (first, second)})).total
    assert both < min(search(StoryQuery(filters={"person": (pk,)})).total for pk in (first, second))


def test_a_choice_without_hits_stays_to_be_undone(coverage):
    cast = coverage
    result = search(StoryQuery("zzz", filters={"person": (cast[0].pk, 10**6)}))
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
    values = {v.value: v for v in search(StoryQuery(filters={"person": (people[79].pk,)})).facets["person"]}
    assert values[people[79].pk].total == 1


@pytest.mark.parametrize("name", FACET_NAMES)
def test_only_the_facets_that_are_asked_for_are_counted(coverage, name):
    assert set(search(StoryQuery(), facets=(name,), histogram=False).facets) == {name}
