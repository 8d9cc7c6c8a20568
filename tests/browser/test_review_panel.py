"""The panel of the review page: one finding beside the text, whose buttons stay where they are."""

from __future__ import annotations

import pytest

from tests.browser.test_public_pages import violations
from tests.browser.test_review_by_hand import a_draft, in_view

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def current(page):
    return page.locator(".is-current").get_attribute("id")


def test_several_findings_are_decided_by_pressing_at_one_place(site, editor):
    page = editor(viewport=WIDE)
    a_draft(site, page)
    button = page.locator('[data-press="r"]')
    button.scroll_into_view_if_needed()
    box, decided = button.bounding_box(), []
    for _ in range(3):
        decided.append(current(page))
        page.mouse.click(box["x"] + 20, box["y"] + 20)
        page.locator(f"#{decided[-1]}.rejected").wait_for()
        page.wait_for_function("row => document.querySelector('.is-current').id !== row", arg=decided[-1])
        assert button.bounding_box() == box
        assert page.locator("[data-panel-answer]").inner_text().startswith("Rejected: ")
    assert len(set(decided)) == 3


def test_a_mark_in_the_text_selects_its_finding_and_the_text_stays(site, editor):
    page = editor(viewport=WIDE)
    a_draft(site, page)
    mark = page.locator(".marked a.f", has_text="Mosul").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    mark.click()
    page.wait_for_function("document.querySelector('.is-current h3').textContent.includes('Mosul')")
    assert mark.bounding_box() == box
    assert page.locator("[data-panel-title]").inner_text() == "Mosul"
    assert in_view(page, ".is-current .context")
    assert page.locator(".is-current .why[open]").count() == 1


def test_later_goes_to_the_next_open_finding_and_decides_nothing(site, editor):
    page = editor(viewport=WIDE)
    a_draft(site, page)
    rows = page.eval_on_selector_all("[data-open]", "rows => rows.map(row => row.id)")
    for row in rows[:3]:
        assert current(page) == row
        page.keyboard.press("s")
    assert current(page) == rows[3]
    assert page.locator(".suggestion.proposed").count() == len(rows)


def test_the_form_for_changes_is_in_the_panel_below_the_sentence(site, editor):
    page = editor(viewport=WIDE)
    a_draft(site, page)
    page.keyboard.press("e")
    page.locator(".is-current .change-body").wait_for()
    details, form = (page.locator(f".is-current {part}").bounding_box() for part in (".details", ".change-body"))
    assert details["y"] + details["height"] <= form["y"] + 1
    assert details["x"] == form["x"]
    page.keyboard.press("Escape")
    page.locator(".is-current .change-body").wait_for(state="hidden")


def test_on_a_small_screen_a_mark_opens_the_finding_at_the_bottom(site, editor):
    page = editor(viewport=NARROW)
    a_draft(site, page)
    assert not page.locator("[data-panel]").is_visible()
    mark = page.locator(".marked a.f", has_text="Mosul").first
    mark.click()
    page.locator("[data-panel]").wait_for()
    assert in_view(page, ".marked a.f.is-current-mark")
    assert in_view(page, ".is-current .context")
    row = current(page)
    page.locator('[data-press="r"]').click()
    page.locator(f"#{row}.rejected").wait_for(state="attached")
    page.keyboard.press("Escape")
    page.locator("[data-panel]").wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_axe_finds_nothing_on_the_panel(site, editor, width, scheme):
    page = editor(viewport={"width": width, "height": 900}, color_scheme=scheme)
    a_draft(site, page)
    page.locator(".marked a.f", has_text="Mosul").first.click()
    page.locator("[data-panel]").wait_for()
    if width == 1280:
        page.keyboard.press("e")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
