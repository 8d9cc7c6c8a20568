"""Maps as files: kept by browsers for good, embedded by this site alone, and never of a story that is not public."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from lxml import etree

from articles.desk import records
from articles.drawing import locator
from articles.models import Entity, EntityPage, FrontPage, RecordState, StoryRecord
from articles.record import projector
from articles.record.page_format import page_format
from articles.search.indexer import Indexer
from tests.builders import a_country, a_person, a_place, an_article, an_organization, mention

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
LINK = "{http://www.w3.org/2000/svg}a"


@pytest.fixture
def story(index):
    iraq = a_country("Iraq", code="IQ")
    mosul = a_place("Mosul", country=iraq, latitude=36.34, longitude=43.12)
    article = an_article("Troops enter Mosul", "Troops entered Mosul in Iraq, Ash Carter said.")
    for place in (iraq, mosul):
        mention(article, place, is_about=True)
    mention(article, a_person())
    index()
    return article


def addresses(client, page="/"):
    """Of the files that a page shows. On the front page: the map of its first story, and the world."""
    return re.findall(r'<object [^>]*data="([^"]+)"', client.get(page).content.decode())


def every_address(client, story):
    """One of each kind of map: of the front page, a story, a person, a place and a country."""
    named = Entity.objects.all()
    pages = ["/", story.get_absolute_url(), *(entity.get_absolute_url() for entity in named)]
    return [address for page in pages for address in addresses(client, page)]


def test_the_front_page_shows_both_maps_as_files(client, story):
    of_story, of_world = addresses(client)
    assert of_story.partition("?")[0] == reverse("articles:lead-map", args=[story.pk])
    assert of_world.partition("?")[0] == reverse("articles:world-map")


def test_pages_of_stories_and_entities_show_their_map_as_a_file(client, story):
    mosul = Entity.objects.get(name="Mosul")
    (of_story,) = addresses(client, story.get_absolute_url())
    (of_place,) = addresses(client, mosul.get_absolute_url())
    assert of_story.partition("?")[0] == reverse("articles:story-map", args=[story.pk])
    assert of_place.partition("?")[0] == reverse("articles:place-map", args=[mosul.pk])


def test_a_page_is_rendered_without_drawing_its_map(client, story, monkeypatch):
    monkeypatch.setattr(locator, "visible_countries", lambda *_: pytest.fail("it was drawn"))
    StoryRecord.objects.update(format="")
    EntityPage.objects.update(format="")
    for page in (story, Entity.objects.get(name="Mosul")):
        assert addresses(client, page.get_absolute_url())


def test_a_map_is_an_svg_document_whose_links_lead_out_of_it_and_are_no_tab_stops(client, story):
    assert len(every_address(client, story)) == 6
    for address in every_address(client, story):
        links = list(etree.fromstring(client.get(address).content).iter(LINK))
        assert links
        assert {(link.get("target"), link.get("tabindex")) for link in links} == {("_top", "-1")}


def test_every_link_of_a_map_is_in_the_list_below_it(client, story):
    for page in (story, *Entity.objects.all()):
        markup = client.get(page.get_absolute_url()).content.decode()
        (address,) = addresses(client, page.get_absolute_url())
        links = {link.get("href") for link in etree.fromstring(client.get(address).content).iter(LINK)}
        listed = set(re.findall(r'href="([^"]+)"', markup.partition("<figcaption")[2].partition("</figure>")[0]))
        assert links
        assert links - {page.get_absolute_url()} <= listed


def test_browsers_keep_the_map_that_a_page_names_for_good(client, story):
    for address in every_address(client, story):
        assert client.get(address)["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("version", ["", "?v=", "?v=0123456789abcdef"])
def test_browsers_do_not_keep_a_map_of_another_version(client, story, version):
    response = client.get(reverse("articles:world-map") + version)
    assert response.status_code == 200
    assert "immutable" not in response["Cache-Control"]


def test_the_address_of_the_world_changes_with_the_counts_and_with_nothing_else(client, story, index):
    before = addresses(client)[1]
    index()
    assert addresses(client)[1] == before
    mention(an_article("Talks in Erbil", "Iraq hosts talks."), Entity.objects.get(name="Iraq"))
    index()
    assert addresses(client)[1] != before


def test_the_address_of_the_map_of_a_place_changes_with_the_name_of_its_country_and_with_nothing_else(
    client, story, index
):
    mosul, iraq = Entity.objects.get(name="Mosul"), Entity.objects.get(name="Iraq")
    before = addresses(client, mosul.get_absolute_url())
    mention(an_article("Talks in Basra", "Basra hosts talks."), a_place("Basra", country=iraq.place, at=(30.5, 47.8)))
    index()
    assert addresses(client, mosul.get_absolute_url()) == before
    Entity.objects.filter(pk=iraq.pk).update(name="Republic of Iraq")
    index()
    assert addresses(client, mosul.get_absolute_url()) != before


def test_a_map_is_drawn_again_once_what_it_shows_has_changed(client, story, index):
    iraq = Entity.objects.get(name="Iraq")
    (before,) = addresses(client, iraq.get_absolute_url())
    mention(an_article("Talks in Basra", "Basra hosts talks."), a_place("Basra", country=iraq.place, at=(30.5, 47.8)))
    index()
    assert "immutable" not in client.get(before)["Cache-Control"]
    (after,) = addresses(client, iraq.get_absolute_url())
    assert b"Basra" in client.get(after).content


def test_only_pages_of_this_site_may_embed_a_map(client, story):
    response = client.get(addresses(client)[1])
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get("/")["Content-Security-Policy"]


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
@pytest.mark.parametrize("name", ["story-map", "lead-map"])
def test_a_story_that_is_not_public_has_no_map(client, story, status, name):
    type(story).objects.filter(pk=story.pk).update(review_status=status)
    assert client.get(reverse(f"articles:{name}", args=[story.pk])).status_code == 404


@pytest.mark.parametrize("name", ["story-map", "lead-map"])
def test_a_story_without_a_place_has_no_map(client, index, name):
    article = an_article("Ministers meet", "Ministers met.")
    index()
    assert client.get(reverse(f"articles:{name}", args=[article.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["person", "organization", "place"])
def test_an_entity_that_no_published_story_names_has_no_map(client, story, kind):
    unnamed = {"person": a_person, "organization": an_organization, "place": a_place}[kind]("Unnamed")
    assert client.get(reverse(f"articles:{kind}-map", args=[unnamed.pk])).status_code == 404


def test_without_outlines_the_front_page_has_no_map(client, story, settings, tmp_path):
    FrontPage.objects.all().delete()
    settings.DATA_DIR = tmp_path
    assert addresses(client) == []


def test_a_renamed_country_is_renamed_on_the_maps_of_stories_that_do_not_name_it(client, story, index, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    turkey = records.save_entity(a_country("Turkey", code="TR"), user=None, changed=["name"])
    without_map = an_article("No place", "Nobody met.")
    index()
    before = client.get(story.get_absolute_url()).content
    version = StoryRecord.objects.get(pk=without_map.pk).version
    turkey.name = "Anatolia"
    records.save_entity(turkey, user=None, changed=["name"])
    indexer = Indexer()
    indexer.drain()
    for _ in range(2):  # the second turn finds no story left
        projector.drain()
    indexer.close()
    after = client.get(story.get_absolute_url()).content
    assert StoryRecord.objects.get(pk=story.pk).format == page_format()  # what is shown is what is stored
    assert after != before
    assert RecordState.objects.get().format == page_format()
    assert StoryRecord.objects.get(pk=without_map.pk).version == version
