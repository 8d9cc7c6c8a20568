"""Two browsers have the same page of the desk open: nothing is overwritten unseen, and nothing typed is lost.

The story fields and the facts of a story are in test_review_by_hand.py, every field of a record in tests/admin/test_two_editors.py.
"""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.test_review_by_hand import a_draft

pytestmark = pytest.mark.browser
MINE, THEIRS = "What the second editor typed.", "What the first editor saved."


@pytest.fixture
def two(site, new_context):
    """Two windows of the desk. The browser logs each refusal as an error, so these are not heard."""

    def window():
        page = new_context().new_page()
        page.goto(site.url + "/admin/login/?next=/admin/")
        page.fill("input[name=username]", "editor")
        page.fill("input[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return window(), window()


def both_open(pages, address):
    for page in pages:
        page.goto(address)


def save(page, button):
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def new_record(site, page, kind, name):
    """The address of a record that was just added."""
    page.goto(f"{site.url}/admin/articles/{kind}/add/")
    page.fill("#id_name", name)
    for field in ("#id_latitude", "#id_longitude"):
        if page.locator(field).count():
            page.fill(field, "")
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    assert re.search(rf"/{kind}/\d+/change/", page.url), page.locator("main").inner_text()
    return page.url


def edit_text(page, words):
    """Add words to the text, check the changes, and save them."""
    field = page.locator("textarea[name=text]")
    field.fill(f"{field.input_value()}\n\n{words}")
    save(page, "Review changes")


def test_two_edits_of_the_text_of_a_story(site, two):
    hers, his = two
    address = a_draft(site, hers)
    both_open(two, address.replace("/change/", "/text/"))
    edit_text(hers, THEIRS)
    save(hers, "Save")
    edit_text(his, MINE)
    assert "Someone else saved this story" in his.locator("[role=alert]").inner_text()
    assert MINE in his.locator("textarea[name=text]").input_value()
    assert THEIRS in his.locator(".difference").first.inner_text()


@pytest.mark.parametrize(
    ("kind", "field"), [("person", "summary"), ("organization", "summary"), ("place", "summary"), ("outlet", "note")]
)
def test_two_edits_of_a_record(site, two, kind, field):
    hers, his = two
    address = new_record(site, hers, kind, f"Brenwick {kind} of two editors")
    both_open(two, address)
    for page, words in ((hers, THEIRS), (his, MINE)):
        page.fill(f"#id_{field}", words)
        with page.expect_navigation():
            page.locator("[name=_continue]").click()
    assert THEIRS in his.locator(".conflict").inner_text()
    assert his.locator(f"#id_{field}").input_value() == MINE
    his.goto(address)
    assert his.locator(f"#id_{field}").input_value() == THEIRS
