"""An editor uploads a picture and states its licence with a pointer; readers see it, from this site."""

from __future__ import annotations

import re

import pytest

from tests.browser.test_public_pages import violations
from tests.browser.test_review_by_hand import a_draft
from tests.browser.waiting import wait_until
from tests.pictures import a_picture

pytestmark = pytest.mark.browser
# What a browser that loaded it says of a picture: its natural size, the loaded address, and the room that it takes.
LOADED = "image => [image.naturalWidth > 0, image.currentSrc, image.width / image.height]"


def has_picture(page):
    page.reload()
    return page.locator(".picture-preview").count() > 0


@pytest.mark.parametrize(("size", "theme"), [((1280, 900), "light"), ((390, 844), "dark")])
def test_a_picture_is_uploaded_licensed_and_seen_by_readers(site, editor, reader, size, theme):
    window = {"viewport": dict(zip(("width", "height"), size, strict=True)), "color_scheme": theme}
    page = editor(**window)
    story = a_draft(site, page, name="Dilan Zana")
    page.goto(story)
    page.locator("#picture a.btn").click()
    file = {"name": "bridge.jpg", "mimeType": "image/jpeg", "buffer": a_picture(1800, 1200)}
    page.set_input_files("input[name=file]", file)
    with page.expect_navigation():
        page.locator("button[value=upload]").click()
    wait_until(lambda: has_picture(page), what="the decoded picture")
    assert page.locator(".picture-preview").evaluate(LOADED)[0]
    assert violations(page) == []
    page.select_option("select[name=licence]", "own")
    page.fill("textarea[name=alt]", "A bridge in the rain")
    page.fill("textarea[name=caption]", "The bridge on Monday")
    page.locator("button[value=describe]").click()
    page.get_by_text("Readers see the picture when the story is published.").wait_for()
    page.goto(story)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Story published.").wait_for()
    address = page.get_by_role("link", name="View on site").get_attribute("href")
    wait_until(lambda: "story-picture" in site.get(address)[1], what="the picture on the public page")
    public = reader(address, **window)
    image = public.get_by_role("img", name="A bridge in the rain")
    image.scroll_into_view_if_needed()
    wait_until(lambda: image.evaluate(LOADED)[0], what="the loaded picture")
    _, loaded, ratio = image.evaluate(LOADED)
    assert re.match(rf"{site.url}/pictures/\d+/[0-9a-f]+\.webp$", loaded)
    assert ratio == pytest.approx(1.5, abs=0.02)
    assert public.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(public) == []
