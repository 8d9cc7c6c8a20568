"""An editor's work from the import to the published story, with a test story."""

from __future__ import annotations

import os
import re
import signal

import pytest

from tests.browser.waiting import wait_until

pytestmark = pytest.mark.browser

STORY = """Bridge over the Khazir is open again

Engineers finished the crossing a week early, the provincial council reported.

By Dana Holt

Erbil, Iraq

Iraqi engineers reopened the bridge over the Khazir on Monday. Canadian Defense Minister Harjit Singh Sajjan said his
country would send 35 more engineers and $4 million worth of equipment to Mosul by 1 November {number}.

Sajjan thanked the crews. The Islamic State group had destroyed the crossing in 2014.
"""
# On an idle computer it is two seconds (tests/views/test_freshness.py); here it may be busy.
SEEN_WITHIN = 120.0


def send(page, site, text):
    """Paste a story into the import form and submit it."""
    page.goto(site.url + "/admin/articles/importitem/add/")
    page.get_by_label("Text of the story").fill(text)
    page.get_by_role("button", name="Read the text").click()


def paste(page, site, text):
    """The page of a pasted import, once the worker has read it; the page reloads itself."""
    send(page, site, text)
    page.get_by_role("button", name="Create a draft").wait_for(timeout=300_000)
    return page


def make_draft(page):
    page.get_by_role("button", name="Create a draft").click()
    page.wait_for_url("**/admin/articles/article/*/change/**")
    return re.search(r"/article/(\d+)/", page.url)[1]


def found(site, words):
    """The ids of the stories on the first page of a search, including repeats."""
    return re.findall(r'<h[23][^>]*>\s*<a[^>]+href="/stories/(\d+)-', site.get(f"/search/?q={words}")[1])


def test_a_pasted_story_is_previewed_drafted_reviewed_published_found_and_withdrawn(site, editor):
    page = paste(editor(), site, STORY.format(number="one"))
    preview = page.locator("main").inner_text()
    assert "Bridge over the Khazir is open again" in page.content()
    assert "Dana Holt" in page.content()
    assert "Harjit Singh Sajjan" in preview
    pk = make_draft(page)

    assert pk not in found(site, "Khazir")
    assert site.get(f"/stories/{pk}-bridge-over-the-khazir-is-open-again/")[0] == 404

    page.get_by_role("button", name=re.compile("confident finding")).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    wait_until(lambda: pk in found(site, "Khazir"), SEEN_WITHIN, 0.05, "the published story in search")
    status, story = site.get(f"/stories/{pk}-bridge-over-the-khazir-is-open-again/")
    assert status == 200
    assert "Harjit Singh Sajjan" in story
    assert pk in found(site, "Harjit+Singh+Sajjan")

    page.get_by_text("Withdraw", exact=False).first.click()
    page.get_by_label("Reason, for readers").fill("Test story")
    page.get_by_role("button", name="Withdraw story").click()
    wait_until(lambda: pk not in found(site, "Khazir"), SEEN_WITHIN, 0.05, "the withdrawn story out of search")
    wait_until(
        lambda: site.get(f"/stories/{pk}-bridge-over-the-khazir-is-open-again/")[0] == 410,
        SEEN_WITHIN,
        0.05,
        "the page gone",
    )


def test_the_same_text_twice_is_one_story_and_two_imports(site, editor):
    text = STORY.format(number="two")
    page = paste(editor(), site, text)
    pk = make_draft(page)
    send(page, site, text)
    page.locator(f"a[href*='/article/{pk}/']").first.wait_for(timeout=300_000)
    assert page.get_by_role("button", name="Create a draft").count() == 0


def test_an_import_survives_a_worker_that_is_killed(site, editor):
    page = editor("/admin/articles/importitem/add/")
    page.get_by_label("Text of the story").fill(STORY.format(number="three"))
    os.kill(site.pid_of("run_worker"), signal.SIGKILL)
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("button", name="Create a draft").wait_for(timeout=300_000)
    assert page.get_by_role("button", name="Create a draft").count() == 1


def test_a_publication_survives_an_indexer_that_is_killed(site, editor):
    page = paste(editor(), site, STORY.format(number="four").replace("Khazir", "Zab"))
    pk = make_draft(page)
    page.get_by_role("button", name=re.compile("confident finding")).click()
    os.kill(site.pid_of("run_indexer"), signal.SIGKILL)
    page.get_by_role("button", name="Publish", exact=True).click()
    wait_until(lambda: pk in found(site, "Zab"), 120, 0.2, "the story in search")
    assert found(site, "Zab").count(pk) == 1
