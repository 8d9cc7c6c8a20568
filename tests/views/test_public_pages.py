"""Requirements for every public page: visibility, number of queries, and valid HTML."""

from __future__ import annotations

from itertools import pairwise

import html5lib
import pytest
from django.core.cache import cache

from articles.listings import LISTINGS
from articles.models import Entity, Pledge, Quotation, Redirect, StoryLink
from articles.pages.maps import country_names
from articles.record.waiting_pages import render_waiting
from tests.builders import a_country, a_person, a_place, a_role, an_article, an_organization, an_outlet, mention

TEXT = "Ash Carter said in Mosul that the Islamic State would lose. It had held the city for two years."
PAGES = {
    **{listing.name: f"/{listing.path}" for listing in LISTINGS},
    "home": "/",
    "people under a letter": "/people/?letter=C",
    "places by coverage": "/places/?order=coverage",
    "search": "/search/?q=Daesh",
    "search for exact words": "/search/?q=Daesh&exact=1",
    "filtered search": "/search/?q=Mosul&year=2016&from=2016-01-01&sort=oldest",
    "nothing found": "/search/?q=Mosull",
    "about": "/about/",
    "corrections": "/corrections/",
}


@pytest.fixture
def coverage(index, settings):
    """Create this many stories with all kinds of content, and index them."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    iraq = a_country("Iraq", code="IQ")
    mosul = a_place("Mosul", country=iraq)
    group = an_organization("Islamic State", "IS", "ISIL", "Daesh")
    carter = a_person("Ash Carter")
    outlet = an_outlet("Sample Desk", note="Written by us.")
    role = "Secretary of Defense"

    def write(stories: int):
        for number in range(stories):
            article = an_article(
                f"Story {number}",
                TEXT,
                "A second paragraph.",
                date="2016-07-21",
                outlet=outlet,
                description="Standfirst",
            )
            for entity in (mosul, group, carter):
                mention(article, entity, is_about=True)
            said = {"article": article, "block": 0, "start": 0, "end": 10, "text": TEXT[:10], "status": "accepted"}
            Quotation.objects.create(**said, speaker=carter)
            Pledge.objects.create(
                **said, pledged_by=iraq, announced_by=carter, recipient=group, item="trainers", quantity_low=50
            )
            a_role(carter, role, group, article=article, end=10)
            StoryLink.objects.create(article=article, kind="source", title="A report", url="https://example.org/a")
            StoryLink.objects.create(article=article, kind="related", title="Another story", target=article)
        index()
        country_names()  # queried once per index generation
        cache.clear()
        return {entity.name: entity.get_absolute_url() for entity in (iraq, mosul, group, carter)} | {
            "story": article.get_absolute_url(),
            "citation": f"/stories/{article.pk}/cite/",
            "versions": f"/stories/{article.pk}/versions/",
        }

    return write


def every_address(written):
    return {**PAGES, **written}


@pytest.mark.parametrize("stories", [1, 30])
def test_a_page_costs_at_most_twelve_queries_however_many_stories(
    client, coverage, stories, django_assert_max_num_queries
):
    for address in every_address(coverage(stories)).values():
        # twelve, all by key: the entity with its names and identifiers, counts, roles, ids and cards of the stories; for quotations and
        # pledges the ids of the newest stories, then their facts and the roles of who is quoted
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("story", 2),  # its stored page, newer stories
        # No stored page: names, identifiers, counts, roles (3), ids and cards of stories, ids of quotations and pledges, their facts.
        ("Ash Carter", 12),
        ("Iraq", 11),  # as a person, with no stated role
        ("home", 3),  # the version of the record, the stored page, whether its stories are public
        ("search", 1),  # cards of the stories; everything else is in the index
        ("people", 0),  # names stand in the index
        ("about", 3),  # counts, outlets, sources of the reference data
    ],
)
def test_a_page_costs_the_same_for_one_story_and_for_thirty(client, coverage, page, queries, django_assert_num_queries):
    for stories in (1, 29):
        address = every_address(coverage(stories))[page]
        render_waiting(0)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_story_whose_page_waits_to_be_stored_costs_the_same_for_one_story_and_for_thirty(
    client, coverage, django_assert_num_queries
):
    for stories in (1, 29):
        address = every_address(coverage(stories))["story"]
        with django_assert_num_queries(9):  # and the story with its text, facts, links, sources, notes and changes
            client.get(address)


def test_every_page_is_valid_html_with_one_h1_and_no_skipped_heading(client, coverage):
    for name, address in every_address(coverage(3)).items():
        html = client.get(address).content.decode()
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
        headings = [int(node.tag[1]) for node in tree.iter() if node.tag in ("h1", "h2", "h3", "h4")]
        assert headings.count(1) == 1, name
        assert headings[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(headings)), name


def test_ids_on_a_page_are_unique_and_internal_links_have_targets(client, coverage):
    for name, address in every_address(coverage(3)).items():
        tree = html5lib.parse(client.get(address).content, namespaceHTMLElements=False)
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        assert len(ids) == len(set(ids)), name
        targets = {node.get("href")[1:] for node in tree.iter("a") if node.get("href", "").startswith("#")}
        assert targets <= set(ids), name


def test_no_page_has_inline_style_or_script_or_loads_from_another_host(client, coverage):
    for name, address in every_address(coverage(3)).items():
        tree = html5lib.parse(client.get(address).content, namespaceHTMLElements=False)
        for node in tree.iter():
            assert node.get("style") is None, name
            assert not [attribute for attribute in node.attrib if attribute.startswith("on")], name
            assert node.tag != "style", name
            if node.tag == "script":  # a data block is not run
                assert node.get("src") or node.get("type") == "application/ld+json", name
            if node.tag in ("img", "script", "iframe", "source"):
                assert node.get("src", "/").startswith("/"), name
            if node.tag == "link" and node.get("rel") != "canonical":
                assert node.get("href").startswith("/"), name


@pytest.mark.parametrize("page", ["home", "stories", "search", "Iraq", "Mosul", "Islamic State", "Ash Carter", "about"])
def test_a_page_with_stories_of_an_outlet_says_once_what_the_outlet_wants_said(client, coverage, page):
    assert client.get(every_address(coverage(3))[page]).content.decode().count("Written by us.") == 1


def test_a_story_says_it_by_the_byline_and_where_it_comes_from(client, coverage):
    html = client.get(coverage(1)["story"]).content.decode()
    assert '<p class="note outlet-note">Written by us.</p>' in html
    assert 'Sample Desk<span class="muted">Written by us.</span></dd>' in html


def test_a_quotation_brings_the_note_of_its_outlet_though_no_story_is_listed(client, coverage):
    address = coverage(1)["Ash Carter"] + "?year=1999"
    assert client.get(address).content.decode().count("Written by us.") == 1


@pytest.mark.parametrize("page", ["people", "organizations", "places", "countries"])
def test_a_page_without_a_story_of_the_outlet_does_not_say_it(client, coverage, page):
    assert "Written by us." not in client.get(every_address(coverage(1))[page]).content.decode()


@pytest.mark.parametrize("status", ["draft", "discarded"])
def test_a_story_that_is_not_published_has_no_page(client, db, status):
    article = an_article("A hidden plan", status=status)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_what_only_a_draft_names_has_no_page(client, db):
    person = a_person("Ash Carter")
    mention(an_article("H", "Ash Carter spoke.", status="draft"), person)
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_person_is_no_organization(client, coverage):
    address = coverage(1)["Ash Carter"]
    assert client.get(address.replace("people", "organizations")).status_code == 404


@pytest.mark.parametrize("wrong", ["{id}-another-name/", "{id}/"])
@pytest.mark.parametrize("page", ["story", "Ash Carter", "Mosul", "Islamic State"])
def test_wrong_words_in_an_address_lead_to_the_right_ones(client, coverage, page, wrong):
    right = coverage(1)[page]
    folder, _, last = right.rstrip("/").rpartition("/")
    answer = client.get(f"{folder}/{wrong.format(id=last.split('-')[0])}?page=2")
    assert answer.status_code == 301
    assert answer["Location"] == f"{right}?page=2"


def test_the_address_of_a_merged_entity_leads_to_the_one_that_was_kept(client, coverage):
    kept = coverage(1)["Ash Carter"]
    entity = Entity.objects.get(name="Ash Carter")
    Redirect.objects.create(kind="person", old_id=9999, entity=entity)
    assert client.get("/people/9999-ashton-carter/")["Location"] == kept
    assert client.get("/organizations/9999-ashton-carter/").status_code == 404


def test_numbers_beyond_any_database_are_not_found(client, db):
    assert client.get("/stories/99999999999999999999999-x/").status_code == 404
    assert client.get("/people/99999999999999999999999-x/").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%22((", "q=" + "a" * 10_000, "year=x&page=-1&from=2016-99", "person=1" * 50]
)
def test_invalid_input_gets_a_response(client, coverage, query):
    coverage(1)
    assert client.get(f"/search/?{query}").status_code == 200


def test_only_reading_is_allowed(client, db):
    assert client.post("/").status_code == 405
