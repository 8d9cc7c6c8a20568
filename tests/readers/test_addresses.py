from __future__ import annotations

import pytest

from articles.readers.addresses import absolute_address, address_key, canonical_address, date_in_address


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("HTTPS://Example.ORG/News/One", "https://example.org/News/One"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443", "https://example.org/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?id=3&fbclid=Iw&page=2", "https://example.org/a?id=3&page=2"),
        ("https://example.org/a/amp/", "https://example.org/a"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a/amp", "https://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "https://example.org/a"),
        ("  https://example.org/a  ", "https://example.org/a"),
    ],
    ids=lambda value: value[:50],
)
def test_one_story_has_one_spelling(given, kept):
    assert canonical_address(given) == kept


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/a",  # www may be another site
        "https://example.org:8443/a",
        "http://example.org/a",  # http is not made https
        "https://example.org/camp",
        "https://example.org/ampersand",
        "https://example.org/a?q=%C3%A9&b=1+2",
        "https://example.org/a?refugee=1",
        "https://example.org/a/",
    ],
)
def test_what_may_be_another_story_is_kept(address):
    assert canonical_address(address) == address


@pytest.mark.parametrize(
    "address",
    ["", "story.html", "javascript:alert(1)", "data:text/html,x", "file:///etc/hostname", "ftp://example.org/a", "http://", "http://[::1",
     "https://user:word@example.org/", "https://example.org:port/", "https://example.org\\@evil.example/", "https://" + "a" * 3000],
    ids=lambda value: value[:30] or "empty",
)  # fmt: skip
def test_what_is_no_web_address_is_empty(address):
    assert canonical_address(address) == ""


def test_canonical_addresses_stay_as_they_are():
    once = canonical_address("HTTPS://Example.org/a/amp?utm_source=x&b=1#c")
    assert canonical_address(once) == once


def test_a_relative_address_is_read_on_its_page():
    assert absolute_address("../b.jpg", "https://example.org/a/c/") == "https://example.org/a/b.jpg"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2016/10/18/town", "2016-10-18"),
        ("https://example.org/news/2016/oct/18/town", "18 oct 2016"),
        ("https://example.org/2016/10/town", ""),
        ("https://example.org/1234/56/78", ""),
        ("", ""),
    ],
)
def test_a_day_in_the_path_is_found(url, day):
    assert date_in_address(url) == day


def test_no_address_is_not_the_address_of_the_page():
    assert absolute_address("", "https://example.org/a") == ""
    assert absolute_address(" ", "https://example.org/a") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("?a=1&b=2", "?b=2&a=1"), ("?id=7&utm_source=x&page=2", "?page=2&id=7"), ("?b=2&a=1&", "?&a=1&b=2")],
)
def test_the_order_of_a_query_makes_no_other_story(one, other):
    assert address_key("https://news.example/story" + one) == address_key("https://news.example/story" + other)


def test_another_value_in_a_query_is_another_story():
    assert address_key("https://news.example/story?id=1&p=2") != address_key("https://news.example/story?id=2&p=1")
