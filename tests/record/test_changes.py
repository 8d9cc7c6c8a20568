"""The keys of changed pages: caches learn from them what to drop, or that they have to drop everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from articles.desk import statuses
from articles.models import RecordChange, RecordState
from articles.record import changes, projector
from tests.record.editor import RECORD, a_draft

pytestmark = pytest.mark.django_db


def published(article):
    return statuses.publish(article, user=None)


def test_the_keys_since_a_version_are_unknown_once_the_record_was_deleted(keep_up):
    for number in range(3):
        published(a_draft(f"Report {number}"))
        keep_up()
    version = changes.current_version()
    for model in RECORD:
        model.objects.all().delete()
    projector.drain()
    assert changes.keys_since(version) is None


def test_keys_of_changes_are_deleted_after_a_day(keep_up):
    published(a_draft())
    keep_up()
    RecordChange.objects.update(created=datetime.now(UTC) - timedelta(days=2))
    published(a_draft("Another story"))
    keep_up()
    assert set(RecordChange.objects.values_list("version", flat=True)) == {RecordState.objects.get().version}


def test_the_keys_since_a_version_are_unknown_once_all_are_deleted(keep_up):
    published(a_draft())
    keep_up()
    RecordChange.objects.all().delete()
    assert changes.keys_since(0) is None


def test_the_keys_since_a_version_are_unknown_once_some_are_deleted():
    RecordState.objects.create(pk=1, version=9, cursor={})
    RecordChange.objects.create(version=8, key="story:1")
    assert changes.keys_since(7) == {"story:1"}
    assert changes.keys_since(6) is None


@pytest.mark.parametrize("derive", [projector.drain, projector.rebuild])
def test_a_record_that_was_deleted_goes_on_from_the_version_of_its_last_change(keep_up, derive):
    published(a_draft())
    keep_up()
    version = changes.current_version()
    for model in set(RECORD) - {RecordChange}:
        model.objects.all().delete()
    derive()
    assert changes.current_version() > version
    assert changes.keys_since(version) is None, "caches drop everything"
