"""Files cut off and spoilt at random: each ends in parts or in a sentence, and nothing else is ever raised."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from articles.readers.part import Content
from articles.readers.registry import parts, read_part
from articles.readers.story import Story, UnreadableError
from articles.readers.table_example import template, template_workbook

TEXT = "<p>The army entered the town on Monday after three weeks of fighting around it, the ministry said.</p>" * 4
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss"><channel><title>Sample Post</title><link>https://example.org/</link>
<item><title>Army &amp; militia</title><link>/a</link><pubDate>Mon, 02 Mar 2026 10:15:00 GMT</pubDate><georss:point>1 2</georss:point>
<media:content url="a.jpg" width="9"><media:description>x</media:description></media:content><content:encoded><![CDATA[{TEXT}]]></content:encoded></item></channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": 1, "url": "/a", "content_html": TEXT, "tags": ["x"]}] * 2,
    }
)
NINJS = json.dumps([{"uri": "urn:1", "type": "text", "versioncreated": "2026-03-02", "headline": "Army", "body_xhtml": TEXT, "subject": [{"name": "x"}],
                     "associations": {"a": {"type": "picture", "renditions": {"m": {"href": "https://example.org/a.jpg", "width": 3}}}}}])  # fmt: skip
NEWSML = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:1"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2026-03-02T10:15:00Z</versionCreated></itemMeta><contentMeta><headline>Army</headline><creator><name>Ann Lee</name></creator></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{TEXT}</body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(
    f"<html><h1>Army</h1>{TEXT}".encode(), mtime=0
)
WARC = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
ARCHIVE = WARC % (len(PAGE), PAGE) * 2
SAMPLES = {
    "feed": RSS.encode(), "JSON Feed": JSON_FEED.encode(), "ninjs": NINJS.encode(), "newsml": NEWSML.encode(), "CSV": template(),
    "XLSX": template_workbook(), "JSON Lines": b'{"headline": "Army", "text": "Two days before", "a": {"b": [1]}}\n' * 4,
    "WARC": ARCHIVE, "packed WARC": gzip.compress(ARCHIVE, mtime=0),
}  # fmt: skip
KINDS = {
    "JSON Feed": "feed",
    "CSV": "table",
    "XLSX": "table",
    "JSON Lines": "table",
    "WARC": "warc",
    "packed WARC": "warc",
}
SPOILERS = (
    b"<",
    b"&",
    b"\x00",
    b"\xff",
    b'"',
    b"{",
    b"[]",
    b"null",
    b"-1",
    b"9" * 400,
    b"]]>",
    b"http://[",
    b"\xed\xa0\x80",
    b"1e999",
    b"&#0;",
)
ROUNDS = 60


def _spoilt(data, dice):
    data = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 12))):
        start = dice.randrange(len(data) or 1)
        end = start + dice.choice((1, 20, 200))
        change = dice.randrange(5)
        if change == 0:
            del data[start:]
        elif change == 1:
            del data[start:end]
        elif change == 2:
            data[start:start] = data[start:end] * 2
        elif change == 3:
            data[start:start] = dice.choice(SPOILERS)
        else:
            data[start : start + 1] = bytes([dice.randrange(256)])
    return bytes(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_sample_is_read(name):
    assert read_part(parts(Content(SAMPLES[name]))[0]).headline or name == "JSON Feed"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_spoilt_file_ends_in_parts_or_in_a_sentence(name):
    sentences = []
    dice = random.Random(name)  # noqa: S311  the same rounds each time
    for _ in range(ROUNDS):
        data = _spoilt(SAMPLES[name], dice)
        for kind in ("auto", KINDS.get(name, name)):
            try:
                for part in parts(Content(data, "https://example.org/file"), kind):
                    assert isinstance(read_part(part), Story)
            except UnreadableError as error:
                sentences.append(str(error))
    assert all(sentence.endswith(".") for sentence in sentences)
