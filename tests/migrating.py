"""The database at an earlier migration."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate_to(name):
    """Migrate forwards or backwards, and return the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("articles", name)])
    return executor.loader.project_state([("articles", name)]).apps


@contextmanager
def migrated_to(name):
    """The models of this migration, and afterwards the newest tables again."""
    try:
        yield migrate_to(name)
    finally:
        latest = MigrationExecutor(connection)
        latest.migrate(latest.loader.graph.leaf_nodes())
