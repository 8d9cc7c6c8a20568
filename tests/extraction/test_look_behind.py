"""Looking at the words before a name finds what searching all of the text before it finds, at the cost of a few words."""

from __future__ import annotations

import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.look_behind import MAX_WORDS_LENGTH, search_before
from articles.extraction.passages import Passage
from articles.vocabulary import BlockRole
from tests.cpu import cpu_at_most

# The patterns that are searched this way.
PATTERNS = {
    f"{module}.{name}": getattr(importlib.import_module(f"articles.extraction.names.{module}"), name)
    for module, names in {
        "consistency": ["_CAPITAL_BEFORE"],
        "model_names": ["_PORTFOLIO", "_SHIP_BEFORE"],
        "name_spans": ["_OPEN_END", "_OWNED_BY"],
        "namesakes": ["_AS_PLACE_BEFORE", "_HONORIFIC"],
        "recognition": ["_LOCATIVE"],
    }.items()
    for name in names
}
WORDS = ["in ", "the ", "of ", "province ", "Minister ", "for ", "USS ", "HMS ", "US ", "Mr. ", "al", " ", "Sarvolun ", "x" * 30,
         "U.S. ", "between ", "-", "\n", "bridge "]  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
@given(st.lists(st.sampled_from(WORDS), max_size=20).map("".join), st.integers(0, 400))
def test_it_finds_the_words_that_a_search_from_the_beginning_finds(name, text, end):
    end = min(end, len(text))
    near, far = search_before(PATTERNS[name], text, end), PATTERNS[name].search(text[:end])
    assert (near and near.span()) == (far and far.span())


@pytest.mark.parametrize("name", PATTERNS)
def test_its_patterns_end_where_a_name_begins_and_fit_into_what_is_searched(name):
    assert PATTERNS[name].pattern.endswith("$")
    assert search_before(re.compile("x$"), "x" * 10_000, 10_000).span() == (9_999, 10_000)
    assert search_before(re.compile("^x+$"), "x" * 2 * MAX_WORDS_LENGTH, 2 * MAX_WORDS_LENGTH) is None


def test_a_passage_counts_its_capitals_once_however_many_names_ask():
    text = "The army entered the town. " * 20_000
    passage = Passage(0, BlockRole.PARAGRAPH, text, ((0, len(text)),))
    with cpu_at_most(2):
        assert all(passage.is_running_text for _ in range(2_000))
