"""Where a file gives only the beginning of a story: its page is fetched, and both are kept."""

from __future__ import annotations

import zlib

import pytest

from articles.desk.moves import IllegalMoveError
from articles.imports import fetching, intake, reading, unpacking
from articles.vocabulary import ImportStatus
from tests import boxes
from tests.boxes import PAGE, TEASER, URL, a_box, a_text, received, serve, worked_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]


@pytest.fixture(autouse=True)
def _boxes(monkeypatch):
    boxes.install(monkeypatch)
    monkeypatch.setattr(fetching, "PAUSE", 0)


@pytest.fixture
def pages(monkeypatch):
    return serve(monkeypatch)


def test_the_page_behind_a_teaser_is_read_and_the_feed_says_what_it_does_not(pages):
    _, (part,) = worked_off(received(a_box(TEASER)))
    story = part.preview["story"]
    assert part.status == ImportStatus.READ
    assert "bicycles travel free" in story["body"][1]["text"]
    assert story["date_published"].startswith("2016-08-03")
    assert story["authors"] == ["Mara Linfield"]
    assert story["field_sources"]["date_published"]["source"] != ""


def test_both_the_words_of_the_feed_and_the_page_are_kept(pages):
    _, (part,) = worked_off(received(a_box(TEASER)))
    assert zlib.decompress(bytes(part.snapshot.compressed)) == PAGE
    assert zlib.decompress(bytes(part.entry.compressed)).decode() == TEASER.partition(URL)[2].strip()


def test_a_page_that_cannot_be_fetched_fails_with_its_sentence_and_the_entry_is_kept(pages):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(TEASER)))
    assert (part.status, part.error) == (ImportStatus.FAILED, "The site did not answer.")
    assert part.entry.size
    assert part.snapshot is None


def test_a_page_that_could_not_be_fetched_is_tried_again(pages):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(TEASER)))
    pages[URL] = PAGE
    intake.read_again(part, user=None)
    assert reading.read_item(part.pk).status == ImportStatus.READ


def test_an_editor_may_take_what_the_feed_gave(pages, editor):
    del pages[URL]
    _, (part,) = worked_off(received(a_box(TEASER)))
    intake.use_entry(part, user=editor)
    part = reading.read_item(part.pk)
    assert part.status == ImportStatus.READ
    assert [block["text"] for block in part.preview["body"]] == [
        "The ferry between the two towns sails again after a winter."
    ]


def test_what_no_feed_gave_cannot_be_taken(editor):
    item = reading.read_item(received(a_text(1).encode(), name="one.txt").pk)
    with pytest.raises(IllegalMoveError, match="nothing of this import"):
        intake.use_entry(item, user=editor)


def test_a_file_does_not_send_us_through_a_whole_site(pages, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_PAGES", 2)
    item = received(a_box(*(f"link {URL}{number} The ferry sails." for number in range(4))))
    _, parts = worked_off(item)
    assert pages["asked"] == [f"{URL}0", f"{URL}1"]
    assert all("leads to more than" in part.error for part in parts[2:])
    intake.read_again(parts[3], user=None)
    reading.read_item(parts[3].pk)
    assert pages["asked"][-1] == f"{URL}3"


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 1000.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def test_one_site_is_asked_once_a_second(pages, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(fetching, "PAUSE", 1.0)
    monkeypatch.setattr(fetching, "_asked", {})
    monkeypatch.setattr(fetching, "time", clock)
    worked_off(received(a_box(TEASER, f"link {URL}/2 Words.", "link https://other.example/3 Words.")))
    assert clock.slept == [1.0]
