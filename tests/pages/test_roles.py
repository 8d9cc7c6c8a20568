from __future__ import annotations

import pytest

from articles.models import Membership, Quotation
from articles.pages.fact_conditions import said_for
from articles.pages.role_rows import role_rows
from articles.pages.roles import MAX_ROLES, RoleList, people_with_roles, roles_of
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


def every(roles: RoleList):
    return [*roles.reported.rows, *roles.listed]


def of_person(person, days=()):
    return roles_of(role_rows(person.memberships.all()), days)


def in_body(body):
    return people_with_roles(role_rows(Membership.objects.filter(organization=body)))


def words(person) -> list[str]:
    return [str(role.words) for role in every(of_person(person))]


def texts(role) -> list[str]:
    return [statement.text for statement in role.statements]


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
    a_role(person, role, a_country(body), as_of="2022")
    assert words(person) == [expected]


def test_a_role_in_an_organization_stands_before_its_name():
    person = a_person()
    a_role(person, "Secretary-General", an_organization("United Nations"), as_of="2022")
    assert words(person) == ["Secretary-General, United Nations"]


@pytest.mark.parametrize("role", ["Canadian Defense Minister", "Defense Minister of Canada"])
def test_a_printed_role_that_names_its_country_stays_as_printed(canada, story, role):
    person = a_person()
    a_role(person, role, canada, article=story, end=10)
    assert words(person) == [role]


def test_a_demonym_within_a_longer_word_does_not_name_the_country(story):
    country = a_country("Iran", code="IR")
    other_name(country, "Us", kind=NameKind.DEMONYM)
    person = a_person()
    a_role(person, "Minister for Justice", country, article=story, end=10)
    assert words(person) == ["Minister for Justice, Iran"]


def test_a_role_of_nothing_is_only_the_role(story):
    person = a_person()
    a_role(person, "Spokesman", article=story, end=10)
    assert words(person) == ["Spokesman"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Foreign Minister", "Foreign Minister of Canada"),
        ("president", "President of Canada"),
        ("Spokesman", "Spokesman, Canada"),
        ("Presidential envoy", "Presidential envoy, Canada"),
    ],
    ids=str,
)
def test_a_printed_role_is_joined_to_its_country_as_english_does(canada, story, printed, expected):
    person = a_person()
    a_role(person, printed, canada, article=story, end=10)
    assert words(person) == [expected]


@pytest.mark.parametrize(
    ("dates", "label"),
    [
        ({"start_date": "2015-11", "end_date": "2025-03"}, "Prime Minister of Canada (2015 to 2025)"),
        ({"start_date": "2015-11", "as_of": "2022-10"}, "Prime Minister of Canada (as listed in October 2022)"),
        ({"start_date": "2015-11"}, ""),
        ({}, ""),
    ],
    ids=["a term", "no end recorded", "no date up to which it is true", "no dates"],
)
def test_the_label_of_a_person_has_a_date_or_no_role(index, canada, dates, label):
    person = a_person("Justin Trudeau")
    a_role(person, "Prime Minister", canada, **dates)
    appear(an_article(), person)
    index()
    assert labels([person.pk])[person.pk].description == label


def test_the_label_of_a_person_is_the_role_that_stories_give(index, canada, story):
    person = a_person("Harjit Singh Sajjan")
    a_role(person, "Minister of International Development", canada, start_date="2021-10", end_date="2023-07")
    a_role(person, "Defence Minister", canada, article=story, end=10)
    appear(story, person)
    index()
    assert labels([person.pk])[person.pk].description == "Defence Minister of Canada (July 2016)"


@pytest.mark.parametrize("printed", ["Defense Minister", "Canadian Minister of Defence"])
def test_one_person_with_one_role_is_one_line_with_story_and_reference_data(canada, story, index, printed):
    person = a_person("Harjit Singh Sajjan")
    a_role(person, printed, canada, article=story, end=10)
    a_role(person, "Minister of Defence", canada, start_date="2015-11", end_date="2021-10", source="Wikidata")
    index()
    [role] = in_body(canada).reported.rows
    assert str(role.words) == "Minister of Defence, Canada"
    reported, listed = role.statements
    assert (reported.text, reported.url.endswith("#s-0-1")) == ("as of 21 July 2016", True)
    assert (listed.text, listed.url, listed.source) == ("November 2015 to October 2021", "", "Wikidata")


def test_two_terms_of_one_role_are_one_line():
    country = a_country("United States", code="US")
    person = a_person("Donald Trump")
    a_role(person, "President", country, start_date="2017-01", end_date="2021-01")
    a_role(person, "President", country, start_date="2025-01", as_of="2025-06")
    [role] = in_body(country).listed
    assert texts(role) == ["from January 2025, as listed in June 2025", "January 2017 to January 2021"]


@pytest.mark.parametrize("near_miss", ["other role", "other person"])
def test_another_role_or_person_is_another_line(canada, near_miss):
    person = a_person("Harjit Singh Sajjan")
    other = a_person("Anita Anand") if near_miss == "other person" else person
    a_role(person, "Minister of Defence", canada, as_of="2016")
    a_role(other, "Minister of Defence" if other != person else "Minister of Trade", canada, as_of="2016")
    assert len(every(in_body(canada))) == 2


def test_roles_from_stories_are_separate_and_the_latest_comes_first(canada, story):
    terms = {
        "Past": ("2006-02", "2015-11", ""),
        "Listed": ("2025-03", "", "2025-06"),
        "Recent": ("2015-11", "2025-03", ""),
    }
    for name, (start, end, as_of) in terms.items():
        a_role(a_person(name), "Prime Minister", canada, start_date=start, end_date=end, as_of=as_of)
    a_role(a_person("Reported in 2016"), "Prime Minister", canada, article=story, end=10)
    found = in_body(canada)
    assert [role.who.name for role in found.reported.rows] == ["Reported in 2016"]
    assert [role.who.name for role in found.listed] == ["Listed", "Recent", "Past"]


def test_reference_data_that_vouches_for_no_date_is_not_shown(canada):
    a_role(a_person(), "Prime Minister", canada, start_date="2015-11")
    assert not in_body(canada)


def test_roles_cost_one_query(canada, story, django_assert_num_queries):
    for name in ("One", "Two", "Three"):
        a_role(a_person(name), "Minister", canada, article=story, end=10)
    with django_assert_num_queries(1):  # the roles with their people, bodies and stories
        in_body(canada)


def test_a_role_is_shown_as_of_the_day_of_its_story(canada, story):
    a_role(a_person(), "Minister", canada, article=story, end=10)
    [role] = in_body(canada).reported.rows
    assert texts(role) == ["as of 21 July 2016"]


def test_the_day_of_a_story_is_shown_only_as_precisely_as_known(canada, story):
    story.date_precision = "month"
    story.save()
    a_role(a_person(), "Minister", canada, article=story, end=10)
    [role] = in_body(canada).reported.rows
    assert texts(role) == ["as of July 2016"]


def test_a_role_of_an_undated_story_leads_to_it_and_names_nobody_elsewhere(canada):
    undated = an_article("H", "Ash Carter spoke.", date=None)
    person = a_person()
    a_role(person, "Minister", canada, article=undated, end=10)
    [role] = in_body(canada).reported.rows
    assert (texts(role), role.statements[0].url.endswith("#s-0-1")) == (["in an undated story"], True)
    assert of_person(person).headline is None


def test_a_former_role_is_one_line_with_the_office(canada, story):
    person = a_person("Stephen Harper")
    a_role(person, "Prime Minister", canada, start_date="2006-02", end_date="2015-11")
    a_role(person, "former Prime Minister", canada, article=story, end=10, text="former Prime Minister")
    [role] = every(in_body(canada))
    assert str(role.words) == "Prime Minister of Canada"
    assert texts(role) == ["“former Prime Minister” in a story of 21 July 2016", "February 2006 to November 2015"]


def test_an_office_that_a_story_puts_in_the_past_keeps_the_words_of_the_story(canada, story):
    person = a_person()
    a_role(person, "Defence Minister", canada, article=story, end=10, text="defence minister at the time")
    assert words(person) == ["Defence minister at the time, Canada"]


HARPER = [
    ("former Prime Minister", {"reported": "2016-07-21"}),
    ("Prime Minister", {"start_date": "2006-02", "end_date": "2015-11"}),
    ("Leader of the Opposition", {"start_date": "2002-05", "end_date": "2006-02"}),
    ("Adviser", {"reported": "2014-03-01"}),
]


@pytest.mark.parametrize(
    ("given", "days", "headline"),
    [
        ([0, 1, 2, 3], ["2016-07"], ("Adviser, Canada", "as of 1 March 2014")),
        ([0, 1, 2], ["2016-07"], ("Prime Minister of Canada", "February 2006 to November 2015")),
        ([0, 1, 2], ["2005-01", "2016-07"], ("Leader of the Opposition, Canada", "May 2002 to February 2006")),
        ([0], ["2016-07"], ("Former Prime Minister of Canada", "as of 21 July 2016")),
        ([], ["2016-07"], None),
    ],
    ids=["reported", "last listed", "listed at the time", "only former", "none"],
)
def test_a_person_is_headed_by_the_role_at_the_time_of_the_coverage(canada, given, days, headline):
    person = a_person("Stephen Harper")
    for role, dates in (HARPER[number] for number in given):
        reported = an_article("H", "Words.", date=dates["reported"]) if "reported" in dates else None
        listed = {name: date for name, date in dates.items() if name != "reported"}
        a_role(person, role, canada, article=reported, end=1, **listed)
    role = of_person(person, days).headline
    assert (role and (str(role.words), role.statements[0].text)) == headline


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2013-06-01", True), ("2016-07-21", False), ("2011-12-31", False)],
    ids=["in office", "after", "before"],
)
def test_a_quotation_is_said_for_an_organization_only_while_its_speaker_held_the_role(day, counts):
    nato, person = an_organization("NATO"), a_person("Jens Stoltenberg")
    a_role(person, "Secretary General", nato, start_date="2012", end_date="2014-10")
    story = an_article("H", "He spoke.", date=day)
    Quotation.objects.create(article=story, block=0, start=0, end=2, text="He", speaker=person, status="accepted")
    assert Quotation.objects.filter(said_for([nato.pk])).exists() is counts


@pytest.mark.parametrize(("printed", "counts"), [("spokesman", True), ("former spokesman", False)])
def test_a_quotation_is_said_for_an_organization_whose_role_its_story_states(story, printed, counts):
    nato, person = an_organization("NATO"), a_person("Jens Stoltenberg")
    a_role(person, printed, nato, article=story, end=10)
    other = an_article("H", "He spoke.")
    for article in (story, other):
        Quotation.objects.create(article=article, block=0, start=0, end=2, text="He", speaker=person, status="accepted")
    found = Quotation.objects.filter(said_for([nato.pk])).values_list("article", flat=True)
    assert list(found) == ([story.pk] if counts else [])


def test_the_newest_roles_are_shown_with_the_number_of_all(canada):
    people = [a_person(f"Person {number:02}") for number in range(MAX_ROLES + 2)]
    for number, person in enumerate(people):
        story = an_article("H", "A minister spoke.", date=f"20{number:02}-07-21")
        a_role(person, "Minister", canada, article=story)
    found = in_body(canada)
    assert (len(found.reported.rows), found.reported.total) == (MAX_ROLES, MAX_ROLES + 2)
    assert [role.who.name for role in found.reported.rows] == [person.name for person in reversed(people)][:MAX_ROLES]
    assert len(found.stories) == MAX_ROLES


def test_the_stories_of_a_list_are_those_that_state_what_is_shown(canada, story):
    a_role(person := a_person("Harjit Sajjan"), "Defence Minister", canada, article=story)
    a_role(person, "Veteran", canada)
    assert of_person(person).stories == {story.pk}
