"""/healthz, /readyz and /metrics: who may read what, and what they say of a part that does not answer."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from articles.models import Heartbeat, SearchOutbox
from articles.search.engine_failures import IndexFailedError
from articles.search.outbox import changed_article
from newsroom.health import health_addresses, readiness, site_facts
from newsroom.health.readiness import Readiness, check_readiness
from tests.builders import an_article

pytestmark = pytest.mark.django_db
TOKEN = "a token of more than twenty"


@pytest.fixture
def ready(index):
    an_article()
    index()
    for process in ("worker", "indexer"):
        Heartbeat.objects.beat(process)


@pytest.fixture
def _in_production(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["news.example.org"]


@pytest.mark.usefixtures("_in_production", "ready")
@pytest.mark.parametrize(("path", "begin"), [("/healthz", "ok"), ("/readyz", '{"ready": true'), ("/metrics", "# HELP")])
def test_a_probe_needs_neither_the_host_name_nor_tls(client, path, begin):
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.content.decode().startswith(begin)


@pytest.mark.usefixtures("_in_production")
@pytest.mark.parametrize("path", ["/healthz/", "/readyz/", "/metric", "/health"])
def test_another_address_is_checked_as_before(client, path):
    assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_a_probe_takes_no_body(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    ("address", "meta", "may_read"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("192.0.2.7", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False),
        ("127.0.0.1", {"HTTP_X_REAL_IP": "127.0.0.1"}, False),
        ("127.0.0.1", {"HTTP_VIA": "1.1 proxy"}, False),
        ("192.0.2.7", {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, True),
        ("192.0.2.7", {"HTTP_AUTHORIZATION": f"bearer {TOKEN}", "HTTP_X_FORWARDED_FOR": "192.0.2.9"}, True),
        ("192.0.2.7", {"HTTP_AUTHORIZATION": "Bearer "}, False),
        ("192.0.2.7", {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}x"}, False),
        ("192.0.2.7", {"HTTP_AUTHORIZATION": f"Basic {TOKEN}"}, False),
    ],
)
@pytest.mark.usefixtures("ready")
def test_only_this_machine_and_who_has_the_token_read_the_details(client, settings, address, meta, may_read):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", REMOTE_ADDR=address, **meta).status_code == (200 if may_read else 404)
    assert ("database" in client.get("/readyz", REMOTE_ADDR=address, **meta).json()) is may_read


def test_without_a_token_none_is_accepted(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer ").status_code == 404


def test_a_site_whose_parts_all_run_is_ready_without_a_warning(ready):
    found = check_readiness()
    assert (found.problems, found.warnings) == ([], [])
    assert found.details["index"] == {"readable": True, "changes_waiting": 0, "seconds_behind": 0}
    assert found.details["queue"] == {"waiting": 0, "oldest_seconds": 0}


def raising(error):
    def ask(*_args):
        raise error

    return ask


@pytest.mark.parametrize(
    ("part", "replacement", "sentence"),
    [
        (
            "database_version",
            raising(OperationalError("server closed the connection")),
            "The database does not answer.",
        ),
        ("pending_migrations", lambda: ["articles.0099"], "The database has to be migrated"),
        ("index_facts", raising(IndexFailedError("junk")), "The search index is being built."),
        ("index_facts", lambda: site_facts.IndexFacts(is_readable=False), "The search index is being built."),
        (
            "index_facts",
            lambda: site_facts.IndexFacts(True, 3, timedelta(minutes=6)),
            "The search index is not up to date",
        ),
        ("queue_facts", raising(OperationalError("gone")), "The database failed during the check."),
    ],
)
@pytest.mark.usefixtures("ready")
def test_a_part_that_readers_need_makes_the_server_unready(client, monkeypatch, part, replacement, sentence):
    monkeypatch.setattr(site_facts, part, replacement)
    monkeypatch.setattr(health_addresses, "_MAX_AGE", 0.0)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"][0].startswith(sentence)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("part", "replacement", "sentence"),
    [
        ("queue_facts", lambda: site_facts.QueueFacts(9, timedelta(minutes=16)), "Imports wait for long"),
        ("silence", lambda: {"indexer": timedelta(seconds=3)}, "No worker runs."),
        ("silence", lambda: {"worker": timedelta(), "indexer": timedelta(minutes=4)}, "No indexer runs."),
        ("disk_facts", lambda: site_facts.DiskFacts(1000, 10**12), "The disk of the site is nearly full."),
    ],
)
def test_a_part_that_editors_need_is_a_warning(ready, monkeypatch, part, replacement, sentence):
    monkeypatch.setattr(site_facts, part, replacement)
    found = check_readiness()
    assert found.is_ready
    assert [warning.startswith(sentence) for warning in found.warnings] == [True]


def test_the_index_lacks_what_it_has_not_applied(index):
    index()
    changed_article(an_article().pk)
    SearchOutbox.objects.update(created=timezone.now() - timedelta(minutes=10))
    found = site_facts.index_facts()
    assert found.changes_waiting == 1
    assert timedelta(minutes=9) < found.behind < timedelta(minutes=11)


def test_a_check_that_does_not_end_occupies_one_thread_only(monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go_on.wait(60)
        return Readiness()

    monkeypatch.setattr(health_addresses, "check_readiness", slow)
    recent = health_addresses._RecentReadiness()
    thread = threading.Thread(target=recent.get)
    thread.start()
    begun.wait(60)
    assert not recent.get().is_ready
    go_on.set()
    thread.join(60)
    assert recent.get().is_ready


def test_the_metrics_are_in_the_format_of_prometheus(client, ready):
    families = {one.name: one for one in text_string_to_metric_families(client.get("/metrics").content.decode())}
    assert {sample.labels["part"]: sample.value for sample in families["newsroom_up"].samples} == {
        "database": 1, "index": 1, "processes": 1, "disk": 1,
    }  # fmt: skip
    assert families["newsroom_index_readable"].samples[0].value == 1
    assert {sample.labels["process"] for sample in families["newsroom_heartbeat_age_seconds"].samples} == {
        "worker", "indexer",
    }  # fmt: skip
    assert "newsroom_http_requests" in families


def test_metrics_of_a_part_that_does_not_answer_are_left_out(client, ready, monkeypatch):
    monkeypatch.setattr(site_facts, "index_facts", raising(IndexFailedError("junk")))
    families = {one.name: one for one in text_string_to_metric_families(client.get("/metrics").content.decode())}
    assert {s.labels["part"]: s.value for s in families["newsroom_up"].samples}["index"] == 0
    assert "newsroom_index_readable" not in families


def test_heartbeats_of_processes_that_ended_long_ago_are_deleted():
    Heartbeat.objects.beat("worker")
    Heartbeat.objects.update(pid=1, seen=timezone.now() - timedelta(days=2))
    Heartbeat.objects.beat("worker")
    Heartbeat.objects.beat("worker")
    assert Heartbeat.objects.count() == 1
    assert site_facts.silence()["worker"] < timedelta(minutes=1)


def test_the_readiness_thresholds_tell_a_slow_part_from_a_stopped_one(ready, monkeypatch):
    monkeypatch.setattr(site_facts, "index_facts", lambda: site_facts.IndexFacts(True, 1, readiness.MAX_BEHIND))
    monkeypatch.setattr(site_facts, "queue_facts", lambda: site_facts.QueueFacts(1, readiness.MAX_WAIT))
    found = check_readiness()
    assert (found.problems, found.warnings) == ([], [])
