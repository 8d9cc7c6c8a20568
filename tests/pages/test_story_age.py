from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from articles.pages.story_age import age_of, newer_stories
from tests.builders import a_country, a_person, a_place, an_article, an_organization, appear

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("published", "precision", "today", "years"),
    [
        ("2016-07-21", "day", date(2017, 7, 21), 1),
        ("2016-07-21", "day", date(2017, 7, 20), None),
        ("2016-07-21", "day", date(2026, 11, 22), 10),
        ("2016-07-01", "month", date(2017, 7, 30), None),
        ("2016-07-01", "month", date(2017, 7, 31), 1),
        ("2016-01-01", "year", date(2017, 12, 30), None),
        ("2016-01-01", "year", date(2017, 12, 31), 1),
        ("2016-02-29", "day", date(2017, 2, 28), None),
        ("2016-02-29", "day", date(2017, 3, 1), 1),
    ],
    ids=str,
)
def test_the_age_of_a_story_is_in_whole_years_that_are_certain(published, precision, today, years):
    age = age_of(an_article(date=published, date_precision=precision), today)
    assert (age.years if age else None) == years


def test_an_undated_story_is_as_old_as_its_notice_said_when_it_came_in():
    came_in = datetime(2026, 3, 31, tzinfo=UTC)
    age = age_of(
        an_article(date=None, notices=["This story is over 5 years old."], retrieved_at=came_in), date(2026, 4, 1)
    )
    assert age is not None
    assert age.years == 5
    assert age.as_stated == "This story is over 5 years old."
    assert age.since.year == 2021


@pytest.mark.parametrize("notices", [[], ["Follow us"], ["He is over 5 years older."]], ids=str)
def test_an_undated_story_without_such_a_notice_has_no_age(notices):
    assert age_of(an_article(date=None, notices=notices), date(2026, 1, 1)) is None


@pytest.fixture
def names():
    iraq = a_country("Iraq", code="IQ")
    entities = [a_place("Mosul", country=iraq), an_organization("Islamic State"), a_person("Ash Carter")]
    return {entity.pk: entity.name for entity in entities}, entities


def test_newer_stories_are_the_three_newest_that_share_two_names(names):
    known, (mosul, group, carter) = names
    old = appear(an_article("Old", date="2016-07-21"), mosul, group, carter)
    for year in (2017, 2018, 2019, 2020):
        appear(an_article(f"In {year}", date=f"{year}-01-05"), mosul, group)
    found = newer_stories(old, old.date_published, known)
    assert [story.headline for story in found] == ["In 2020", "In 2019", "In 2018"]
    assert set(found[0].shared) == {"Mosul", "Islamic State"}


@pytest.mark.parametrize(
    "near_miss",
    ["one name", "older", "draft", "itself", "undated"],
)
def test_what_is_no_newer_story(names, near_miss):
    known, (mosul, group, _) = names
    old = appear(an_article("Old", date="2016-07-21"), mosul, group)
    if near_miss == "one name":
        appear(an_article(date="2017-01-01"), mosul)
    elif near_miss == "older":
        appear(an_article(date="2015-01-01"), mosul, group)
    elif near_miss == "draft":
        appear(an_article(date="2017-01-01", status="draft"), mosul, group)
    elif near_miss == "undated":
        appear(an_article(date=None), mosul, group)
    assert newer_stories(old, old.date_published, known) == ()


def test_a_country_that_comes_with_its_place_is_no_second_name(names):
    known, (mosul, _, _) = names
    old = appear(an_article("Old", date="2016-07-21"), mosul)
    appear(an_article(date="2017-01-01"), mosul)
    assert newer_stories(old, old.date_published, {**known, mosul.country_id: "Iraq"}) == ()


def test_newer_stories_cost_one_query(names, django_assert_num_queries):
    known, (mosul, group, _) = names
    old = appear(an_article("Old", date="2016-07-21"), mosul, group)
    for _ in range(5):
        appear(an_article(date="2018-01-01"), mosul, group)
    with django_assert_num_queries(1):  # the rows of the three newest, with their stories
        newer_stories(old, old.date_published, known)
