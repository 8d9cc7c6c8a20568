"""From the log-in page to the published story by keyboard alone, in a bounded number of keys."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser

STORY = """Ferry across the Halda runs again

The harbour office reported that repairs took eleven days.

By Dana Holt

Erbil, Iraq

Iraqi engineers repaired the ferry across the Halda on Monday. Canadian Defense Minister Harjit Singh Sajjan said his
country would send 35 more engineers and $4 million worth of equipment to Mosul by 1 November.

"The ferry is running," Sajjan said. The Islamic State group had destroyed the landing in 2014.
"""
# What an editor presses at most for this story, the user name and the password included.
MOST_KEYS = 60


class Keyboard:
    """Presses keys and counts them; a combination such as Control+v counts as two."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, *keys):
        for key in keys:
            self.count += 1 + key.count("+")
            self.page.keyboard.press(key)

    def type(self, text):
        self.count += len(text)
        self.page.keyboard.type(text)


def test_a_story_is_pasted_settled_and_published_by_keyboard_alone(site, reader):
    page = reader("/admin/login/?next=/admin/", permissions=["clipboard-read", "clipboard-write"])
    keyboard = Keyboard(page)
    keyboard.type("editor")
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    with page.expect_navigation(
        url=re.compile(r"\d/admin/$")
    ):  # not the page for logging in, whose address ends like it
        keyboard.press("Enter")
    keyboard.press("i")
    page.wait_for_url("**/importitem/add/")
    page.evaluate("text => navigator.clipboard.writeText(text)", STORY)
    keyboard.press("Control+v", "Control+Enter")
    page.wait_for_function("() => document.activeElement.innerText?.includes('Create a draft')", timeout=300_000)
    keyboard.press("Enter")
    page.wait_for_url("**/admin/articles/article/*/change/**")
    settle(page, keyboard)
    with page.expect_navigation():
        keyboard.press("p")
    assert "Story published." in page.locator("#progress").inner_text()
    assert keyboard.count <= MOST_KEYS


def settle(page, keyboard):
    """Accept the confident findings together and every other one by itself; reject those that need a choice."""
    with page.expect_navigation():
        keyboard.press("c")
    while page.locator("[data-open]").count():
        row = page.locator(".is-current").get_attribute("id")
        is_acceptable = page.locator(f"#{row} [data-key=a]").count()
        keyboard.press("a" if is_acceptable else "r")
        page.wait_for_function(
            "row => !('open' in (document.getElementById(row)?.dataset ?? {}))"
            " || document.querySelector(`#${row} > .outcome.refused`)",
            arg=row,
        )
        if page.locator(f"#{row}[data-open]").count():
            keyboard.press("r")
            page.locator(f"#{row}.rejected").wait_for()
