from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.counting import most_counted, other_counts, shown_counts
from articles.search.facets import FACETS
from articles.search.list_counts import added, complete


@pytest.mark.parametrize("values", [10, 500])
@pytest.mark.parametrize("spare", [0, 1])
def test_the_counts_that_are_shown_give_the_same_choices_as_all(values, spare):
    counts = {"person": {str(pk): pk % 7 + 1 for pk in range(values)}}
    shown = shown_counts(counts)
    assert most_counted(FACETS["person"], shown["person"], spare) == most_counted(
        FACETS["person"], counts["person"], spare
    )


def test_the_counts_that_are_shown_of_a_long_list_are_few():
    counts = {"person": {str(pk): 1 for pk in range(5000)}, "months": {str(month): 1 for month in range(1000)}}
    shown = shown_counts(counts)
    assert len(shown["person"]) < 100
    assert shown["months"] == counts["months"]


def test_all_months_and_totals_are_shown_as_they_are():
    counts = {"total": {"": 3}, "months": {"201605": 3}, "bodies": {"7": 1}}
    assert shown_counts(counts) == counts


NUMBERS = st.dictionaries(st.integers(1, 10**6).map(str), st.integers(1, 9), min_size=1, max_size=200)


@given(st.dictionaries(st.sampled_from(["person", "country", "year", "months", "bodies"]), NUMBERS))
def test_the_counts_that_are_shown_and_the_others_are_all_counts(values):
    counts = added(values, {})
    shown = shown_counts(counts)
    rest = other_counts(counts, shown)
    assert complete(shown, rest) == counts
    assert list(complete(shown, rest).items()) == list(counts.items())
    assert all(not shown[name].keys() & listed.keys() for name, listed in rest.items())
