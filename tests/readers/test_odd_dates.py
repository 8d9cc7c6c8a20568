"""Dates that cannot be those of a news story are kept as words, whatever kind of file states them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import registry
from articles.readers.dates import StatedDate, implausible, read_date
from articles.vocabulary import DatePrecision

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TEXT = "The bridge over the river was opened on Monday, the governor of the province said in the town."
ODD = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1970-01-01", "1700000000000", "1650-05-05",
       "1799-12-31T23:59:59Z", "30000-01-01", "2026-02-30", "2095-06-01"]  # fmt: skip


def page(head):
    return f"<html><head><title>A bridge is opened</title>{head}</head><body><article><h1>A bridge is opened</h1><p>{TEXT}</p><p>{TEXT} Again.</p></article></body></html>".encode()


def json_ld(date):
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "A bridge is opened",
        "datePublished": date,
    }
    return page(f'<script type="application/ld+json">{json.dumps(data)}</script>')


def meta(date):
    return page(f'<meta property="article:published_time" content="{date}">')


def rss(date):
    return f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title><link>https://news.example/</link>
    <item><title>A bridge is opened</title><link>https://news.example/1</link><pubDate>{date}</pubDate>
    <description>{TEXT * 8}</description></item></channel></rss>""".encode()


def json_feed(date):
    item = {"id": "1", "title": "A bridge is opened", "content_text": TEXT * 8, "date_published": date}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Desk", "items": [item]}).encode()


def ninjs(date):
    return json.dumps({"uri": "urn:x:1", "type": "text", "versioncreated": date, "firstcreated": date, "headline": "A bridge is opened",
                       "body_text": TEXT}).encode()  # fmt: skip


def table(date):
    return f"Headline,Date,Text\nA bridge is opened,{date},{json.dumps(TEXT)}\n".encode()


KINDS = {"json-ld": json_ld, "meta": meta, "rss": rss, "json feed": json_feed, "ninjs": ninjs, "table": table}


@pytest.mark.parametrize("date", ODD)
@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_date_is_kept_as_words(kind, date):
    if kind == "table" and date == "1700000000000":
        pytest.skip("tables may give seconds of Unix time")
    story = registry.read(KINDS[kind](date))[0]
    assert (story.date_published, story.date_precision) == (None, DatePrecision.UNKNOWN)
    assert story.date_text
    assert any("The date" in problem for problem in story.problems)


@pytest.mark.parametrize("date", ["1800-01-01", "2016-10-18", "2016-10-18T14:05:00+05:45"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_date_that_can_be_right_is_taken(kind, date):
    story = registry.read(KINDS[kind](date))[0]
    assert story.date_published is not None
    assert story.date_published.date().isoformat() == date[:10]
    assert (story.date_text, [one for one in story.problems if "date" in one]) == ("", [])


@pytest.mark.parametrize("kind", ["json-ld", "meta", "rss", "json feed", "ninjs"])
def test_the_zone_of_the_source_is_kept(kind):
    story = registry.read(KINDS[kind]("2016-10-18T14:05:00-03:30"))[0]
    assert story.date_published is not None
    assert story.date_published.utcoffset() == timedelta(hours=-3.5)


def test_another_statement_of_the_date_is_used():
    story = registry.read(
        json_ld("9999-12-31T00:00:00Z").replace(
            b"<p>", b"<p><time datetime='2016-10-18'>18 October 2016</time></p><p>", 1
        )
    )[0]
    assert story.date_published == datetime(2016, 10, 18, tzinfo=UTC)
    assert story.date_text == ""
    assert any("9999" in problem for problem in story.problems)


@pytest.mark.parametrize(
    ("text", "is_odd"),
    [("2026-11-30T11:59:00Z", False), ("2026-11-30T12:01:00Z", True), ("2026-11-30", False), ("2026-12", True), ("2026", False),
     ("2027", True), ("1800", False), ("1 January 1970", True), ("1970-01-01T00:00:01Z", False), ("January 1970", False)],
)  # fmt: skip
def test_what_is_more_than_two_days_ahead_or_before_1800_is_odd(text, is_odd):
    stated = read_date(text)
    assert stated is not None
    assert bool(implausible(stated, now=NOW)) is is_odd


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_date_of_the_calendar_is_either_within_bounds_or_odd(moment):
    is_within = datetime(1800, 1, 1, tzinfo=UTC) <= moment <= NOW + timedelta(days=2)
    if moment != datetime(1970, 1, 1, tzinfo=UTC):
        assert bool(implausible(StatedDate(moment, DatePrecision.MINUTE), now=NOW)) is not is_within


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("18 October 2016, 12:30 p.m. GMT", 12, 30), ("18 October 2016, 12:05 a.m. GMT", 0, 5), ("18 October 2016, 11:59 p.m. GMT", 23, 59),
     ("18 October 2016, 12:00 GMT", 12, 0)],
)  # fmt: skip
def test_noon_and_midnight_have_their_hours(text, hour, minute):
    stated = read_date(text)
    assert stated is not None
    assert (stated.precision, stated.moment.hour, stated.moment.minute) == (DatePrecision.MINUTE, hour, minute)


@pytest.mark.parametrize(
    "markup",
    ["", '<meta property="og:description" content="1995">', '<b data-1995="x">.</b>', "<p>In 2014 the bridge was closed, 2014.</p>",
     "<p>&copy; 2019 The Sample Post</p>", '<img src="/files/2011/bridge.png">'],
    ids=["no year", "meta", "attribute", "sentence", "copyright", "picture"],
)  # fmt: skip
def test_a_year_on_a_page_is_not_its_date(markup):
    story = registry.read(page(markup) + markup.encode())[0]
    assert story.date_published is None
