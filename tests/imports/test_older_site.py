"""Imports of a site of an earlier version go on after the update."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.imports import snapshots, worker
from articles.models import ImportItem
from articles.vocabulary import ImportStatus, SourceType
from tests.desk.stories import TEXT

pytestmark = pytest.mark.django_db(transaction=True)
RENAMED = ("articles", "0013_import_words")


@pytest.fixture
def older():
    """The models of the earlier version, on its tables; `update()` migrates them."""
    executor = MigrationExecutor(connection)
    before = [node.key for node in executor.loader.graph.node_map[RENAMED].parents]
    executor.migrate(before)
    yield executor.loader.project_state(before).apps
    update()


def update():
    executor = MigrationExecutor(connection)
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] == "articles"])


def test_its_imports_keep_source_type_and_status(older):
    batch = older.get_model("articles", "ImportBatch").objects.create()
    items = older.get_model("articles", "ImportItem").objects
    for door, status in [("address", "received"), ("file", "unpacked"), ("text", "read")]:
        items.create(batch=batch, door=door, status=status)
    update()
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
    update()
    assert worker.read_item(item.pk).status == ImportStatus.READ


def snapshot_columns(content):
    snapshot = snapshots.new_snapshot(content)
    return {"sha256": snapshot.sha256, "compressed": snapshot.compressed, "size": snapshot.size}
