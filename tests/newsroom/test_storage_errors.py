"""A disk that is full or read-only is one sentence: on the page, in the log, and when the site starts."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import path

from articles.search.engine_failures import IndexFailedError
from newsroom import urls
from newsroom.storage_errors import BROKEN, FULL, READ_ONLY, UNREADABLE, storage_problem

ROOT = Path(__file__).resolve().parents[2]


def of_sqlite(name):
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorname = name
    return error


def of_postgresql(state):
    return type("Error", (Exception,), {"pgcode": state})("as PostgreSQL says it")


def caused_by(error, kind=OperationalError):
    outer = kind("outer")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), FULL),
        (OSError(errno.EROFS, "Read-only file system"), READ_ONLY),
        (OSError(errno.EIO, "Input/output error"), BROKEN),
        (OSError(errno.ENOENT, "No such file"), None),
        (of_sqlite("SQLITE_FULL"), FULL),
        (of_sqlite("SQLITE_READONLY"), READ_ONLY),
        (of_sqlite("SQLITE_READONLY_DIRECTORY"), READ_ONLY),
        (of_sqlite("SQLITE_CANTOPEN"), UNREADABLE),
        (of_sqlite("SQLITE_IOERR_WRITE"), BROKEN),
        (of_sqlite("SQLITE_BUSY"), None),
        (of_postgresql("53100"), FULL),
        (of_postgresql("25006"), READ_ONLY),
        (of_postgresql("40001"), None),
        (IndexFailedError("Failed: 'No space left on device (os error 28)'"), FULL),
        (IndexFailedError("An IO error occurred: 'Invalid data'"), None),
        (ValueError("No space left on device (os error 28)"), None),
        (None, None),
    ],
)
def test_the_kind_of_an_error_decides(error, problem):
    assert storage_problem(error) == problem
    if error is not None:
        assert storage_problem(caused_by(error)) == problem


def fails_with(error):
    def view(_request):
        raise caused_by(error)

    return view


def a_session_that_cannot_be_saved(_request):
    try:
        raise caused_by(of_sqlite("SQLITE_FULL"))
    except OperationalError:
        try:
            raise UpdateError  # noqa: TRY301  # as Django does
        except UpdateError:
            raise SessionInterrupted("The request's session was deleted before the request completed.")  # noqa: B904


urlpatterns = [
    *urls.urlpatterns,
    path("full/", fails_with(of_sqlite("SQLITE_FULL"))),
    path("read-only/", fails_with(of_sqlite("SQLITE_READONLY"))),
    path("session/", a_session_that_cannot_be_saved),
    path("bug/", fails_with(ValueError("a bug"))),
]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/full/", 507, FULL.sentence),
        ("/read-only/", 503, READ_ONLY.sentence),
        ("/session/", 507, FULL.sentence),
        ("/bug/", 500, "An error occurred on the server"),
    ],
)
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_the_page_says_what_is_wrong(address, status, sentence, caplog):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def full_for(table):
    """Every statement that adds rows to this table fails, as on a full disk."""

    def execute(run, sql, params, many, context):
        if sql.startswith("INSERT") and table in sql:
            raise caused_by(of_sqlite("SQLITE_FULL"))
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


@pytest.mark.parametrize("table", ["articles_loginattempt", "django_session"])
@pytest.mark.django_db
def test_a_login_on_a_full_disk_says_so(admin_user, table):
    admin_user.set_password("a long enough password")
    admin_user.save()
    fields = {"username": admin_user.username, "password": "a long enough password"}
    with full_for(table):
        answer = Client(raise_request_exception=False).post("/admin/login/", fields)
    assert (answer.status_code, FULL.sentence in answer.content.decode()) == (507, True)


@pytest.mark.parametrize("command", [["migrate"], ["run_worker", "--batch"], ["backup", "x.zip"], ["doctor"]])
def test_a_data_folder_that_cannot_be_used_is_one_sentence_at_the_start(tmp_path, command):
    (tmp_path / "file").write_text("")
    env = {**os.environ, "DATA_DIR": str(tmp_path / "file" / "data"), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be used" in done.stderr


def test_a_database_file_that_cannot_be_opened_is_one_sentence_at_the_start(tmp_path):
    (tmp_path / "db.sqlite3").mkdir()
    env = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (1, UNREADABLE.sentence)
