"""Fixtures that every test may ask for."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import HealthCheck, settings

from articles.extraction.findings import Findings
from articles.imports import extract, fetch_page
from articles.imports.site_turns import SiteTurns
from articles.middleware import page_cache
from articles.models import Membership
from articles.record import projector
from articles.search import open_index
from articles.search.indexer import Indexer, rebuild
from tests.thoroughness import IS_THOROUGH, examples

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

# How long an example takes says how busy the machine is, and nothing about the code.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("patient", _PATIENT, max_examples=examples(100), derandomize=True)
settings.register_profile("thorough", _PATIENT)
settings.load_profile("thorough" if IS_THOROUGH else "patient")

# What a test asks for that uses the database, or the server that it is on.
_OF_THE_DATABASE = frozenset({"db", "transactional_db", "sites", "replicated"})


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, leave out what uses no database: it cannot come out differently than on SQLite."""
    if connection.vendor != "postgresql":
        return
    used = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
    items[:] = used


def uses_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or not _OF_THE_DATABASE.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Test data that does not live in this repository; tests that need it are skipped where it is not laid out."""
    given = os.environ.get("CORPUS_DIR")
    beside = sorted(ROOT.parent.glob("*/corpus/README.md"))
    folder = Path(given) if given else beside[0].parent.parent if beside else None
    if folder is None or not folder.is_dir():
        pytest.skip("the corpus of real pages is not laid out beside this checkout (CORPUS_DIR)")
    return folder


@pytest.fixture(scope="session")
def migrated_file(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """An SQLite database with the newest tables and no rows, for the processes of a test to have a copy of.

    Migrating takes ten seconds: the test database has done it, unless no test of the run uses one. Only for tests that use
    no database of their own.
    """
    file = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    with django_db_blocker.unblock(), sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        is_migrated = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'auth_user'").fetchone()
    copy.close()
    if not is_migrated:
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    return file


@pytest.fixture(autouse=True)
def _no_cached_pages(monkeypatch):
    """The cached pages of a process are shared; no test may see those of another. Each request checks whether they are
    current: how fast a test changes something after a request must not decide what it sees.
    """
    monkeypatch.setattr(page_cache, "PAGES", page_cache.PageCache())
    monkeypatch.setattr(page_cache, "POLL_INTERVAL", 0)


@pytest.fixture(autouse=True)
def _no_asked_sites(monkeypatch):
    """Which sites were just asked is remembered in the process; no test may have to wait for another."""
    monkeypatch.setattr(fetch_page, "_turns", SiteTurns())


@pytest.fixture
def index(settings, tmp_path: Path, db, monkeypatch) -> Callable[[], Path]:
    """An empty search index of this test's own. Call it once the rows are written: it derives index and record."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"

    def derive() -> Path:
        folder = rebuild()
        projector.rebuild()
        if Membership.objects.exists():
            indexer = Indexer()
            indexer.follow_record()
            indexer.close()
        # A process of its own does this for a site: what it read from the index is not in the memory of readers.
        monkeypatch.setattr(open_index, "_reader", open_index._Reader())
        return folder

    return derive


@pytest.fixture
def editor(db):
    return User.objects.create_user("editor", password="a long enough password")


@pytest.fixture
def nothing_found(monkeypatch):
    """Extraction that finds nothing: for tests of the way in, which need no language model."""
    monkeypatch.setattr(extract.pipeline, "find", lambda *_args: Findings())


@pytest.fixture
def finds(monkeypatch):
    """Extraction that finds what the test says."""

    def answer(findings):
        monkeypatch.setattr(extract.pipeline, "find", lambda *_args: findings)

    return answer
