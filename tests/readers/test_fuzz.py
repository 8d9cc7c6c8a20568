from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.readers.addresses import absolute_address, canonical_address
from articles.readers.dates import read_date
from articles.readers.page.html import read_html
from articles.readers.plain import read_text
from articles.readers.registry import read
from articles.readers.story import Story, UnreadableError
from tests.thoroughness import examples

PIECES = (
    "<html>", "<head>", "<body>", "<p>", "</p>", "<h1>", "<h2>Sources</h2>", "<ul><li>", "</li></ul>", "<article>", "</article>", "<table><tr><td>",
    "<figure><img src=a><figcaption>", "</figure>", "<aside>", "<blockquote class=pullquote>", "<time datetime='2016-99-99'>", "<a rel=author href=x>",
    "<meta property='og:title' content='", "<meta charset=utf-16>", "<link rel=canonical href='http://[", "'>", "<script type='application/ld+json'>",
    "</script>", '{"@type": "Article", "headline": ["a", {"b": 1}], ', '"author": {"name": [1, null, {"x": []}]}, "image": [[]], ',
    '"datePublished": "9999-12-31T23:59:59-23:59"}', '"isBasedOn": [null, 1, {"url": 3}]}', '{"@graph": [', '{"@id": {}, "@type": []}', "]}",
    "<div itemscope itemtype='https://schema.org/NewsArticle'>", "<span itemprop='author' itemscope>", "<span itemprop=author>", "<!--", "-->", "<![CDATA[",
    "By Ann Lee in Kyiv", "BAGHDAD (AP) \u2014 ", "Related: x", "Source: y, http://[::", "\x00", "\ud800", "\u202e", "\ufeff", "&#0;", "&#xD800;", "&#x110000;",
    "\n", "\n\n", " ", '"We have to hold the bridge tonight." ', "18 October 2016", "This story is over 5 years old.", "(AP Photo/Cy Doe)", "- ", "1. ",
)  # fmt: skip
PAGES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40).map("".join)
PATIENT = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _stories(reader, content):
    """What the reader gives; refusing is an answer too, and every other exception fails the test."""
    try:
        found = reader(content)
    except UnreadableError:
        return []
    return found if isinstance(found, list) else [found]


def _is_clean(story):
    return isinstance(story, Story) and all(block.text and not set("\n\x00") & set(block.text) for block in story.body)


@PATIENT
@given(st.binary(max_size=2000))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\xd8\x00")
@example(b"<meta charset=\x00>")
def test_any_bytes_are_a_story_or_refused(content):
    assert all(map(_is_clean, _stories(read, content)))


@PATIENT
@given(PAGES)
@example("<h2>Sources</h2>\x1f<ul><li>")
@example("<h2>Sources</h2>&#31;&#xFFFF;&#99999999;<ul><li>")
def test_any_page_is_a_story_or_refused(page):
    assert all(map(_is_clean, _stories(read_html, page.encode("utf-8", "surrogatepass"))))


@PATIENT
@given(PAGES)
def test_any_text_is_a_story_or_refused(text):
    assert all(map(_is_clean, _stories(read_text, text)))


@PATIENT
@example("HTTP://.")
@example("https://example.org/a/amp/amp")
@given(st.one_of(st.text(max_size=60), PAGES.map(lambda page: "http://" + page[:80])))
def test_any_address_has_one_spelling_or_none(text):
    once = canonical_address(text)
    assert canonical_address(once) == once
    assert absolute_address(text, "https://example.org/a/").startswith(("http", ""))


@PATIENT
@given(st.text(alphabet="0123456789-/:. TZ+OctMay,aApPmM", max_size=30))
def test_any_text_is_a_date_or_none(text):
    stated = read_date(text)
    assert stated is None or stated.moment.tzinfo is not None
