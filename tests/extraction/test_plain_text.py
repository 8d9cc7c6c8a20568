"""Plain text as blocks, with the way back to the offsets of the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction.plain_text import read_plain_text

WRAPPED = (
    "The council met on Tuesday to talk about the road that\n"
    "was closed by the flood, and about the money that would\n"
    "be needed to open it again before the winter came."
)


def blocks_of(text):
    return [block for _, block in read_plain_text(text).document.blocks]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("One.\n\nTwo.", ["One.", "Two."], id="blank line"),
        pytest.param("One.\r\n\r\nTwo.", ["One.", "Two."], id="blank line of Windows"),
        pytest.param("One.\n \t\nTwo.", ["One.", "Two."], id="line of spaces"),
        pytest.param("One.\nTwo.", ["One.", "Two."], id="a paragraph a line"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\n ", [], id="only space"),
    ],
)
def test_blocks_are_the_paragraphs(text, blocks):
    assert [block.strip() for block in blocks_of(text)] == blocks


def test_a_hard_wrapped_paragraph_is_one_block():
    assert blocks_of(WRAPPED) == [WRAPPED.replace("\n", " ")]


def test_the_day_reaches_the_document():
    assert read_plain_text("One.", date(2024, 5, 2)).document.date == date(2024, 5, 2)


@given(st.text(st.characters(), max_size=200))
def test_every_block_stands_at_its_start(text):
    plain = read_plain_text(text)
    for (_, block), start in zip(plain.document.blocks, plain.starts, strict=True):
        there = text[start : start + len(block)]
        assert len(there) == len(block)
        assert all(a == b or not a.isprintable() or a.isspace() for a, b in zip(there, block, strict=True))


def test_half_a_surrogate_pair_is_replaced_so_that_no_parser_stumbles():
    assert blocks_of("One \ud800 two") == ["One \N{REPLACEMENT CHARACTER} two"]
