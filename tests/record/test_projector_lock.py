from __future__ import annotations

import time

import psycopg2
import pytest
from django.db import connection

from articles.record import projector, projector_lock
from articles.record.index_position import Position, index_position
from articles.record.projector_lock import ProjectorLock
from articles.search.outbox import changed_article
from tests.builders import an_article


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the lock is one of PostgreSQL")
def test_one_connection_to_the_database_holds_the_lock(db):
    ours = ProjectorLock()
    other = psycopg2.connect(connection.connection.dsn)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [projector_lock._KEY])
        assert not ours.acquire()
    other.close()
    deadline = time.monotonic() + 60
    while not ours.acquire():  # the server frees it once it notices
        assert time.monotonic() < deadline
    ours.release()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lock is a file beside SQLite")
def test_one_process_holds_the_lock_of_an_sqlite_file(tmp_path, monkeypatch):
    file = tmp_path / "db.sqlite3"
    file.touch()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    first, second = ProjectorLock(), ProjectorLock()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_the_index_is_ahead_of_the_record_until_that_has_the_change_too(keep_up, monkeypatch):
    assert index_position() is Position.EQUAL
    changed_article(an_article().pk)
    with monkeypatch.context() as patched:
        patched.setattr(projector, "drain", lambda: 0)
        keep_up()
    assert index_position() is Position.AHEAD
    keep_up()
    assert index_position() is Position.EQUAL


def test_the_index_is_behind_when_the_record_has_a_change_that_it_lacks(keep_up):
    changed_article(an_article().pk)
    projector.drain()
    assert index_position() is Position.BEHIND
