from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.readers.dates import is_date_line, read_date
from articles.vocabulary import DatePrecision


@pytest.mark.parametrize(
    "text",
    ["18 October 2016", "18th October, 2016", "October 18, 2016", "Oct. 18, 2016", "Tuesday, Oct 18, 2016", "2016-10-18", "2016/10/18",
     "Published 18 Oct 2016", "2016-10-18T14:05:00", "Oct. 18, 2016 2:05 PM"],
)  # fmt: skip
def test_a_day_in_words_or_figures(text):
    stated = read_date(text)
    assert stated is not None
    assert (stated.moment, stated.precision) == (datetime(2016, 10, 18, tzinfo=UTC), DatePrecision.DAY)


@pytest.mark.parametrize(
    "text",
    ["18. Oktober 2016", "Stand: 18.10.2016 14:05 Uhr", "Publié le 18 octobre 2016 à 14h05", "18 de octubre de 2016", "18 de Outubro de 2016",
     "18 ottobre 2016", "18 Ekim 2016", "18 октября 2016, 14:05", "18 تشرين الأول 2016", "١٨ أكتوبر ٢٠١٦", "2016年10月18日 14:05", "2016년 10월 18일",
     "18/10/2016", "10/18/2016", "18-Oct-2016", "Updated 2:05 PM, Tue October 18, 2016"],
)  # fmt: skip
def test_a_day_in_other_languages_and_orders(text):
    stated = read_date(text)
    assert stated is not None
    assert (stated.moment, stated.precision) == (datetime(2016, 10, 18, tzinfo=UTC), DatePrecision.DAY)


@pytest.mark.parametrize(("language", "month"), [("fr", 10), ("en-GB", 10), ("en-US", 5), ("en", None), ("", None)])
def test_the_language_tells_which_of_two_numbers_is_the_month(language, month):
    stated = read_date("05/10/2016", language)
    assert (stated.moment.month if stated else None) == month


@pytest.mark.parametrize("text", ["set 2016", "out 2016", "20 troops 2016", "5 apples 2016"])
def test_words_that_look_like_foreign_months_make_no_date(text):
    assert read_date(text) is None or read_date(text).precision == DatePrecision.YEAR


def test_a_leap_second_is_the_second_before_it():
    assert read_date("2016-12-31T23:59:60Z") == read_date("2016-12-31T23:59:59Z") is not None
    assert read_date("2016-12-31T23:59:61Z") is None


@pytest.mark.parametrize(
    "text",
    ["2016-10-18T14:05:00Z", "2016-10-18 10:05:00-04:00", "2016-10-18T16:05:00.000+0200", "Tue, 18 Oct 2016 14:05:00 GMT",
     "October 18, 2016 10:05 AM EDT", "18 October 2016, 14:05 GMT"],
)  # fmt: skip
def test_a_clock_time_with_a_zone_is_a_moment(text):
    stated = read_date(text)
    assert stated is not None
    assert stated.precision == DatePrecision.MINUTE
    assert stated.moment.astimezone(UTC) == datetime(2016, 10, 18, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "precision"),
    [("October 2016", DatePrecision.MONTH), ("2016-10", DatePrecision.MONTH), ("2016", DatePrecision.YEAR)],
)
def test_what_is_not_stated_is_not_made_up(text, precision):
    stated = read_date(text)
    assert stated is not None
    assert stated.precision == precision


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "31 April 2016", "2016-13-01T00:00:00Z", "18/10/16", "yesterday", "Monday", "9999-12-31T23:59:00-05:00", "12 troops",
     "2016-10-18T25:00:00Z"],
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("18 October 2016", True),
        ("Published Oct. 18, 2016 at 3:45 PM EDT", True),
        ("Updated: 2016-10-18", True),
        ("On 18 October 2016 the army entered the town", False),
        ("May 2016 offensive", False),
        ("2016", False),
        ("Ann Lee, 18 October 2016", False),
    ],
)
def test_a_date_line_says_a_date_and_nothing_else(line, is_date):
    assert is_date_line(line) is is_date
