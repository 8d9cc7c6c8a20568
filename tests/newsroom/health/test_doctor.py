"""`manage.py doctor`: what it finds in a deployment, and that it says what to correct."""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from articles.models import Heartbeat, Outlet, SearchOutbox
from articles.search import storage
from articles.text import fold
from newsroom.health import check_processes, check_settings, check_storage, doctor, site_facts
from newsroom.health.check_results import Level
from newsroom.site_lock import in_use
from tests.builders import an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path):
    """The settings of a site with a private data folder; call it with values of its environment."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    settings.DATA_DIR, settings.BASE_DIR = folder, tmp_path

    def configure(**values):
        settings.ENV = dataclasses.replace(settings.ENV, **values)
        return settings

    return configure


def levels(check):
    return [finding.level for finding in check()]


def said(check):
    return " ".join(finding.sentence for finding in check())


@pytest.mark.parametrize(
    ("values", "level", "words"),
    [
        ({"production": True, "allowed_hosts": ["news.example.org"]}, Level.OK, "news.example.org"),
        ({"production": True, "allowed_hosts": ["localhost"]}, Level.WARNING, "no name"),
        ({"production": False, "allowed_hosts": ["news.example.org"]}, Level.PROBLEM, "Set PRODUCTION=1"),
        ({"production": False, "allowed_hosts": ["localhost", "127.0.0.1"]}, Level.WARNING, "this machine only"),
    ],
)
def test_the_mode_fits_the_hosts(site, values, level, words):
    site(**values)
    assert (levels(check_settings.check_mode), words in said(check_settings.check_mode)) == ([level], True)


@pytest.mark.parametrize(
    ("production", "behind_proxy", "level"),
    [
        (True, True, Level.OK),
        (True, False, Level.PROBLEM),
        (False, True, Level.WARNING),
        (False, False, Level.OK),
    ],
)
def test_production_needs_a_proxy_for_tls(site, production, behind_proxy, level):
    site(production=production, behind_proxy=behind_proxy)
    assert levels(check_settings.check_tls) == [level]


@pytest.mark.parametrize(
    ("key", "level"), [("a" * 60, Level.PROBLEM), ("abcdef" * 8, Level.PROBLEM), ("abcdef" * 10, Level.OK)]
)
def test_a_weak_secret_key_is_a_problem(site, key, level):
    site().SECRET_KEY = key
    assert levels(check_settings.check_secret_key) == [level]


def test_a_site_without_an_administrator_has_a_problem(site, admin_user):
    site(editor_password="")
    assert levels(check_settings.check_accounts) == [Level.OK]
    admin_user.is_active = False
    admin_user.save()
    assert levels(check_settings.check_accounts) == [Level.PROBLEM]


def test_a_weak_password_of_the_first_account_is_a_problem(site, admin_user):
    site(editor_password="password")
    assert levels(check_settings.check_accounts) == [Level.PROBLEM, Level.OK]


@pytest.mark.parametrize(("production", "level"), [(True, Level.PROBLEM), (False, Level.OK)])
def test_sample_stories_are_a_problem_in_production_only(site, production, level):
    site(production=production, load_sample=False)
    outlet = Outlet.objects.create(name="Sample Desk", key=fold("Sample Desk"))
    an_article(outlet=outlet)
    assert levels(check_settings.check_sample) == [level]
    assert "1 sample" in said(check_settings.check_sample)


def test_a_file_of_passwords_that_others_can_read_is_a_problem(site):
    path = site().BASE_DIR / ".env"
    assert levels(check_settings.check_environment_file) == []
    path.write_text("SECRET_KEY=x")
    path.chmod(0o600)
    assert levels(check_settings.check_environment_file) == []
    path.chmod(0o644)
    assert levels(check_settings.check_environment_file) == [Level.PROBLEM]


@pytest.mark.parametrize(("version", "level"), [((3, 11), Level.OK), ((3, 14), Level.WARNING)])
def test_a_python_that_was_not_tested_is_said(monkeypatch, version, level):
    found = type("Version", (tuple,), {"major": version[0], "minor": version[1]})((*version, 0))
    monkeypatch.setattr(check_settings, "sys", SimpleNamespace(version_info=found))
    assert levels(check_settings.check_python) == [level]


@pytest.mark.parametrize(
    ("hard", "level"), [(1024, Level.WARNING), (65536, Level.OK), (resource.RLIM_INFINITY, Level.OK)]
)
def test_a_low_limit_of_open_files_is_said(monkeypatch, hard, level):
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1024, hard))
    assert levels(check_settings.check_open_files) == [level]


@pytest.mark.parametrize(
    ("version", "level"),
    [
        ("PostgreSQL 13.4", Level.PROBLEM),
        ("PostgreSQL 14.1", Level.WARNING),
        ("PostgreSQL 16.4", Level.OK),
        ("PostgreSQL 18beta1", Level.OK),
    ],
)
def test_the_version_of_postgresql_is_checked(monkeypatch, version, level):
    monkeypatch.setattr(site_facts, "database_version", lambda: version)
    monkeypatch.setattr(check_storage, "connection", SimpleNamespace(vendor="postgresql"))
    assert levels(check_storage.check_database) == [level]


def test_the_database_of_these_tests_answers_and_is_migrated():
    assert levels(check_storage.check_database)[-1] == Level.OK
    assert levels(check_storage.check_migrations) == [Level.OK]


def test_a_missing_migration_is_named(monkeypatch):
    monkeypatch.setattr(site_facts, "pending_migrations", lambda: ["articles.0099_new"])
    assert "articles.0099_new" in said(check_storage.check_migrations)


@pytest.mark.parametrize(("free", "level"), [(10**8, Level.PROBLEM), (10**9, Level.WARNING), (10**10, Level.OK)])
def test_a_full_disk_is_said_before_it_is_full(monkeypatch, free, level):
    monkeypatch.setattr(site_facts, "disk_facts", lambda: site_facts.DiskFacts(free, 10**11))
    assert levels(check_storage.check_disk) == [level]


def test_data_that_others_can_read_is_a_problem(site, monkeypatch):
    folder = site().DATA_DIR
    monkeypatch.setattr(check_storage, "connection", SimpleNamespace(vendor="postgresql", settings_dict={}))
    assert levels(check_storage.check_data_folder) == [Level.OK]
    (folder / "secret_key").write_text("x")
    (folder / "secret_key").chmod(0o640)
    folder.chmod(0o755)
    assert levels(check_storage.check_data_folder) == [Level.PROBLEM] * 2
    assert f"chmod 700 {folder}`" in said(check_storage.check_data_folder)
    assert f"chmod 600 {folder}/secret_key`" in said(check_storage.check_data_folder)


def test_a_data_folder_that_cannot_be_written_is_a_problem(site):
    site().DATA_DIR = site().DATA_DIR / "gone"
    assert levels(check_storage.check_data_folder) == [Level.PROBLEM]


def test_the_files_of_the_index_are_read(index):
    folder = index()
    assert levels(check_storage.check_index) == [Level.OK]
    path = next(folder.glob("*.store"))
    with path.open("r+b") as file:
        file.write(b"junk")
    assert levels(check_storage.check_index) == [Level.PROBLEM]


def test_a_site_without_an_index_is_new(site, tmp_path):
    site().SEARCH_INDEX_DIR = tmp_path / "none"
    assert storage.current() is None
    assert levels(check_storage.check_index) == [Level.WARNING]


def test_an_index_that_lacks_changes_is_a_problem(index, monkeypatch):
    index()
    monkeypatch.setattr(site_facts, "index_facts", lambda: site_facts.IndexFacts(True, 7, timedelta(hours=1)))
    assert "lacks 7 changes" in said(check_storage.check_index)


def test_missing_built_files_are_named(site):
    settings = site()
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    assert "static files, fonts, map outlines" in said(check_storage.check_built_files)
    for path in (settings.STATIC_ROOT / "staticfiles.json", settings.DATA_DIR / "geometry" / "countries.json"):
        path.parent.mkdir()
        path.write_text("{}")
    (settings.BASE_DIR / "static" / "built").mkdir(parents=True)
    assert levels(check_storage.check_built_files) == [Level.OK]


def test_the_age_of_the_newest_backup_counts(site, tmp_path):
    site(backup_dir="", production=True)
    assert levels(check_storage.check_backups) == [Level.WARNING]
    folder = tmp_path / "backups"
    site(backup_dir=str(folder))
    assert levels(check_storage.check_backups) == [Level.PROBLEM]
    folder.mkdir()
    (folder / "notes.txt").write_text("")
    assert "There is none" in said(check_storage.check_backups)
    for name, days in (("old.zip", 9), ("newer.zip", 3)):
        (folder / name).write_text("")
        os.utime(folder / name, (time.time() - days * 86400,) * 2)
    assert "is 3 days old" in said(check_storage.check_backups)
    (folder / "newest.dump").write_text("")
    assert levels(check_storage.check_backups) == [Level.OK]


def test_a_clock_that_is_behind_the_last_change_is_a_problem():
    SearchOutbox.objects.create(article_id=1)
    assert levels(check_storage.check_clock) == [Level.OK]
    row = SearchOutbox.objects.get()
    SearchOutbox.objects.update(created=row.created + timedelta(hours=1))
    assert levels(check_storage.check_clock) == [Level.PROBLEM]


def test_processes_are_expected_only_while_the_site_runs(site):
    folder = site().DATA_DIR
    assert levels(check_processes.check_processes) == [Level.WARNING]
    with in_use(folder):
        assert levels(check_processes.check_processes) == [Level.PROBLEM] * 2
        Heartbeat.objects.beat("worker")
        Heartbeat.objects.beat("indexer")
        assert levels(check_processes.check_processes) == [Level.OK] * 2
        Heartbeat.objects.filter(process="worker").update(seen=Heartbeat.objects.first().seen - timedelta(minutes=9))
        assert "No worker has said that it runs for 9 minutes" in said(check_processes.check_processes)


@pytest.mark.parametrize(("minutes", "level"), [(15, Level.OK), (16, Level.PROBLEM)])
def test_imports_that_wait_for_long_are_a_problem(monkeypatch, minutes, level):
    monkeypatch.setattr(site_facts, "queue_facts", lambda: site_facts.QueueFacts(2, timedelta(minutes=minutes)))
    assert levels(check_processes.check_queue) == [level]


def test_a_database_that_does_not_answer_is_one_finding_and_the_rest_is_still_checked(monkeypatch):
    def gone():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(site_facts, "database_version", gone)
    found = {finding.subject: finding.sentence for finding in doctor.examine()}
    assert found["Database"] == "The database does not answer: connection refused"
    assert "Disk" in found
    assert "Queue" not in found


def test_the_command_ends_with_1_if_there_is_a_problem(monkeypatch, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    assert "PROBLEM " in capsys.readouterr().out
    monkeypatch.setattr("articles.management.commands.doctor.examine", check_storage.check_migrations)
    call_command("doctor", "--json")
    assert json.loads(capsys.readouterr().out) == [
        {"subject": "Migrations", "level": "ok", "sentence": "All are applied."}
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="compares the clock of the server")
def test_the_clock_of_the_database_server_is_compared(monkeypatch):
    later = check_storage.timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(check_storage, "timezone", SimpleNamespace(now=lambda: later))
    assert "differs from that of the database" in said(check_storage.check_clock)
