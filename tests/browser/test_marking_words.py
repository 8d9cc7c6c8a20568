"""Marking words of a story with a real pointer, and saying with a key what they are."""

from __future__ import annotations

import pytest

from tests.browser.test_public_pages import violations
from tests.browser.test_review_by_hand import SIZES, a_draft

pytestmark = pytest.mark.browser

# The rectangle of words in the text of the story, by the text alone.
BOX = """words => {
  const pane = document.querySelector(".marked");
  const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    walker.currentNode.parentElement.scrollIntoView({ block: "center" });
    const { left, right, top, height } = range.getBoundingClientRect();
    return { left, right, y: top + height / 2 };
  }
}"""


def select(page, words):
    """Drag over the words from the first to the last letter."""
    box = page.evaluate(BOX, words)
    page.mouse.move(box["left"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["y"], steps=8)
    page.mouse.up()
    page.wait_for_selector("[data-mark-bar]:not([hidden])")


def test_selected_words_become_an_organization_by_a_key(site, editor):
    page = editor()
    address = a_draft(site, page)
    select(page, "the crews")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.locator(".marked-words mark").inner_text() == "the crews"
    page.fill("#new [name=name]", "Crews of Makhmur")
    page.click("#new button[type=submit]")
    page.wait_for_url(f"{address}#mention-*")
    assert "Added and accepted." in page.locator(".outcome").first.inner_text()
    assert page.locator(".marked a.f", has_text="the crews").count() == 1


def test_words_that_are_cut_in_the_middle_are_taken_whole(site, editor):
    page = editor()
    a_draft(site, page)
    select(page, "rew")
    with page.expect_navigation():
        page.click("[data-mark=person]")
    assert page.locator(".marked-words mark").inner_text() == "crews"


def test_a_name_is_moved_to_a_part_of_its_words(site, editor):
    page = editor()
    address = a_draft(site, page)
    select(page, "Singh")  # within a link: it is selected, not dragged or followed
    assert page.url == address
    with page.expect_navigation():
        page.keyboard.press("p")
    assert page.locator("#new").count() == 0
    page.click("button[name=target]")
    page.wait_for_url(f"{address}#mention-*")
    assert page.locator(".marked a.f", has_text="Singh").first.inner_text() == "Singh"


def test_escape_closes_the_toolbar_and_the_keys_are_those_of_the_suggestions_again(site, editor):
    page = editor()
    address = a_draft(site, page)
    select(page, "the crews")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-mark-bar]", state="hidden")
    page.keyboard.press("j")
    assert page.url.partition("#")[0] == address


@pytest.mark.parametrize(("width", "height", "theme"), [(*SIZES[0], "light"), (*SIZES[1], "dark")])
def test_the_page_and_the_toolbar_are_accessible(site, editor, width, height, theme):
    page = editor(viewport={"width": width, "height": height}, color_scheme=theme)
    a_draft(site, page)
    select(page, "the crews")
    assert violations(page) == []
    page.click("[data-mark=pledge]")
    page.wait_for_selector("#new")
    assert violations(page) == []


def test_without_a_script_the_words_are_typed(site, editor):
    address = a_draft(site, editor())
    page = editor(java_script_enabled=False)
    page.goto(address)
    page.fill("#add [name=words]", "the crews")
    page.select_option("#add [name=what]", "organization")
    page.click("#add button[type=submit]")
    assert page.locator(".marked-words mark").inner_text() == "the crews"
    page.click("#new button[type=submit]")
    page.locator(".outcome", has_text="Added and accepted.").wait_for()
