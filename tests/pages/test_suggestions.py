"""Suggestions for the search box as they are sent."""

from __future__ import annotations

import json

import pytest

from articles.pages import suggestions
from articles.pages.suggestions import suggestions_json
from tests.builders import a_person, an_article, an_organization, appear

pytestmark = pytest.mark.django_db


def suggested(text):
    return json.loads(suggestions_json(text))["items"]


@pytest.fixture
def carter(index):
    person = a_person("Ash Carter")
    appear(an_article(), person, an_organization("Carter Center"))
    index()
    return person


def test_a_suggestion_has_name_kind_and_address(carter):
    assert {"name": "Ash Carter", "kind": "Person", "url": carter.get_absolute_url()} in suggested("ash")


def test_the_same_letters_are_answered_with_the_same_bytes_until_the_index_changes(carter, index):
    first = suggestions_json("cart")
    assert suggestions_json("cart") is first
    appear(an_article(), a_person("Zoë Carter"))
    index()
    assert "Zoë Carter" in [item["name"] for item in suggested("cart")]


def test_other_letters_have_other_suggestions(carter):
    assert [item["name"] for item in suggested("center")] == ["Carter Center"]
    assert suggested("mosul") == []


def test_more_texts_than_are_cached_are_answered(carter, monkeypatch):
    monkeypatch.setattr(suggestions, "_MAX_CACHED", 1)
    for text in ("ash", "center", "ash"):
        assert suggested(text)


def test_without_an_index_nothing_is_suggested(carter, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nowhere"
    assert suggested("ash") == []
