"""What was withdrawn or rejected is gone from everything that readers get, after one turn of the indexer."""

from __future__ import annotations

import pytest

from articles.desk import review, statuses
from articles.listings import LISTINGS
from articles.listings.renderers import RENDERERS
from articles.models import Entity, Pledge, Quotation
from articles.models.entity import entity_url
from tests.builders import a_country, a_person, a_place, a_role, an_organization, mention
from tests.record.editor import a_draft

pytestmark = pytest.mark.django_db

GONE = ("Zinnia", "Quillon", "Vexford", "Jaspery", "Wimbly", "tarpaulins")


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]


class Coverage:
    """One story that stays, and one, in the last named outlet, of which each entity is named nowhere else but Iraq."""

    def __init__(self) -> None:
        self.iraq, self.carter = a_country("Iraq", code="IQ"), a_person("Ash Carter")
        self.stays = a_draft("Ministers met", "Carter spoke in Iraq.", date="2016-07-01", outlet="Valley Post")
        mention(self.stays, self.carter, "Carter")
        mention(self.stays, self.iraq)
        text = "Quillon of the Jaspery League spoke in Vexford: “Zinnia is closed.” Carter promised 12 tarpaulins."
        self.goes = a_draft("Zinnia opens", text, date="2016-08-01", outlet="Wimbly Herald", section="Zinnia")
        self.quillon, self.league = a_person("Quillon"), an_organization("Jaspery League")
        self.named = mention(self.goes, self.quillon)
        for entity in (self.league, a_place("Vexford", country=self.iraq)):
            mention(self.goes, entity)
        self.quotation = Quotation.objects.create(speaker_id=self.quillon.pk, **self.fact("Zinnia is closed."))
        self.pledge = Pledge.objects.create(
            pledged_by_id=self.carter.pk, recipient_id=self.iraq.pk, item="12 tarpaulins", **self.fact("12 tarpaulins")
        )
        self.role = a_role(self.carter, "Jaspery envoy", self.iraq, **self.fact("Carter"))
        for story in (self.stays, self.goes):
            statuses.publish(story, user=None)

    def fact(self, words):
        start = self.goes.body[0]["text"].index(words)
        place = {"block": 0, "start": start, "end": start + len(words), "text": words}
        return {"article": self.goes, "status": "accepted", "method": "test", **place}


@pytest.fixture
def coverage(db):
    return Coverage()


def lists() -> list[str]:
    return [
        f"/{listing.path}?format={name}{query}"
        for listing in LISTINGS
        for name in RENDERERS
        for query in ("", "&sort=oldest", "&order=coverage", "&q=Zinnia", "&q=Quillon")
        if (query != "&order=coverage") == (listing.name in ("stories", "search")) or not query
        if not (query.startswith("&q") and listing.name != "search")
    ]


def addresses() -> list[str]:
    """Every page of a record that is or was public, every list in every format, suggestions, maps."""
    entities = [entity_url(kind, pk, slug) for pk, kind, slug in Entity.objects.values_list("pk", "kind", "slug")]
    suggestions = [f"/search/suggest/?q={word}" for word in GONE]
    filtered = [f"{address}?sort=oldest&from=2016-01-01" for address in entities]
    return ["/", "/about/", "/maps/world.svg", *lists(), *suggestions, *entities, *filtered]


def everything(client) -> dict[str, str]:
    """What each address answers, without the words of the search itself, which pages repeat."""
    found = {}
    for address in addresses():
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        words = content.decode() if response.status_code == 200 else ""
        found[address] = words.replace("Zinnia", "") if "q=Zinnia" in address else words
    return found


def showing(pages: dict[str, str], word: str) -> list[str]:
    return [address for address, text in pages.items() if word in text and f"q={word}" not in address]


def stories_of(client, entity) -> int:
    label = Entity.objects.get(pk=entity.pk)
    listing = "countries" if label.kind == "place" else "people"
    items = client.get(f"/{listing}/?format=json").json()["items"]
    return next((item["stories"] for item in items if item["id"] == entity.pk), 0)


def test_a_withdrawn_story_and_all_that_only_it_names_are_gone_everywhere(keep_up, coverage, client):
    keep_up()
    before = everything(client)
    assert all(showing(before, word) for word in GONE)
    assert (stories_of(client, coverage.iraq), client.get("/stories/?format=json").json()["total"]) == (2, 2)
    statuses.withdraw(coverage.goes, user=None, reason="It was retracted")
    keep_up()
    after = everything(client)
    assert {word: showing(after, word) for word in GONE} == {word: [] for word in GONE}
    assert (stories_of(client, coverage.iraq), client.get("/stories/?format=json").json()["total"]) == (1, 1)
    assert client.get(coverage.goes.get_absolute_url()).status_code == 410
    assert client.get(f"/maps/stories/{coverage.goes.pk}.svg").status_code == 404
    assert client.get(coverage.stays.get_absolute_url()).status_code == 200


def test_a_rejected_name_is_gone_as_a_name_everywhere_and_its_story_stays(keep_up, coverage, client):
    keep_up()
    page = Entity.objects.get(pk=coverage.quillon.pk).get_absolute_url()
    before = everything(client)
    assert showing(before, page.rstrip("/"))
    assert showing({"/search/suggest/": client.get("/search/suggest/?q=Quil").content.decode()}, "Quillon")
    review.reject(coverage.named, user=None)
    keep_up()
    after = everything(client)
    assert showing(after, page.rstrip("/")) == []
    assert client.get(page).status_code == 404
    assert "Quillon" not in client.get("/search/suggest/?q=Quil").content.decode()
    assert "Quillon" not in client.get("/people/?format=csv").getvalue().decode()
    assert client.get(coverage.goes.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("fact", "words"), [("quotation", "is closed"), ("pledge", "tarpaulins"), ("role", "Jaspery envoy")]
)
def test_a_rejected_fact_is_gone_from_pages_lists_counts_and_exports(keep_up, coverage, client, fact, words):
    """Searches still find the words of the story itself."""
    keep_up()
    assert showing(everything(client), words)
    review.reject(getattr(coverage, fact), user=None)
    keep_up()
    shown = showing(everything(client), words)
    assert [address for address in shown if not address.startswith("/search/?")] == []
    (item,) = [one for one in client.get("/stories/?format=json").json()["items"] if one["id"] == coverage.goes.pk]
    assert (item["quotations"], item["pledges"]) == (int(fact != "quotation"), int(fact != "pledge"))
