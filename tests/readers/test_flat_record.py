from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.readers.flat_record import FIELDS, pack, read_record
from articles.readers.part import Content
from articles.readers.story import Link, UnreadableError
from articles.vocabulary import BlockRole, DatePrecision

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
SECOND = "Families had left the eastern quarter two days before, and the bridge to it was closed."


def _read(at="", **fields):
    return read_record(Content(pack(fields, source="table"), at))


def test_the_same_fields_are_the_same_bytes_in_any_order():
    assert pack({"headline": "A", "url": "b"}) == pack({"url": "b", "headline": "A", "section": ""})


def test_a_field_that_no_record_has_is_refused():
    with pytest.raises(ValueError, match="colour"):
        pack({"colour": "red"})


def test_every_field_is_read():
    story = _read(
        headline="Army enters &amp; holds the town",
        description="After three weeks",
        authors="Ann Lee; Bob Day",
        dateline="KYIV",
        published="2026-03-02T10:15:00+01:00",
        modified="2026-03-03",
        language="en_GB",
        outlet="Sample Post",
        url="https://example.org/a?utm_source=feed",
        section="World",
        image_url="https://example.org/a.jpg",
        image_caption="Soldiers at the bridge",
        image_credit="Photo: Cy Doe",
        text=f"{FIRST}\n\n{SECOND}",
    )
    assert story.headline == "Army enters & holds the town"
    assert story.authors == ("Ann Lee", "Bob Day")
    assert story.byline == "Ann Lee, Bob Day"
    assert story.date_published == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert story.date_precision == DatePrecision.MINUTE
    assert (story.dateline, story.language, story.outlet, story.section) == ("KYIV", "en-GB", "Sample Post", "World")
    assert story.url == "https://example.org/a"
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/a.jpg", "Soldiers at the bridge", "Cy Doe",
    )  # fmt: skip
    assert [block.text for block in story.body] == [FIRST, SECOND]
    assert story.missing == ()


def test_each_field_names_the_record_as_its_source():
    assert {source.source for source in _read(headline="Army", text=FIRST).field_sources.values()} == {"table"}


def test_what_is_not_stated_stays_open():
    story = _read(at="https://example.org/feed", headline="Army enters the town")
    assert (story.url, story.image.url, story.authors, story.date_published) == ("", "", (), None)


def test_problems_are_told_with_the_story():
    assert read_record(Content(pack({"headline": "A"}, problems=["Half of it is gone."]))).problems == (
        "Half of it is gone.",
    )


def test_a_date_that_cannot_be_is_told():
    assert "2026-02-30" in _read(headline="A", published="2026-02-30").problems[0]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"fields": 3}', b"\xff", b'{"fields": {}, "source": "x", "problems": []}']
)
def test_bytes_that_hold_no_story_are_refused(data):
    with pytest.raises(UnreadableError):
        read_record(Content(data))


MARKUP = f"""<p>KYIV (AP) \u2014 {FIRST}</p><h2>After <em>the</em> fighting</h2><p>{SECOND}</p>
<ul><li>One bridge</li><li>Two roads</li></ul>
<figure><img src="/b.jpg"><figcaption>Smoke over the river. Photo: Cy Doe</figcaption></figure>
<p>Related: <a href="https://example.org/c">The road north</a></p><p>Sign up for our newsletter</p>
<p>The post Army enters the town appeared first on Sample Post.</p><script>alert(1)</script>"""


def test_a_fragment_becomes_blocks_with_their_roles():
    story = _read(at="https://example.org/a", headline="Army", html=MARKUP)
    assert [(block.role, block.text) for block in story.body] == [
        (BlockRole.PARAGRAPH, FIRST),
        (BlockRole.HEADING, "After the fighting"),
        (BlockRole.PARAGRAPH, SECOND),
        (BlockRole.LIST_ITEM, "One bridge"),
        (BlockRole.LIST_ITEM, "Two roads"),
    ]


def test_lines_around_the_text_of_a_fragment_land_in_their_own_fields():
    story = _read(at="https://example.org/a", headline="Army", html=MARKUP)
    assert story.dateline == "KYIV"
    assert story.related == (Link("The road north"),)
    assert story.notices == (
        "Sign up for our newsletter",
        "The post Army enters the town appeared first on Sample Post.",
    )
    assert (story.image.url, story.image.caption, story.image.credit) == (
        "https://example.org/b.jpg", "Smoke over the river.", "Cy Doe",
    )  # fmt: skip


def test_a_pull_quote_is_no_paragraph():
    speech = '"We will stay on this side of the river for now"'
    story = _read(
        headline="Army", html=f"<p>{speech}, he said.</p><blockquote class=pullquote><p>{speech}</p></blockquote>"
    )
    assert [block.role for block in story.body] == [BlockRole.PARAGRAPH, BlockRole.PULL_QUOTE]


@pytest.mark.parametrize(
    "markup", [f"{FIRST}<br><br>{SECOND}", f"<div>{FIRST}<div>{SECOND}</div></div>", f"{FIRST}<p>{SECOND}"]
)
def test_paragraphs_are_separated_however_the_fragment_separates_them(markup):
    assert [block.text for block in _read(headline="Army", html=markup).body] == [FIRST, SECOND]


def test_markup_in_a_field_for_text_is_read_as_markup():
    assert [block.text for block in _read(headline="Army", text=f"<p>{FIRST}</p><p>{SECOND}</p>").body] == [
        FIRST,
        SECOND,
    ]


def test_signs_in_text_are_no_markup():
    assert _read(headline="Army", text="It fell from 5 to < 3 and > 2 in a week.").body[0].text.count("<") == 1


def test_a_byline_in_the_text_is_used_where_no_field_states_one():
    assert _read(headline="Army", text=f"By Ann Lee\n\n{FIRST}").authors == ("Ann Lee",)
    assert _read(headline="Army", authors="Bob Day", text=f"By Ann Lee\n\n{FIRST}").authors == ("Bob Day",)


def test_a_picture_that_only_counts_readers_is_none():
    assert (
        _read(
            headline="A", html='<p>Text of it</p><img src="https://example.org/t.gif" width="1" height="1">'
        ).image.url
        == ""
    )


@pytest.mark.parametrize("stated", ["ann@example.org (Ann Lee)", "Ann Lee <ann@example.org>", "Ann Lee"])
def test_mail_addresses_are_no_names(stated):
    assert _read(headline="A", authors=stated).authors == ("Ann Lee",)


def test_every_field_has_words_for_a_person():
    assert all(FIELDS.values())
    assert len(set(FIELDS.values())) == len(FIELDS)
