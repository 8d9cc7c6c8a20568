"""What is answered on the event loop, what reaches Django, and the answer when neither can be."""

from __future__ import annotations

import asyncio

import pytest
from django.http import HttpResponse
from django.test import override_settings

from articles.middleware import page_cache
from articles.middleware.cached_page import CacheRequest, cached_page
from articles.middleware.page_cache import PageCache
from newsroom.web import application as web
from newsroom.web import bodies
from newsroom.web.application import WebApplication
from tests.newsroom.test_web_environ import scope

HOST = ("host", "127.0.0.1")


class Protocol:
    def __init__(self, chunks=()):
        self.chunks, self.answers = list(chunks), []

    def __aiter__(self):
        return self

    async def __anext__(self):
        return self.chunks.pop(0) if self.chunks else b""

    def response_bytes(self, status, headers, body):
        self.answers.append((status, dict(headers), body))

    def response_empty(self, status, headers):
        self.response_bytes(status, headers, b"")


class Django:
    """A WSGI application that counts its requests."""

    def __init__(self, error=None):
        self.environs, self.bodies, self.error = [], [], error

    def __call__(self, environ, start_response):
        if self.error:
            raise self.error
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"from ", b"Django"]


@pytest.fixture
def pages(monkeypatch):
    """One page is kept, for http://127.0.0.1/kept/."""
    monkeypatch.setattr(page_cache, "generation", lambda: "v1-1.1")
    monkeypatch.setattr(page_cache.changes, "current_version", lambda: 0)
    monkeypatch.setattr(page_cache, "index_position", lambda: page_cache.Position.EQUAL)
    monkeypatch.setattr(page_cache, "POLL_INTERVAL", 3600)
    kept = PageCache()
    assert kept.is_open()
    kept.put(key("http"), cached_page(HttpResponse("a kept page"), ""), kept.changes)
    return kept


def key(scheme):
    return CacheRequest("GET", scheme, "127.0.0.1", "/kept/", "", "", "", "").key


def ask_for(application, chunks=(), method="GET", **parts):
    """The one answer to a request."""
    proto = Protocol(chunks)
    asked = scope(**{"path": "/kept/", "headers": [HOST], **parts})
    asked.method = method
    asyncio.run(application.__rsgi__(asked, proto))
    assert len(proto.answers) == 1
    return proto.answers[0]


def test_a_kept_page_is_answered_without_django(pages):
    django = Django()
    status, headers, body = ask_for(WebApplication(django, pages))
    assert (status, body, django.environs) == (200, b"a kept page", [])
    assert ask_for(WebApplication(django, pages), headers=[HOST, ("if-none-match", headers["ETag"])])[0] == 304


@pytest.mark.parametrize(
    "parts",
    [
        {"headers": [HOST, ("cookie", "a=b"), ("cookie", "sessionid=x")]},
        {"headers": [("host", "localhost")]},
        {"query": "page=2"},
        {"path": "/other/"},
    ],
    ids=["an editor", "another host", "another question", "another path"],
)
def test_other_questions_reach_django(pages, parts):
    django = Django()
    assert ask_for(WebApplication(django, pages), **parts)[2] == b"from Django"
    assert len(django.environs) == 1


@pytest.mark.parametrize("path", ["/kept/", "/other/", "/static/css/base.css", "/admin/login/", "/healthz/"])
@pytest.mark.parametrize(
    "hosts",
    [
        (), ("",), ("other.example",), ("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "other.example"), ("127.0.0.1,other.example",),
        ("127.0.0.1.other.example",), ("127.0.0.1@other.example",), ("127.0.0.1:x",), ("127.0.0.1/",), (" ",), ("a" * 70_000,),
    ],
    ids=lambda hosts: "|".join(hosts)[:40] or "none",
)  # fmt: skip
def test_a_request_without_one_host_of_ours_is_answered_by_nothing_else(pages, path, hosts, caplog):
    django = Django()
    headers = [("host", host) for host in hosts]
    status, answered, body = ask_for(WebApplication(django, pages), path=path, headers=headers)
    assert (status, answered["Connection"], django.environs) == (400, "close", [])
    assert b"kept" not in body
    assert len(caplog.text) < 1000


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "LOCALHOST", "localhost."])
def test_a_host_of_ours_is_let_through_with_any_port_and_in_any_case(pages, host):
    assert ask_for(WebApplication(Django(), pages), path="/other/", headers=[("host", host)])[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_need_no_host(pages, path):
    assert ask_for(WebApplication(Django(), pages), path=path, headers=[])[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/kept/"])
@pytest.mark.parametrize(
    ("method", "status"), [("OPTIONS", 405), ("TRACE", 405), ("POST", 405), ("get", 405), ("HEAD", 200)]
)
def test_the_method_is_checked_before_anything_is_answered(pages, path, method, status):
    assert ask_for(WebApplication(Django(), pages), path=path, method=method)[0] == status


def test_when_the_index_is_to_be_looked_at_again_django_does_it(pages, monkeypatch):
    monkeypatch.setattr(page_cache, "POLL_INTERVAL", 0)
    assert ask_for(WebApplication(Django(), pages))[2] == b"from Django"


@pytest.mark.parametrize(
    ("behind_proxy", "header", "scheme"),
    [
        (None, "https", "http"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "https", "https"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "http", "http"),
    ],
    ids=["no proxy", "https at the proxy", "http at the proxy"],
)
def test_a_page_is_kept_for_the_scheme_that_the_proxy_tells(pages, behind_proxy, header, scheme):
    pages.put(key("https"), cached_page(HttpResponse("over https"), ""), pages.changes)
    with override_settings(SECURE_PROXY_SSL_HEADER=behind_proxy):
        body = ask_for(WebApplication(Django(), pages), headers=[HOST, ("x-forwarded-proto", header)])[2]
    assert body == {"http": b"a kept page", "https": b"over https"}[scheme]


def test_a_body_on_a_kept_page_is_refused(pages):
    django = Django()
    assert ask_for(WebApplication(django, pages), headers=[HOST, ("content-length", "5")])[0] == 400
    assert django.environs == []


def test_a_body_reaches_django_whole(pages):
    django = Django()
    headers = [HOST, ("content-length", "6")]
    answer = ask_for(WebApplication(django, pages), [b"abc", b"def"], "POST", path="/admin/login/", headers=headers)
    assert (answer[0], django.bodies) == (200, [b"abcdef"])


def test_half_a_body_does_not_reach_django(pages):
    django = Django()
    headers = [HOST, ("content-length", "7")]
    status, answered, _ = ask_for(
        WebApplication(django, pages), [b"abc"], "POST", path="/admin/login/", headers=headers
    )
    assert (status, answered["Connection"], django.environs) == (400, "close", [])


def test_when_too_many_bodies_come_the_next_is_told_to_come_back(pages, monkeypatch):
    monkeypatch.setattr(bodies, "MAX_BODIES", 0)
    headers = [HOST, ("content-length", "3")]
    status, answered, _ = ask_for(
        WebApplication(Django(), pages), [b"abc"], "POST", path="/admin/login/", headers=headers
    )
    assert (status, answered["Retry-After"]) == (503, "5")


def test_when_too_many_requests_wait_the_next_is_told_to_come_back(pages, monkeypatch):
    monkeypatch.setattr(web, "MAX_WAITING", -web.READER_THREADS)
    assert ask_for(WebApplication(Django(), pages), path="/other/")[0] == 503


def test_a_full_disk_is_said_in_a_sentence(pages, monkeypatch):
    async def fail(_proto, _length):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(web, "read_body", fail)
    headers = [HOST, ("content-length", "3")]
    status, _, body = ask_for(WebApplication(Django(), pages), (), "POST", path="/admin/login/", headers=headers)
    assert (status, b"free disk space" in body) == (503, True)


def test_an_error_of_ours_is_logged_and_answered(pages, caplog):
    status, _, body = ask_for(WebApplication(Django(ValueError("a bug")), pages), path="/other/")
    assert (status, body) == (500, b"Something went wrong. It has been logged.")
    assert "a bug" in caplog.text
