"""Identifiers of other databases on the pages of entities, and in lists for programs."""

from __future__ import annotations

import html5lib
import pytest

from articles.models import Identifier
from tests.builders import a_country, a_person, an_article, an_organization, appear

pytestmark = pytest.mark.django_db
MAKERS = {"person": a_person, "organization": an_organization, "place": a_country}


def links_elsewhere(client, entity):
    tree = html5lib.parse(client.get(entity.get_absolute_url()).content, namespaceHTMLElements=False)
    return [
        (link.get("href"), "".join(link.itertext()))
        for link in tree.iter("a")
        if link.get("rel") == "noopener external"
    ]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_page_links_to_the_entity_in_other_databases(index, client, kind):
    entity = MAKERS[kind]("Example")
    appear(an_article(), entity)
    Identifier.objects.create(entity=entity, scheme="wikidata", identifier="Q42")
    Identifier.objects.create(entity=entity, scheme="start", identifier="example")
    index()
    assert links_elsewhere(client, entity) == [("https://www.wikidata.org/wiki/Q42", "Wikidata Q42")]


def test_a_page_without_identifiers_does_not_mention_databases(index, client):
    entity = a_person()
    appear(an_article(), entity)
    index()
    assert "In other databases" not in client.get(entity.get_absolute_url()).content.decode()


def test_an_identifier_that_is_markup_is_shown_as_text_without_a_link(index, client):
    entity = a_person()
    appear(an_article(), entity)
    Identifier.objects.create(entity=entity, scheme="wikidata", identifier='"><b>Q42')
    index()
    page = client.get(entity.get_absolute_url()).content.decode()
    assert "&gt;&lt;b&gt;Q42" in page
    assert "<b>Q42" not in page
    assert links_elsewhere(client, entity) == []


@pytest.mark.parametrize(
    ("kind", "address"), [("person", "people"), ("organization", "organizations"), ("place", "places")]
)
def test_lists_for_programs_have_the_same_entity_elsewhere(index, client, kind, address):
    entity, other = MAKERS[kind]("Example"), MAKERS[kind]("Other")
    appear(an_article(), entity, other)
    for scheme, identifier in (("wikidata", "Q42"), ("start", "example"), ("iso3166-2", "FR-IDF")):
        Identifier.objects.create(entity=entity, scheme=scheme, identifier=identifier)
    index()
    items = client.get(f"/{address}/?format=json").json()["items"]
    assert {item["name"]: item["sameAs"] for item in items} == {
        "Example": ["https://www.wikidata.org/wiki/Q42"],
        "Other": [],
    }
    table = b"".join(client.get(f"/{address}/?format=csv").streaming_content).decode()
    assert "https://www.wikidata.org/wiki/Q42" in table
