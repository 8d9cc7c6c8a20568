from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from articles.readers.page.html import read_html
from articles.readers.story import Link, UnreadableError
from articles.vocabulary import BlockRole, DatePrecision

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
SECOND = "Nobody knows how many people have left, and the mayor of the town has not been heard of since Sunday evening."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def _page(*, head="", body=BODY, title="Army enters the town"):
    return f"""<!doctype html><html lang="en-GB"><head><title>{title}</title>{head}</head><body><nav><a href="/">Home</a></nav>
    <main><article><h1>Army enters the town</h1>{body}</article></main><footer><p>About us</p></footer></body></html>""".encode()


def _data(**fields):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Army enters the town", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def _texts(story):
    return [block.text for block in story.body]


def test_json_ld_fills_the_fields():
    story = read_html(
        _page(
            head=_data(
                description="What comes next.",
                author=[{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Omar al-Sayed"}],
                datePublished="2026-03-01T08:00:00+03:00",
                dateModified="2026-03-02",
                publisher={"@type": "Organization", "name": "Sample Desk"},
                articleSection="World",
                dateline="KYIV",
                inLanguage="en",
                url="https://example.org/a?utm_source=x",
                image={"@type": "ImageObject", "url": "/a.jpg", "caption": "A gate.", "creditText": "Photo: Cy Doe"},
            )
        ),
        url="https://example.org/a",
    )
    assert story.headline == "Army enters the town"
    assert story.description == "What comes next."
    assert story.authors == ("Ann Lee", "Omar al-Sayed")
    assert story.date_published is not None
    assert story.date_published.isoformat() == "2026-03-01T08:00:00+03:00"
    assert story.date_precision == DatePrecision.MINUTE
    assert story.date_modified == datetime(2026, 3, 2, tzinfo=UTC)
    assert (story.outlet, story.section, story.dateline, story.language) == ("Sample Desk", "World", "KYIV", "en-GB")
    assert story.url == "https://example.org/a"
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/a.jpg",
        "A gate.",
        "Cy Doe",
    )
    assert story.field_sources["authors"].source == "json-ld"
    assert _texts(story) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "script",
    [
        '{"@graph": [{"@type": "WebSite", "name": "x"}, %s]}',
        '[{"@type": "BreadcrumbList"}, %s]',
        "<!-- %s -->",
        "//<![CDATA[\n%s\n//]]>",
        "/* <![CDATA[ */ %s /* ]]> */",
        "%s;",
        '{"@type": "WebPage", "mainEntity": %s}',
        '{"@type": "Organization", "name": "x"}\n%s',
    ],
    ids=["graph", "list", "comment", "cdata", "cdata in comments", "semicolon", "main entity", "two values"],
)
def test_json_ld_is_found_in_all_its_forms(script):
    article = '{"@type": ["Thing", "NewsArticle"], "headline": "Army enters the town", "author": "Ann Lee",}'
    head = f'<script type="application/ld+json">{script % article.replace(",}", "}")}</script>'
    assert read_html(_page(head=head)).authors == ("Ann Lee",)


def test_a_trailing_comma_and_raw_line_breaks_do_not_spoil_json_ld():
    head = '<script type="application/ld+json">{"@type": "Article", "headline": "Army enters\n the town", "author": "Ann Lee",}</script>'
    assert read_html(_page(head=head)).authors == ("Ann Lee",)


def test_references_inside_a_graph_are_followed():
    head = """<script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "x", "author": {"@id": "#ann"}},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]}</script>"""
    assert read_html(_page(head=head)).authors == ("Ann Lee",)


def test_broken_json_ld_is_told_and_the_meta_tags_are_used():
    head = '<script type="application/ld+json">{"@type": "Article", </script><meta name="author" content="Ann Lee">'
    story = read_html(_page(head=head))
    assert story.authors == ("Ann Lee",)
    assert any("JSON-LD" in problem for problem in story.problems)


def test_stories_in_an_item_list_are_not_the_story():
    head = """<script type="application/ld+json">{"@type": "ItemList", "itemListElement": [{"@type": "ListItem",
        "item": {"@type": "NewsArticle", "headline": "Another one", "author": "Bob Ray"}}]}</script>"""
    assert read_html(_page(head=head)).authors == ()


def test_an_impossible_date_is_told_and_stays_unknown():
    story = read_html(_page(head=_data(datePublished="2026-02-30")))
    assert story.date_published is None
    assert story.date_precision == DatePrecision.UNKNOWN
    assert any("2026-02-30" in problem for problem in story.problems)


def test_meta_tags_fill_what_json_ld_leaves_open():
    head = """<meta property="og:site_name" content="Sample Desk"><meta property="og:description" content="Next &amp; last.">
        <meta property="article:published_time" content="2026-03-01T08:00:00Z"><meta property="article:author" content="https://example.org/ann">
        <meta property="og:image" content="//example.org/a.jpg"><link rel="canonical" href="/a?fbclid=1">"""
    story = read_html(_page(head=head), url="https://www.example.org/a?x=1")
    assert (story.outlet, story.description, story.authors) == ("Sample Desk", "Next & last.", ())
    assert story.image.url == "https://example.org/a.jpg"
    assert story.url == "https://www.example.org/a"


def test_microdata_is_read():
    body = f"""<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="author" itemscope itemtype="https://schema.org/Person">
        <span itemprop="name">Ann Lee</span></span><meta itemprop="datePublished" content="2026-03-01">{BODY}</div>"""
    story = read_html(_page(body=body))
    assert story.authors == ("Ann Lee",)
    assert story.date_published == datetime(2026, 3, 1, tzinfo=UTC)
    assert story.field_sources["authors"].source == "microdata"


def test_the_printed_byline_gives_people_and_dateline():
    story = read_html(
        _page(body=f'<p class="byline">By <a rel="author" href="/ann">Ann Lee</a> and Bob Ray in Kyiv</p>{BODY}')
    )
    assert story.authors == ("Ann Lee", "Bob Ray")
    assert story.byline == "Ann Lee and Bob Ray in Kyiv"
    assert story.dateline == "Kyiv"
    assert _texts(story) == [FIRST, SECOND]


def test_an_organization_may_be_the_author():
    assert read_html(_page(head=_data(author={"@type": "Organization", "name": "Sample Desk"}))).authors == (
        "Sample Desk",
    )


@pytest.mark.parametrize(
    "title",
    [
        "Army enters the town | Sample Desk",
        "Army enters the town - Sample Desk",
        "Army enters the town \u2014 Sample Desk",
    ],
)
def test_the_site_leaves_the_headline(title):
    page = f'<html><head><meta property="og:site_name" content="Sample Desk"><title>{title}</title></head><body>{BODY}</body></html>'
    assert read_html(page.encode()).headline == "Army enters the town"


def test_a_dash_inside_a_headline_stays():
    page = f"<html><head><title>The town - what comes next</title></head><body>{BODY}</body></html>"
    assert read_html(page.encode(), url="https://example.org/").headline == "The town - what comes next"


def test_another_site_cannot_be_claimed_as_the_address():
    head = '<link rel="canonical" href="https://other.example/story"><meta property="og:url" content="https://other.example/story">'
    assert read_html(_page(head=head), url="https://example.org/a").url == "https://example.org/a"


def test_a_saved_page_keeps_the_address_it_names():
    assert read_html(_page(head='<link rel="canonical" href="https://example.org/a">')).url == "https://example.org/a"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,xx", "http://[::1"])
def test_addresses_that_are_not_of_the_web_are_dropped(address):
    head = f'<link rel="canonical" href="{address}"><meta property="og:image" content="{address}">'
    story = read_html(_page(head=head))
    assert (story.url, story.image.url) == ("", "")


def test_a_figure_gives_caption_and_credit_and_stays_out_of_the_text():
    figure = '<figure><img src="/a.jpg"><figcaption>A soldier stands at the gate. <span class="credit">Photo: Cy Doe/Reuters</span></figcaption></figure>'
    story = read_html(_page(body=figure + BODY), url="https://example.org/a")
    assert (story.image.caption, story.image.credit) == ("A soldier stands at the gate.", "Cy Doe/Reuters")
    assert _texts(story) == [FIRST, SECOND]


def test_headings_and_list_items_have_their_roles():
    story = read_html(
        _page(
            body=f"<p>{FIRST}</p><h2>What comes next</h2><ul><li>More troops for the town</li><li>More money for it</li></ul><p>{SECOND}</p>"
        )
    )
    assert [(block.role, block.text) for block in story.body[1:4]] == [
        (BlockRole.HEADING, "What comes next"),
        (BlockRole.LIST_ITEM, "More troops for the town"),
        (BlockRole.LIST_ITEM, "More money for it"),
    ]


def test_a_pull_quote_is_marked():
    said = "We have to hold the bridge tonight, whatever it costs us all"
    body = f'<p>{FIRST}</p><blockquote class="pullquote"><p>{said}</p></blockquote><p>{SECOND}</p><p>\u201c{said},\u201d Lee said.</p>'
    assert [block.role for block in read_html(_page(body=body)).body] == [
        "paragraph",
        "pull_quote",
        "paragraph",
        "paragraph",
    ]


def test_a_block_quotation_that_nobody_repeats_is_text():
    body = f"<p>{FIRST}</p><blockquote><p>\u201cThe bridge is lost,\u201d the letter begins, and so on for a page.</p></blockquote><p>{SECOND}</p>"
    assert {block.role for block in read_html(_page(body=body)).body} == {BlockRole.PARAGRAPH}


def test_related_lines_and_notices_leave_the_text():
    body = f"<p>{FIRST}</p><p>Related: Army halts at the river</p><p>{SECOND}</p><p>Follow Ann Lee on Twitter: @ann</p>"
    story = read_html(_page(body=body))
    assert story.related == (Link("Army halts at the river"),)
    assert story.notices == ("Follow Ann Lee on Twitter: @ann",)
    assert _texts(story) == [FIRST, SECOND]


SOURCES = '<section><h2>Sources</h2><ul><li><a href="https://example.org/r">Sample Agency: report of 1 March</a></li></ul></section>'


def test_sources_of_the_data_block_win_and_their_list_leaves_the_text():
    head = _data(isBasedOn=[{"@type": "NewsArticle", "name": "Sample Agency, 1 March", "url": "https://example.org/r"}])
    story = read_html(_page(head=head, body=BODY + SOURCES))
    assert story.sources == (Link("Sample Agency, 1 March", "https://example.org/r"),)
    assert _texts(story) == [FIRST, SECOND]


def test_a_sources_list_alone_gives_the_sources():
    story = read_html(_page(body=BODY + SOURCES))
    assert story.sources == (Link("Sample Agency: report of 1 March", "https://example.org/r"),)
    assert _texts(story) == [FIRST, SECOND]


def test_nothing_that_runs_is_kept():
    body = f'<p>{FIRST}<script>alert(1)</script></p><p onclick="alert(2)">{SECOND}<img src=x onerror="alert(3)"></p><iframe src="javascript:alert(4)"></iframe>'
    story = read_html(_page(body=body, title="<b>Army</b>"))
    assert _texts(story) == [FIRST, SECOND]
    assert "alert" not in repr(story)


def test_markup_in_data_is_not_kept():
    head = _data(description="<script>alert(1)</script><b>Next</b> &lt;i&gt;week&lt;/i&gt;")
    assert "<" not in read_html(_page(head=head)).description


def test_a_page_without_paragraphs_still_gives_its_text():
    page = (
        f"<html><head><title>Army enters the town</title></head><body><div>{FIRST}<br><br>{SECOND}</div></body></html>"
    )
    text = " ".join(_texts(read_html(page.encode())))
    assert FIRST in text
    assert SECOND in text


def test_the_body_of_the_data_block_stands_in_for_a_page_drawn_by_script():
    page = f"<html><head>{_data(articleBody=FIRST + chr(10) + SECOND)}</head><body><div id=app></div></body></html>"
    story = read_html(page.encode())
    assert _texts(story) == [FIRST, SECOND]
    assert story.field_sources["body"].source == "json-ld"


def test_spoilt_characters_are_told():
    assert read_html(
        _page(body=BODY + "<p>caf\u00e9 and more words</p>").decode().encode("latin-1"), charset="utf-8"
    ).problems


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"<!-- -->", b"<html><body><div></div>", b"\x00"])
def test_a_page_without_a_story_is_refused(page):
    with pytest.raises(UnreadableError):
        read_html(page)


@pytest.mark.parametrize("letter", ["a", "\u9053"])
def test_a_heading_that_is_longer_than_headlines_are_is_not_lost(letter):
    text = "The bridge over the river was opened on Monday, the governor of the province said in the town."
    page = (
        f"<html><head><title>{letter * 1_000_000}</title></head><body><p>{text}</p><p>{text} Again.</p></body></html>"
    )
    headline = read_html(page.encode()).headline
    assert headline.startswith(letter * 400)
    assert len(headline) <= 2000


@pytest.mark.parametrize("heading", ["...", "\u3164", "\u2800 \u2800", "\u2014", "&#8203;"])
def test_a_heading_of_marks_and_fillers_is_none(heading):
    text = "The bridge over the river was opened on Monday, the governor of the province said in the town."
    page = f"<html><head><title>{heading}</title></head><body><h1>{heading}</h1><p>{text}</p><p>{text} Again.</p></body></html>"
    story = read_html(page.encode())
    assert story.headline == ""
    assert "headline" in story.missing
