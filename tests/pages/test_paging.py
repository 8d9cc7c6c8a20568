from __future__ import annotations

import pytest

from articles.pages.paging import page_links


def shown(page: int, total: int, most: int = 500):
    pages = page_links(page, 20, total, lambda number: f"?page={number}", most)
    return [link.number for link in pages.links], pages


@pytest.mark.parametrize(
    ("page", "total", "numbers"),
    [
        (1, 140, [1, 2, 3, 0, 7]),
        (5, 180, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (1, 60, [1, 2, 3]),
        (6, 400, [1, 0, 4, 5, 6, 7, 8, 0, 20]),
        (20, 400, [1, 0, 18, 19, 20]),
        (1, 5, [1]),
        (1, 0, [1]),
    ],
    ids=str,
)
def test_the_first_the_last_and_the_near_pages_are_linked(page, total, numbers):
    assert shown(page, total)[0] == numbers


def test_a_gap_hides_more_than_one_page():
    assert shown(6, 240)[0] == [1, 0, 4, 5, 6, 7, 8, 0, 12]
    assert shown(5, 240)[0] == [1, 2, 3, 4, 5, 6, 7, 0, 12]


def test_one_page_needs_no_links():
    assert not shown(1, 20)[1]
    assert shown(1, 21)[1]


def test_rows_are_numbered_to_the_last_one_there_is():
    pages = shown(3, 45)[1]
    assert (pages.first, pages.last, pages.next) == (41, 45, "")


def test_no_page_is_linked_past_the_last_that_may_be_asked_for():
    assert shown(1, 1000, most=3)[0] == [1, 2, 3]


def test_a_page_past_the_end_leads_back():
    assert shown(99, 45)[1].previous == "?page=2"
