"""Where a file gives only the beginning of a story: its page is fetched, and both are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import jobs
from articles.desk.transitions import IllegalTransitionError
from articles.imports import batch_reading, fetch_page, item_actions, split, worker
from articles.imports.site_turns import SiteTurns
from articles.readers.flat_record import read_record
from articles.readers.part import Content
from articles.vocabulary import ImportStatus
from tests.boxes import PAGE, SUMMARY_ENTRY, URL, a_box, a_text, received, statuses, worked_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found", "box_files")]


def test_the_page_of_a_summary_entry_is_read_and_the_feed_states_what_the_page_does_not(pages):
    _, (part,) = worked_off(received(a_box(SUMMARY_ENTRY)))
    story = part.preview["story"]
    assert part.status == ImportStatus.READ
    assert "bicycles travel free" in story["body"][1]["text"]
    assert story["date_published"].startswith("2016-08-03")
    assert story["authors"] == ["Mara Linfield"]
    assert story["field_sources"]["date_published"]["source"] != ""


def test_both_the_words_of_the_feed_and_the_page_are_kept(pages):
    _, (part,) = worked_off(received(a_box(SUMMARY_ENTRY)))
    assert part.snapshot.content == PAGE
    assert read_record(Content(part.entry.content)).headline == "Ferry sails again"


def test_a_page_that_cannot_be_fetched_fails_with_its_sentence_and_the_entry_is_kept(pages):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(SUMMARY_ENTRY)))
    assert (part.status, part.error) == (ImportStatus.FAILED, "The site did not answer.")
    assert part.entry.size
    assert part.snapshot is None


def test_a_page_that_could_not_be_fetched_is_tried_again(pages):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(SUMMARY_ENTRY)))
    pages[URL] = PAGE
    item_actions.read_again(part, user=None)
    assert worker.read_item(part.pk).status == ImportStatus.READ


def test_an_editor_may_take_what_the_feed_gave(pages, editor):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(SUMMARY_ENTRY)))
    item_actions.use_entry(part, user=editor)
    part = worker.read_item(part.pk)
    assert part.status == ImportStatus.READ
    assert [block["text"] for block in part.preview["story"]["body"]] == [
        "The ferry between the two towns sails again after a winter."
    ]


def test_what_no_feed_gave_cannot_be_taken(editor):
    item = worker.read_item(received(a_text(1).encode(), name="one.txt").pk)
    with pytest.raises(IllegalTransitionError, match="No feed entry"):
        item_actions.use_entry(item, user=editor)


def test_a_file_does_not_send_us_through_a_whole_site(pages, monkeypatch):
    monkeypatch.setattr(split, "MAX_PAGES", 2)
    item = received(a_box(*(f"link {URL}{number} The ferry sails." for number in range(4))))
    _, parts = worked_off(item)
    assert pages["asked"] == [f"{URL}0", f"{URL}1"]
    assert all("leads to more than" in part.error for part in parts[2:])
    item_actions.read_again(parts[3], user=None)
    worker.read_item(parts[3].pk)
    assert pages["asked"][-1] == f"{URL}3"


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 1.0)
    monkeypatch.setattr(fetch_page, "_turns", SiteTurns())
    monkeypatch.setattr(fetch_page, "time", clock)
    return clock


@pytest.fixture
def queue(monkeypatch):
    tasks = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, pk, **how: tasks.append((job, pk, how)))
    return tasks


def test_an_item_whose_site_was_just_asked_is_put_back_with_a_time_instead_of_blocking_the_worker(pages, clock, queue):
    _, parts = worked_off(received(a_box(SUMMARY_ENTRY, f"link {URL}/2 Words.", "link https://other.example/3 Words.")))
    assert statuses(parts) == [ImportStatus.READ, ImportStatus.RECEIVED, ImportStatus.FAILED]
    assert pages["asked"] == [URL, "https://other.example/3"]
    job, pk, how = queue[-1]
    assert (job, pk, how["priority"]) == (jobs.read_import, parts[1].pk, jobs.LATER)
    assert timedelta(0) < how["run_after"] - timezone.now() <= timedelta(seconds=1)


def test_an_item_that_was_put_back_is_read_when_its_time_has_come(pages, clock):
    pages[f"{URL}/2"] = PAGE
    _, (_, second) = worked_off(received(a_box(SUMMARY_ENTRY, f"link {URL}/2 Words.")))
    clock.now += 1.0
    assert worker.read_item(second.pk).status == ImportStatus.READ


def test_an_item_that_was_put_back_can_be_discarded(pages, clock, editor):
    _, (_, second) = worked_off(received(a_box(SUMMARY_ENTRY, f"link {URL}/2 Words.")))
    assert item_actions.discard(second, user=editor).status == ImportStatus.DISCARDED


def test_a_command_waits_for_the_site_and_reads_every_page(pages, clock, monkeypatch):
    pages[f"{URL}/2"] = PAGE
    monkeypatch.setattr(batch_reading.time, "sleep", lambda seconds: setattr(clock, "now", clock.now + seconds))
    item = received(a_box(SUMMARY_ENTRY, f"link {URL}/2 Words."))
    read = list(batch_reading.read_batch(item.batch, columns={}))
    assert statuses(read) == [ImportStatus.SPLIT, ImportStatus.READ, ImportStatus.READ]
