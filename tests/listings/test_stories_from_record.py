"""Stories as data: the record gives the same as the tables, byte by byte."""

from __future__ import annotations

import pytest

from articles.models import EntityRecord, StoryRecord
from tests.builders import a_person, an_article, an_outlet, appear

pytestmark = pytest.mark.django_db

DATA = [f"/{name}/?format={form}" for name in ("stories", "people") for form in ("csv", "json", "atom")]
MARKUP = "<b>Bread</b> & “salt”; =1+1, 早"


@pytest.fixture
def coverage(index, settings):
    """Stories with every field and with none, with text that formats have to escape."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    full = an_article(
        MARKUP, description=MARKUP, outlet=an_outlet(MARKUP, note=MARKUP), authors=["Ann Author", "=Bob"],
        url="https://example.org/a?b=1&c=2", section=MARKUP, genre="opinion", in_language="ar", quotation_count=2, pledge_count=3,
    )  # fmt: skip
    appear(full, a_person("Ash Carter"))
    an_article("Nothing known", date=None, in_language="", first_published_here=None, outlet=None)
    an_article("A month", date="2016-07-21", date_precision="month")
    index()
    return full


def answers(client) -> dict[str, bytes]:
    responses = {address: client.get(address) for address in DATA}
    return {address: response.getvalue() for address, response in responses.items()}


def test_lists_from_the_record_equal_lists_from_the_tables(coverage, client):
    stored = answers(client)
    assert StoryRecord.objects.count() == 3
    StoryRecord.objects.update(card={})
    EntityRecord.objects.all().delete()
    assert answers(client) == stored


def test_lists_are_made_from_the_record(coverage, client):
    record = StoryRecord.objects.get(pk=coverage.pk)
    record.card["headline"] = "As stored"
    record.save()
    assert all(b"As stored" in text for address, text in answers(client).items() if "stories" in address)


def test_every_field_of_a_story_is_in_its_row(coverage, client):
    (item,) = [one for one in client.get("/stories/?format=json").json()["items"] if one["id"] == coverage.pk]
    address = f"http://testserver{coverage.get_absolute_url()}"
    assert item == {
        "id": coverage.pk, "headline": MARKUP, "url": address, "date": "2016-07-21", "description": MARKUP,
        "authors": ["Ann Author", "=Bob"], "outlet": MARKUP, "outlet_note": MARKUP,
        "source_url": "https://example.org/a?b=1&c=2", "language": "ar", "section": MARKUP, "genre": "opinion",
        "words": 4, "quotations": 2, "pledges": 3, "note_kind": "", "note_date": "", "note": "",
    }  # fmt: skip


def test_an_export_reads_the_record_in_steps(coverage, client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("articles.listings.story_listings._BATCH", 2)
    with django_assert_num_queries(2):
        client.get("/stories/?format=csv").getvalue()
