"""Dates of figures: partial dates, spans, and which dates of a sentence are not those of what happened."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.figures.figure_dates import dates_of, read_dates
from tests.thoroughness import examples

DAY = date(2024, 3, 14)  # a Thursday
PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def read(text, day=DAY):
    return [dates_of(match, day) for match in read_dates(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 12 March 2021", "2021-03-12"),
        ("on the 3rd of May 2021", "2021-05-03"),
        ("on March 12, 2021", "2021-03-12"),
        ("on Feb. 24, 2022", "2022-02-24"),
        ("on Sept 3", "2023-09-03"),
        ("on 14 March", "2024-03-14"),
        ("on 15 March", "2023-03-15"),
        ("in March", "2024-03"),
        ("in April", "2023-04"),
        ("in December 2019", "2019-12"),
        ("in 2019", "2019"),
        ("late Monday", "2024-03-11"),
        ("today", "2024-03-14"),
    ],
)
def test_a_date_is_read_by_the_day_of_the_story(text, found):
    assert read(text) == [(found, found)]


@pytest.mark.parametrize(
    "text",
    [
        "in the village",
        "March to the sea",
        "May we ask",
        "with 2019 people",
        "room 2021",
        "on some days",
        "since then",
        "for 12 days",
    ],
)
def test_words_that_state_no_date_are_none(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["on 31 February", "on 30 February 2021", "on April 31, 2021"])
def test_a_day_that_does_not_exist_stays_unknown(text):
    assert read(text) == [("", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("since 12 March", ("2024-03-12", "2024-03-14")),
        ("since October 7, 2023", ("2023-10-07", "2024-03-14")),
        ("since Monday", ("2024-03-11", "2024-03-14")),
        ("since January", ("2024-01", "2024-03-14")),
        ("since 2014", ("2014", "2024-03-14")),
    ],
)
def test_since_a_date_is_a_span_up_to_the_day_of_the_story(text, found):
    assert read(text) == [found]


@pytest.mark.parametrize("text", ["on Monday", "on 12 March", "yesterday", "since February"])
def test_without_the_day_of_the_story_no_year_is_guessed(text):
    assert read(text, day=None) == [("", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("said on Monday that the bridge fell on Sunday", ["2024-03-10"]),
        ("told reporters on Monday", []),
        ("announced Monday", []),
        ("a statement on Monday said", []),
        ("on Monday said the mayor", []),
        ("the mayor, who was elected on Monday, spoke", ["2024-03-11"]),
    ],
)
def test_the_day_of_a_statement_is_left_out(text, found):
    assert [first for first, _ in read(text)] == found


@settings(max_examples=examples(200), deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2040, 1, 1)), weekday=st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_the_week_up_to_the_story(day, weekday):
    [(first, _)] = read(f"on {weekday}", day)
    found = date.fromisoformat(first)
    assert found.weekday() == WEEKDAYS.index(weekday)
    assert timedelta(0) <= day - found < timedelta(7)


@settings(max_examples=examples(200), deadline=None)
@given(
    day=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    number=st.integers(1, 31),
    month=st.sampled_from(MONTHS),
    before=st.sampled_from(("on ", "since ")),
)
def test_a_day_of_a_month_without_a_year_is_never_after_the_story(day, number, month, before):
    [(first, last)] = read(f"{before}{number} {month}", day)
    assert first == "" or first <= day.isoformat()
    assert (first == "") == (last == "")
    assert first == "" or PARTIAL.fullmatch(first)


@settings(max_examples=examples(300), deadline=None)
@given(text=st.text(st.sampled_from("0123456789 ,.-ondMarchsinceyt"), max_size=80))
def test_no_text_is_an_error(text):
    for first, last in read(text):
        assert PARTIAL.fullmatch(first or "2000")
        assert PARTIAL.fullmatch(last or "2000")
