"""Numbers as printed: whatever the words, the bounds are those that they state."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.figures.printed_numbers import read_numbers
from tests.thoroughness import examples

LOWER = ("at least", "more than", "over", "no fewer than", "not less than", "upwards of", "a minimum of")
UPPER = ("up to", "as many as", "fewer than", "less than", "no more than", "at most", "a maximum of")
ABOUT = ("about", "around", "some", "roughly", "nearly", "almost", "an estimated", "close to")
ALSO = ("another", "an additional", "a further", "a total of")
NUMBERS = st.integers(1, 999_999_999)


def read(text):
    return list(read_numbers(text, 0, len(text)))


def spelled(number, *, with_commas):
    return f"{number:,}" if with_commas else str(number)


@settings(max_examples=examples(300), deadline=None)
@given(number=NUMBERS, words=st.sampled_from((*LOWER, *UPPER, *ABOUT, "")), with_commas=st.booleans())
def test_a_number_has_the_bounds_of_the_words_before_it(number, words, with_commas):
    [found] = read(f"{words} {spelled(number, with_commas=with_commas)} people".strip())
    assert found.low == (None if words in UPPER else number)
    assert found.high == (None if words in LOWER else number)
    assert found.qualifier == words


@settings(max_examples=examples(200), deadline=None)
@given(number=NUMBERS, words=st.sampled_from(LOWER), also=st.sampled_from(ALSO))
def test_words_that_add_or_sum_do_not_change_the_bounds(number, words, also):
    [found] = read(f"{words} {also} {number} people")
    assert (found.low, found.high) == (number, None)


@settings(max_examples=examples(200), deadline=None)
@given(one=st.integers(1, 9999), other=st.integers(1, 9999), joint=st.sampled_from((" to ", "-", "–", " or ")))
def test_a_range_runs_upward_or_is_no_range(one, other, joint):
    found = read(f"{one}{joint}{other} people")
    assert all(number.low <= number.high for number in found)
    if one <= other:
        assert [(number.low, number.high) for number in found] == [(one, other)]


@settings(max_examples=examples(200), deadline=None)
@given(one=st.integers(1, 9999), other=st.integers(1, 9999))
def test_from_one_number_to_another_is_a_change_to_the_second(one, other):
    [found] = read(f"rose from {one} to {other}")
    assert (found.low, found.high, found.is_change) == (other, other, True)


@settings(max_examples=examples(500), deadline=None)
@given(text=st.text(st.sampled_from("0123456789 ,.%-$atlesofmrhundwn"), max_size=80))
def test_numbers_of_any_text_are_in_it_in_order_and_have_a_bound(text):
    found = read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(one.low is not None or one.high is not None for one in found)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("dozens of people", 24),
        ("scores of people", 40),
        ("hundreds of people", 200),
        ("thousands of people", 2000),
        ("tens of thousands of people", 20_000),
        ("hundreds of thousands of people", 200_000),
        ("millions of people", 2_000_000),
        ("several dozen people", 36),
        ("a few hundred people", 200),
    ],
)
def test_a_plural_states_a_lower_bound_only(text, low):
    [found] = read(text)
    assert (found.low, found.high) == (Decimal(low), None)


def test_two_numbers_joined_by_and_are_two():
    assert [(one.low, one.high) for one in read("12 soldiers and 4 civilians")] == [(12, 12), (4, 4)]


def test_a_force_is_as_strong_as_its_number():
    text = "a 5,000-strong force"
    [found] = read(text)
    assert (found.low, text[found.start : found.end]) == (5000, "5,000-strong")


@pytest.mark.parametrize(
    "text",
    [
        "a 40-year-old bridge",
        "the 3rd street",
        "at 10:30",
        "12.5 people",
        "€12 each",
        "40 percent of them",
        "B12 road",
        "12/7 dates",
    ],
)
def test_what_counts_nothing_is_no_number(text):
    assert read(text) == []


@pytest.mark.parametrize(("text", "value"), [("three or more people", 3), ("12 or more people", 12)])
def test_or_more_after_a_number_states_a_lower_bound_only(text, value):
    [found] = read(text)
    assert (found.low, found.high, found.qualifier) == (value, None, "or more")
