from __future__ import annotations

from lxml.html import document_fromstring

from articles.readers.page.body import read_body
from articles.readers.page.gaps import with_gaps_filled
from articles.readers.story import Block
from articles.vocabulary import BlockRole

LINES = [f"Part {word} of the story tells what happened in the {word} town on Monday, as the {word} mayor said." for word in
         ("first", "second", "third", "fourth", "fifth", "sixth")]  # fmt: skip


def _tree(body):
    return document_fromstring(f"<html><body><article>{body}</article></body></html>")


def _blocks(*lines):
    return tuple(Block(BlockRole.PARAGRAPH, line) for line in lines)


def test_a_paragraph_lost_between_others_is_put_back():
    tree = _tree("".join(f"<p>{line}</p>" for line in LINES))
    assert with_gaps_filled(_blocks(*LINES[:2], *LINES[3:]), tree) == _blocks(*LINES)


def test_the_end_of_a_story_is_put_back_with_its_heading():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES[:5])
    tree = _tree(f"{paragraphs}<h2>What comes next</h2><p>{LINES[5]}</p>")
    expected = (*_blocks(*LINES[:5]), Block(BlockRole.HEADING, "What comes next"), *_blocks(LINES[5]))
    assert with_gaps_filled(_blocks(*LINES[:5]), tree) == expected


def test_what_the_page_sets_otherwise_stays_out():
    paragraphs = "".join(f"<p>{line}</p>" for line in LINES[:4])
    tree = _tree(f'{paragraphs}<p class="promo">{LINES[4]}</p><div><p>{LINES[5]}</p></div>')
    assert with_gaps_filled(_blocks(*LINES[:4]), tree) == _blocks(*LINES[:4])


def test_a_paragraph_that_was_parted_at_its_breaks_is_not_there_twice():
    tree = _tree("".join(f"<p>{line}</p>" for line in LINES[:4]) + f"<p>{LINES[4]}<br>{LINES[5]}</p>")
    assert with_gaps_filled(_blocks(*LINES), tree) == _blocks(*LINES)


def test_the_data_block_stands_in_where_the_page_shows_next_to_nothing():
    body = read_body(_tree("<p>Loading the story for you.</p>"), 100, "\n".join(LINES))
    assert body.source == "json-ld"
    assert [block.text for block in body.blocks] == LINES


def test_a_whole_page_is_read_by_the_first_extractor_alone():
    body = read_body(_tree("<h1>Town</h1>" + "".join(f"<p>{line}</p>" for line in LINES)), 1000, "")
    assert body.source == "trafilatura"
