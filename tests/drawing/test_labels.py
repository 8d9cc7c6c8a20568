from __future__ import annotations

import pytest

from articles.drawing.labels import Placer, text_box, text_width
from articles.drawing.projection import Box

FRAME = Box(0, 0, 200, 100)


def dot(x, y):
    return Box(x - 5, y - 5, x + 5, y + 5)


@pytest.mark.parametrize(
    ("x", "y", "anchor"),
    [
        pytest.param(50, 50, "start", id="right of the dot where there is room"),
        pytest.param(190, 50, "end", id="left at the right edge"),
    ],
)
def test_a_name_stands_beside_its_dot(x, y, anchor):
    placer = Placer(FRAME)
    assert placer.beside("Mosul", dot(x, y), 15, "pl").anchor == anchor


def test_a_name_goes_above_when_both_sides_are_taken():
    placer = Placer(FRAME)
    placer.take(Box(60, 46, 100, 54))
    placer.take(Box(0, 46, 40, 54))
    label = placer.beside("Mosul", dot(50, 50), 15, "pl")
    assert label.anchor == "middle"
    assert label.y < 50


def test_a_name_without_room_is_left_out():
    placer = Placer(Box(0, 0, 20, 20))
    assert placer.beside("Mosul", dot(10, 10), 15, "pl") is None


def test_two_names_never_overlap():
    placer = Placer(FRAME)
    dots = [dot(50, 50), dot(62, 52)]
    for box in dots:
        placer.take(box)
    first, second = (placer.beside(name, box, 15, "pl") for name, box in zip(("Ramadi", "Fallujah"), dots, strict=True))
    boxes = [text_box(label.text, (label.x, label.y), 15, label.anchor) for label in (first, second)]
    assert not boxes[0].overlaps(boxes[1])


def test_capitals_and_wide_letters_take_more_room():
    assert text_width("MOSUL", 15) > text_width("Mosul", 15) > text_width("ill", 15)


def test_a_name_with_room_at_its_size_may_have_none_on_phones():
    placer = Placer(FRAME)
    label = placer.beside("Khan Younis Governorate", dot(100, 50), 15, "pl")
    assert label is not None
    assert not Placer(FRAME).has_room_enlarged(label, 15)
