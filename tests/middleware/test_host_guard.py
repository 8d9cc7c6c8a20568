"""Behind any server: a host name that is not ours is refused before static files, searches and pages."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.middleware.host_guard import NO_HOST, WRONG_HOST, check_host

BEFORE_HOSTS = {
    "articles.middleware.request_guard.RequestGuardMiddleware",
    "newsroom.health.health_addresses.HealthMiddleware",
}


def test_nothing_but_the_guard_and_the_probes_runs_before_the_host_is_checked():
    at = settings.MIDDLEWARE.index("articles.middleware.host_guard.HostGuardMiddleware")
    assert set(settings.MIDDLEWARE[:at]) == BEFORE_HOSTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/about/", "/stories/?q=word", "/static/css/base.css", "/admin/login/", "/no/such/page/"]
)
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:port", "testserver,evil.example", "[::1"]
)
def test_a_host_that_is_not_ours_is_refused_everywhere(path, host):
    answer = Client().get(path, headers={"host": host})
    assert (answer.status_code, answer.content.decode()) == (400, WRONG_HOST.sentence)
    assert answer["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["testserver", "testserver:8000", "TESTSERVER", "testserver."])
def test_our_own_host_is_let_through(host):
    assert Client().get("/admin/login/", headers={"host": host}).status_code == 200


@given(st.lists(st.text(st.characters(codec="latin-1"), max_size=40), max_size=3))
def test_any_headers_are_refused_or_name_one_of_our_hosts(hosts):
    refusal = check_host(hosts)
    if refusal is None:
        assert hosts[0].lower().rstrip(".").split(":")[0].rstrip(".") in settings.ALLOWED_HOSTS
    else:
        assert refusal in (NO_HOST, WRONG_HOST)


def test_an_operator_reads_which_name_is_missing_but_not_all_that_was_sent(caplog):
    check_host(["news.example.org"])
    assert "'news.example.org', which ALLOWED_HOSTS does not list" in caplog.text
    caplog.clear()
    check_host(["x" * 60_000 + "\n"])
    assert len(caplog.text) < 400
