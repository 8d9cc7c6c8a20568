from __future__ import annotations

import pytest

from articles.drawing.projection import mercator
from articles.drawing.view import REGION_SPAN, main_cluster, turned_together, view_of_points

KYIV, MOSCOW, WASHINGTON = mercator(30.5, 50.5), mercator(37.6, 55.8), mercator(-77, 38.9)


def test_a_single_place_is_shown_with_its_region():
    view = view_of_points([mercator(29.2, -1.7)], 448, 269)
    assert view.window.width == pytest.approx(REGION_SPAN)
    assert view.place(mercator(29.2, -1.7)) == pytest.approx((224, 134.5))


def test_places_close_together_are_shown_closer():
    gaza, rafah = mercator(34.47, 31.5), mercator(34.25, 31.29)
    assert view_of_points([gaza, rafah], 448, 269).window.width < REGION_SPAN


def test_every_place_lies_inside_the_picture():
    view = view_of_points([KYIV, MOSCOW], 448, 269)
    assert all(view.frame.has(view.place(point)) for point in (KYIV, MOSCOW))


def test_a_place_on_another_continent_is_left_to_the_note():
    assert main_cluster([KYIV, MOSCOW, WASHINGTON], [1, 1, 1]) == [0, 1]


def test_the_place_with_most_stories_decides_between_far_clusters():
    assert main_cluster([KYIV, WASHINGTON], [2, 9]) == [1]


def test_neighbours_are_shown_whatever_their_weight():
    assert main_cluster([KYIV, MOSCOW], [100, 1]) == [0, 1]


def test_a_cluster_joined_by_a_later_place_is_one():
    west, east, between = (0.0, 0.0), (40.0, 0.0), (20.0, 0.0)
    assert main_cluster([west, east, between, (150.0, 0.0)], [1, 1, 1, 2]) == [0, 1, 2]


def test_places_on_both_sides_of_180_are_neighbours():
    assert turned_together([(177.0, 0.0), (-165.0, 0.0)]) == [(177.0, 0.0), (195.0, 0.0)]


def test_places_on_both_sides_of_greenwich_stay():
    assert turned_together([(-10.0, 0.0), (20.0, 0.0)]) == [(-10.0, 0.0), (20.0, 0.0)]
