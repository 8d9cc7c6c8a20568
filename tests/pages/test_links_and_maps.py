"""Names with links, and places for maps: from the index and from the tables alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from articles.pages.links import known_labels, link_to, link_to_label, url_of
from articles.pages.maps import country_names, map_place_of, map_place_of_label
from tests.builders import a_country, a_person, a_place, an_article, an_organization, appear

pytestmark = pytest.mark.django_db


@pytest.fixture
def entities(index):
    """One entity of each kind, a country and a town of a disputed area, in a published story; one person in a draft."""
    ukraine = a_country("Ukraine", code="UA")
    found = [
        a_person(),
        an_organization(),
        ukraine,
        a_place("Sevastopol", country=ukraine, at=(44.6, 33.5), disputed_area="crimea"),
        a_place("Nowhere", country=ukraine, at=None),
    ]
    appear(an_article(), *found)
    appear(an_article(status="draft"), a_person("Zoe Zed"))
    index()
    return {entity.name: entity for entity in found}


def test_a_link_from_the_index_is_that_from_the_tables(entities):
    known = known_labels({entity.pk for entity in entities.values()})
    for entity in entities.values():
        label = known[entity.pk]
        assert url_of(label) == entity.get_absolute_url()
        assert replace(link_to_label(label, 3), note="") == link_to(entity, 3)


def test_an_entity_of_a_draft_has_no_label(entities):
    hidden = a_person("Yan Yip")
    assert known_labels([hidden.pk]) == {}
    assert known_labels([type(hidden).objects.get(name="Zoe Zed").pk]) == {}


def test_no_ids_are_not_searched(entities, monkeypatch):
    monkeypatch.setattr("articles.pages.links.labels", lambda _ids: pytest.fail("the index was searched"))
    assert known_labels([]) == {}


@pytest.mark.parametrize("name", ["Ukraine", "Sevastopol", "Nowhere"])
def test_a_place_from_the_index_is_drawn_as_that_from_the_tables(entities, name):
    place = entities[name]
    drawn = map_place_of_label(known_labels([place.pk])[place.pk], 3)
    assert drawn == map_place_of(place, 3)
    assert (drawn.is_country, drawn.is_in_country) == (name == "Ukraine", name == "Nowhere")


def test_the_weight_of_a_place_replaces_its_stories():
    place = map_place_of(a_place("Mosul"), weight=7)
    assert (place.stories, place.weight, place.matters) == (0, 7, 7)
    assert map_place_of(a_place("Erbil"), 4).matters == 4


def test_names_of_countries_are_read_once_for_each_index(entities, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert country_names() == {"UA": "Ukraine"}
    with django_assert_num_queries(0):
        assert country_names() == {"UA": "Ukraine"}


def test_names_of_countries_are_known_without_an_index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    a_country("Iraq", code="IQ")
    a_place("Mosul")
    assert country_names() == {"IQ": "Iraq"}
