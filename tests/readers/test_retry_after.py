"""What a site says about when it may be asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import fetch as fetch_module
from articles.readers.fetch import FetchError, Limits, RetryLaterError, fetch

PATIENT = Limits(connect=200, read=200, total=200, size=100_000)


def refusal(server, status, header):
    port = server.server_address[1]
    with pytest.raises(FetchError) as refused:
        fetch(
            f"http://127.0.0.1:{port}/later/{status}/{quote(header)}",
            allow=frozenset({("127.0.0.1", port)}),
            limits=PATIENT,
        )
    return refused.value


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("header", "seconds"), [("120", 120), (" 0 ", 0), ("86400", 86400), ("9" * 30, float("inf"))])
def test_a_number_of_seconds(server, status, header, seconds):
    error = refusal(server, status, header)
    assert isinstance(error, RetryLaterError)
    assert error.seconds == seconds
    assert f"HTTP {status}" in str(error)
    assert "asks to be asked again in" in str(error)


def test_a_date(server):
    error = refusal(server, 503, format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True))
    assert isinstance(error, RetryLaterError)
    assert 7000 < error.seconds <= 7200
    assert "in 2 hours" in str(error)


def test_a_date_that_is_over_means_now(server):
    error = refusal(server, 429, "Fri, 31 Dec 1999 23:59:59 GMT")
    assert isinstance(error, RetryLaterError)
    assert error.seconds == 0


@pytest.mark.parametrize(
    ("status", "header"), [(429, ""), (429, "soon"), (429, "-5"), (503, "1.5"), (500, "120"), (404, "120"), (403, "5")]
)
def test_anything_else_fails_at_once(server, status, header):
    assert not isinstance(refusal(server, status, header), RetryLaterError)


@given(st.text(max_size=40))
def test_no_header_breaks_it(header):
    seconds = fetch_module._retry_seconds(header)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (5 * 86400, "5 days"),
        (float("inf"), "more than a month"),
    ],
)
def test_the_time_is_said_in_words(seconds, words):
    assert fetch_module._in_words(seconds) == words
