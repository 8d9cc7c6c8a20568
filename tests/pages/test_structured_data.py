"""What the head of a page says for programs: the same as the page, and nothing else."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from articles.models import CorrectionNote, Quotation
from articles.readers.part import Content
from articles.readers.registry import identify, read_content
from articles.templating.json_ld import json_ld
from articles.vocabulary import NoteKind
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, mention

_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# What must not stand in a data block as it is: it could end the block.
_UNSAFE = re.compile(r"[<>&]")


@pytest.fixture
def named(index):
    """Calling it publishes a story that names the record, and derives index and record."""

    def publish(entity):
        mention(an_article("A headline", f"It is about {entity.name}."), entity)
        index()
        cache.clear()
        return entity

    return publish


def a_quotation(story, words, **fields):
    start = story.body[0]["text"].index(words)
    return Quotation.objects.create(
        article=story, block=0, start=start, end=start + len(words), text=words, status="accepted", **fields
    )


def data_of(client, url):
    """The structured data of a page, by type."""
    response = client.get(url)
    assert response.status_code == 200
    [block] = _BLOCK.findall(response.content.decode())
    stated = json.loads(block)
    assert stated["@context"] == "https://schema.org"
    return {node["@type"]: node for node in stated["@graph"]}


@given(st.dictionaries(st.text(), st.recursive(st.text() | st.integers(), st.lists, max_leaves=4)))
def test_any_text_stays_inside_its_block_and_is_read_back_unchanged(data):
    [block] = _BLOCK.findall(str(json_ld(data)))
    assert not _UNSAFE.search(block)
    assert json.loads(block) == data


@pytest.mark.django_db
def test_a_story_states_its_headline_outlet_authors_and_day(client):
    outlet = an_outlet("The Northern Herald")
    story = an_article(
        "Bridge opens", "The bridge is open.", outlet=outlet, authors=["Mara Linfield"], genre="analysis", in_language="en",
        section="World", url="https://news.example/bridge",
    )  # fmt: skip
    node = data_of(client, story.get_absolute_url())["AnalysisNewsArticle"]
    assert node["headline"] == "Bridge opens"
    assert node["url"] == story.get_absolute_url()
    assert node["author"] == [{"@type": "Person", "name": "Mara Linfield"}]
    assert node["publisher"] == {"@type": "NewsMediaOrganization", "name": "The Northern Herald"}
    assert node["sdPublisher"]["name"] == settings.SITE_NAME
    assert node["isBasedOn"] == "https://news.example/bridge"
    assert (node["inLanguage"], node["articleSection"], node["wordCount"]) == ("en", "World", 4)


@pytest.mark.django_db
def test_what_a_story_does_not_state_is_left_out(client):
    story = an_article(
        "Bridge opens", "The bridge is open.", date_published=None, date_precision="unknown", outlet=None
    )
    node = data_of(client, story.get_absolute_url())["ReportageNewsArticle"]
    assert not node.keys() & {"datePublished", "author", "publisher", "description", "isBasedOn", "correction", "about"}


@pytest.mark.django_db
@pytest.mark.parametrize("precision", ["year", "month", "day"])
def test_a_date_is_as_precise_as_the_story_gives_it(client, precision):
    story = an_article("Bridge opens", "The bridge is open.", date_precision=precision)
    stated = data_of(client, story.get_absolute_url())["ReportageNewsArticle"]["datePublished"]
    assert len(stated) == {"year": 4, "month": 7, "day": 10}[precision]


@pytest.mark.django_db
def test_names_and_quotations_lead_to_their_pages_and_sentences(client):
    story = an_article("Bridge opens", "“The road is open to everybody again,” Tal Orsey said in Brenwick.")
    orsey, town = a_person("Tal Orsey"), a_place("Brenwick")
    mention(story, orsey, text="Tal Orsey")
    mention(story, town, text="Brenwick")
    a_quotation(story, "The road is open to everybody again,", speaker=orsey, speaker_name="Tal Orsey")
    node = data_of(client, story.get_absolute_url())["ReportageNewsArticle"]
    [said] = node["hasPart"]
    assert said["text"] == "The road is open to everybody again"
    assert said["url"].startswith("#s-0-")
    assert said["spokenByCharacter"] == {"@type": "Person", "name": "Tal Orsey", "url": orsey.get_absolute_url()}
    assert {"@type": "Place", "name": "Brenwick", "url": town.get_absolute_url()} in [*node["about"], *node["mentions"]]


@pytest.mark.django_db
def test_an_inferred_speaker_is_not_stated(client):
    story = an_article("Bridge opens", "“The road is open to everybody again,” he said.")
    a_quotation(
        story, "The road is open to everybody again,", speaker=a_person("Tal Orsey"), speaker_name="he", inferred=True
    )
    [said] = data_of(client, story.get_absolute_url())["ReportageNewsArticle"]["hasPart"]
    assert "spokenByCharacter" not in said


@pytest.mark.django_db
def test_a_correction_is_stated(client):
    story = an_article("Bridge opens", "The bridge is open.")
    CorrectionNote.objects.create(article=story, kind=NoteKind.CORRECTION, text="The day was wrong.")
    [note] = data_of(client, story.get_absolute_url())["ReportageNewsArticle"]["correction"]
    assert (note["@type"], note["text"]) == ("CorrectionComment", "The day was wrong.")


@pytest.mark.django_db
def test_breadcrumbs_are_numbered_and_only_the_page_itself_is_without_a_url(client, named):
    person = named(a_person("Tal Orsey"))
    crumbs = data_of(client, person.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [crumb["position"] for crumb in crumbs] == list(range(1, len(crumbs) + 1))
    assert [crumb["name"] for crumb in crumbs if "item" not in crumb] == ["Tal Orsey"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("classification", "stated"),
    [("state_body", "GovernmentOrganization"), ("media", "NewsMediaOrganization"), ("armed_group", "Organization")],
)
def test_an_organization_states_its_kind(client, named, classification, stated):
    body = named(an_organization("Brenwick Council", classification=classification))
    assert data_of(client, body.get_absolute_url())[stated]["name"] == "Brenwick Council"


@pytest.mark.django_db
@pytest.mark.parametrize(("area", "country"), [("", "Norland"), ("crimea", None)])
def test_a_town_states_its_point_and_its_country_unless_that_is_disputed(client, named, area, country):
    norland = a_country("Norland", code="XN")
    town = named(a_place("Brenwick", country=norland, at=(10.5, 20.25), disputed_area=area))
    node = data_of(client, town.get_absolute_url())["Place"]
    assert node["geo"] == {"@type": "GeoCoordinates", "latitude": 10.5, "longitude": 20.25}
    assert node.get("containedInPlace", {}).get("name") == country


@pytest.mark.django_db
def test_a_country_states_no_point(client, named):
    node = data_of(client, named(a_country("Norland", code="XN")).get_absolute_url())["Country"]
    assert "geo" not in node


@pytest.mark.django_db
def test_our_own_reader_reads_a_story_back(client):
    story = an_article("Bridge opens", "The bridge is open.", authors=["Mara Linfield"], date_precision="day")
    page = client.get(story.get_absolute_url()).content
    content = Content(page)
    read = read_content(content, identify(content))
    assert (read.headline, read.authors) == ("Bridge opens", ("Mara Linfield",))
    assert read.date_published is not None
    assert read.date_published.date() == story.date_published.date()
