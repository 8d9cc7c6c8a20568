"""The differences between two texts, as shown to an editor."""

from __future__ import annotations

from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.desk.differences import Change, Wording, difference, paired
from tests.cpu import cpu_at_most
from tests.thoroughness import examples

MILL = "The mill has enough grain for the winter, its owner said."
RAIN = "Rain has kept farmers from the fields for three weeks in the northern valley."
ROAD = "A new road to the coast opens in October, the council decided on Monday evening."


def of(*paragraphs, headline="Harvest", description=""):
    return Wording(headline, description, paragraphs)


def changes(old, new):
    return [row.change.value for row in difference(old, new).rows]


def marked(row):
    signs = {Change.SAME: "{}", Change.ADDED: "[+{}]", Change.REMOVED: "[-{}]"}
    return "".join(signs[piece.change].format(piece.text) for piece in row.pieces)


def test_equal_texts_have_no_difference():
    assert difference(of(MILL, RAIN), of(MILL, RAIN)).is_none


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((MILL, RAIN), (MILL, ROAD, RAIN), ["same", "added", "same"]),
        ((MILL, ROAD, RAIN), (MILL, RAIN), ["same", "removed", "same"]),
        ((MILL, RAIN), (MILL, RAIN.replace("three", "four")), ["same", "changed"]),
        ((MILL,), (ROAD,), ["removed", "added"]),
        ((), (MILL,), ["added"]),
        ((MILL, RAIN, ROAD), (RAIN.replace("three", "four"), MILL, ROAD), ["added", "same", "removed", "same"]),
    ],
    ids=["added", "removed", "changed", "another paragraph is no change", "from nothing", "moved"],
)
def test_paragraphs_are_added_removed_and_changed(old, new, expected):
    assert changes(of(*old), of(*new)) == expected


def test_unchanged_paragraphs_are_counted_not_shown():
    rows = difference(of(MILL, RAIN, ROAD), of(MILL, RAIN)).rows
    assert [(row.change, row.paragraphs, bool(row.pieces)) for row in rows] == [
        (Change.SAME, 2, False),
        (Change.REMOVED, 1, True),
    ]


def test_only_the_words_that_changed_are_marked():
    (row,) = difference(of(RAIN), of(RAIN.replace("three weeks", "a month"))).rows
    assert marked(row) == (
        "Rain has kept farmers from the fields for [-three weeks ][+a month ]in the northern valley."
    )


def test_a_word_between_two_changes_is_shown_as_changed():
    (row,) = difference(of("It was four of them who left for the coast."), of("It was five or six of us who left for the coast.")).rows  # fmt: skip
    assert marked(row) == "It was [-four of them ][+five or six of us ]who left for the coast."


def test_scripts_without_spaces_are_compared_by_character():
    (row,) = difference(of("军队星期一进入城市"), of("军队星期二进入城市")).rows
    assert marked(row) == "军队星期[-一][+二]进入城市"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"headline": "Late harvest"}, {"headline": "Early harvest"}, "[-Late ][+Early ]harvest"),
        ({"description": "At last."}, {"description": ""}, "[-At last.]"),
    ],
    ids=["headline", "standfirst"],
)
def test_headline_and_standfirst_are_compared_too(old, new, expected):
    first = difference(of(MILL, **old), of(MILL, **new)).rows[0]
    assert (first.label, marked(first)) == (
        {"headline": "Headline", "description": "Standfirst"}[next(iter(old))],
        expected,
    )


def test_words_are_counted_on_both_sides():
    found = difference(of(MILL), of(MILL.replace("enough", "more than enough"), ROAD))
    assert (found.words_added, found.words_removed) == (2 + 15, 0)


def test_pairs_name_every_paragraph_of_both_texts_once():
    assert paired([MILL, RAIN], [ROAD, MILL, RAIN + " More is to come."]) == [(None, 0), (0, 1), (1, 2)]


def test_long_texts_are_compared_quickly():
    old = [f"Paragraph {n} " + "speaks of rain and grain " * 4 for n in range(300)]
    new = [f"Passage {n} " + "tells of roads and mills " * 4 for n in range(300)]
    with cpu_at_most(seconds=2):
        found = difference(of(*old, "word " * 20_000), of(*new, "other " * 20_000))
    assert (found.words_added, found.words_removed) == (300 * 22 + 20_000, 300 * 22 + 20_000)


def side(row, left_out):
    return "".join(piece.text for piece in row.pieces if piece.change != left_out)


def sides(old, new):
    """Both texts as the rows of the difference show them."""
    rows, before, after, at, to = difference(of(*old), of(*new)).rows, [], [], 0, 0
    for row in rows:
        if row.change == Change.SAME:
            before += old[at : at + row.paragraphs]
            after += new[to : to + row.paragraphs]
            at, to = at + row.paragraphs, to + row.paragraphs
            continue
        if row.change != Change.ADDED:
            before.append(side(row, Change.ADDED))
            at += 1
        if row.change != Change.REMOVED:
            after.append(side(row, Change.REMOVED))
            to += 1
    return before, after


WORDS = st.lists(st.sampled_from(["grain", "road", "mill", "rain", "coast"]), min_size=1, max_size=9).map(" ".join)


@settings(max_examples=examples(200))
@given(st.lists(WORDS, max_size=9), st.lists(WORDS, max_size=9))
def test_both_texts_can_be_read_from_their_difference(old, new):
    before, after = sides(old, new)
    # An unchanged word is shown as the new text has it, with the space after it.
    assert [text.split() for text in before] == [text.split() for text in old]
    assert [text.split() for text in after] == [text.split() for text in new]


def repeated(number, *parts):
    return list(islice(cycle(parts), number))


WORST = {
    "the same short lines, with one more between": (repeated(20_000, "a", "b"), repeated(20_000, "a", "b", "c")),
    "the same words in one paragraph": (
        [" ".join(repeated(30_000, "a", "b", "a"))], [" ".join(repeated(30_000, "b", "a", "b", "b"))],
    ),
    "many paragraphs of two words": (
        [" ".join(repeated(1_900, *"ab" * (at % 7 + 1), "c")) for at in range(50)],
        [" ".join(repeated(1_900, *"ba" * (at % 5 + 1), "c", "c")) for at in range(50)],
    ),
    "one paragraph against thousands": (
        [" ".join(f"word{at}" for at in range(20_000))], [f"word{at} word{at + 1}" for at in range(9_000)],
    ),
    "every second line changed": (
        [f"line {at}" for at in range(9_000)], [f"line {at if at % 2 else -at}" for at in range(9_000)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), WORST.values(), ids=WORST)
def test_no_text_takes_long_and_none_is_shown_wrongly(old, new):
    with cpu_at_most(seconds=3):
        before, after = sides(old, new)
    assert [text.split() for text in before] == [text.split() for text in old]
    assert [text.split() for text in after] == [text.split() for text in new]


def test_a_few_changes_in_a_long_text_are_found_word_by_word():
    old = [f"Paragraph {at} speaks of rain and grain." for at in range(3_000)]
    new = [text.replace("rain and", "snow and") if at in (5, 1_500, 2_999) else text for at, text in enumerate(old)]
    with cpu_at_most(seconds=2):
        rows = difference(of(*old), of(*new)).rows
    assert [row.change.value for row in rows] == ["same", "changed", "same", "changed", "same", "changed"]
    assert "[-rain ][+snow ]" in marked(rows[1])
