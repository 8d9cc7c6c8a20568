from __future__ import annotations

import pytest

from articles.models import Membership
from articles.pages.roles import people_with_roles, roles_of
from articles.search.names import labels
from articles.vocabulary import NameKind
from tests.builders import a_country, a_person, a_role, an_article, an_organization, appear, other_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def canada():
    country = a_country("Canada", code="CA")
    other_name(country, "Canadian", kind=NameKind.DEMONYM)
    return country


@pytest.fixture
def story():
    return an_article("H", "Ash Carter spoke.", date="2016-07-21")


def words(memberships) -> list[str]:
    return [str(role.words) for role in roles_of(memberships)]


@pytest.mark.parametrize(
    ("body", "role", "expected"),
    [
        ("Iraq", "Prime Minister", "Prime Minister of Iraq"),
        ("United States", "President", "President of the United States"),
        ("Netherlands", "Prime Minister", "Prime Minister of the Netherlands"),
        ("United States", "Secretary of Defense", "Secretary of Defense, United States"),
        ("Iraq", "Prime Minister of Iraq", "Prime Minister of Iraq"),
    ],
    ids=str,
)
def test_a_role_that_came_with_the_site_says_of_which_country(body, role, expected):
    person = a_person()
    a_role(person, role, a_country(body))
    assert words(person.memberships) == [expected]


def test_a_role_in_an_organization_stands_before_its_name():
    person = a_person()
    a_role(person, "Secretary-General", an_organization("United Nations"))
    assert words(person.memberships) == ["Secretary-General, United Nations"]


@pytest.mark.parametrize("role", ["Canadian Defense Minister", "Defense Minister of Canada"])
def test_a_printed_role_that_names_its_country_stays_as_printed(canada, story, role):
    person = a_person()
    a_role(person, role, canada, article=story, end=10)
    assert words(person.memberships) == [role]


def test_a_demonym_within_a_longer_word_does_not_name_the_country(story):
    country = a_country("Iran", code="IR")
    other_name(country, "Us", kind=NameKind.DEMONYM)
    person = a_person()
    a_role(person, "Minister for Justice", country, article=story, end=10)
    assert words(person.memberships) == ["Minister for Justice, Iran"]


def test_a_role_of_nothing_is_only_the_role(story):
    person = a_person()
    a_role(person, "Spokesman", article=story, end=10)
    assert words(person.memberships) == ["Spokesman"]


def test_the_label_of_a_person_says_of_what(index, canada):
    person = a_person("Justin Trudeau")
    a_role(person, "Prime Minister", canada, start_date="2015-11")
    appear(an_article(), person)
    index()
    assert labels([person.pk])[person.pk].description == "Prime Minister of Canada"


@pytest.mark.parametrize("printed", ["Defense Minister", "Canadian Minister of Defence"])
def test_one_person_with_one_role_is_one_line_and_the_dated_one_wins(canada, story, index, printed):
    person = a_person("Harjit Singh Sajjan")
    a_role(person, printed, canada, article=story, end=10)
    a_role(person, "Minister of Defence", canada, start_date="2015-11", end_date="2021-10")
    index()
    [role] = people_with_roles(Membership.objects.filter(organization=canada))
    assert str(role.words) == "Minister of Defence, Canada"
    assert role.since == "November 2015 to October 2021"
    assert role.url.endswith("#s-0-1")


def test_two_terms_of_one_role_are_one_line():
    country = a_country("United States", code="US")
    person = a_person("Donald Trump")
    a_role(person, "President", country, start_date="2017-01", end_date="2021-01")
    a_role(person, "President", country, start_date="2025-01")
    [role] = people_with_roles(Membership.objects.filter(organization=country))
    assert role.since == "since January 2025; January 2017 to January 2021"


@pytest.mark.parametrize("near_miss", ["other role", "other person"])
def test_another_role_or_person_is_another_line(canada, near_miss):
    person = a_person("Harjit Singh Sajjan")
    other = a_person("Anita Anand") if near_miss == "other person" else person
    a_role(person, "Minister of Defence", canada)
    a_role(other, "Minister of Defence" if other != person else "Minister of Trade", canada)
    assert len(people_with_roles(Membership.objects.filter(organization=canada))) == 2


def test_who_has_a_role_now_comes_first_then_the_most_recent(canada, story):
    for name, start, end in (("Past", "2006-02", "2015-11"), ("Now", "2025-03", ""), ("Recent", "2015-11", "2025-03")):
        a_role(a_person(name), "Prime Minister", canada, start_date=start, end_date=end)
    a_role(a_person("Told in 2016"), "Prime Minister", canada, article=story, end=10)
    found = people_with_roles(Membership.objects.filter(organization=canada))
    assert [role.who.name for role in found if role.who] == ["Now", "Recent", "Told in 2016", "Past"]


def test_roles_cost_one_query(canada, story, django_assert_num_queries):
    for name in ("One", "Two", "Three"):
        a_role(a_person(name), "Minister", canada, article=story, end=10)
    with django_assert_num_queries(1):  # the roles with their people, bodies and stories
        people_with_roles(Membership.objects.filter(organization=canada))


def test_a_role_without_dates_is_told_as_of_the_day_of_its_story(canada, story):
    a_role(a_person(), "Minister", canada, article=story, end=10)
    [role] = people_with_roles(canada.members.all())
    assert role.since == "as of 21 July 2016"


def test_the_day_of_a_story_is_told_no_more_precisely_than_it_is_known(canada, story):
    story.date_precision = "month"
    story.save()
    a_role(a_person(), "Minister", canada, article=story, end=10)
    [role] = people_with_roles(canada.members.all())
    assert role.since == "as of July 2016"


def test_a_role_of_an_undated_story_has_no_date(canada):
    undated = an_article("H", "Ash Carter spoke.", date=None)
    a_role(a_person(), "Minister", canada, article=undated, end=10)
    [role] = people_with_roles(canada.members.all())
    assert role.since == ""
