from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from articles.models import Article
from articles.pages.story_age import NamedInStory, age_basis, newer_stories, shared_name
from tests.builders import a_country, a_person, a_place, an_article, an_organization, mention

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
    age = age_basis(an_article(date=published, date_precision=precision)).on(today)
    assert (age.years if age else None) == years


def test_an_undated_story_is_as_old_as_its_notice_said_when_it_came_in():
    came_in = datetime(2026, 3, 31, tzinfo=UTC)
    age = age_basis(an_article(date=None, notices=["This story is over 5 years old."], retrieved_at=came_in)).on(
        date(2026, 4, 1)
    )
    assert age is not None
    assert age.years == 5
    assert age.as_stated == "This story is over 5 years old."
    assert age.since.year == 2021


@pytest.mark.parametrize("notices", [[], ["Follow us"], ["He is over 5 years older."]], ids=str)
def test_an_undated_story_without_such_a_notice_has_no_age(notices):
    assert age_basis(an_article(date=None, notices=notices)).on(date(2026, 1, 1)) is None


TOTAL = 100


def shared(*entities, named_in=5, about=()):
    return [
        shared_name(
            NamedInStory(
                entity.pk, entity.name, is_country=getattr(entity, "is_country", False), is_about=entity in about
            ),
            named_in,
            TOTAL,
        )
        for entity in entities
    ]


def naming(article, *entities):
    """The story with these names in its text."""
    article.body = [{**article.body[0], "text": ", ".join(entity.name for entity in entities)}]
    Article.objects.filter(pk=article.pk).update(body=article.body)
    for entity in entities:
        mention(article, entity)
    return article


def newer(index, *asked):
    index()
    article, *others = asked
    return newer_stories(article.pk, *others)


@pytest.fixture
def names():
    iraq = a_country("Iraq", code="IQ")
    return [a_place("Mosul", country=iraq), an_organization("Islamic State"), a_person("Ash Carter")]


def test_newer_stories_come_newest_first_and_are_three_at_most(index, names):
    mosul, group, carter = names
    old = naming(an_article("Old", date="2016-07-21"), mosul, group, carter)
    for year in (2017, 2018, 2019, 2020):
        naming(an_article(f"In {year}", date=f"{year}-01-05"), mosul, group)
    found = newer(index, old, old.date_published, shared(*names))
    assert [story.headline for story in found] == ["In 2020", "In 2019", "In 2018"]
    assert set(found[0].shared) == {"Mosul", "Islamic State"}


def test_names_that_few_stories_share_weigh_more_than_a_newer_date(index, names):
    mosul, group, _ = names
    capital, country = a_place("Washington"), a_country("United States", code="US")
    old = naming(an_article("Old", date="2016-07-21"), mosul, group, capital, country)
    naming(an_article("Goes on", date="2017-01-05"), mosul, group)
    for year in (2018, 2019, 2020):
        naming(an_article(f"Unrelated {year}", date=f"{year}-01-05"), capital, country, a_person())
    known = shared(mosul, group, named_in=3) + shared(capital, country, named_in=40)
    assert [story.headline for story in newer(index, old, old.date_published, known)] == ["Goes on"]


@pytest.mark.parametrize(
    ("named_in", "is_about", "found"),
    [(10, False, True), (11, False, False), (90, True, True)],
    ids=["rare", "common", "common, but what the story is about"],
)
def test_two_stories_share_at_least_one_distinctive_name(index, names, named_in, is_about, found):
    mosul, group, _ = names
    old = naming(an_article("Old", date="2016-07-21"), mosul, group)
    naming(an_article("Newer", date="2017-01-05"), mosul, group)
    known = shared(mosul, named_in=named_in, about=[mosul] if is_about else []) + shared(group, named_in=50)
    assert bool(newer(index, old, old.date_published, known)) is found


def test_countries_alone_do_not_make_a_newer_story(index):
    countries = [a_country("Iraq", code="IQ"), a_country("Syria", code="SY")]
    old = naming(an_article("Old", date="2016-07-21"), *countries)
    naming(an_article("Newer", date="2017-01-05"), *countries)
    assert newer(index, old, old.date_published, shared(*countries, about=countries)) == ()


def test_the_most_distinctive_names_come_first(index, names):
    mosul, group, carter = names
    old = naming(an_article("Old", date="2016-07-21"), *names)
    naming(an_article("Newer", date="2017-01-05"), *names)
    known = shared(mosul, named_in=9) + shared(group, named_in=9, about=[group]) + shared(carter, named_in=2)
    [story] = newer(index, old, old.date_published, known)
    assert story.shared == ("Islamic State", "Ash Carter", "Mosul")


@pytest.mark.parametrize(
    "near_miss",
    ["one name", "older", "draft", "itself", "undated"],
)
def test_what_is_no_newer_story(index, names, near_miss):
    mosul, group, _ = names
    old = naming(an_article("Old", date="2016-07-21"), mosul, group)
    if near_miss == "one name":
        naming(an_article(date="2017-01-01"), mosul)
    elif near_miss == "older":
        naming(an_article(date="2015-01-01"), mosul, group)
    elif near_miss == "draft":
        naming(an_article(date="2017-01-01", status="draft"), mosul, group)
    elif near_miss == "undated":
        naming(an_article(date=None), mosul, group)
    assert newer(index, old, old.date_published, shared(*names)) == ()


def test_a_country_that_comes_with_its_place_is_no_second_name(index, names):
    mosul, _, _ = names
    old = naming(an_article("Old", date="2016-07-21"), mosul)
    naming(an_article(date="2017-01-01"), mosul)
    assert newer(index, old, old.date_published, shared(mosul, mosul.country)) == ()


def test_newer_stories_cost_one_query(index, names, django_assert_num_queries):
    mosul, group, _ = names
    old = naming(an_article("Old", date="2016-07-21"), mosul, group)
    for _ in range(5):
        naming(an_article(date="2018-01-01"), mosul, group)
    known = shared(mosul, group)
    index()
    with django_assert_num_queries(1):  # the candidates of the index, with their cards
        newer_stories(old, old.date_published, known)
