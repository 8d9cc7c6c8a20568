"""The words of a kept paragraph are those that a browser shows, whatever its inline elements are called."""

from __future__ import annotations

import copy
import gzip
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml.html import fromstring

from articles.readers.fragment import read_fragment
from articles.readers.page.html import parse_page, read_html
from articles.readers.page.pruning import prune
from articles.readers.page.rendered import rendered_blocks
from articles.text import clean_line
from articles.vocabulary import BlockRole
from tests.markup import PARAGRAPHS, page_of
from tests.thoroughness import examples

PATIENT = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNSEEN = "rt|rp|script|style|template|*[@hidden]|*[contains(@style, 'none') or contains(@style, 'hidden')]"
LONG = "Engineers from the water board had worked at night because the road was shelled by day"


def _texts(markup):
    return [block.text for block in rendered_blocks(parse_page(markup))]


def _shown(paragraph):
    """The text of a paragraph by a rule of its own: everything in it that is not marked as unseen, breaks as spaces."""
    paragraph = copy.deepcopy(paragraph)
    for line_break in list(paragraph.iter("br")):
        line_break.tail = "\n" + (line_break.tail or "")
    unseen = " or ".join(f"ancestor::{step}" for step in UNSEEN.split("|"))
    return clean_line("".join(paragraph.xpath(f".//text()[not({unseen})][not(parent::comment())]")))


@PATIENT
@given(PARAGRAPHS)
@example(['<span class="link"><a href="a">refused to leave</a></span>'] * 4)
@example(["<span>On 12 May</span><span>2024</span><br>was opened", "Pump<b>ing</b>", "x", "x"])
def test_each_paragraph_of_a_page_is_one_block_with_every_word_that_is_shown(paragraphs):
    page = page_of(paragraphs)
    expected = [_shown(paragraph) for paragraph in fromstring(page).iter("p")]
    assert [block.text for block in read_html(page.encode()).body] == expected


@PATIENT
@given(PARAGRAPHS)
def test_each_paragraph_of_a_fragment_is_one_block_with_every_word_that_is_shown(paragraphs):
    expected = [_shown(paragraph) for paragraph in fromstring(page_of(paragraphs)).iter("p")]
    markup = page_of(paragraphs).partition("</h1>")[2].partition("</article>")[0]
    assert [block.text for block in read_fragment(markup).blocks] == expected


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>On 12 May<span>2024</span><br>was opened.</p>", ["On 12 May2024 was opened."]),
        ('<p><span class="dropcap">T</span>he mayor</p>', ["The mayor"]),
        ("<p><ruby>\u753a<rp>(</rp><rt>\u307e\u3061</rt><rp>)</rp></ruby>\u306e<a href=a>\u5e02\u9577</a>\u306f</p>", ["\u753a\u306e\u5e02\u9577\u306f"]),
        ("<p>one&shy;word<wbr>more&nbsp;words<sup>1</sup></p>", ["onewordmore words1"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p>before<div>inside</div>after", ["before", "inside", "after"]),
        ("<p>before <aside>inside</aside> after</p>", ["before", "inside", "after"]),
        ("<table><tr><td>one<td>two</table>", ["one", "two"]),
        ("<p>The same.</p><p>The same.</p>", ["The same.", "The same."]),
        ("<p>seen <span hidden>not</span><b style='display: none'>not</b></p><p style='visibility:hidden'>not</p>", ["seen"]),
        ("<p>one <span style='display:block'>two</span> three</p>", ["one", "two", "three"]),
        ("<div>one <div style='display:inline'>two</div> three</div>", ["one two three"]),
        ("<pre>one\ntwo\n\nthree</pre>", ["one two", "three"]),
        ("<p>super<wbr>\n  long</p><p>two<wbr> words</p><p>two\n<wbr>words</p>", ["superlong", "two words", "two words"]),
        ("<p>super&#x200b;\nlong</p><p>super\n&#x200b;long</p><p>two&#x200b; words</p>", ["superlong", "superlong", "two words"]),
        ("<p>Bonjour&nbsp;!</p>", ["Bonjour !"]),
        ("<dialog>closed</dialog><dialog open>open</dialog>", ["open"]),
    ],
)  # fmt: skip
def test_blocks_are_what_a_browser_shows(markup, texts):
    assert _texts(markup) == texts


def test_a_single_break_does_not_part_a_paragraph():
    assert _texts(f"<p>{LONG}.<br>{LONG}.</p>") == [f"{LONG}. {LONG}."]


def test_an_empty_line_between_sentences_parts_paragraphs():
    assert _texts(f"<p>{LONG}.<br><br>{LONG}.</p>") == [f"{LONG}.", f"{LONG}."]


def test_an_empty_line_within_a_sentence_parts_nothing():
    assert _texts(f"<p>{LONG}<br><br>{LONG}.</p>") == [f"{LONG} {LONG}."]


def test_breaks_part_the_sentences_of_a_text_without_paragraphs():
    assert _texts(f"<div>{LONG}.<br>{LONG},<br>and more.<br><br>The end.</div>") == [
        f"{LONG}.",
        f"{LONG}, and more.",
        "The end.",
    ]


def test_roles_follow_the_elements():
    blocks = rendered_blocks(parse_page("<h2>Head</h2><ul><li><p>Item</p><li>Item</ul><p>Text</p>"))
    roles = [BlockRole.HEADING, BlockRole.LIST_ITEM, BlockRole.LIST_ITEM, BlockRole.PARAGRAPH]
    assert [block.role for block in blocks] == roles


def test_the_readings_above_ruby_are_not_in_the_headline():
    title = "<ruby>\u4e95\u6238<rt>\u3044\u3069</rt></ruby>\u304c<ruby>\u958b<rt>\u3072\u3089</rt></ruby>\u304f"
    page = (
        page_of(["x"] * 4).replace("<h1>Wells open again", f"<h1>{title}").replace("<title>Wells open again", "<title>")
    )
    assert read_html(page.encode()).headline == "\u4e95\u6238\u304c\u958b\u304f"


def test_a_paragraph_in_nested_containers_stands_once():
    page = page_of([f"<span><span>{LONG}</span></span>"] * 4)
    nested = page.replace("<article>", "<article><section><div><div>").replace(
        "</article>", "</div></div></section></article>"
    )
    texts = [block.text for block in read_html(nested.encode()).body]
    assert len(texts) == len(set(texts)) == 4


def test_two_paragraphs_of_the_same_words_are_both_kept():
    page = page_of(["it"] * 5)
    twice = page.replace("Engineer number 3 ", "Engineer number 2 ")
    assert len(read_html(twice.encode()).body) == 5


def test_a_button_that_explains_a_word_stays_in_its_sentence_and_one_to_press_goes():
    page = page_of(['<button class="term">Qasr al-Wadi</button>'] * 4).replace(
        "</article>", "<p><button>Share</button></p></article>"
    )
    body = read_html(page.encode()).body
    assert "Qasr al-Wadi" in body[0].text
    assert not any("Share" in block.text for block in body)


def test_a_story_that_is_hidden_until_a_script_runs_is_read():
    page = page_of(["it"] * 5).replace("<main>", '<main style="display: none">')
    assert len(read_html(page.encode()).body) == 5


def test_the_stated_text_follows_the_blocks_of_the_page():
    lines = [f"{LONG} in week {number} of the siege" for number in range(3)]
    data = json.dumps({"@type": "NewsArticle", "headline": "Wells open again", "articleBody": " ".join(lines)})
    page = f"<title>Wells</title><script type='application/ld+json'>{data}</script>" + "".join(
        f"<div>{line.replace('week', '<b>we</b>ek')}</div>" for line in lines
    )
    assert [block.text for block in read_html(page.encode()).body] == lines


def test_every_block_of_the_recorded_pages_is_a_block_of_its_page(corpus):
    folder = corpus / "corpus" / "html"
    for row in map(json.loads, (folder / "gold.jsonl").read_text().splitlines()):
        content = gzip.decompress((folder / row["file"]).read_bytes())
        story = read_html(content, url=row["url"] or "")
        source = story.field_sources.get("body")
        if source is None or source.source == "json-ld":
            continue
        shown = {block.text for block in rendered_blocks(parse_page(content.decode("utf-8", "replace")))}
        for block in story.body[1:]:  # the dateline of the first is a field of its own
            assert block.text in shown or not block.text.isascii(), (row["file"], block.text)


def test_text_around_a_removed_box_stays_separate():
    page = page_of(["it"] * 4).replace(
        "</article>", f"<div>{LONG}.<div class=newsletter><p>Read more</p></div>{LONG} again.</div></article>"
    )
    tree = parse_page(page)
    prune(tree, "")
    assert [block.text for block in rendered_blocks(tree)][-2:] == [f"{LONG}.", f"{LONG} again."]
