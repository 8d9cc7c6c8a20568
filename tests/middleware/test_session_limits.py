"""A login ends some time after it began, and some time after the last request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.middleware import request_guard, session_limits

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
HOUR = 3600


class Clock:
    def __init__(self):
        self.now = timezone.now()

    def pass_time(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    """The time, for the middleware and for Django's sessions."""
    clock = Clock()
    monkeypatch.setattr(session_limits.time, "time", lambda: clock.now.timestamp())  # noqa: PLW0108  # later ones, too
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def limits(settings):
    settings.SESSION_MAX_SECONDS, settings.SESSION_IDLE_SECONDS = 24 * HOUR, 2 * HOUR


@pytest.fixture
def editor(clock):
    User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    return logged_in()


def logged_in():
    client = Client()
    answer = client.post("/admin/login/?next=/admin/", {"username": "editor", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_a_login_lasts_while_it_is_used(editor, clock):
    for _ in range(22):
        clock.pass_time(HOUR)
        assert is_in(editor)


@pytest.mark.parametrize(("idle", "stays"), [(2 * HOUR - 5, True), (2 * HOUR + 5, False)])
def test_a_login_that_is_not_used_ends(editor, clock, idle, stays):
    clock.pass_time(HOUR)
    assert is_in(editor)
    clock.pass_time(idle)
    assert is_in(editor) is stays


def test_a_login_ends_however_much_it_is_used(editor, clock):
    for _ in range(24):
        clock.pass_time(HOUR - 1)
        assert is_in(editor)
    clock.pass_time(25)
    answer = editor.get("/admin/articles/article/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/articles/article/")
    clock.pass_time(1)
    assert not is_in(editor)


def test_a_new_login_begins_from_the_start(editor, clock):
    for _ in range(23):
        clock.pass_time(HOUR)
        assert is_in(editor)
    editor.post("/admin/login/?next=/admin/", {"username": "editor", "password": PASSWORD})
    clock.pass_time(1.5 * HOUR)
    assert is_in(editor)


def test_a_login_of_an_earlier_version_gets_the_limits(editor, clock):
    session = editor.session
    for key in (session_limits.BEGUN, session_limits.EXTENDED, "_session_expiry"):
        session.pop(key, None)
    session.save()
    assert is_in(editor)
    clock.pass_time(2 * HOUR + 5)
    assert not is_in(editor)


def test_the_cookie_and_the_stored_session_end_with_the_login(editor, clock):
    for _ in range(23):
        clock.pass_time(HOUR)
        assert is_in(editor)
    clock.pass_time(HOUR / 2)
    answer = editor.get("/admin/")
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == HOUR / 2
    assert Session.objects.get().expire_date == clock.now + timedelta(seconds=HOUR / 2)


def test_a_session_is_written_once_a_minute_at_most(editor, clock):
    clock.pass_time(61)
    for seconds, writes in ((0, 1), (30, 0), (29, 0), (2, 1)):
        clock.pass_time(seconds)
        with CaptureQueriesContext(connection) as captured:
            editor.get("/admin/")
        assert sum(query["sql"].startswith("UPDATE") for query in captured.captured_queries) == writes, seconds


def test_large_bodies_are_refused_after_the_login_ended(editor, clock):
    key = editor.cookies[settings.SESSION_COOKIE_NAME].value
    assert request_guard.is_editor(key)
    clock.pass_time(2 * HOUR + 5)
    assert not request_guard.is_editor(key)


def test_a_deactivated_account_is_logged_out(editor):
    User.objects.update(is_active=False)
    assert not is_in(editor)


def test_readers_get_no_session(client, clock):
    assert not client.get("/about/").cookies
    client.cookies[settings.SESSION_COOKIE_NAME] = "unknown"
    assert client.get("/about/").status_code == 200
    assert not Session.objects.exists()
