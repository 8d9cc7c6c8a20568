"""The pages of entities are stored, dropped with what they show, and rendered again."""

from __future__ import annotations

import pytest
from django.core.exceptions import ObjectDoesNotExist

from articles.desk import identifiers, records, review, statuses
from articles.models import EntityPage, EntityRoles, Place, Pledge, StoryRole
from articles.record import entity_pages
from articles.record.entity_document import entity_document
from articles.record.entity_pages import render_pages
from articles.search.result import StoryQuery
from articles.vocabulary import EntityKind
from tests.builders import a_country, a_person, a_role, an_organization, mention
from tests.record.editor import a_draft

pytestmark = pytest.mark.django_db


def published(article):
    return statuses.publish(article, user=None)


def a_story_of(person, headline="Ministers met", **fields):
    story = a_draft(headline, f"{person.name} spoke on Monday.", **fields)
    mention(story, person)
    return published(story)


def person_page(person, **query):
    return entity_document(EntityKind.PERSON, StoryQuery(entities=(person.pk,), **query))


@pytest.fixture
def carter():
    return a_person("Ash Carter")


def is_stored(entity) -> bool:
    return EntityPage.objects.exclude(format="").filter(pk=entity.pk).exists()


def test_the_page_of_an_entity_is_stored_after_a_publication(keep_up, carter):
    a_story_of(carter)
    assert not is_stored(carter)
    keep_up()
    assert is_stored(carter)


def test_reading_a_stored_page_takes_two_queries(keep_up, carter, django_assert_num_queries):
    a_story_of(carter)
    keep_up()
    with django_assert_num_queries(2):
        assert "Ministers met" in person_page(carter).html


def test_a_page_with_filters_is_rendered_for_the_request(keep_up, carter):
    a_story_of(carter)
    keep_up()
    EntityPage.objects.update(page=b"no page")
    assert "Ministers met" in person_page(carter, sort="oldest").html


def test_a_page_of_another_format_is_not_used_and_rendered_again(keep_up, carter):
    a_story_of(carter)
    keep_up()
    EntityPage.objects.update(page=b"no page", format="0" * 16)
    assert "Ministers met" in person_page(carter).html
    keep_up()
    assert not EntityPage.objects.filter(format="0" * 16).exists()


def test_a_stored_page_is_not_found_under_another_kind(keep_up, carter):
    a_story_of(carter)
    keep_up()
    assert entity_document(EntityKind.PLACE, StoryQuery(entities=(carter.pk,))) is None


def test_a_stored_page_does_not_show_a_story_that_was_just_withdrawn(keep_up, carter):
    a_story_of(carter, "Kept")
    gone = a_story_of(carter, "Withdrawn")
    keep_up()
    statuses.withdraw(gone, user=None, reason="It was retracted")
    assert is_stored(carter)
    main = person_page(carter).html
    assert "Kept" in main
    assert "Withdrawn" not in main


def test_a_page_is_forgotten_with_the_last_story_of_its_entity(keep_up, carter):
    story = a_story_of(carter)
    keep_up()
    statuses.withdraw(story, user=None, reason="It was retracted")
    keep_up()
    assert not EntityPage.objects.exists()


def test_a_publication_drops_no_page_of_an_entity_that_it_does_not_show(keep_up, carter):
    a_story_of(carter)
    keep_up()
    EntityPage.objects.update(page=b"the same")
    a_story_of(a_person("John Kerry"))
    keep_up()
    assert bytes(EntityPage.objects.get(pk=carter.pk).page) == b"the same"


def test_pages_are_rendered_a_few_at_a_time_those_first_that_changed_longest_ago(keep_up, monkeypatch):
    people = [a_person(f"Witness {letter}") for letter in "ABC"]
    monkeypatch.setattr(entity_pages, "_STEP", 1)
    monkeypatch.setattr("articles.record.projector.render_pages", lambda: 0)
    for person in people:
        a_story_of(person)
        keep_up()
    done = []
    while render_pages():
        done.append([person.name[-1] for person in people if is_stored(person)])
    assert done == [["A"], ["A", "B"], ["A", "B", "C"]]


def test_rendering_ends_after_a_quarter_of_a_second_so_that_publications_do_not_wait(keep_up, monkeypatch):
    monkeypatch.setattr("articles.record.projector.render_pages", lambda: 0)
    for letter in "ABC":
        a_story_of(a_person(f"Witness {letter}"))
    keep_up()
    monkeypatch.setattr(entity_pages, "_SECONDS", -1)
    assert render_pages() == 1
    monkeypatch.setattr(entity_pages, "_SECONDS", 1000)
    assert render_pages() == 2


def test_a_page_that_cannot_be_rendered_stops_no_other(keep_up, carter, monkeypatch, caplog):
    other = a_person("John Kerry")
    a_story_of(carter)
    a_story_of(other)
    render = entity_pages.rendered
    monkeypatch.setattr(
        entity_pages, "rendered", lambda kind, query: 1 / 0 if query.entities == (carter.pk,) else render(kind, query)
    )
    keep_up()
    assert is_stored(other)
    assert not EntityPage.objects.filter(pk=carter.pk).exists()
    assert f"The page of entity {carter.pk} could not be rendered" in caplog.text


def test_a_renamed_country_drops_all_pages_because_maps_name_it(keep_up, carter, monkeypatch):
    country = records.save_entity(a_country("Turkey", code="TR"), user=None, changed=["name"])
    a_story_of(carter)
    keep_up()
    assert is_stored(carter)
    monkeypatch.setattr("articles.record.projector.render_pages", lambda: 0)
    country = Place.objects.get(pk=country.pk)
    country.name = "Türkiye"
    records.save_entity(country, user=None, changed=["name"])
    keep_up()
    assert not is_stored(carter)


def a_role_of(person, body, headline, date, printed="envoy"):
    story = a_draft(headline, f"{person.name} spoke for {body.name}.", date=date)
    mention(story, person)
    mention(story, body)
    a_role(person, printed, body, article=story, block=0, start=0, end=3, text=person.name[:3])
    return published(story)


def stated(entity) -> list[int]:
    return [row["article_id"] for row in EntityRoles.objects.get(pk=entity.pk).stated.values()]


def test_of_each_role_the_latest_statement_is_kept_for_both_parties(keep_up, carter):
    body = an_organization("United Nations")
    _, latest, _ = (a_role_of(carter, body, f"In {year}", f"{year}-05-01") for year in (2010, 2015, 2012))
    keep_up()
    assert stated(carter) == stated(body) == [latest.pk]


def test_the_next_statement_is_shown_when_the_latest_is_withdrawn(keep_up, carter):
    body = an_organization("United Nations")
    _, latest, before = (a_role_of(carter, body, f"In {year}", f"{year}-05-01") for year in (2010, 2015, 2012))
    keep_up()
    statuses.withdraw(latest, user=None, reason="It was retracted")
    keep_up()
    assert stated(carter) == stated(body) == [before.pk]
    assert StoryRole.objects.count() == 2


def test_a_role_that_no_story_states_any_more_is_forgotten(keep_up, carter):
    story = a_role_of(carter, an_organization("United Nations"), "In 2010", "2010-05-01")
    keep_up()
    statuses.withdraw(story, user=None, reason="It was retracted")
    keep_up()
    with pytest.raises(ObjectDoesNotExist):
        stated(carter)


def test_two_roles_of_a_person_in_one_organization_are_both_shown(keep_up, carter):
    body = an_organization("United Nations")
    stories = [a_role_of(carter, body, f"As {role}", "2010-05-01", role) for role in ("envoy", "commander")]
    keep_up()
    assert sorted(stated(carter)) == sorted(story.pk for story in stories)


def test_a_new_name_of_an_organization_changes_the_wording_of_roles_in_it(keep_up, carter):
    body = an_organization("United Nations")
    a_role_of(carter, body, "In 2010", "2010-05-01", "UN envoy")
    keep_up()
    assert "UN envoy, <" in person_page(carter).html.replace("\n", "")
    records.save_names(body, saved=[body.other_names.model(entity=body, name="UN")], deleted=[], user=None)
    keep_up()
    assert "UN envoy, <" not in person_page(carter).html.replace("\n", "")


def test_the_page_of_a_country_says_which_of_its_bodies_are_included(keep_up):
    iraq = a_country("Iraq", code="IQ")
    ministry = an_organization("Ministry of Defence", country=iraq, classification="state_body")
    army = an_organization("Iraqi Army", country=iraq, classification="armed_force")
    party = an_organization("The Party", country=iraq, classification="party")
    story = a_draft("Aid arrives", "Iraq, the Ministry of Defence, the Iraqi Army and The Party met.")
    for entity in (iraq, ministry, army, party):
        mention(story, entity)
    for body in (ministry, party):
        Pledge.objects.create(
            article=story, block=0, start=0, end=4, text="Iraq", item="tents", pledged_by=body, status="accepted"
        )
    published(story)
    keep_up()
    main = entity_document(EntityKind.PLACE, StoryQuery(entities=(iraq.pk,))).html
    included = main[main.index("Includes pledges and quotations") :].split("</p>")[0]
    assert "Ministry of Defence" in included
    assert "Iraqi Army" not in included, "it has no pledge and no quotation"
    assert "The Party" not in included, "a party does not count for its country"


def test_a_country_without_facts_of_its_bodies_says_nothing_of_them(keep_up):
    iraq = a_country("Iraq", code="IQ")
    story = a_draft("Aid arrives", "Iraq met.")
    mention(story, iraq)
    published(story)
    keep_up()
    assert "Includes pledges" not in entity_document(EntityKind.PLACE, StoryQuery(entities=(iraq.pk,))).html


def test_a_rejected_pledge_of_a_state_body_is_gone_from_the_page_of_the_country(keep_up):
    iraq = a_country("Iraq", code="IQ")
    ministry = an_organization("Ministry of Defence", country=iraq, classification="state_body")
    story = a_draft("Aid arrives", "Iraq met.")
    mention(story, iraq)
    pledge = Pledge.objects.create(
        article=story, block=0, start=0, end=4, text="Iraq", item="tents", pledged_by=ministry, status="accepted"
    )
    published(story)
    keep_up()
    query = StoryQuery(entities=(iraq.pk,))
    assert "tents" in entity_document(EntityKind.PLACE, query).html
    review.reject(pledge, user=None)
    keep_up()
    main = entity_document(EntityKind.PLACE, query).html
    assert "tents" not in main
    assert "Includes pledges" not in main


def test_the_page_of_an_entity_follows_the_identifiers_that_an_editor_saves(keep_up, carter, editor):
    a_story_of(carter)
    keep_up()
    assert "wikidata.org" not in person_page(carter).html
    identifiers.save_identifiers(carter, {"wikidata": ["Q42"]}, user=editor)
    keep_up()
    assert is_stored(carter)
    assert "https://www.wikidata.org/wiki/Q42" in person_page(carter).html
