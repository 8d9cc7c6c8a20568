"""The drawings as a reader's browser gets them."""

from __future__ import annotations

import html5lib
import pytest

from articles.drawing.bars import bars
from articles.drawing.histogram import histogram
from articles.drawing.locator import locator_map
from articles.drawing.map_place import MapPlace
from articles.drawing.world import world_map
from tests.components import component


def map_markup(picture):
    """The drawing, and all that pages say around it."""
    return component("map_drawing", picture, is_file=True) + "".join(
        component(part, picture) for part in ("map_caption", "map_tables")
    )


def rendered(kind):
    if kind == "locator":
        place = MapPlace("<b>Mosul", "/places/1/", 36.34, 43.13, 2, False, "IQ", "PPL")
        options = {"highlight_countries": {"IQ": "/places/2/"}, "width": 820, "height": 600, "label": "Map of Iraq"}
        options["country_names"] = {"IQ": "<b>Iraq"}
        return map_markup(locator_map([place], **options))
    if kind == "world":
        return map_markup(world_map({"IQ": 2_000}, {"IQ": "/places/2/"}, {"IQ": "<b>Iraq"}, "World"))
    if kind == "histogram":
        chart = histogram([("2016-07", 3), ("2017-08", 1_000)], lambda first, last: f"?from={first}&to={last}")
        return component("histogram", chart, has_table=True)
    return component("bars", bars([("<b>Ash Carter", "/people/1/", 3)], "person"))


KINDS = ["locator", "world", "histogram", "bars"]


@pytest.mark.parametrize("kind", KINDS)
def test_markup_is_well_formed(built, kind):
    parser = html5lib.HTMLParser()
    parser.parse(f"<!doctype html><html lang=en><head><title>x</title></head><body>{rendered(kind)}</body></html>")
    assert parser.errors == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_inline_style_or_script_breaks_the_content_security_policy(built, kind):
    markup = rendered(kind)
    assert "style=" not in markup
    assert "<script" not in markup


@pytest.mark.parametrize("kind", KINDS)
def test_names_from_outside_are_escaped(built, kind):
    assert "<b>" not in rendered(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_in_drawings_ignore_the_language_of_the_reader(built, settings, kind):
    english = rendered(kind)
    settings.USE_THOUSAND_SEPARATOR = True
    settings.LANGUAGE_CODE = "de"
    assert rendered(kind).replace(".", ",") == english.replace(".", ",")


def test_a_drawing_that_could_not_be_made_leaves_nothing_on_the_page():
    assert component("map", None).strip() == ""
    assert component("histogram", None, has_table=True).strip() == ""


def test_a_map_is_a_named_group_of_named_links(built):
    markup = rendered("locator")
    assert 'role="group" aria-label="Map of Iraq"' in markup
    assert 'href="/places/1/" aria-label="&lt;b&gt;Mosul: 2 stories"' in markup
    assert 'class="ctry" href="/places/2/" aria-label="&lt;b&gt;Iraq"' in markup


def test_every_bar_has_its_width_as_an_attribute():
    assert '<rect width="100%" height="8"/>' in rendered("bars")
