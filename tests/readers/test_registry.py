from __future__ import annotations

import pytest

from articles.readers.registry import KINDS, accepted, read
from articles.readers.story import UnreadableError
from tests.cpu import cpu_at_most

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
PAGE = f"<html><head><title>Army enters the town</title></head><body><h1>Army enters the town</h1><p>{FIRST}</p></body></html>"


@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        f"<!-- saved -->\n<!DOCTYPE html>\n{PAGE}",
        f'<?xml version="1.0"?>{PAGE}',
        f"<h1>Army enters the town</h1><p>{FIRST}</p>",
    ],
    ids=["page", "comment before", "xhtml", "fragment"],
)
def test_pages_are_recognised(content):
    story = read(content.encode())[0]
    assert story.headline == "Army enters the town"
    assert "<" not in story.body[0].text


@pytest.mark.parametrize(
    "content", [f"Army enters the town\n\n{FIRST}", f"Army enters the town\n\n{FIRST}\n\n5 < 6 and a <b> in the text"]
)
def test_text_is_recognised(content):
    story = read(content.encode())[0]
    assert story.headline == "Army enters the town"
    assert story.body[0].text == FIRST


def test_a_stated_kind_is_believed():
    assert read(f"Army enters the town\n\n{FIRST} <p>".encode(), kind="text")[0].body[0].text.endswith("<p>")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_charsets_are_told_apart(charset):
    story = read(
        f"Caf\u00e9 closes in the town\n\n{FIRST}".encode(charset), charset=charset if charset == "windows-1252" else ""
    )[0]
    assert story.headline == "Caf\u00e9 closes in the town"


def test_replaced_characters_are_told():
    assert read(f"Caf\u00e9 closes\n\n{FIRST}".encode("latin-1"), charset="utf-8")[0].problems


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing"),
        (b" \n\t", "nothing"),
        (b"%PDF-1.7 something", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0JFIF", "image"),
        (b"GIF89a", "image"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office"),
        (b"{\\rtf1 Army enters}", "RTF"),
        (bytes(range(256)) * 10, "not text"),
        (b"\x00\x01\x02\x03" * 100, "not text"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "cannot be read"),
        (b'{"headline": "Army"}', "cannot be read"),
    ],
    ids=lambda value: ascii(value[:12]),
)
def test_other_kinds_are_refused_in_words(content, words):
    with pytest.raises(UnreadableError, match=words) as refusal:
        read(content)
    assert accepted() in str(refusal.value)


def test_every_kind_has_its_own_name():
    assert len({kind.name for kind in KINDS}) == len(KINDS)


TEXT_10_MB = f"Army enters the town\n\n{f'{FIRST} ' * 9}\n\n".encode() * 10_000


@pytest.mark.parametrize(
    "content",
    [
        TEXT_10_MB,
        b"The army moved north on Monday\n" * 330_000,
        b'"We will stay here as long as we have to."\n\n' * 220_000,
        b"word " * 2_000_000,
        b"a" + b" " * 9_000_000 + b"b",
        b"<html><body>" + b"<div>" * 100_000 + b"<p>The army entered the town.</p>",
        b"<html><body><p>" + b"<b>" * 200_000 + b"The army entered the town.",
        b"<html><body><ul>" + b"<li><ul>" * 200_000,
        b"<html><body><p class='" + b"a " * 4_000_000 + b"'>The army entered the town.</p>",
        b"<html><head><script type='application/ld+json'>" + b"[" * 1_000_000 + b"</script></head><body><p>The army entered the town.",
        b"<html><head><script type='application/ld+json'>" + b"{," * 500_000 + b"</script></head><body><p>The army entered the town.",
        b"<html><body><p" + b" a=1" * 500_000 + b">The army entered the town.",
        b"<p" * 3_000_000,
        b"By " + b"A, " * 500_000,
        b"<html><body><p>" + b"<br>" * 1_000_000 + b"The army entered the town.",
        b"<html><body>" + b"<p>A<b>B</b></p>" * 500_000,
        b"From: a@news.example\r\nSubject: A\r\nMIME-Version: 1.0\r\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(20_000)),
    ],
    ids=["10 MB", "lines", "quotations", "one line", "spaces", "deep div", "deep b", "deep list", "huge attribute", "deep data", "broken data",
         "many attributes", "open tags", "commas", "line breaks", "elements", "deep mail"],
)  # fmt: skip
def test_hostile_content_costs_seconds_at_most(content):
    with cpu_at_most(seconds=12):
        try:
            stories = read(content)
        except UnreadableError:
            stories = []
    assert len(stories) <= 1


@pytest.mark.parametrize(
    "breaks", [b"<br><br>", b"<BR/> <br class='a'>\n<br />", b"<br>" * 5000], ids=["two", "three", "many"]
)
def test_any_number_of_line_breaks_in_a_row_is_a_blank_line(breaks):
    first, second = (
        b"The army entered the town on %s, and the mayor left it." % day for day in (b"Monday", b"Tuesday")
    )
    page = b"<html><head><title>A</title></head><body><div>" + first + breaks + second + b"</div></body></html>"
    (story,) = read(page)
    assert [block.text.encode() for block in story.body] == [first, second]


def test_a_page_of_too_many_elements_is_refused_with_their_number():
    with pytest.raises(UnreadableError, match=r"has 30\d,\d{3} elements, and up to 200,000 can be read"):
        read(b"<html><body>" + b"<p>A word</p>" * 300_000)


def test_content_that_is_nested_too_deeply_is_refused_in_a_sentence():
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(20_000))
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read(b"From: a@news.example\r\nSubject: A\r\nMIME-Version: 1.0\r\n" + levels)
