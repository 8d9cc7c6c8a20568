"""The pictures of docs/editors-guide.md, made of the running site. `make guide` writes them to docs/guide/."""

from __future__ import annotations

import os
import re

import pytest

from tests.browser.conftest import ROOT
from tests.browser.test_review_by_hand import a_draft

pytestmark = pytest.mark.browser
GUIDE = ROOT / "docs/editors-guide.md"
FOLDER = ROOT / "docs/guide"
SIZE = {"width": 1280, "height": 860}


def import_page(site, page):
    page.goto(f"{site.url}/admin/articles/importitem/add/")
    return page.locator("main")


def batch_page(site, page):
    page.goto(f"{site.url}/admin/articles/importbatch/")
    rows = page.locator("#result_list tbody tr")
    counts = [int(re.search(r"\d+", row.locator(".field-imports").inner_text())[0]) for row in rows.all()]
    rows.nth(counts.index(max(counts))).locator("a").first.click()
    return page.locator(".work-table")


def review_page(site, page):
    a_draft(site, page, "Azad Barwari")
    return page.locator("[data-suggestion]").first


def merge_page(site, page):
    page.goto(f"{site.url}/admin/articles/person/?q=John+Kerry")
    page.locator("#result_list a[href*='/change/']").first.click()
    page.get_by_role("link", name="Merge", exact=True).click()
    page.fill("#merge-name", "Ashton Carter")
    page.keyboard.press("Enter")
    page.locator("main a[href*='?with=']").first.click()
    return page.locator(".merge-table")


PICTURES = {"import": import_page, "batch": batch_page, "review": review_page, "merge": merge_page}


@pytest.mark.parametrize("name", PICTURES)
def test_the_page_of_a_picture_can_be_taken(site, editor, tmp_path, name):
    folder = FOLDER if os.environ.get("GUIDE_PICTURES") else tmp_path
    page = editor(viewport=SIZE, color_scheme="light")
    PICTURES[name](site, page).wait_for()
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 20_000


def test_the_guide_shows_each_picture_and_no_other():
    shown = set(re.findall(r"\(guide/(\w+)\.png\)", GUIDE.read_text("utf-8")))
    assert shown == set(PICTURES) == {path.stem for path in FOLDER.glob("*.png")}
