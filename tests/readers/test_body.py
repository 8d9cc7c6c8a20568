from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from articles.readers.page import body
from articles.readers.page.body import read_body
from articles.readers.page.paragraph_recovery import recover_paragraphs
from articles.readers.page.rendered import rendered_blocks

LINES = [f"Part {word} of the story tells what happened in the {word} town on Monday, as the {word} mayor said." for word in
         ("first", "second", "third", "fourth", "fifth", "sixth")]  # fmt: skip


def _tree(body):
    return document_fromstring(f"<html><body><article>{body}</article></body></html>")


def _filled(body, kept):
    """The lines of a page after the gaps between those at the places `kept` are filled."""
    page = rendered_blocks(_tree(body))
    return [block.text for block in recover_paragraphs([page[number] for number in kept], page)]


def test_a_paragraph_lost_between_others_is_put_back():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    assert _filled(paragraphs, [0, 1, 3, 4, 5]) == LINES


def test_the_end_of_a_story_is_put_back_with_its_heading():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES[:5])
    assert _filled(f"{paragraphs}<h2>What comes next</h2><p>{LINES[5]}</p>", range(5)) == [
        *LINES[:5],
        "What comes next",
        LINES[5],
    ]


def test_what_the_page_sets_otherwise_stays_out():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES[:4])
    assert _filled(f'{paragraphs}<p class="promo">{LINES[4]}</p><div><p>{LINES[5]}</p></div>', range(4)) == LINES[:4]


def test_a_line_set_apart_that_repeats_a_paragraph_is_not_put_in():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES)
    assert _filled(f"{paragraphs}<p>{' '.join(LINES[2].split()[:9])}</p>", range(6)) == LINES


def test_the_data_block_stands_in_where_the_page_shows_next_to_nothing():
    body = read_body(_tree("<p>Loading the story for you.</p>"), 100, "\n".join(LINES))
    assert body.source == "json-ld"
    assert [block.text for block in body.blocks] == LINES


def test_a_whole_page_is_read_by_the_first_extractor_alone():
    body = read_body(_tree("<h1>Town</h1>" + "".join(f"<p>{line}</p>" for line in LINES)), 1000, "")
    assert body.source == "trafilatura"


def test_a_paragraph_of_thousands_of_links_is_read_without_the_extractor(monkeypatch):
    monkeypatch.setattr(body, "_extracted_numbers", lambda _marked: pytest.fail("its time grows with the square"))
    tree = _tree(f"<p>{'<a href=/x>word</a> ' * 2001}</p><p>{LINES[0]}</p>")
    assert read_body(tree, 60_000, "").blocks[-1].text == LINES[0]


def test_a_paragraph_of_some_hundred_links_is_read_as_any_other(monkeypatch):
    asked = []
    monkeypatch.setattr(body, "_extracted_numbers", lambda _marked: asked.append(1) or frozenset())
    read_body(_tree(f"<p>{'<a href=/x>word</a> ' * 500}</p><p>{LINES[0]}</p>"), 60_000, "")
    assert asked == [1]
