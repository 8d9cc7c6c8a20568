"""Requirements for every registered listing in every format."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from datetime import datetime

import feedparser
import html5lib
import pytest

from articles.listings import LISTINGS
from articles.listings.renderers import HTML_PAGE, RENDERERS
from articles.models import Entity
from tests.listings.conftest import STORIES, addresses

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://testserver"
every_address = pytest.mark.parametrize(("listing", "query"), addresses())
every_listing = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
DATA_FORMATS = [renderer.name for renderer in HTML_PAGE.alternates]


def address_of(listing, query="", format_name="", page=0):
    extra = [f"format={format_name}"] if format_name else []
    extra += [f"page={page}"] if page else []
    parts = [part for part in (query.removeprefix("?"), *extra) if part]
    return f"/{listing.path}" + ("?" + "&".join(parts) if parts else "")


def rows_of(response):
    assert response.streaming
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def listed_on_pages(client, listing, query):
    """The URLs of the rows on all pages of a list, in order."""
    found, page = [], 1
    while True:
        tree = html5lib.parse(client.get(address_of(listing, query, page=page)).content, namespaceHTMLElements=False)
        lists = [node for node in tree.iter() if (node.get("class") or "").split()[:1] in (["list"], ["names"])]
        rows = [next(node.iter("a")).get("href") for each in lists for node in each.findall("li")]
        if not rows:
            return found
        found, page = found + rows, page + 1


@every_address
def test_csv_has_exactly_the_rows_of_all_pages(client, coverage, listing, query):
    shown = listed_on_pages(client, listing, query)
    assert shown
    rows = rows_of(client.get(address_of(listing, query, "csv")))
    assert [row["url"].removeprefix(SITE) for row in rows] == shown


@every_address
def test_json_pages_link_to_each_other_and_have_the_rows_of_csv(client, coverage, listing, query):
    rows = rows_of(client.get(address_of(listing, query, "csv")))
    address, found, before = address_of(listing, query, "json"), [], None
    while address:
        document = client.get(address).json()
        assert document["total"] == len(rows)
        assert (document["previous"] is None) == (before is None)
        found += document["items"]
        before, address = address, document["next"]
        assert address is None or address.startswith(SITE)
        address = address and address.removeprefix(SITE)
    assert [item["id"] for item in found] == [int(row["id"]) for row in rows]
    assert list(found[0]) == [column.name for column in listing.columns] == list(rows[0])


@every_address
def test_an_atom_feed_has_the_rows_of_a_page_and_leads_to_the_next(client, coverage, listing, query):
    feed = ET.fromstring(client.get(address_of(listing, query, "atom")).content)  # noqa: S314  # our own
    items = client.get(address_of(listing, query, "json")).json()["items"]
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [item["url"] for item in items]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == SITE + address_of(listing, query, "atom")
    if "next" in links:
        second = ET.fromstring(client.get(links["next"].removeprefix(SITE)).content)  # noqa: S314  # our own
        assert second.findall(f"{ATOM}entry")


@every_listing
def test_every_entry_has_what_atom_demands_and_an_id_that_leads_to_its_page(client, coverage, listing):
    feed = ET.fromstring(client.get(address_of(listing, "", "atom")).content)  # noqa: S314  # our own
    assert feed.find(f"{ATOM}rights").text == listing.rights
    ids = set()
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}title").text
        assert entry.find(f"{ATOM}updated").text
        ids.add(entry.find(f"{ATOM}id").text)
    assert len(ids) == len(feed.findall(f"{ATOM}entry")) > 0
    assert client.get(ids.pop().removeprefix(SITE), follow=True).status_code == 200


@every_address
@pytest.mark.parametrize("format_name", ["atom", "rss"])
def test_a_feed_reader_reads_every_entry_without_a_complaint(client, coverage, listing, query, format_name):
    feed = feedparser.parse(client.get(address_of(listing, query, format_name)).content)
    items = client.get(address_of(listing, query, "json")).json()["items"]
    assert not feed.bozo
    assert feed.feed.title.endswith(listing.title)
    assert [entry.link for entry in feed.entries] == [item["url"] for item in items]
    assert len({entry.id for entry in feed.entries}) == len(items)
    next_page = client.get(address_of(listing, query, "json")).json()["next"]
    assert {link.rel for link in feed.feed.links} >= ({"self", "next"} if next_page else {"self"})


@every_address
def test_a_json_feed_has_the_rows_of_a_page_and_what_its_standard_demands(client, coverage, listing, query):
    feed = client.get(address_of(listing, query, "jsonfeed")).json()
    items = client.get(address_of(listing, query, "json")).json()["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == SITE + address_of(listing, query, "jsonfeed")
    assert [item["url"] for item in feed["items"]] == [item["url"] for item in items]
    assert all(item["id"] and item["title"] and item["content_text"] for item in feed["items"])
    assert all(datetime.fromisoformat(item["date_modified"]).tzinfo for item in feed["items"])


@every_listing
def test_a_json_feed_leads_to_its_next_page(client, coverage, listing):
    feed = client.get(address_of(listing, "", "jsonfeed")).json()
    assert client.get(feed["next_url"].removeprefix(SITE)).json()["items"]


def test_a_json_feed_ends_at_the_last_page(client, coverage):
    assert "next_url" not in client.get("/stories/?format=jsonfeed&page=3").json()


def test_a_story_without_a_date_has_the_time_of_its_publication_here_in_rss(client, coverage):
    feed = feedparser.parse(client.get("/stories/?format=rss&page=3").content)
    assert "0 about aid" in feed.entries[-1].title  # every tenth is without a date, and they come last
    assert feed.entries[-1].published_parsed.tm_year > 2016


@every_listing
def test_a_page_names_its_other_formats_in_its_head(client, coverage, listing):
    tree = html5lib.parse(client.get(address_of(listing, "?page=2")).content, namespaceHTMLElements=False)
    links = [node for node in tree.iter("link") if node.get("rel") == "alternate"]
    assert {node.get("type") for node in links} == {renderer.content_type for renderer in HTML_PAGE.alternates}
    for node in links:
        answer = client.get(node.get("href"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(node.get("type"))


def test_formats_of_a_narrowed_page_are_narrowed_alike(client, coverage):
    page = client.get("/stories/?language=fr&page=2").content.decode()
    for format_name in DATA_FORMATS:
        assert f'href="/stories/?language=fr&amp;format={format_name}"' in page


@every_listing
def test_clients_get_an_error_for_unknown_parameters(client, index, listing):
    index()
    for format_name in DATA_FORMATS:
        answer = client.get(address_of(listing, "?colour=red", format_name))
        assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
        assert answer.content.decode() == "This list has no filter “colour”; it was ignored.\n"


@every_listing
def test_readers_see_a_note_about_unknown_parameters(client, index, listing):
    index()
    answer = client.get(address_of(listing, "?colour=red&utm_source=x"))
    assert answer.status_code == 200
    assert "This list has no filter “colour”; it was ignored." in answer.content.decode()
    assert "utm_source" not in answer.content.decode()


@every_listing
def test_a_format_that_there_is_not_is_named_with_those_that_there_are(client, index, listing):
    index()
    answer = client.get(address_of(listing, "", "xlsx"))
    assert answer.status_code == 400
    assert (
        answer.content.decode()
        == "There is no format “xlsx” here. Lists come as html, atom, rss, jsonfeed, csv, json.\n"
    )


@every_listing
def test_without_an_index_programs_are_asked_to_come_back(client, db, settings, tmp_path, listing):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    for renderer in HTML_PAGE.alternates:
        answer = client.get(address_of(listing, "", renderer.name))
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")


@every_listing
def test_a_list_without_rows_is_an_empty_list_in_every_format(client, index, listing):
    index()
    for format_name in RENDERERS:
        assert client.get(address_of(listing, "", format_name)).status_code == 200


@every_listing
def test_a_list_costs_at_most_three_queries_in_every_format(client, coverage, listing, django_assert_max_num_queries):
    for format_name in RENDERERS:
        with django_assert_max_num_queries(3):
            answer = client.get(address_of(listing, "", format_name))
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_json_says_how_many_stories_each_choice_of_a_facet_leads_to(client, coverage):
    document = client.get("/stories/?format=json").json()
    assert {"site", "title", "licence", "url", "total", "page", "pages", "items", "facets"} <= set(document)
    (french,) = [choice for choice in document["facets"]["language"] if choice["value"] == "fr"]
    assert french["label"] == "French"
    assert client.get(french["url"].removeprefix(SITE)).json()["total"] == french["count"] == STORIES // 2


def test_a_row_has_the_note_that_its_outlet_wants_said(client, coverage):
    notes = {row["outlet"]: row["outlet_note"] for row in rows_of(client.get("/stories/?format=csv"))}
    assert len(notes) == STORIES
    assert (notes["Desk 01"], notes["Desk 02"]) == ("Written by us.", "")


def test_several_authors_are_in_one_cell(client, coverage):
    assert rows_of(client.get("/stories/?format=csv"))[0]["authors"] == "Ann Author; Bob Writer"


def test_a_page_past_the_last_one_leads_back(client, coverage):
    document = client.get("/stories/?format=json&page=9").json()
    assert (document["items"], document["next"]) == ([], None)
    assert document["previous"].endswith("/stories/?page=3&format=json")


@pytest.mark.parametrize("name", ["Anna Payne01", "Group 01", "Town 01", "Country 01"])
def test_the_page_of_an_entity_leads_to_its_stories_in_every_format(client, coverage, name):
    page = client.get(Entity.objects.get(name=name).get_absolute_url())
    tree = html5lib.parse(page.content, namespaceHTMLElements=False)
    links = {node.get("type"): node.get("href") for node in tree.iter("link") if node.get("rel") == "alternate"}
    assert set(links) == {renderer.content_type for renderer in HTML_PAGE.alternates}
    assert [row["headline"] for row in rows_of(client.get(links["text/csv"]))] == ["Story 01 about aid"]
