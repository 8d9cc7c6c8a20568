"""Times in a zone: what a clock shows there, and which moment that is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.zones import in_zone, moment_of, zone_names

local = datetime.fromisoformat


@pytest.mark.parametrize(
    ("shown", "zone", "utc"),
    [
        ("2031-05-03T08:00", "UTC", "2031-05-03T08:00"),
        ("2031-05-03T08:00", "Asia/Baghdad", "2031-05-03T05:00"),
        ("2031-01-03T08:00", "Europe/Paris", "2031-01-03T07:00"),
        ("2031-07-03T08:00", "Europe/Paris", "2031-07-03T06:00"),
        ("2031-05-03T00:30", "Asia/Kathmandu", "2031-05-02T18:45"),
    ],
)
def test_a_local_time_is_a_moment(shown, zone, utc):
    assert moment_of(local(shown), zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_time_that_clocks_skip_is_refused():
    with pytest.raises(ValueError, match=r"02:30 does not exist on that day in Europe/Paris"):
        moment_of(local("2026-03-29T02:30"), "Europe/Paris")
    assert moment_of(local("2026-03-29T03:00"), "Europe/Paris") == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_time_that_clocks_show_twice_is_refused():
    with pytest.raises(ValueError, match=r"02:30 occurs twice on that day in Europe/Paris"):
        moment_of(local("2026-10-25T02:30"), "Europe/Paris")
    assert moment_of(local("2026-10-25T03:00"), "Europe/Paris") == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Etc/GMT+5", "EST"])
def test_a_zone_that_is_not_offered_is_refused(zone):
    with pytest.raises(ValueError, match="Choose a time zone"):
        moment_of(local("2031-05-03T08:00"), zone)


def test_a_time_in_words_names_the_zone_and_utc():
    moment = datetime(2031, 5, 3, 22, 30, tzinfo=UTC)
    assert in_zone(moment, "UTC") == "3 May 2031, 22:30 UTC"
    assert in_zone(moment, "Europe/London") == "3 May 2031, 23:30 in Europe/London (22:30 UTC)"
    assert in_zone(moment, "Asia/Baghdad") == "4 May 2031, 01:30 in Asia/Baghdad (3 May 2031, 22:30 UTC)"


@given(st.datetimes(local("2026-01-01"), local("2040-01-01")), st.sampled_from(zone_names()))
def test_what_is_not_refused_is_what_the_clock_shows(shown, zone):
    shown = shown.replace(microsecond=0)
    try:
        moment = moment_of(shown, zone)
    except ValueError:
        return
    assert in_zone(moment, zone).startswith(f"{shown.day} {shown:%B %Y, %H:%M}")
