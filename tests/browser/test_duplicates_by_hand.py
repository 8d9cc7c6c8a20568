"""Possible duplicates: two records are compared, merged or marked as different by keyboard, on wide and narrow screens."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT
from tests.browser.test_public_pages import violations

pytestmark = pytest.mark.browser


def add_organization(page, site, name):
    page.goto(f"{site.url}/admin/articles/organization/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_country").select_option(label="Iraq")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/organization/")


def find_duplicates(site):
    env = {**os.environ, "DATA_DIR": str(site.data), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    subprocess.run([sys.executable, "manage.py", "find_duplicates"], cwd=ROOT, env=env, check=True, timeout=300)


def a_pair(page, site, words):
    """Two organizations of one country whose names have the same words in another order."""
    names = [f"{words} Quay Union", f"Quay {words} Union"]
    for name in names:
        add_organization(page, site, name)
    find_duplicates(site)
    return names


def press(page, control):
    """Reach a control with the Tab key and press Enter."""
    for _ in range(150):
        if control.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{control} cannot be reached by keyboard")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_a_pair_is_merged_by_keyboard_and_both_pages_are_accessible(site, editor, scheme, width):
    page = editor(color_scheme=scheme, viewport={"width": width, "height": 900})
    names = a_pair(page, site, f"Harbour{'Wide' if width > 400 else 'Narrow'}")
    page.goto(f"{site.url}/admin/duplicates/?kind=organization")
    pair = page.locator(".pairs > li", has_text=names[0])
    assert "The same words in another order. Same country: Iraq." in pair.inner_text()
    assert violations(page) == []
    assert overflow(page) <= 0
    press(page, pair.get_by_role("link", name="Merge…"))
    page.wait_for_url("**/merge/**")
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_label("Reason, for the log").fill("One union")
    press(page, page.get_by_role("button", name=re.compile("^Merge: ")))
    # The next pair, or the list where there is none.
    page.locator(".messagelist", has_text="was merged into").wait_for()


def test_a_pair_is_marked_as_different_by_keyboard_and_taken_back(site, editor):
    page = editor()
    names = a_pair(page, site, "Lighthouse")
    page.goto(f"{site.url}/admin/duplicates/?kind=organization")
    pair = page.locator(".pairs > li", has_text=names[0])
    press(page, pair.get_by_role("button", name="Different organizations"))
    page.locator(".messagelist", has_text="are marked as different organizations.").wait_for()
    assert pair.count() == 0
    page.get_by_role("link", name="Marked as different").click()
    assert violations(page) == []
    press(page, pair.get_by_role("button", name="Take it back"))
    page.locator(".messagelist", has_text="no longer marked as different").wait_for()
    assert pair.count() == 0
