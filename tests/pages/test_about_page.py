"""The totals and credits of the About page."""

from __future__ import annotations

import pytest

from articles.models import Membership, Pledge, Quotation, RecordState
from articles.pages.about_page import about_page
from articles.record import projector, reference_sources
from articles.search.outbox import changed_entity
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, an_outlet, mention

pytestmark = pytest.mark.django_db
TEXT = "Ash Carter said in Mosul that the Islamic State would lose."


def a_fact(model, article, status="accepted", start=0):
    return model.objects.create(
        article=article,
        block=0,
        start=start,
        end=start + 3,
        text=article.body[0]["text"][start : start + 3],
        status=status,
    )


@pytest.fixture
def coverage(index):
    """One published story and one draft, each naming a person, an organization and a place, with facts of every status."""
    mosul = a_place("Mosul", country=a_country("Iraq", code="IQ"))
    for status, who, outlet in (("published", "Ash Carter", "Sample Desk"), ("draft", "Nobody Known", "Hidden Desk")):
        article = an_article("H", TEXT.replace("Ash Carter", who), status=status, outlet=outlet)
        mention(article, a_person(who))
        mention(article, an_organization("Islamic State"))
        mention(article, mosul)
        for model in (Quotation, Pledge):
            for start, fact_status in enumerate(("accepted", "proposed", "rejected")):
                a_fact(model, article, fact_status, start)
    index()


@pytest.mark.parametrize("with_record", [True, False])
def test_only_what_is_public_is_counted(coverage, with_record):
    if not with_record:
        RecordState.objects.update(format="")
    page = about_page()
    assert dict(page.counts) == {
        "Stories": 1, "People": 1, "Organizations": 1, "Places": 2, "Quotations": 1, "Pledges": 1,
    }  # fmt: skip
    assert [outlet.name for outlet in page.outlets] == ["Sample Desk"]


@pytest.mark.parametrize("with_index", [True, False])
def test_a_site_without_stories_counts_zeros_and_credits_no_outlet(index, with_index):
    an_outlet("Sample Desk")
    if with_index:
        index()
    page = about_page()
    assert [number for _, number in page.counts] == [0] * 6
    assert page.outlets == page.reference == ()


def test_an_outlet_of_several_stories_is_credited_once_in_the_order_of_names(index):
    for outlet in ("Sample Desk", "Other Desk", "Sample Desk"):
        an_article(outlet=outlet)
    index()
    assert [outlet.name for outlet in about_page().outlets] == ["Other Desk", "Sample Desk"]


def test_the_page_costs_three_queries(coverage, django_assert_num_queries):
    with django_assert_num_queries(3):
        about_page()


@pytest.mark.parametrize(
    ("days", "listed"),
    [
        ([{"as_of": "2022"}], "in 2022"),
        ([{"as_of": "2022-03"}, {"as_of": "2022-03"}], "in March 2022"),
        ([{"as_of": "2021-12-31"}, {"as_of": "2022-03"}], "between 31 December 2021 and March 2022"),
        ([{"end_date": "2016"}], ""),
        ([{"end_date": "2016"}, {"as_of": "2022"}], "in 2022"),
    ],
    ids=str,
)
def test_open_ended_roles_of_a_source_are_dated_by_their_as_of_dates(days, listed):
    for number, fields in enumerate(days):
        a_role(a_person(f"Person {number}"), "President", source="World Factbook", **fields)
    (source,) = about_page().reference
    assert (source.name, source.roles, source.listed) == ("World Factbook", len(days), listed)


def test_roles_of_stories_and_roles_without_a_date_belong_to_no_source():
    a_role(a_person(), "President", article=an_article(), source="")
    a_role(a_person(), "Minister", source="Undated list")
    assert about_page().reference == ()


def test_roles_without_a_source_were_compiled_for_this_site():
    a_role(a_person(), "President", as_of="2022")
    a_role(a_person(), "Minister", as_of="2022", source="World Factbook")
    assert [source.name for source in about_page().reference] == ["compiled for this site", "World Factbook"]


def test_disputed_areas_are_listed_by_name():
    names = [area.name for area in about_page().disputed]
    assert "Crimea" in names
    assert names == sorted(names)


def test_sources_of_reference_roles_come_from_the_record(index, django_assert_num_queries):
    a_role(a_person(), "President", as_of="2022", source="World Factbook")
    index()
    Membership.objects.update(source="Another source")  # without a row in the outbox
    assert [source.name for source in about_page().reference] == ["World Factbook"]


def test_a_changed_role_of_the_reference_data_changes_its_source_and_nothing_else(index):
    carter, kerry = a_person("Ash Carter"), a_person("John Kerry")
    for person in (carter, kerry):
        a_role(person, "President", as_of="2022", source="World Factbook")
    index()
    carter.memberships.update(source="Another source", as_of="2023")
    changed_entity(carter.pk)
    projector.drain()
    found = [(source.name, source.roles, source.listed) for source in about_page().reference]
    assert found == [("Another source", 1, "in 2023"), ("World Factbook", 1, "in 2022")]
    kerry.memberships.all().delete()
    changed_entity(kerry.pk)
    projector.drain()
    assert [source.name for source in about_page().reference] == ["Another source"]


def test_a_published_story_counts_no_role_of_the_reference_data_again(index, monkeypatch):
    carter = a_person("Ash Carter")
    a_role(carter, "President", as_of="2022", source="World Factbook")
    index()
    counted = []
    monkeypatch.setattr(reference_sources, "reference_roles", lambda: counted.append(1) or {})
    mention(an_article("H", TEXT), carter)
    changed_entity(carter.pk)
    projector.drain()
    assert counted == []
