"""State bodies and armed forces count for their country, and nobody else does."""

from __future__ import annotations

import pytest

from articles.models import Organization, Pledge, Quotation
from articles.pages.fact_conditions import (
    bodies_with_facts,
    pledged_by_or_to,
    pledged_by_or_to_place,
    said_for,
    said_in_or_for_place,
)
from articles.record.story_records import derive
from articles.search.fact_owners import owners_of_pledges, owners_of_quotations
from articles.search.roll_up import bodies_of_country, countries_of_bodies
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def iraq():
    return a_country("Iraq", code="IQ")


def a_body(name, country, classification="state_body"):
    return an_organization(name, country=country, classification=classification)


def a_pledge(article, **parties):
    return Pledge.objects.create(
        article=article, block=0, start=0, end=3, text="The", item="tents", status="accepted", **parties
    )


def a_quotation(article, speaker):
    return Quotation.objects.create(
        article=article, block=0, start=0, end=3, text="The", speaker=speaker, status="accepted"
    )


@pytest.mark.parametrize(
    ("classification", "counts"),
    [
        ("state_body", True), ("armed_force", True), ("armed_group", False), ("party", False), ("company", False),
        ("media", False), ("agency", False), ("international", False), ("coalition", False), ("other", False),
    ],
)  # fmt: skip
def test_an_organization_counts_for_its_country_by_its_classification(iraq, classification, counts):
    body = a_body("The body", iraq, classification)
    assert countries_of_bodies([body.pk]) == ({body.pk: iraq.pk} if counts else {})
    assert bodies_of_country(iraq.pk) == ([body.pk] if counts else [])


def test_a_state_body_without_a_country_counts_for_none():
    assert countries_of_bodies([a_body("The body", None).pk]) == {}


def test_a_state_body_whose_country_is_recorded_as_a_region_counts_for_none():
    region = a_place("Kurdistan", feature_class="A", feature_code="ADM1")
    assert countries_of_bodies([a_body("The body", region).pk]) == {}


def test_a_pledge_by_or_to_a_state_body_is_on_the_page_of_the_country(iraq):
    ministry, donor = a_body("Ministry of Defence", iraq), an_organization("Red Cross")
    story = an_article("H", "The ministry gave tents.")
    pledges = [a_pledge(story, pledged_by=ministry, recipient=donor), a_pledge(story, recipient=ministry)]
    owners = owners_of_pledges(pledges)
    assert owners == {pledges[0].pk: {ministry.pk, donor.pk, iraq.pk}, pledges[1].pk: {ministry.pk, iraq.pk}}


def test_a_quotation_of_a_state_body_or_its_minister_is_on_the_page_of_the_country(iraq):
    ministry, minister = a_body("Ministry of Defence", iraq), a_person("Khaled al-Obaidi")
    story = an_article("H", "The minister spoke.")
    a_role(minister, "minister", ministry, article=story, end=3)
    quotations = [a_quotation(story, ministry), a_quotation(an_article("H", "The end."), minister)]
    by_minister = Quotation.objects.create(
        article=story, block=0, start=4, end=8, text="mini", speaker=minister, status="accepted"
    )
    owners = owners_of_quotations([*quotations, by_minister])
    assert owners[quotations[0].pk] == {ministry.pk, iraq.pk}
    assert owners[by_minister.pk] == {minister.pk, ministry.pk, iraq.pk}
    assert owners[quotations[1].pk] == {minister.pk}, "the other story does not say that he is a minister"


def test_a_pledge_counts_once_for_a_country_that_is_a_party_itself(iraq):
    ministry = a_body("Ministry of Defence", iraq)
    story = an_article("H", "The ministry gave tents.")
    a_pledge(story, pledged_by=iraq, recipient=ministry)
    counted = derive([story.pk]).stories[story.pk].counted
    assert counted["entities"] == {str(iraq.pk): [0, 1, 0], str(ministry.pk): [0, 1, 0]}
    assert counted["bodies"] == {str(iraq.pk): {str(ministry.pk): 1}}


def test_a_quotation_counts_once_for_a_country_that_the_story_names(iraq):
    ministry = a_body("Ministry of Defence", iraq)
    story = an_article("H", "The ministry of Iraq.")
    mention(story, iraq)
    a_quotation(story, ministry)
    assert derive([story.pk]).stories[story.pk].counted["entities"][str(iraq.pk)] == [1, 0, 1]


def test_the_conditions_for_tables_say_the_same_as_the_owners_of_facts(iraq):
    ministry, party = a_body("Ministry of Defence", iraq), a_body("A party", iraq, "party")
    minister = a_person("Khaled al-Obaidi")
    a_role(minister, "minister", ministry, start_date="2014", end_date="2016", source="A register")
    stories = [an_article("H", "The minister of Iraq spoke.", date=day) for day in ("2015-01-01", "2018-01-01")]
    mention(stories[1], iraq)
    quotations = [a_quotation(stories[0], minister), a_quotation(stories[1], party)]
    pledges = [a_pledge(story, pledged_by=by) for story, by in zip(stories, (ministry, party), strict=True)]
    said, promised = owners_of_quotations(quotations), owners_of_pledges(pledges)
    named = {quotations[1].pk}
    for pk, condition in ((iraq.pk, said_in_or_for_place(iraq.pk)), (ministry.pk, said_for([ministry.pk]))):
        expected = {one for one, owners in said.items() if pk in owners} | (named if pk == iraq.pk else set())
        assert set(Quotation.objects.filter(condition).values_list("pk", flat=True)) == expected
    for pk, condition in ((iraq.pk, pledged_by_or_to_place(iraq.pk)), (party.pk, pledged_by_or_to([party.pk]))):
        expected = {one for one, owners in promised.items() if pk in owners}
        assert set(Pledge.objects.filter(condition).values_list("pk", flat=True)) == expected
    assert bodies_with_facts(iraq.pk) == [ministry.pk]


def test_an_organization_that_is_no_state_body_any_more_counts_for_no_country(iraq):
    body = a_body("The body", iraq)
    Organization.objects.update(classification="party")
    assert countries_of_bodies([body.pk]) == {}
