"""The page format: what decides whether a stored page is still the one that would be rendered."""

from __future__ import annotations

import pytest

from articles.record import page_format


@pytest.fixture(autouse=True)
def computed_again():
    for cached in (page_format.page_format, page_format._shell):
        cached.cache_clear()
    yield
    for cached in (page_format.page_format, page_format._shell):
        cached.cache_clear()


def test_a_site_of_another_name_has_other_pages(settings):
    before = page_format.page_format()
    page_format.page_format.cache_clear()
    page_format._shell.cache_clear()
    settings.SITE_NAME = "Another name"
    assert page_format.page_format() != before


def test_pages_can_be_rendered_where_the_static_files_are_collected():
    assert page_format.can_render()


def test_without_static_files_no_page_can_be_rendered_and_the_log_says_why(monkeypatch, caplog):
    def missing(*_):
        raise ValueError("Missing staticfiles manifest entry for 'css/base.css'")

    monkeypatch.setattr(page_format, "render_whole_page", missing)
    assert not page_format.can_render()
    assert "Missing staticfiles manifest entry" in caplog.text
    assert len(page_format.page_format()) == 16
