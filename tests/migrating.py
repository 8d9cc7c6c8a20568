"""The database at an earlier migration.

Migrating back and forth takes seconds, so each state is reached once per process, and restored from a copy after that.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.apps.registry import Apps

NEWEST = ""


def migrate_to(name: str) -> Apps:
    """Migrate forwards or backwards, and return the models as they were then."""
    MigrationExecutor(connection).migrate(targets(name))
    return models_at(name)


@contextmanager
def migrated_to(name: str) -> Iterator[Apps]:
    """The models of this migration, on empty tables, and afterwards the newest tables again."""
    if name not in copies():
        save_copy(NEWEST)
        migrate_to(name)
        save_copy(name)
    else:
        restore_copy(name)
    try:
        yield models_at(name)
    finally:
        restore_copy(NEWEST)


def targets(name: str) -> list[tuple[str, str]]:
    return [("articles", name)] if name else MigrationExecutor(connection).loader.graph.leaf_nodes()


@cache
def models_at(name: str) -> Apps:
    return MigrationExecutor(connection).loader.project_state(targets(name)).apps


@cache
def copies() -> dict[str, sqlite3.Connection | str]:
    """The copies of the test database of this process: databases in memory, or the names of databases on the server."""
    return {}


def save_copy(name: str) -> None:
    if connection.vendor == "postgresql":
        copies()[name] = copy_name = f"{connection.settings_dict['NAME']}_{name or 'newest'}"
        clone_database(connection.settings_dict["NAME"], copy_name)
        return
    copies()[name] = copy = sqlite3.connect(":memory:")
    connection.ensure_connection()
    connection.connection.backup(copy)


def restore_copy(name: str) -> None:
    copy = copies()[name]
    if isinstance(copy, str):
        clone_database(copy, connection.settings_dict["NAME"])
    else:
        connection.ensure_connection()
        copy.backup(connection.connection)
    ContentType.objects.clear_cache()


def clone_database(source: str, target: str) -> None:
    connection.close()  # a database is copied only while nobody is connected to it
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
