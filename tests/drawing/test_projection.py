from __future__ import annotations

import pytest

from articles.drawing.projection import (
    Box,
    area,
    box_of,
    clip,
    cut,
    equal_earth,
    latitude_of,
    mercator,
    path_data,
    simplify,
    unwrap,
)

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


@pytest.mark.parametrize("latitude", [-60.0, 0.0, 36.34, 71.0])
def test_a_latitude_comes_back_from_mercator(latitude):
    assert latitude_of(mercator(0, latitude)[1]) == pytest.approx(latitude)


def test_north_is_up():
    assert mercator(0, 50)[1] < mercator(0, 10)[1]
    assert equal_earth(0, 50)[1] < equal_earth(0, 10)[1]


def test_the_pole_has_a_place_on_a_mercator_map():
    assert mercator(0, 90) == mercator(0, 84)


def test_equal_earth_keeps_areas_true_between_the_equator_and_the_north():
    def patch(south):
        corners = [(0, south), (1, south), (1, south + 1), (0, south + 1)]
        return area([equal_earth(*corner) for corner in corners])

    # A degree by a degree at 60 north covers 0.4924 of one at the equator (difference of sines).
    assert patch(60) / patch(0) == pytest.approx(0.4924, abs=0.001)


def test_a_bend_below_the_tolerance_is_straightened():
    assert simplify([(0, 0), (5, 0.1), (10, 0)], 0.2) == [(0, 0), (10, 0)]


def test_a_bend_above_the_tolerance_stays():
    assert simplify([(0, 0), (5, 0.3), (10, 0)], 0.2) == [(0, 0), (5, 0.3), (10, 0)]


def test_a_closed_ring_is_not_simplified_to_its_start():
    assert len(simplify([*SQUARE, SQUARE[0]], 1)) == 5


def test_a_coast_of_thousands_of_points_is_simplified():
    assert len(simplify([(x, x % 2) for x in range(5000)], 0.5)) == 5000


def test_a_ring_is_cut_to_the_box():
    assert area(clip(SQUARE, Box(5, 5, 20, 20))) == pytest.approx(25)


def test_a_ring_outside_the_box_leaves_nothing():
    assert clip(SQUARE, Box(20, 20, 30, 30)) == []


def test_a_ring_that_jumps_at_180_goes_on_past_it():
    assert unwrap([(179, 0), (-179, 0), (-178, 1), (179, 1)]) == [(179, 0), (181, 0), (182, 1), (179, 1)]


def test_a_ring_over_the_cut_comes_out_in_two_parts():
    parts = cut([(170.0, 0.0), (195.0, 0.0), (195.0, 5.0), (170.0, 5.0)], -169)
    assert sorted(box_of(part)[:3:2] for part in parts) == [(-169, -165), (170, 191)]


def test_a_ring_beside_the_cut_stays_one():
    assert cut(SQUARE, -169) == [SQUARE]


def test_a_path_is_written_in_relative_tenths():
    assert path_data([(1.0, 2.0), (3.04, 2.0), (3.0, 1.5)]) == "M1 2l2 0 0-0.5z"


def test_a_ring_smaller_than_a_tenth_draws_nothing():
    assert path_data([(1.0, 1.0), (1.01, 1.0), (1.01, 1.01)]) == ""


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        pytest.param(Box(5, 5, 15, 15), True, id="corner"),
        pytest.param(Box(2, 2, 3, 3), True, id="inside"),
        pytest.param(Box(10, 0, 20, 10), False, id="touching"),
        pytest.param(Box(11, 0, 20, 10), False, id="beside"),
    ],
)
def test_boxes_overlap_only_when_they_share_room(other, overlaps):
    assert Box(0, 0, 10, 10).overlaps(other) is overlaps
