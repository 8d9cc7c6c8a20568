from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from articles.readers.feed.entry import NEITHER, ONLY_BEGINNING
from articles.readers.feed.syndication import NOT_WELL_FORMED, outlet_of
from articles.readers.part import Content
from articles.readers.registry import parts, read_part
from articles.readers.story import UnreadableError

SENTENCE = (
    "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement. "
)
LONG = f"<p>{SENTENCE * 3}</p><p>{SENTENCE * 3}</p>"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def _rss(items, channel="<title>Sample Post</title><link>https://example.org/</link>"):
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'


def _parts(text, **known):
    return parts(Content(text if isinstance(text, bytes) else text.encode(), **known))


def _first(text, **known):
    return read_part(_parts(text, **known)[0])


ITEM = f"""<item><title>Army &amp;amp; militia enter the town</title><link>https://example.org/a?utm_source=rss</link><guid>1</guid>
<dc:creator>Ann Lee and Bob Day</dc:creator><category>World</category><pubDate>Mon, 02 Mar 2026 10:15:00 +0100</pubDate>
<description>A short one.</description><content:encoded><![CDATA[{LONG}]]></content:encoded>
<media:content url="https://example.org/a.jpg" medium="image"><media:description type="plain">Soldiers at the bridge</media:description>
<media:credit>Cy Doe</media:credit></media:content></item>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://example.org/news/">
<title>World | Sample Post</title><link href="https://samplepost.example/"/><author><name>Ann Lee</name></author>
<entry><id>urn:1</id><title>Army enters the town</title><link href="a"/><updated>2026-03-03T08:00:00Z</updated>
<published>2026-03-02T09:15:00Z</published><content type="html">{LONG.replace("<", "&lt;")}</content></entry>
<entry><id>urn:2</id><title>Bridge closed</title><link href="b"/><author><name>Bob Day</name></author><author><name>Cy Doe</name></author>
<updated>2026-03-03T08:00:00Z</updated><summary>Two days before.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Sample Post</title><link>https://example.org/</link></channel>
<item rdf:about="https://example.org/a"><title>Army enters the town</title><link>https://example.org/a</link><dc:date>2026-03-02</dc:date></item></rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Sample Post",
    "home_page_url": "https://example.org/",
    "language": "en",
    "authors": [{"name": "Ann Lee"}],
    "items": [
        {"id": "1", "url": "/a", "title": "Army enters the town", "content_html": LONG, "date_published": "2026-03-02T09:15:00Z",
         "image": "https://example.org/a.jpg", "tags": ["World", "War"]},
        {"id": "2", "url": "/b", "title": "Bridge closed", "content_text": "Two days before.", "authors": [{"name": "Bob Day"}]},
    ],
}  # fmt: skip


def test_an_entry_of_rss_becomes_a_story():
    story = _first(_rss(ITEM))
    assert story.headline == "Army & militia enter the town"
    assert story.authors == ("Ann Lee", "Bob Day")
    assert story.date_published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert (story.outlet, story.section, story.url) == ("Sample Post", "World", "https://example.org/a")
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/a.jpg", "Soldiers at the bridge", "Cy Doe",
    )  # fmt: skip
    assert len(story.body) == 2
    assert story.field_sources["headline"].source == "feed"


def test_entries_of_atom_become_stories():
    first, second = map(read_part, _parts(ATOM))
    assert (first.url, first.authors, first.language, first.outlet) == (
        "https://example.org/news/a",
        ("Ann Lee",),
        "en-GB",
        "Sample Post",
    )
    assert first.date_published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert first.date_modified == datetime(2026, 3, 3, 8, tzinfo=UTC)
    assert second.authors == ("Bob Day", "Cy Doe")


def test_an_entry_of_rdf_becomes_a_story():
    story = _first(RDF)
    assert (story.headline, story.url, str(story.date_published.date())) == (
        "Army enters the town",
        "https://example.org/a",
        "2026-03-02",
    )


def test_items_of_a_json_feed_become_stories():
    first, second = map(read_part, _parts(json.dumps(JSON_FEED)))
    assert (first.url, first.authors, first.section, first.language) == (
        "https://example.org/a",
        ("Ann Lee",),
        "World",
        "en",
    )
    assert (first.image.url, len(first.body)) == ("https://example.org/a.jpg", 2)
    assert second.authors == ("Bob Day",)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (f"<link>https://example.org/a</link><content:encoded><![CDATA[{LONG}]]></content:encoded>", "record"),
        (f"<link>https://example.org/a</link><description><![CDATA[{LONG * 2}]]></description>", "record"),
        (f"<link>https://example.org/a</link><description><![CDATA[{LONG}]]></description>", "summary"),
        ("<link>https://example.org/a</link><description>Two days before.</description>", "summary"),
        (f"<link>https://example.org/a</link><content:encoded>{SENTENCE * 4} [\u2026]</content:encoded>", "summary"),
        (
            f"<link>https://example.org/a</link><content:encoded>{SENTENCE * 4} Continue reading the story</content:encoded>",
            "summary",
        ),
        ("<link>https://example.org/a</link>", "summary"),
        ("<description>Two days before.</description>", "record"),
    ],
    ids=[
        "content",
        "long description",
        "description",
        "short description",
        "cut off",
        "goes on elsewhere",
        "link only",
        "no link",
    ],
)
def test_an_entry_is_whole_where_the_feed_gives_its_text(item, kind):
    part = _parts(_rss(f"<item><title>Army</title>{item}</item>"))[0]
    assert part.kind == kind
    assert part.url == ("https://example.org/a" if "<link>" in item else "")
    assert (ONLY_BEGINNING in read_part(part).problems) == (kind == "summary")


def test_the_description_of_a_summary_entry_is_not_its_text():
    story = _first(
        _rss(
            "<item><title>Army</title><link>https://example.org/a</link><description>Two days before.</description></item>"
        )
    )
    assert (story.description, story.body) == ("Two days before.", ())


def test_a_description_that_repeats_the_text_is_no_standfirst():
    item = f"<item><title>A</title><description>{SENTENCE}[...]</description><content:encoded><![CDATA[{LONG}]]></content:encoded></item>"
    assert _first(_rss(item)).description == ""
    assert _first(_rss(item.replace(SENTENCE, "After three weeks the town fell ", 1))).description != ""


def test_an_entry_without_anything_says_so():
    part = _parts(_rss("<item><guid isPermaLink='false'>1</guid></item>"))[0]
    assert part.problem.startswith("Entry 1")
    with pytest.raises(UnreadableError, match="neither a headline"):
        read_part(part)


def test_an_entry_with_a_headline_alone_says_what_is_missing():
    assert NEITHER in _first(_rss("<item><title>Army enters the town</title></item>")).problems


@pytest.mark.parametrize(
    "item",
    [
        "<item><title>Army</title><description>A & B <b>stay</item>",
        "<item><title>Army</title><link>https://example.org/a",
    ],
)
def test_a_broken_feed_is_read_as_far_as_possible(item):
    story = _first(_rss(item).replace("</channel></rss>", ""))
    assert story.headline == "Army"
    assert NOT_WELL_FORMED in story.problems


def test_a_json_feed_that_is_cut_off_gives_the_items_before():
    text = json.dumps(JSON_FEED)
    found = _parts(text[: text.index("Bridge")])
    assert [part.name for part in found] == ["Army enters the town"]
    assert NOT_WELL_FORMED in read_part(found[0]).problems


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff \n{_rss(ITEM)}".encode(),
        f"<!-- made by hand -->\n{_rss(ITEM)[21:]}".encode(),
        _rss(ITEM).encode("utf-16"),
        _rss(ITEM.replace("militia", "milit\u00eda")).replace("1.0", '1.0" encoding="iso-8859-1', 1).encode("latin-1"),
        f"<!DOCTYPE rss [<!ENTITY x 'y'>]>{_rss(ITEM)[21:]}".encode(),
        ATOM.encode(), RDF.encode(), json.dumps(JSON_FEED).encode(), b"\xef\xbb\xbf" + json.dumps(JSON_FEED, indent=1).encode(),
    ],
    ids=["mark and space", "comment", "UTF-16", "Latin-1", "doctype", "Atom", "RDF", "JSON", "JSON with mark"],
)  # fmt: skip
def test_a_feed_is_recognised_by_what_is_in_it(data):
    assert len(_parts(data, file_name="feed.html")) in (1, 2)
    assert _parts(data)[0].kind == "record" or b"rdf" in data


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE html><html><head><title>How feeds work</title></head><body><h1>How feeds work</h1><p>{SENTENCE}</p><pre><rss version='2.0'></pre></body></html>",
        f"How feeds work\n\nA feed begins with <rss version='2.0'>.\n\n{SENTENCE}",
        f"Feed shortage grows\n\n{SENTENCE}",
    ],
    ids=["page", "text with a tag", "text"],
)
def test_what_only_speaks_of_feeds_is_none(text):
    assert [part.kind for part in _parts(text)] in (["html"], ["text"])


@pytest.mark.parametrize("text", ["<p>No feed</p>", "No feed at all", "{}", _rss("")])
def test_what_is_stated_to_be_a_feed_and_holds_no_entries_says_so(text):
    with pytest.raises(UnreadableError, match="feed"):
        parts(Content(text.encode()), "feed")


def _with_entity(declaration):
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [{declaration}]>'
        + _rss("<item><title>x &a; y</title><link>https://e.org/</link></item>")[21:]
    )


@pytest.mark.parametrize(
    "declaration",
    [
        "<!ENTITY b 'lol'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY a '&c;&c;&c;&c;&c;&c;&c;&c;'>",
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY a SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd"> %d;',
    ],
    ids=["bomb", "file", "address", "parameter"],
)
def test_entities_do_nothing(declaration):
    assert _first(_with_entity(declaration)).headline == "x &a; y"


@pytest.mark.parametrize(
    ("title", "home", "outlet"),
    [
        ("World news | The Sample Post", "https://www.samplepost.example/world", "The Sample Post"),
        ("BBC News - Middle East", "https://www.bbc.co.uk/news", "BBC News"),
        ("NYT > World", "https://www.nytimes.com/", "NYT"),
        ("Sample Post RSS Feed", "https://example.org/", "Sample Post"),
        ("Sample Post \u00bb Feed", "https://example.org/", "Sample Post"),
        ("War and Peace", "https://example.org/", "War and Peace"),
        ("Animal Feed Weekly", "https://example.org/", "Animal Feed Weekly"),
        ("", "https://example.org/", ""),
    ],
)
def test_the_outlet_is_named_by_the_title_of_its_feed(title, home, outlet):
    assert outlet_of(title, home) == outlet


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Mon, 02 Mar 2026 10:15:00 EST", "2026-03-02 15:15"),
        ("Mon, 02 Mar 26 10:15:00 GMT", "2026-03-02 10:15"),
        ("2026-03-02T10:15:00.123Z", "2026-03-02 10:15"),
        ("2026-03-02", "2026-03-02 00:00"),
        ("Mon, 02 Mar 2026 10:15:00 -0000", "2026-03-02 10:15"),
    ],
)
def test_dates_are_read_in_the_forms_of_feeds(printed, expected):
    story = _first(_rss(f"<item><title>Army</title><pubDate>{printed}</pubDate></item>"))
    assert story.date_published.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == expected


def test_real_feeds_are_read_to_the_last_entry(corpus):
    rows = [json.loads(line) for line in (corpus / "corpus" / "feeds" / "feeds.jsonl").read_text().splitlines()]
    for row in rows:
        try:
            found = parts(Content((corpus / "corpus" / "feeds" / row["file"]).read_bytes()), "feed")
        except UnreadableError:
            found = []
        assert len(found) == (row["reference"].get("entries") or 0), row["id"]
