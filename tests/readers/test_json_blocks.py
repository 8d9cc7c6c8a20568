from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from articles.readers.page.json_blocks import read_blocks
from articles.readers.page.jsonld import read_json_ld


def _page(*scripts, head=""):
    blocks = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return document_fromstring(f"<html><head>{head}{blocks}</head><body><h1>Army enters the town</h1></body></html>")


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "The "last" bridge", "author": "Ann Lee"}',
        '{"@type": "NewsArticle", "headline": "It\\\'s the last bridge", "author": "Ann Lee"}',
        '{"@type": "NewsArticle", "headline": "The last bridge"\n "author": "Ann Lee"}',
        '{"@type": "NewsArticle", /* ours */ "headline": "The last bridge", "author": "Ann Lee",}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;The last bridge&quot;, &quot;author&quot;: &quot;Ann Lee&quot;}",
    ],
    ids=["inner quotes", "needless escape", "missing comma", "comment and comma", "entities"],
)
def test_broken_blocks_are_mended(script):
    nodes, broken = read_blocks(_page(script))
    assert [node["author"] for node in nodes] == ["Ann Lee"]
    assert "bridge" in nodes[0]["headline"]
    assert not broken


def test_what_cannot_be_mended_is_told():
    assert read_blocks(_page('{"@type": "NewsArticle", ')) == ([], True)


OTHER = '{"@type": "NewsArticle", "url": "https://example.org/other", "headline": "Grain ship arrives", "author": "Bob Ray"}'


@pytest.mark.parametrize(
    ("own", "head"),
    [
        ('{"@type": "NewsArticle", "url": "https://example.org/a", "headline": "x", "author": "Ann Lee"}',
         '<link rel="canonical" href="https://example.org/a?utm_source=x">'),
        ('{"@type": "NewsArticle", "mainEntityOfPage": {"@type": "WebPage", "@id": "https://example.org/a"}, "headline": "x", "author": "Ann Lee"}',
         '<link rel="canonical" href="https://example.org/a">'),
        ('{"@type": "NewsArticle", "headline": "Army enters the town", "author": "Ann Lee"}', ""),
    ],
    ids=["address", "main entity", "headline"],
)  # fmt: skip
def test_of_several_stories_the_one_of_this_page_is_read(own, head):
    claims, _ = read_json_ld(_page(f"[{OTHER}, {own}]", head=head), "")
    assert claims is not None
    assert claims.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}', ("Ann Lee",)),
        ('{"@type": "Person", "name": ["Ann Lee"]}', ("Ann Lee",)),
        ('"https://example.org/authors/ann"', ()),
        ('"@annlee"', ()),
    ],
)
def test_authors_come_in_many_forms(author, names):
    claims, _ = read_json_ld(_page(f'{{"@type": "NewsArticle", "headline": "x", "author": {author}}}'), "")
    assert claims is not None
    assert claims.authors == names


def test_numbers_that_are_none_are_no_words():
    stated, _ = read_json_ld(
        _page('{"@type": "NewsArticle", "headline": NaN, "name": "Ship", "datePublished": Infinity}'), ""
    )
    assert (stated.headline, stated.published) == ("Ship", "")
