"""Deciding suggestions with a real pointer: the first click counts, and its outcome is in view."""

from __future__ import annotations

import itertools
import re

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.test_editors_day import make_draft, paste
from tests.browser.test_public_pages import violations

pytestmark = pytest.mark.browser

SIZES = [(1280, 900), (390, 844)]
_numbers = itertools.count(1)
STORY = """Crossing at Makhmur number {number} opens

By Dana Holt

Erbil, Iraq

Iraqi engineers reopened crossing number {number} at Makhmur on Monday. Canadian Defense Minister Harjit Singh Sajjan
said his country would send 35 more engineers and $4 million worth of equipment to Mosul by 1 November.

"The road is open," Sajjan said. Colonel {name} thanked the crews. The Islamic State group had destroyed it in 2014.
"""


@pytest.fixture
def at_once(site, new_context):
    """An editor whose actions are refused: the browser logs each 409, which `editor` would report as an error."""

    def open_page(**context):
        page = new_context(**context).new_page()
        page.goto(site.url + "/admin/login/?next=/admin/")
        page.fill("input[name=username]", "editor")
        page.fill("input[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return open_page


def a_draft(site, page, name="Azad Barwari"):
    paste(page, site, STORY.format(number=f"{next(_numbers)} of {name}", name=name))
    make_draft(page)
    return page.url.partition("#")[0]


def unfold(page):
    """Open the groups of unknown and of decided suggestions."""
    page.eval_on_selector_all("details.folded", "groups => groups.forEach(group => { group.open = true; })")


def first_acceptable(page):
    """The id of the first suggestion that needs no choice between records."""
    return page.locator("[data-suggestion]:has([data-key=a])").first.get_attribute("id")


def names_of(page):
    """The ids of the suggestions in page order."""
    return page.eval_on_selector_all("[data-suggestion]", "rows => rows.map(row => row.id)")


def press(page, row, answer):
    """Move, press and release at the middle of a button; returns the row's position before and in between."""
    button = page.locator(f"#{row} > form > .answers button[value={answer}]")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert button.bounding_box() == box
    page.mouse.down()
    page.wait_for_timeout(120)
    assert button.bounding_box() == box
    page.mouse.up()


def in_view(page, selector):
    """Whether the middle of the element is visible, not covered."""
    return page.eval_on_selector(
        selector,
        """element => {
          const box = element.getBoundingClientRect();
          const seen = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + box.height / 2);
          return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && element.contains(seen);
        }""",
    )


def is_settled(page, row, status):
    page.locator(f"#{row}.{status} > .outcome").wait_for()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_first_click_counts_in_every_row_and_its_answer_is_in_view(site, editor, width, height):
    page = editor(viewport={"width": width, "height": height})
    a_draft(site, page)
    unfold(page)
    rows = names_of(page)
    for row in rows:
        if page.locator(f"#{row} > form > .answers button[value=accept]").count():
            press(page, row, "accept")
            page.locator(f"#{row} > .outcome").wait_for()
            assert in_view(page, f"#{row} > .outcome")
    decided = page.eval_on_selector_all(".suggestion.accepted", "rows => rows.map(row => row.id)")
    assert len(decided) >= len(rows) - 1
    page.reload()
    unfold(page)
    for row in reversed(decided):
        assert "is-current" not in page.locator(f"#{row}").get_attribute("class")
        press(page, row, "reject")
        is_settled(page, row, "rejected")
        assert in_view(page, f"#{row} > .outcome")


def test_a_press_moves_nothing_when_an_answer_arrives_in_between(site, editor):
    page = editor()
    a_draft(site, page)
    first, second = names_of(page)[:2]
    page.route("**/mention/*/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.locator(f"#{first} button[value=reject]").click()
    press(page, second, "reject")
    is_settled(page, first, "rejected")
    is_settled(page, second, "rejected")
    assert page.eval_on_selector_all(".suggestion.rejected", "rows => rows.map(row => row.id)") == [first, second]


def test_shortcuts_decide_suggestions_in_order_and_the_outcome_stays_in_view(site, editor):
    page = editor(viewport={"width": 1280, "height": 700})
    a_draft(site, page)
    for row in names_of(page)[:6]:
        assert page.locator(".is-current").get_attribute("id") == row
        page.keyboard.press("r")
        is_settled(page, row, "rejected")
        page.wait_for_function("row => document.querySelector('.is-current').id !== row", arg=row)
        assert in_view(page, f"#{row} > .outcome") or in_view(page, ".is-current > .outcome")
        assert page.evaluate("document.activeElement.id") == page.locator(".is-current").get_attribute("id")


def test_a_shortcut_on_a_decided_suggestion_says_so(site, editor):
    page = editor()
    a_draft(site, page)
    row = first_acceptable(page)
    page.locator(f"#{row}").focus()
    page.keyboard.press("a")
    is_settled(page, row, "accepted")
    page.locator(f"#{row}").focus()
    page.keyboard.press("a")
    assert page.locator(f"#{row} > .outcome.refused").inner_text() == "This is already accepted."
    assert in_view(page, f"#{row} > .outcome")


def test_the_page_opens_at_the_first_thing_to_do_and_a_decision_is_undone_with_the_key(site, editor):
    page = editor()
    a_draft(site, page)
    page.reload()
    first = names_of(page)[0]
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("u")
    assert "no decision of yours" in page.locator("#announcer").inner_text()
    page.keyboard.press("r")
    page.wait_for_selector(f"#{first}.rejected")
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator(f"#{first} .outcome").inner_text().startswith("Undone: rejected the ")
    assert page.evaluate("document.activeElement.id") == first
    assert page.locator(f"#{first}.proposed").count() == 1


def test_the_keys_of_the_page_publish_and_search(site, editor):
    page = editor()
    a_draft(site, page)
    with page.expect_navigation():
        page.keyboard.press("p")
    assert "Story published." in page.locator("#progress").inner_text()
    with page.expect_navigation():
        page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "searchbar"


def test_leaving_the_page_with_typed_values_asks_first(site, editor):
    page = editor()
    a_draft(site, page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.fill("#add [name=words]", "")
    page.fill("#add [name=words]", "engineers")
    page.goto(f"{site.url}/admin/")
    assert asked == ["beforeunload"]


def test_a_new_name_is_accepted_with_the_key_in_the_second_story_too(site, editor):
    page = editor()
    drafts = [a_draft(site, page, "Rebin Sorani") for _ in range(2)]
    for address, says in zip(drafts, ("New person: accepting adds them", "Known now: Rebin Sorani"), strict=True):
        page.goto(address)
        row = page.locator("[data-suggestion]", has=page.locator("h3", has_text="Rebin Sorani"))
        assert says in row.inner_text()
        row.focus()
        page.keyboard.press("a")
        is_settled(page, row.get_attribute("id"), "accepted")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_without_a_script_the_outcome_is_shown_at_its_suggestion(site, editor, width, height):
    page = editor(viewport={"width": width, "height": height})
    address = a_draft(site, page)
    plain = editor(viewport={"width": width, "height": height}, java_script_enabled=False)
    plain.goto(address)
    for row in names_of_plain(plain)[:4]:
        plain.locator(f"#{row} > form > .answers button[value=reject]").click()
        plain.wait_for_url(f"**#{row}")
        assert plain.locator(f"#{row} > .outcome").inner_text().startswith("Rejected:")
        box = plain.locator(f"#{row} > .outcome").bounding_box()
        assert 0 <= box["y"] <= height - box["height"]


def names_of_plain(page):
    return [row.get_attribute("id") for row in page.locator("[data-suggestion]").all()]


def test_two_editors_see_both_versions_and_nothing_typed_is_lost(site, at_once):
    hers = at_once()
    address = a_draft(site, hers)
    his = at_once()
    his.goto(address)
    for page, text in ((hers, "World"), (his, "Middle East")):
        page.locator("summary", has_text="Story fields").click()
        page.get_by_label("Section", exact=True).fill(text)
        page.get_by_role("button", name="Save fields").click()
        page.wait_for_load_state()
    assert in_view(his, "#fields > .outcome")
    assert re.search(r"Saved by editor at \d\d:\d\d\s+World", his.locator(".conflict").inner_text())
    assert his.get_by_label("Section", exact=True).input_value() == "Middle East"
    his.get_by_role("button", name="Save my choice").click()
    his.locator("#fields > .outcome", has_text="Fields saved.").wait_for()
    pledge = his.locator(".suggestion[id^=pledge]").first
    hers.reload()
    for page, field, text in ((hers, "Item", "engineers for the road"), (his, "Due", "next year")):
        row = page.locator(".suggestion[id^=pledge]").first
        row.locator(".change > summary").click()
        row.get_by_label(field, exact=True).fill(text)
        row.locator(".change button[value=change]").first.click()
        row.locator(":scope > .outcome").wait_for()
    assert "engineers for the road" in pledge.locator(".conflict").inner_text()
    assert pledge.get_by_label("Due", exact=True).input_value() == "next year"
    pledge.get_by_role("button", name="Save my choice").click()
    his.locator(".suggestion[id^=pledge].accepted").first.wait_for()
    assert "engineers for the road" in pledge.inner_text()
    assert "next year" in pledge.inner_text()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_on_answers_and_conflicts(site, at_once, scheme, width):
    page = at_once(color_scheme=scheme, viewport={"width": width, "height": 900})
    address = a_draft(site, page)
    other = at_once()
    other.goto(address)
    row = first_acceptable(page)
    press(page, row, "accept")
    is_settled(page, row, "accepted")
    press(other, row, "reject")
    other.locator(f"#{row} > .outcome.refused").wait_for()
    for one, text in ((other, "World"), (page, "Middle East")):
        one.locator("summary", has_text="Story fields").click()
        one.get_by_label("Section", exact=True).fill(text)
        one.get_by_role("button", name="Save fields").click()
        one.wait_for_load_state()
    page.locator(".conflict").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
