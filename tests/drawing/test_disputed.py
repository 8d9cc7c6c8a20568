"""What maps show of disputed areas: a mark for each on close views, and no country's name or colour on its ground."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.drawing import geometry
from articles.drawing.labels import text_box
from articles.drawing.locator import locator_map
from articles.drawing.map_place import MapPlace
from articles.drawing.outlines import visible_disputed_areas
from articles.drawing.projection import box_of, holds, latitude_of, mercator
from articles.drawing.view import view_of_points
from articles.drawing.world import world_map
from articles.geography.reference import disputed_areas
from tests.thoroughness import examples

AREAS = disputed_areas()
NAMES = {
    "IN": "India",
    "PK": "Pakistan",
    "CN": "China",
    "JP": "Japan",
    "RU": "Russia",
    "TH": "Thailand",
    "IL": "Israel",
}
TOWN = MapPlace("Brenwick", "/places/brenwick/", 0, 0, 1, is_country=False, country_code="", feature_code="PPL")
AREA_ITSELF = replace(TOWN, latitude=None, longitude=None, feature_code="RGN", is_in_country=False)


def draw(places, *, frame=(), size=(448, 269)):
    width, height = size
    return locator_map(
        places,
        highlight_countries=dict.fromkeys(frame, ""),
        country_names=NAMES,
        width=width,
        height=height,
        label="Map",
        frame_countries=frame,
    )


def itself(key):
    return replace(AREA_ITSELF, name=AREAS[key].name, url=f"/places/{key}/", disputed_area=key)


def marks(picture):
    return {shape.statement: shape for shape in picture.disputed}


def middle(key):
    x, y = geometry.load().middle_of(key)
    return latitude_of(y), x


@given(key=st.sampled_from(sorted(AREAS)), north=st.floats(-2, 2), east=st.floats(-4, 4))
@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_map_of_a_region_marks_every_area_in_it_and_says_who_claims_it(built, key, north, east):
    latitude, longitude = middle(key)
    mark = marks(draw([replace(TOWN, latitude=latitude + north, longitude=longitude + east)]))[AREAS[key].sentence]
    assert mark.path
    assert mark.is_hatched == AREAS[key].outline.get("hatch", True)


@pytest.mark.parametrize("key", sorted(AREAS))
def test_an_area_without_a_point_of_its_own_is_shown_where_it_lies(built, key):
    picture = draw([itself(key)])
    mark = marks(picture)[AREAS[key].sentence]
    assert (mark.is_central, mark.url) == (True, f"/places/{key}/")
    assert picture.not_shown == ()


@pytest.mark.parametrize("key", ["aksai-chin", "south-ossetia", "nagorno-karabakh", "kuril-islands", "liancourt-rocks"])
def test_an_area_is_named_at_its_mark(built, key):
    picture = draw([itself(key)])
    assert AREAS[key].name in {label.text for label in picture.names}
    assert picture.dots == ()


def test_an_area_too_small_to_outline_has_a_ring_and_is_said_to_be_approximate(built):
    mark = marks(draw([itself("gibraltar")]))[AREAS["gibraltar"].sentence]
    assert "a9 9" in mark.path
    assert mark.is_approximate


def test_a_town_that_bears_the_name_of_its_area_keeps_its_dot_and_is_named_once(built):
    jerusalem = replace(itself("jerusalem"), latitude=31.78, longitude=35.22, feature_code="PPLC")
    picture = draw([jerusalem])
    assert [dot.label.text for dot in picture.dots] == ["Jerusalem"]
    assert "Jerusalem" not in {label.text for label in picture.names}


def test_a_name_beside_a_mark_lies_on_no_other_mark(built):
    view = view_of_points([mercator(77.58, 34.17)], 448, 269)
    seen = {mark.key: mark.largest for mark in visible_disputed_areas(geometry.load(), view)}
    labels = [label for label in draw([replace(TOWN, latitude=34.17, longitude=77.58)]).names if "pl" in label.css]
    assert labels
    for label in labels:
        box = text_box(label.text, (label.x, label.y), 13, label.anchor)
        others = [ring for key, ring in seen.items() if AREAS[key].name != label.text]
        assert not any(holds(ring, box.middle) for ring in others)


@pytest.mark.parametrize("at", [(34.17, 77.58), (33.5, 74.0), (35.9, 76.0), (32.5, 76.5)])
def test_no_country_is_named_on_disputed_ground(built, at):
    picture = draw([replace(TOWN, latitude=at[0], longitude=at[1])])
    view = view_of_points([mercator(at[1], at[0])], 448, 269)
    grounds = [mark.largest for mark in visible_disputed_areas(geometry.load(), view)]
    boxes = [text_box(label.text, (label.x, label.y), 13, "middle") for label in picture.names if label.css == "cl"]
    corners = [corner for box in boxes for corner in ((box.left, box.top), box.middle, (box.right, box.bottom))]
    assert not [corner for corner in corners for ground in grounds if holds(ground, corner)]


def test_islands_are_no_land_and_areas_ashore_have_the_colour_of_no_country(built):
    found = marks(draw([replace(TOWN, latitude=26.5, longitude=55.3)]))
    assert found[AREAS["abu-musa"].sentence].fill == ""
    assert marks(draw([itself("aksai-chin")]))[AREAS["aksai-chin"].sentence].fill == "land"


def test_wide_maps_leave_out_what_is_too_small_to_see(built):
    world = marks(world_map({"JP": 3}, {}, NAMES, "World"))
    china = marks(draw([], frame=["CN"]))
    assert AREAS["crimea"].sentence in world
    for key in ("liancourt-rocks", "gibraltar", "doklam", "abu-musa"):
        assert AREAS[key].sentence not in world
        assert AREAS[key].sentence not in china


def test_beside_the_map_of_a_state_with_many_disputes_the_list_tells_of_them(built):
    picture = draw([], frame=["IN"], size=(736, 654))
    assert len(picture.disputed) > 6
    assert not any(shape.is_central for shape in picture.disputed)


def test_the_area_that_a_map_is_about_is_always_stated_beside_it(built):
    picture = draw([itself("kashmir"), replace(TOWN, latitude=28.6, longitude=77.2, country_code="IN")])
    assert marks(picture)[AREAS["kashmir"].sentence].is_central


def test_rings_of_one_area_never_touch(built):
    view = view_of_points([mercator(114.0, 9.0), mercator(48.0, -15.0)], 448, 269)
    for mark in visible_disputed_areas(geometry.load(), view):
        assert not mark.is_ring or box_of(mark.largest).width == pytest.approx(18)
