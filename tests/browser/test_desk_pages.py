"""Every page of the desk that address_rights.toml lists: accessible, and within the window, wide and light, narrow and dark."""

from __future__ import annotations

import re

import pytest

from articles.desk.address_rights import addresses
from articles.desk.rights import NOBODY
from tests.browser.test_public_pages import violations
from tests.browser.test_review_by_hand import a_draft

pytestmark = pytest.mark.browser
VIEWS = [(1280, 900, "light"), (390, 844, "dark")]
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# Address -> why it is no page of its own.
NO_PAGE = {
    "<url>": "a redirect",
    "<app_label>/": "a redirect to the start page",
    "jsi18n/": "a script",
    "articles/article/records/": "JSON",
    "articles/article/<int:object_id>/next/": "a redirect",
    "articles/importitem/<int:object_id>/state/": "JSON",
    "articles/importbatch/<int:object_id>/state/": "JSON",
    "articles/importitem/<int:object_id>/original/": "a file",
    "articles/importitem/<int:object_id>/original_entry/": "a file",
}
# What the site of the tests has none of, so that there is no page to open.
NOT_THERE = (
    "articles/feed/<", "articles/event/<", "articles/takedown/<", "articles/article/<int:object_id>/versions/", "auth/group/<path:object_id>/delete",
    "articles/loggedaction/<int:object_id>/revert/",
)  # fmt: skip
# Parameters of pages that show what was done before: a note, a merge, a split, an upload, a role.
NOT_YET = ("note_id", "merge_id", "split_id", "import_id", "role_id")
FILES = ("/export/", ".csv", ".xlsx", ".webp", ".png")
PAGES = [
    route
    for route, address in addresses().items()
    if "GET" in address.rights
    and NOBODY not in address.rights["GET"]
    and route not in NO_PAGE
    and not route.endswith("<path:object_id>/")  # redirects to the page of the record
    and not route.startswith(NOT_THERE)
    and not route.endswith(FILES)
    and not any(f":{name}>" in route for name in NOT_YET)
]


@pytest.fixture(scope="module")
def ids():
    """Ids that a page showed, by the list that they are from; found once."""
    return {}


def id_in(site, page, ids, route):
    """The id of the first record in the list that the route belongs to."""
    listing = "/".join(route.split("/")[:2])
    if listing not in ids:
        if listing == "articles/article":
            ids[listing] = re.search(r"/article/(\d+)/", a_draft(site, page))[1]
        else:
            page.goto(f"{site.url}/admin/{listing}/")
            link = page.locator(f"#result_list a[href*='/admin/{listing}/'][href*='/change/']").first
            ids[listing] = link.get_attribute("href").split("/")[-3]
    return ids[listing]


def open_page(site, page, ids, route):
    address = route
    if PARAMETER.search(route):
        first = id_in(site, page, ids, route)
        values = {"object_id": first, "id": first}
        if "<int:fact_id>" in route:
            page.goto(f"{site.url}/admin/articles/article/{first}/change/")
            row = page.locator("[data-suggestion][id^=mention-]").first
            values["fact_id"] = row.get_attribute("id").removeprefix("mention-")
        address = PARAMETER.sub(lambda found: values[found[1]], route)
    response = page.goto(f"{site.url}/admin/{address}")
    assert response.status == 200, f"{address} is answered with {response.status}"


@pytest.mark.parametrize("view", VIEWS, ids=[theme for *_, theme in VIEWS])
def test_the_pages_of_the_desk_are_accessible_and_within_the_window(site, editor, ids, view):
    width, height, theme = view
    page = editor(viewport={"width": width, "height": height}, color_scheme=theme)
    problems = {}
    for route in PAGES:
        open_page(site, page, ids, route)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        found = [*violations(page), *([f"{wider} pixels wider than the window"] if wider > 0 else [])]
        if found:
            problems[route] = found
    assert problems == {}


def test_most_addresses_of_the_desk_are_opened():
    assert len(PAGES) > 50
