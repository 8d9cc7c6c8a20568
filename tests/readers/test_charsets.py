from __future__ import annotations

import pytest

from articles.readers.charsets import decode

WORDS = "Caf\u00e9 \u00e0 Li\u00e8ge, d\u00e9j\u00e0 vu"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_and_utf8_need_no_declaration(charset):
    assert decode(WORDS.encode(charset)).text == WORDS


def test_the_declared_charset_is_used():
    assert (
        decode("\u041c\u043e\u0441\u043a\u0432\u0430".encode("koi8-r"), "koi8-r").text
        == "\u041c\u043e\u0441\u043a\u0432\u0430"
    )


def test_the_charset_of_a_meta_tag_is_used():
    page = '<meta charset="windows-1251"><p>\u041c\u043e\u0441\u043a\u0432\u0430'
    assert decode(page.encode("cp1251")).text == page


def test_valid_utf8_wins_over_a_wrong_declaration():
    assert decode(WORDS.encode(), "iso-8859-1").text == WORDS


def test_latin1_is_read_as_browsers_do():
    assert decode(b"\x93quoted\x94", "iso-8859-1").text == "\u201cquoted\u201d"


def test_latin1_declared_as_utf8_is_read_and_flagged():
    decoded = decode(WORDS.encode("latin-1"), "utf-8")
    assert decoded.replaced
    assert decoded.text == WORDS


def test_one_broken_byte_does_not_spoil_utf8():
    decoded = decode(WORDS.encode() + b"\xff", "utf-8")
    assert decoded.replaced
    assert decoded.text == WORDS + "\ufffd"


@pytest.mark.parametrize("declared", ["no-such-charset", "rot13", "base64", "idna", "utf-7", "\x00", "utf-16"])
def test_charsets_that_are_none_are_ignored(declared):
    assert decode(b"plain words", declared).text == "plain words"
