"""Floors on the pages of our own writing: many ways of marking up one story. Measured; to be raised, not lowered in silence."""

from __future__ import annotations

import pytest

from articles.readers.page.html import read_html
from benchmarks.measures import captions, pages
from benchmarks.measures.gold_pages import own_pages

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
