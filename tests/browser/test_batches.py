"""Importing many stories at once: a table and a feed, from the file to the drafts."""

from __future__ import annotations

import csv
import io
import re

import pytest

pytestmark = pytest.mark.browser
ADD = "/admin/articles/importitem/add/"
SUBJECTS = ("bridge", "harvest", "ferry", "school", "tunnel", "market")
READ_WITHIN = 300_000


def a_table():
    """Six stories in a table with one heading that has to be mapped by hand."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Headline", "Published", "Who printed it", "Text"])
    for number, subject in enumerate(SUBJECTS):
        text = (
            f"The council of Aldersey said on Thursday that its {subject} opens in week {number + 3} of the year.\n\n"
            f"Visitors came to look at the {subject}, which had been closed for {number + 20} days, and stayed for tea."
        )
        rows.writerow([f"The {subject} of Aldersey opens", f"2016-02-1{number}", "Valley Post", text])
    return {"name": "stories.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def a_feed():
    """Three stories with their full text."""
    entries = "".join(
        f"<item><title>The {subject} of Fenmouth is painted</title><link>https://fenmouth.example/{subject}</link>"
        "<pubDate>Mon, 01 Feb 2016 10:00:00 GMT</pubDate><content:encoded><![CDATA["
        + "".join(
            f"<p>On day {day} the {subject} of Fenmouth was painted by its neighbours, who had waited {day} years for "
            f"the paint and said that the {subject} looks better in every one of its {day + 2} new colours.</p>"
            for day in range(2, 9)
        )
        + "]]></content:encoded></item>"
        for subject in SUBJECTS[:3]
    )
    feed = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Fenmouth News</title><link>https://fenmouth.example/</link>{entries}</channel></rss>"
    )
    return {"name": "feed.rss", "mimeType": "application/rss+xml", "buffer": feed.encode()}


def upload(page, site, *files):
    page.goto(site.url + ADD)
    page.locator("input[type=file]").set_input_files(list(files))
    page.get_by_role("button", name="Read the files").click()


def wait_until_read(page):
    page.wait_for_url("**/admin/articles/importbatch/*/change/**", timeout=READ_WITHIN)
    page.locator(".batch-progress:not([data-batch])").wait_for(timeout=READ_WITHIN)


def test_a_table_is_mapped_read_and_drafted(site, editor):
    page = editor()
    upload(page, site, a_table())
    page.get_by_role("button", name="Read the stories").wait_for(timeout=READ_WITHIN)
    assert "The table has 6 rows." in page.content()

    page.get_by_label("Outlet", exact=True).select_option("Who printed it")
    page.get_by_role("button", name="Preview the rows").click()
    assert "The bridge of Aldersey opens" in page.locator(".row-previews").inner_text()
    assert "Valley Post" in page.locator(".row-previews").inner_text()

    page.get_by_role("button", name="Read the stories").click()
    wait_until_read(page)
    bar = page.get_by_role("progressbar")
    assert (bar.get_attribute("aria-valuenow"), bar.get_attribute("aria-valuemax")) == ("6", "6")
    assert "Of 6 imports: 6 read, 0 failed, 0 waiting." in page.content()

    page.get_by_role("button", name="Create drafts from all that were read").click()
    wait_until_read(page)
    page.get_by_role("link", name=re.compile("^Draft created")).click()
    page.locator(".work-table").get_by_role("link", name="The ferry of Aldersey opens").first.click()
    page.wait_for_url("**/admin/articles/article/*/change/**")
    assert "closed for 22 days" in page.content()


def test_a_feed_is_split_and_each_story_can_be_viewed(site, editor):
    page = editor()
    upload(page, site, a_feed())
    wait_until_read(page)
    assert "Of 3 imports: 3 read, 0 failed, 0 waiting." in page.content()
    page.get_by_role("link", name="The harvest of Fenmouth is painted").click()
    page.get_by_role("button", name="Create a draft").wait_for()
    assert "Item 2 of feed.rss" in page.inner_text("main")


def test_several_files_are_one_batch_and_a_bad_one_is_reported(site, editor):
    page = editor()
    text = {
        "name": "note.txt",
        "mimeType": "text/plain",
        "buffer": b"Mill has grain\n\nThe mill has enough grain for us.",
    }
    broken = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    upload(page, site, text, broken)
    wait_until_read(page)
    assert "Of 2 imports: 1 read, 1 failed, 0 waiting." in page.content()
    assert "This is a PDF file" in page.locator(".work-table .failed").inner_text()
    page.get_by_role("button", name="Discard all without a draft").click()
    assert "2 imports discarded." in page.content()


def test_rows_are_selected_set_and_drafted_and_say_so(site, editor):
    page = editor()
    feed = a_feed()
    feed["buffer"] = feed["buffer"].replace(b"Fenmouth", b"Larkhill").replace(b"fenmouth", b"larkhill")
    upload(page, site, feed)
    wait_until_read(page)
    page.get_by_label("Select all rows of this page").check()
    assert "3 of 3 selected" in page.locator(".row-actions").inner_text()
    page.get_by_label("Section").fill("World")
    page.get_by_role("button", name="Set for selected").click()
    page.get_by_text("3 rows done.").wait_for()
    assert page.locator(".work-table .outcome").all_inner_texts() == ["Set: section."] * 3
    page.locator("input[name=row]").nth(1).check()
    page.get_by_role("button", name="Create drafts", exact=True).click()
    page.locator(".work-table .outcome", has_text="Draft created.").wait_for()
    assert page.locator(".work-table .outcome").count() == 1


def test_files_are_dropped_on_the_form(site, editor):
    page = editor()
    page.goto(site.url + ADD)
    dropped = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["Quarry has stone\\n\\nThe quarry has enough stone for all."], "quarry.txt"));
            data.items.add(new File(["Orchard has fruit\\n\\nThe orchard has enough fruit for all."], "orchard.txt"));
            return data;
        }"""
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})
    page.get_by_role("button", name="Read the files").click()
    wait_until_read(page)
    assert "Of 2 imports: 2 read, 0 failed, 0 waiting." in page.content()
