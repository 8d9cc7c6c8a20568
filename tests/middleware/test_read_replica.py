from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from articles.middleware import read_replica
from newsroom.replica import REPLICA, read_from, reads_replica


class Site:
    """A page that says which database it was read from."""

    def __init__(self, monkeypatch):
        self.missing = lambda: None
        monkeypatch.setattr(read_replica, "_missing_changes", lambda: self.missing())  # noqa: PLW0108  # tests replace it
        monkeypatch.setattr(read_replica, "generation", lambda: "v1-1.1")
        monkeypatch.setattr(read_replica, "connections", {REPLICA: self})
        monkeypatch.setattr(read_replica, "CHECK_INTERVAL", 0)
        self.make = lambda: "replica" if reads_replica() else "primary"
        self.check = read_replica.ReplicaCheck()
        self.middleware = read_replica.ReadReplicaMiddleware(self.respond, self.check)

    def close(self):
        """As a connection to the replica."""

    def respond(self, request):
        try:
            return HttpResponse(self.make())
        except OperationalError as error:
            return self.middleware.process_exception(request, error) or HttpResponse("failed", status=500)

    def ask(self, path="/", method="GET", cookie=""):
        request = RequestFactory().generic(method, path, headers={"Cookie": cookie})
        return self.middleware(request).content.decode()


pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")


@pytest.fixture
def site(monkeypatch, settings):
    settings.DATABASES = {**settings.DATABASES, REPLICA: {}}
    yield Site(monkeypatch)
    read_from("default")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_pages_of_anonymous_readers_are_read_from_the_replica(site, method):
    assert site.ask(method=method) == "replica"


@pytest.mark.parametrize(
    ("path", "method", "cookie"),
    [("/", "GET", f"{settings.SESSION_COOKIE_NAME}=abc"), ("/admin/", "GET", ""), ("/", "POST", "")],
    ids=["editor", "admin", "post"],
)
def test_everything_else_reads_the_primary(site, path, method, cookie):
    assert site.ask(path, method, cookie) == "primary"


def test_the_choice_of_one_request_is_not_that_of_the_next(site):
    site.ask()
    assert site.ask("/admin/") == "primary"


def test_without_a_replica_everything_reads_the_primary(site, settings):
    settings.DATABASES = {"default": settings.DATABASES["default"]}
    assert site.ask() == "primary"


def test_a_replica_that_lags_is_passed_over_and_used_again_later(site, caplog):
    caplog.set_level(logging.INFO)
    site.missing = lambda: "it lacks changes 5 to 7, which are in the search index"
    assert [site.ask(), site.ask()] == ["primary", "primary"]
    site.missing = lambda: None
    assert site.ask() == "replica"
    assert [record.getMessage() for record in caplog.records] == [
        "Pages are read from the primary, not from the replica: it lacks changes 5 to 7, which are in the search index",
        "Pages are read from the replica again.",
    ]


def away():
    raise OperationalError("connection refused")


def test_a_replica_that_is_away_is_passed_over_and_not_asked_at_once_again(site, caplog):
    site.missing = away
    assert site.ask() == "primary"
    site.missing = lambda: None
    assert site.ask() == "primary"
    assert "it does not answer: connection refused" in caplog.text


def test_a_page_in_which_the_replica_failed_is_made_again_from_the_primary(site):
    site.make = lambda: away() if reads_replica() else "primary"
    assert site.ask() == "primary"


def test_a_failure_of_the_primary_is_not_hidden(site):
    site.missing = lambda: "it lags"
    site.make = away
    assert site.ask() == "failed"


def test_a_replica_lags_if_it_lacks_rows_that_the_index_has_applied(monkeypatch, db):
    monkeypatch.setattr(read_replica, "REPLICA", "default")
    assert read_replica._missing_changes() is None
    monkeypatch.setattr(read_replica, "index_top", lambda: 7)
    assert read_replica._missing_changes() == "it lacks changes 1 to 7, which are in the search index"


def test_a_replica_lags_if_its_record_is_older_than_cached_pages(monkeypatch, db):
    monkeypatch.setattr(read_replica, "REPLICA", "default")
    monkeypatch.setattr(read_replica.page_cache.PAGES, "_version", 3)
    assert read_replica._missing_changes() == "it has version 0 of the record, and cached pages are of version 3"
