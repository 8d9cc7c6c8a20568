"""The blocks of a story against the text that Chromium itself renders."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from articles.readers.page.html import read_html
from articles.text import clean_line
from tests.markup import BROKEN_WORDS, PARAGRAPHS, page_of
from tests.thoroughness import examples

pytestmark = pytest.mark.browser

INNER_TEXTS = """() => {
    document.querySelectorAll("rt").forEach(reading => reading.remove());
    // Chromium leaves out the space at the end of a button, whose frame is between the words, and the marks around <q>.
    document.querySelectorAll("button, q").forEach(element => {
        const span = document.createElement("span");
        span.append(...element.childNodes);
        element.replaceWith(span);
    });
    return [...document.querySelectorAll("p")].map(paragraph => paragraph.innerText);
}"""


@pytest.fixture(scope="module")
def blank(browser):
    page = browser.new_page(java_script_enabled=True)
    yield page
    page.close()


PATIENT = settings(max_examples=examples(80), deadline=None, suppress_health_check=list(HealthCheck))


@PATIENT
@given(PARAGRAPHS)
def test_a_block_is_the_inner_text_of_its_paragraph(blank, paragraphs):
    _assert_shown(blank, paragraphs)


@PATIENT
@given(BROKEN_WORDS)
def test_line_ends_beside_places_to_break_a_word_are_as_chromium_shows_them(blank, paragraphs):
    _assert_shown(blank, paragraphs)


def _assert_shown(blank, paragraphs):
    markup = page_of(paragraphs)
    blank.set_content(markup.replace("unseen()", "0"))
    shown = [clean_line(text) for text in blank.evaluate(INNER_TEXTS)]
    assert [block.text for block in read_html(markup.encode()).body] == shown
