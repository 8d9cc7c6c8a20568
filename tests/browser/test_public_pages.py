from __future__ import annotations

import re

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import LIST_PAGES, ROOT

pytestmark = pytest.mark.browser

PAGES = sorted({
    *LIST_PAGES, "home", "story", "person", "organization", "country", "town", "search", "search without an answer", "about",
    "citation", "versions of a story", "not found",
})  # fmt: skip
WIDTHS = [1280, 390]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules among these that look at colours.
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
STYLES = [ROOT / "static/css" / name for name in ("base.css", "components.css")]


def violations(page, rules=RULES):
    """The violated rules with their first elements."""
    # Without preloading of style sheets: axe would insert them into the page, which the policy refuses.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"][:3]]) for rule in found]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [name for name in PAGES if name != "not found"])
def test_axe_finds_nothing_and_nothing_runs_off_the_side(reader, addresses, name, width):
    page = reader(addresses[name], color_scheme="light", viewport={"width": width, "height": 900})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert violations(page, OF_COLOURS) == []


def test_the_dark_scheme_changes_colours_only():
    """So it is checked for what depends on colours, and all else once."""
    colours = re.compile(r"\s*:root \{(?:\s*--[a-z0-9-]+: [^;]+;)+\s*\}\s*")
    blocks = [part for path in STYLES for part in DARK.findall(path.read_text())]
    assert blocks
    assert [block for block in blocks if not colours.fullmatch(block)] == []


@pytest.mark.parametrize("name", ["home", "story", "country", "search"])
def test_a_narrow_phone_needs_no_sideways_scroll(reader, addresses, name):
    page = reader(addresses[name], viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("name", PAGES)
def test_the_html_is_valid(site, addresses, name):
    _, text = site.get(addresses[name])
    parser = html5lib.HTMLParser(strict=True)
    tree = parser.parse(text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert text.count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_script_or_style(site, addresses, name):
    tree = html5lib.parse(site.get(addresses[name])[1], namespaceHTMLElements=False)
    # A data block is not run.
    assert {e.get("type") for e in tree.iter("script") if not e.get("src")} <= {"application/ld+json"}
    assert list(tree.iter("style")) == []
    assert [
        e for e in tree.iter() if e.get("style") or any(k.startswith("on") for k in e.attrib if isinstance(k, str))
    ] == []


def test_a_reader_goes_from_home_to_the_sentence_of_a_pledge_without_javascript(site, addresses, reader):
    page = reader("/", java_script_enabled=False)
    page.fill("header input[name=q]", "mobile field hospital")
    page.press("header input[name=q]", "Enter")
    page.click("main a[href^='/stories/'] >> nth=0")
    link = page.locator("#promised a[href*='#s-']").first
    target = "#" + link.get_attribute("href").partition("#")[2]
    link.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()


def test_a_disputed_area_is_described_and_its_map_says_who_claims_it(reader):
    page = reader("/places/?letter=K", java_script_enabled=False)
    page.locator("main .names").get_by_role("link", name="Kashmir", exact=True).click()
    assert page.locator(".what").inner_text().startswith("Disputed area: claimed by India and Pakistan")
    assert "India" not in page.locator(".crumbs").inner_text()
    page.locator("summary", has_text="Disputed areas on this map").click()
    assert page.locator(".alt li", has_text="Kashmir: claimed by India and Pakistan").is_visible()


def test_a_country_on_the_map_of_the_front_page_leads_to_its_page(reader):
    page = reader("/")
    page.wait_for_function("document.querySelectorAll('object')[1].contentDocument?.querySelector('a.ctry')")
    world = next(frame for frame in page.frames if "/maps/world.svg" in frame.url)
    world.locator("a.ctry[aria-label^='Iraq:']").click()
    page.wait_for_url("**/places/*-iraq/")
    assert page.locator("h1").inner_text() == "Iraq"


def test_the_maps_of_the_front_page_hold_no_tab_stop_and_its_chart_one(reader):
    page, stops = reader("/"), []
    place = "node => node === document.body ? 'end' : node.closest('.map-file, .scroller')?.className ?? 'elsewhere'"
    while "end" not in stops:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(f"({place})(document.activeElement)"))
    assert stops.count("map-file") == 0
    assert stops.count("scroller") == 1


@pytest.mark.parametrize("name", ["story", "person", "country"])
def test_a_place_on_the_map_of_a_page_leads_to_its_page(reader, addresses, name):
    page = reader(addresses[name])
    page.wait_for_function("document.querySelector('object').contentDocument?.querySelector('a.dot')")
    drawing = next(frame for frame in page.frames if "/maps/" in frame.url)
    drawing.locator("a.dot[aria-label^='Mosul']").click()
    page.wait_for_url("**/places/*-mosul*/")
    assert page.locator("h1").inner_text() == "Mosul"


def test_the_places_on_the_map_of_a_story_are_a_list_below_it_for_the_keyboard(reader, addresses):
    page = reader(addresses["story"], java_script_enabled=False)
    page.locator("summary", has_text="Places on this map").press("Enter")
    page.locator(".head-map .alt").get_by_role("link", name="Mosul", exact=True).press("Enter")
    assert page.locator("h1").inner_text() == "Mosul"


def test_the_front_page_is_small(site):
    assert len(site.get("/")[1].encode()) <= 30_000


def test_slash_leads_to_the_search_box(reader, addresses):
    page = reader(addresses["about"])
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_typing_offers_names_and_enter_opens_the_chosen_one(reader):
    page = reader("/")
    page.locator("header input[name=q]").press_sequentially("Ash Car")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*-ash-carter/")
    assert page.locator("h1").inner_text() == "Ash Carter"


def test_the_day_of_a_role_leads_to_the_sentence_that_states_it(reader, addresses):
    page = reader(addresses["person"])
    link = page.locator(".what a")
    assert link.inner_text().startswith("as of ")
    target = "#" + link.get_attribute("href").partition("#")[2]
    link.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()


def test_reference_data_is_folded_away_and_says_what_it_is(reader, addresses):
    page = reader(addresses["country"])
    listed = page.locator("#roles details.listed")
    assert not listed.locator("li").first.is_visible()
    listed.locator("summary").click()
    assert "reference data" in listed.locator("li").first.inner_text()
    listed.get_by_role("link", name="About the reference data").click()
    assert page.url.endswith("/about/#reference")
