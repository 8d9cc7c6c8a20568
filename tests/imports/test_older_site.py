"""Imports of a site of an earlier version go on after the update."""

from __future__ import annotations

import pytest

from articles.imports import worker
from articles.models import ImportItem, Snapshot
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import TEXT
from tests.migrating import NEWEST, migrate_to, migrated_to

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0012_membership_fact"


@pytest.fixture
def older():
    """The models of the earlier version, on its tables."""
    with migrated_to(BEFORE) as models:
        yield models


def test_its_imports_keep_source_type_and_status(older):
    batch = older.get_model("articles", "ImportBatch").objects.create()
    items = older.get_model("articles", "ImportItem").objects
    for door, status in [("address", "received"), ("file", "unpacked"), ("text", "read")]:
        items.create(batch=batch, door=door, status=status)
    migrate_to(NEWEST)
    assert list(ImportItem.objects.order_by("pk").values_list("source_type", "status")) == [
        (SourceType.ADDRESS, ImportStatus.RECEIVED),
        (SourceType.FILE, ImportStatus.SPLIT),
        (SourceType.TEXT, ImportStatus.READ),
    ]


def test_what_waited_there_is_read(older, nothing_found):
    batch = older.get_model("articles", "ImportBatch").objects.create()
    text = snapshot_columns(TEXT.encode())
    kept = older.get_model("articles", "Snapshot").objects.create(**text)
    item = older.get_model("articles", "ImportItem").objects.create(batch=batch, door="text", snapshot=kept)
    migrate_to(NEWEST)
    assert worker.read_item(item.pk).status == ImportStatus.READ


def snapshot_columns(content):
    snapshot = Snapshot.objects.build(content)
    return {"sha256": snapshot.sha256, "compressed": snapshot.compressed, "size": snapshot.size}
