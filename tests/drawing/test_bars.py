from __future__ import annotations

from articles.drawing.bars import bars


def test_bars_are_shares_of_the_longest():
    assert [row.percent for row in bars([("A", "/a/", 58), ("B", "/b/", 29)]).rows] == [100, 50]


def test_a_bar_that_is_there_can_be_seen():
    assert [row.percent for row in bars([("A", "/a/", 5000), ("B", "/b/", 1), ("C", "/c/", 0)]).rows] == [100, 1, 0]


def test_no_rows_make_no_bars():
    assert bars([]).rows == ()
