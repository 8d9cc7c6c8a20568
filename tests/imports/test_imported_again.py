"""What was imported before: files, their parts, pages, and pasted texts."""

from __future__ import annotations

import pytest

from articles.imports import receive, worker
from articles.vocabulary import ImportStatus, SourceType
from tests.boxes import PAGE, SUMMARY_ENTRY, URL, a_box, a_box_of, a_text, received, statuses, worked_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found", "box_files")]


def test_the_same_file_again_is_here_already():
    worked_off(received(a_box_of(2)))
    item, parts = worked_off(received(a_box_of(2)))
    assert (item.status, parts) == (ImportStatus.DUPLICATE, [])


def test_the_parts_of_a_larger_file_are_here_already():
    worked_off(received(a_box_of(2)))
    _, parts = worked_off(received(a_box_of(3)))
    assert statuses(parts) == [ImportStatus.DUPLICATE, ImportStatus.DUPLICATE, ImportStatus.READ]


def test_a_part_whose_earlier_reading_failed_is_read_when_it_comes_again(pages):
    del pages[URL]
    worked_off(received(a_box(SUMMARY_ENTRY)))
    pages[URL] = PAGE
    _, parts = worked_off(received(a_box(SUMMARY_ENTRY)))
    assert statuses(parts) == [ImportStatus.READ]


def test_another_text_under_the_same_name_is_read():
    worked_off(received(a_box(a_text(1))))
    _, parts = worked_off(received(a_box(a_text(2))))
    assert statuses(parts) == [ImportStatus.READ]


def test_the_same_bytes_from_the_same_address_are_here_already(pages):
    items = [receive.receive_source(source_type=SourceType.ADDRESS, content=None, url=URL, user=None) for _ in range(2)]
    assert [worker.read_item(item.pk).status for item in items] == [ImportStatus.READ, ImportStatus.DUPLICATE]


def test_what_an_editor_pastes_twice_is_read_twice():
    items = [
        receive.receive_source(source_type=SourceType.TEXT, content=a_text(1).encode(), user=None) for _ in range(2)
    ]
    assert [worker.read_item(item.pk).status for item in items] == [ImportStatus.READ] * 2
