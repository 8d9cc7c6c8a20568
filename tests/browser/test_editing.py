"""Editing the text of a draft, and discarding a draft, in the browser."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_editors_day import make_draft, paste

pytestmark = pytest.mark.browser
STORY = """Ferry over the Tigris runs again

By Dana Holt

The ferry at Qayyarah runs again, Harjit Singh Sajjan said in Mosul on Monday {number}.

Boats of the Islamic State group had sunk it. The crews worked by night for nine weeks, and nobody was hurt.
"""


def a_draft(open_page, site, number):
    page = paste(open_page(), site, STORY.format(number=number))
    make_draft(page)
    page.get_by_role("button", name=re.compile("confident finding")).click()
    return page


def test_a_text_is_edited_checked_and_saved(site, editor):
    page = a_draft(editor, site, "one")
    page.get_by_role("link", name="Edit text").click()
    box = page.get_by_label("Text", exact=True)
    text = box.input_value().replace("in Mosul", "in Aldersey").replace("The ferry", "At last the ferry")
    box.fill(text)
    page.get_by_role("button", name="Review changes").click()
    page.get_by_role("heading", name="Findings no longer in the text").wait_for()
    assert "“Mosul”" in page.locator(".fact-rows").first.inner_text()
    assert "Harjit Singh Sajjan" not in page.locator(".fact-rows").first.inner_text()

    page.get_by_role("button", name="Continue editing").click()
    assert page.get_by_label("Text", exact=True).input_value() == text
    page.get_by_role("button", name="Review changes").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/change/")
    assert "Text saved. 1 finding is no longer in the text" in page.locator(".messagelist").inner_text()
    assert "At last the ferry at Qayyarah" in page.locator(".marked").inner_text()


def test_a_draft_is_discarded_and_restored(site, editor):
    page = a_draft(editor, site, "two")
    draft = page.url.split("#")[0]
    page.get_by_role("button", name="Discard", exact=True).click()
    page.get_by_text("This story is discarded.").wait_for()
    assert page.get_by_role("button", name="Publish").count() == 0
    page.goto(site.url + "/admin/articles/article/?review_status__exact=draft")
    assert page.locator(f"a[href*='{draft.split('/')[-3]}/change/']").count() == 0
    page.goto(draft)
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("button", name="Publish", exact=True).wait_for()
