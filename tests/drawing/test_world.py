from __future__ import annotations

import pycountry
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.drawing.world import class_limits, world_map
from tests.thoroughness import examples

NAMES = {country.alpha_2: country.name for country in pycountry.countries} | {"XK": "Kosovo"}


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        pytest.param([], [], id="no coverage"),
        pytest.param([7], [7], id="one country"),
        pytest.param([1, 1, 2, 9], [1, 2, 9], id="few counts stand for themselves"),
        pytest.param([1, 2, 3, 5, 9, 286], [1, 3, 10, 30, 100], id="many counts in round steps"),
        pytest.param([1, 2, 3, 4, 5, 6], [1, 2, 3, 5], id="steps that round to one number are one"),
    ],
)
def test_class_limits_are_round(counts, limits):
    assert class_limits(counts) == limits


def test_covered_countries_are_links_in_their_step_the_rest_one_path(built):
    picture = world_map({"IQ": 286, "FR": 2}, {"IQ": "/places/iraq/"}, NAMES, "World")
    assert [(shape.title, shape.url, shape.css) for shape in picture.countries] == [
        ("Iraq: 286 stories", "/places/iraq/", "c2"),
        ("France: 2 stories", "", "c1"),
    ]
    assert picture.land.count("M") > 200


def test_the_legend_says_its_steps_in_words(built):
    picture = world_map({"IQ": 286, "SY": 1, "UA": 2, "RU": 4, "US": 6, "ML": 50}, {}, NAMES, "World")
    assert [step.words for step in picture.legend] == [
        "No stories",
        "1 to 2 stories",
        "3 to 9 stories",
        "10 to 29 stories",
        "30 to 99 stories",
        "100 to 286 stories",
    ]


def test_a_country_without_stories_is_not_covered(built):
    assert world_map({"IQ": 0}, {}, NAMES, "World").countries == ()


def test_a_small_country_gets_a_disc_to_point_at(built):
    picture = world_map({"PS": 3, "IQ": 3}, {}, NAMES, "World")
    discs = {shape.title.split(":")[0]: "a4 4" in shape.path for shape in picture.countries}
    assert discs == {"Iraq": False, "Palestine, State of": True}


def test_a_country_too_small_to_draw_stands_in_the_table(built):
    picture = world_map({"TV": 2}, {"TV": "/places/tuvalu/"}, NAMES, "World")
    assert [(row.name, row.url, row.stories) for row in picture.rows] == [("Tuvalu", "/places/tuvalu/", 2)]


@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.integers(1, 900), min_size=1), st.data())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_country_is_called_what_the_site_calls_it(built, counts, data):
    called = {code: data.draw(st.text("abcdefg ", min_size=1)) for code in counts}
    picture = world_map(counts, {}, called, "World")
    assert {(row.name, row.stories) for row in picture.rows} == {(called[code], counts[code]) for code in counts}
    assert {shape.title.rpartition(":")[0] for shape in picture.countries} <= set(called.values())


def test_disputed_areas_are_marked_whatever_is_covered(built):
    picture = world_map({"RU": 2}, {}, NAMES, "World")
    [crimea] = [area for area in picture.disputed if area.statement.startswith("Crimea")]
    assert (crimea.fill, crimea.is_hatched) == ("land", True)
    assert crimea.statement == "Crimea: claimed by Russia and Ukraine; controlled by Russia since 2014"


def test_a_disputed_area_that_is_a_country_here_keeps_its_own_colour(built):
    picture = world_map({"EH": 2}, {}, NAMES, "World")
    assert [area.fill for area in picture.disputed if area.statement.startswith("Western Sahara")] == [""]


def test_no_outline_spans_the_whole_world(built):
    picture = world_map({"RU": 1, "FJ": 1}, {}, NAMES, "World")
    assert not [shape for shape in picture.countries if "-99" in shape.path]


def test_without_built_outlines_there_is_no_world(not_built):
    assert world_map({"IQ": 1}, {}, NAMES, "World") is None
