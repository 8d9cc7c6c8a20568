"""Floors on the pages of our own writing: many ways of marking up one story. Measured; to be raised, not lowered in silence."""

from __future__ import annotations

import pytest

from articles.readers.page.html import read_html
from benchmarks.measures import captions, pages
from benchmarks.measures.gold_pages import BLIND, own_pages

GOLD = own_pages()


@pytest.fixture(scope="module")
def result():
    return pages.score(GOLD, {page.name: read_html(page.content, url=page.url) for page in GOLD})


def test_the_text_of_own_pages_is_found(result):
    assert result.body_f1() >= 0.985


@pytest.mark.parametrize("name", ["headline", "date", "author"])
def test_the_fields_of_own_pages_are_found(result, name):
    assert [page for page, is_right in getattr(result, name).items() if not is_right] == []


def test_captions_and_credits_of_own_pages_are_found():
    assert captions.count(GOLD, captions.own_answers()).wrong == []


def test_pages_written_unseen_stay_as_well_read_as_they_were():
    blind = own_pages(BLIND)
    result = pages.score(blind, {page.name: read_html(page.content, url=page.url) for page in blind})
    wrong = [
        name
        for field in (result.headline, result.date, result.author)
        for name, is_right in field.items()
        if not is_right
    ]
    assert (result.body_f1() >= 0.98, wrong) == (True, [])
    assert captions.count(blind, captions.own_answers(BLIND)).wrong == []
