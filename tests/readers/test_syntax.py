"""The outermost syntax decides what content is read as, and what cannot be read is refused under its true name."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.readers import file_kinds
from articles.readers.file_kinds import accepted
from articles.readers.part import Content
from articles.readers.registry import identify, read
from articles.readers.story import UnreadableError
from articles.readers.syntax import Syntax, syntax_of
from tests.thoroughness import examples

FIRST = "The army entered the town on Monday after three weeks of fighting around it, the ministry said in a statement."
PATIENT = settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Values that tempt: markup, mail and tables inside strings.
STRINGS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(("<html><body><p>x</p>", "<p>", "From: x\nSubject: y\n\nz", "a,b\nc,d", "<!doctype html>", "headline", "body_html", "uri", "text", FIRST)),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), STRINGS),
    lambda inside: st.one_of(st.lists(inside, max_size=4), st.dictionaries(STRINGS, inside, max_size=4)),
    max_leaves=12,
)
DOCUMENTS = st.one_of(st.lists(VALUES, max_size=4), st.dictionaries(STRINGS, VALUES, max_size=5))
CHARSETS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def _kind(data, kind="auto", **known):
    try:
        return identify(Content(data, **known), kind).name
    except UnreadableError as refusal:
        return str(refusal)


def _syntax(text):
    return syntax_of(Content(text.encode()))


@PATIENT
@given(
    DOCUMENTS,
    st.sampled_from(CHARSETS),
    st.booleans(),
    st.sampled_from((None, 2)),
    st.sampled_from(("auto", "html", "text")),
)
@example({"guid": "x", "body_html": "<p>x</p>"}, "utf-8", True, None, "html")
@example([], "utf-16-le", True, None, "auto")
def test_json_is_never_read_as_a_page_or_a_text(value, charset, is_ascii, indent, kind):
    data = f"\n {json.dumps(value, ensure_ascii=is_ascii, indent=indent)} ".encode(charset, "replace")
    assert _kind(data, kind, file_name="story.html") not in ("html", "text", "mail", "newsml")


@PATIENT
@given(DOCUMENTS)
def test_json_of_no_known_kind_is_refused_as_json(value):
    answer = _kind(json.dumps(value).encode())
    assert answer in ("feed", "ninjs", "table") or answer.startswith("This is JSON")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', "{}", "[]", '{"a": "cut off', '[{"a": 1}, {"b"', '{"a": 1}\n{"b": 2}', "{'a': 1}", '["a"]', "[1, 2]", 'show({"a": 1});',
        ")]}',\n[{\"a\": 1}]", 'while(1);[["a"]]',
    ],
)  # fmt: skip
def test_json_is_known_whole_cut_off_and_wrapped(text):
    assert _syntax(text) == Syntax.JSON


@pytest.mark.parametrize(
    "text",
    [
        f"[Update] {FIRST}", f"[1] {FIRST}", f"{{Editor's note}} {FIRST}", f"[[Sic]] {FIRST}", f'"{FIRST}"', f"[KYIV] \u2014 {FIRST}",
        f"<3 {FIRST}", f"<John> {FIRST}", f"<< {FIRST}", f"From: Kyiv with love\n\n{FIRST}", f"Subject: none of yours\n\n{FIRST}",
        f"The minister said to: leave\n\n{FIRST}", f"From the front: {FIRST}", f"FORMER {FIRST}", f"RIFFLE {FIRST}", f"Import of grain: {FIRST}",
        f"function follows form, said he. {FIRST}", f"Let us go = on. {FIRST}", f"BMW {FIRST}", f"var is a river. {FIRST}", f"OTTO {FIRST}",
        f"A: {{ {FIRST} }}", f"// {FIRST}", f"The big WAVE of refugees. {FIRST}", f"@media said: {FIRST}", f"1\n{FIRST}",
    ],
    ids=lambda text: ascii(text[:14]),
)  # fmt: skip
def test_prose_that_begins_with_a_mark_is_still_prose(text):
    assert _kind(text.encode()) == "text"
    assert FIRST.rstrip(".") in "\n".join(
        [story := read(text.encode())[0], story.headline][1:] + [block.text for block in story.body]
    )


@pytest.mark.parametrize(
    "text",
    [
        f"<span>{FIRST}</span>", f"<b>{FIRST}</b>", f"<br>{FIRST}", f"<table><tr><td>{FIRST}</table>", f"<!-- x --><div>{FIRST}</div>",
        f'<?xml version="1.0"?><html><body><p>{FIRST}</p></body></html>', f"<x-story>\n<html><body><p>{FIRST}</p></body></html></x-story>",
    ],
)  # fmt: skip
def test_pages_and_pieces_of_pages_are_pages(text):
    assert _kind(text.encode()) == "html"


FIELD_NAMES = (
    "Received",
    "Return-Path",
    "Message-ID",
    "MIME-Version",
    "X-Mailer",
    "Content-Type",
    "To",
    "Reply-To",
    "List-Id",
    "DKIM-Signature",
)


@PATIENT
@given(
    st.lists(st.sampled_from(FIELD_NAMES), min_size=1, max_size=6),
    st.sampled_from(("From: Ann Lee <ann@example.org>", "Subject: Army enters the town")),
    st.sampled_from(("\n", "\r\n")),
    st.sampled_from((FIRST, f"<p>{FIRST}</p>", json.dumps({"text": FIRST}), f"a,b\n{FIRST},2")),
    st.randoms(),
)
def test_a_block_of_header_fields_before_a_text_is_mail(names, field, end, body, random):
    lines = ["Date: Tue, 05 Mar 2024 14:05:00 +0000", field, *(f"{name}: some{end} value" for name in names)]
    random.shuffle(lines)
    for kind in ("auto", "html", "text", "mail"):
        assert _kind(f"{end.join(lines)}{end}{end}{body}".encode(), kind) == "mail"


def _archive(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in members.items():
            # A fixed time: the bytes name their test, and every worker must collect the same tests.
            member = zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", "."), (2016, 7, 20, 0, 0, 0))
            archive.writestr(member, text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7 x", "a PDF file"),
        (_archive(word__document_dot_xml="x"), "a Word document"),
        (_archive(mimetype="application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
        (_archive(mimetype="application/epub+zip"), "an electronic book"),
        (_archive(a="x"), "a ZIP archive"),
        (b"PK\x03\x04broken", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older office document"),
        (b"{\\rtf1 x}", "an RTF document"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "an image"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound file"),
        (b"\x00\x00\x00\x20ftypisom\x00", "a video"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "a sound file"),
        (b"\x00\x00\x00\x20ftypheic\x00", "an image"),
        (gzip.compress(b"filedesc://x.arc 0.0.0.0 2001", mtime=0), "an ARC web archive"),
        (b"filedesc://x.arc 0.0.0.0 2001", "an ARC web archive"),
        (gzip.compress(b"x" * 257 + b"ustar\x00" + b"x" * 200, mtime=0), "an archive"),
        (gzip.compress(b"some text", mtime=0), "a compressed file"),
        (b"\x01RTR1234 4 INT 245\r\nARMY-TOWN\r\n\x02" + FIRST.encode() + b"\x03", "IPTC 7901"),
        (b"\x16\x16\x01a1234 u i bc-army-town\r\n\x02" + FIRST.encode() + b"\x03", "ANPA 1312"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEND:VCARD", "vCard"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR", "iCalendar"),
        (b"WEBVTT\n\n00:01.000 --> 00:04.000\nHello", "subtitles"),
        (b"1\n00:00:01,000 --> 00:00:04,000\nHello", "subtitles"),
        (b"body { color: red; }\np { margin: 0 }", "a style sheet"),
        (b"/* x */\n@media print { p { color: red } }", "a style sheet"),
        (b".a > b, #c { display: none; }", "a style sheet"),
        (b"(function() { return 1; })();", "JavaScript"),
        (b'"use strict";\nvar a = 1;', "JavaScript"),
        (b"const a = require('a');", "JavaScript"),
        (b"import a from 'a';\na();", "JavaScript"),
        (b"window.dataLayer = [];", "JavaScript"),
        (b"#!/bin/sh\necho a", "the source of a program"),
        (b"-----BEGIN PGP MESSAGE-----\n\nx", "encrypted"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>', "a drawing"),
        (b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>', "a sitemap"),
        (b"<opml version='2.0'><body/></opml>", "a list of feeds"),
        (b"<foo><bar>a</bar></foo>", "<foo>"),
        (b'<?xml version="1.0"?><!-- <html> --><x:bar xmlns:x="a">text', "<x:bar>"),
        (b"[]", "This is JSON"),
    ],
    ids=lambda value: ascii(value[:14]),
)  # fmt: skip
def test_what_cannot_be_read_is_refused_under_its_name(data, name):
    answer = _kind(data)
    assert answer not in file_kinds.file_kinds()
    assert name in answer
    assert "cannot be read" in answer
    assert accepted() in answer


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"\xef\xbb\xbf",
        b"{}",
        b"[]",
        b"<html></html>",
        b"<p></p>",
        b"<nitf/>",
        b"From: a\nSubject:\n\n",
        b"...",
        b"<rss/>",
    ],
)
def test_an_empty_document_is_never_a_story(data):
    with pytest.raises(UnreadableError):
        read(data)


def test_the_stated_kind_decides_among_what_the_syntax_allows():
    csv = f"headline,text\nArmy enters,{FIRST}\n".encode()
    assert _kind(csv) == "table"
    assert _kind(csv, "text") == "text"
    assert _kind(f"<p>{FIRST}</p>".encode(), "text") == "text"
