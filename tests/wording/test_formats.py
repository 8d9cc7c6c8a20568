from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from articles.wording.formats import (
    date_words,
    direction,
    inference_note,
    initials,
    money,
    reading_minutes,
    span,
    truncate,
)
from articles.wording.role_dates import partial_date

MOMENT = datetime(2016, 7, 21, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "currency", "words"),
    [
        (268_000_000, None, "USD", "$268m"),
        (1_400_000, None, "GBP", "£1.4m"),
        (2_000_000_000, None, "USD", "$2bn"),
        (1_250_000_000, None, "EUR", "€1.25bn"),
        (40_000_000, 60_000_000, "USD", "$40\u201360m"),
        (900_000_000, 1_000_000_000, "USD", "$900m\u20131bn"),
        (5_000_000, 5_000_000, "USD", "$5m"),
        (250_000, None, "CAD", "C$250,000"),
        (7_000_000, None, "IQD", "IQD 7m"),
        (None, 3_000_000, "USD", "up to $3m"),
        (None, None, "USD", ""),
    ],
    ids=str,
)
def test_a_sum_is_written_short(low, high, currency, words):
    as_decimal = [Decimal(number) if number is not None else None for number in (low, high)]
    assert money(*as_decimal, currency) == words


def test_a_sum_is_not_shortened_where_a_digit_would_be_lost():
    assert money(Decimal(1_234_567), None, "USD") == "$1,234,567"


def test_cents_stay():
    assert money(Decimal("12.50"), None, "USD") == "$12.50"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (560, None, "560"),
        (40, 60, "40\u201360"),
        (50, 50, "50"),
        (None, 60, "up to 60"),
        (1500, None, "1,500"),
        (None, None, ""),
    ],
    ids=str,
)
def test_a_count_keeps_its_range(low, high, words):
    assert span(*(Decimal(number) if number is not None else None for number in (low, high))) == words


@pytest.mark.parametrize(
    ("precision", "text", "iso"),
    [
        ("minute", "21 July 2016, 14:05 UTC", "2016-07-21T14:05:00+00:00"),
        ("day", "21 July 2016", "2016-07-21"),
        ("month", "July 2016", "2016-07"),
        ("year", "2016", "2016"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(precision, text, iso):
    words = date_words(MOMENT, precision)
    assert (words.text, words.iso) == (text, iso)


def test_an_unknown_date_is_said_to_be_unknown():
    assert date_words(None, "unknown").text == "Date not known"
    assert date_words(None, "unknown").iso == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2016", "2016"),
        ("2016-10", "October 2016"),
        ("2016-10-01", "1 October 2016"),
        ("2016-13", "2016-13"),
        ("about 2016", "about 2016"),
        ("", ""),
    ],
)
def test_a_partial_date_is_written_out(text, words):
    assert partial_date(text) == words


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Harjit Singh Sajjan", "HS"), ("Islamic State", "IS"), ("Plato", "P"), ("3 Division", "D"), ("", "")],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert initials(name) == letters


def test_a_short_story_takes_a_minute():
    assert reading_minutes(12) == 1
    assert reading_minutes(736) == 3


def test_text_is_cut_after_a_whole_word():
    assert truncate("more trainers, for the army", 20) == "more trainers, for…"
    assert truncate("more trainers", 20) == "more trainers"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "rtl"),
        ("fa-IR", "rtl"),
        ("he", "rtl"),
        ("AR", "rtl"),
        ("ks", "rtl"),
        ("pa-PK", "rtl"),
        ("az-Arab", "rtl"),
        ("pa", "ltr"),
        ("az", "ltr"),
        ("en", "ltr"),
        ("zh-Hant-TW", "ltr"),
        ("", "ltr"),
        ("qqq", "ltr"),
        ("not a tag", "ltr"),
    ],
)
def test_a_language_runs_in_its_direction(language, expected):
    assert direction(language) == expected


@pytest.mark.parametrize(
    ("printed", "speaker", "note"),
    [
        ("he", "Ash Carter", "speaker inferred from \u201che\u201d"),
        ("She", "Ann Lee", "speaker inferred from \u201cShe\u201d"),
        ("the department", "Department of State", "speaker inferred from \u201cthe department\u201d"),
        ("Assad", "Bashar al-Assad", "the story says only \u201cAssad\u201d"),
        ("Assad", "Assad", "the story says only \u201cAssad\u201d"),
        ("he", "", "the story says only \u201che\u201d"),
        ("Ash Carter", "Ash Carter", "speaker inferred from the surrounding sentences"),
        ("", "Ash Carter", "speaker inferred from the surrounding sentences"),
    ],
)
def test_an_inferred_speaker_is_told_with_what_it_rests_on(printed, speaker, note):
    assert inference_note(printed, speaker) == note
