from __future__ import annotations

import socket
import threading
import tracemalloc
from dataclasses import replace

import pytest

from articles.readers import fetch as fetch_module
from articles.readers.fetch import FetchError, Limits, NotModifiedError, StatusError, check_address, fetch
from tests.readers.packing import packed

PAGE = b"<html><body><p>The army entered the town.</p></body></html>"
# A busy machine may take its time: only a test of a time limit sets one, and only of the one that it tests.
PATIENT = Limits(connect=200, read=200, total=200, size=100_000)


def _get(server, path, limits=PATIENT):
    port = server.server_address[1]
    return fetch(f"http://127.0.0.1:{port}/{path}", allow=frozenset({("127.0.0.1", port)}), limits=limits)


@pytest.fixture
def dialled(monkeypatch):
    """Every address that would be connected to. Nothing is: the recorder stands in place of the connection."""
    addresses = []

    def record(connection):
        addresses.append((connection.host, connection.port))
        raise ConnectionRefusedError

    monkeypatch.setattr(fetch_module.HTTPConnection, "connect", record)
    monkeypatch.setattr(fetch_module.HTTPSConnection, "connect", record)
    return addresses


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.0.0.1:8901/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data/", "http://168.63.129.16/", "http://100.100.100.200/", "http://224.0.0.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/", "http://[fe80::1%25lo]/", "http://[fc00::1]/", "http://[ff02::1]/", "http://[::]/",
        "http://2130706433/", "http://0x7f.1/", "http://0x7f000001/", "http://127.1/", "http://0177.0.0.1/", "http://0/", "http://127.0.0.1./",
        "http://0x08080808/",
        "file:///etc/hostname", "javascript:alert(1)", "ftp://example.org/", "gopher://example.org/", "//example.org/", "example.org", "", "http://",
        "http://user:word@example.org/", "http://user@example.org/", "http://example.org@127.0.0.1/", "http://127.0.0.1\\@example.org/",
        "http://example.org/a b", "http://example.org/\r\nX: y", "http://example.org:22/", "http://example.org:8080/", "http://[::1",
        "http://example.org:99999/", "http://\uff11\uff12\uff17.0.0.1/", "http://inner.example/", "http://mixed.example/", "http://unknown.example/",
        "http://" + "a" * 300 + ".example/",
    ],
    ids=lambda url: ascii(url[:60]),
)  # fmt: skip
def test_it_refuses_before_anything_is_dialled(url, names, dialled):
    names.update(
        {
            "example.org": ["93.184.215.14"],
            "inner.example": ["10.0.0.7"],
            "mixed.example": ["93.184.215.14", "127.0.0.1"],
        }
    )
    with pytest.raises(FetchError):
        fetch(url, allow=frozenset({("127.0.0.1", 8902)}))
    assert dialled == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://example.org/", ("93.184.215.14", 80)),
        ("https://example.org/", ("93.184.215.14", 443)),
        ("http://EXAMPLE.org:443/", ("93.184.215.14", 443)),
        ("http://8.8.8.8/", ("8.8.8.8", 80)),
        ("http://intranet.example:8080/", ("10.0.0.7", 8080)),
    ],
)
def test_it_connects_to_the_very_address_that_was_checked(url, address, names, dialled):
    names.update({"example.org": ["93.184.215.14"], "intranet.example": ["10.0.0.7"]})
    with pytest.raises(FetchError, match="refused the connection"):
        fetch(url, allow=frozenset({("intranet.example", 8080)}))
    assert dialled == [address]


def test_an_allowed_pair_opens_no_other_port(names, dialled):
    with pytest.raises(FetchError):
        fetch("http://127.0.0.1:80/", allow=frozenset({("127.0.0.1", 8901)}))
    assert dialled == []


def test_a_refusal_names_no_network_address(names):
    names["inner.example"] = ["10.0.0.7"]
    with pytest.raises(FetchError) as refusal:
        fetch("http://inner.example/")
    assert "10.0.0.7" not in str(refusal.value)


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch):
    over, answered = threading.Event(), []

    def hang(*args, **kwargs):
        over.wait()
        answered.append(args)
        return []

    monkeypatch.setattr(fetch_module.socket, "getaddrinfo", hang)
    try:
        with pytest.raises(FetchError, match="took too long"):
            fetch("http://example.org/", limits=replace(PATIENT, connect=0.1))
        assert answered == []
    finally:
        over.set()


def test_it_brings_the_page_and_what_was_said_about_it(server):
    fetched = _get(server, "page")
    assert fetched.content == PAGE
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.headers["content-length"] == str(len(PAGE))
    assert fetched.url.endswith("/page")
    assert fetched.redirects == ()
    assert fetched.fetched_at.tzinfo is not None


def test_it_says_who_it_is_and_brings_no_cookies(server):
    _get(server, "page")
    headers = server.requests[0].headers
    assert headers["User-Agent"] == fetch_module.USER_AGENT
    assert headers["Host"] == f"127.0.0.1:{server.server_address[1]}"
    assert "Cookie" not in headers


def test_a_proxy_of_the_environment_is_not_used(server, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert _get(server, "page").content == PAGE


def test_redirects_are_followed_and_remembered(server):
    fetched = _get(server, "hops/5")
    assert fetched.content == PAGE
    assert len(fetched.redirects) == 5


def test_the_sixth_redirect_is_not_followed(server):
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        _get(server, "hops/6")
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/", "http://localhost/", "http://127.0.0.1:9/", "file:///etc/hostname", "//[::1]/", "http://[::1",
     "javascript:alert(1)"],
)  # fmt: skip
def test_every_hop_passes_the_same_gate(server, target):
    with pytest.raises(FetchError, match=r"not allowed|http://|web address"):
        _get(server, f"to/{target}")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(404, "HTTP 404 .Not Found."), (500, "HTTP 500"), (403, "HTTP 403"), (304, "HTTP 304")]
)
def test_an_error_page_is_no_story(server, status, words):
    with pytest.raises(FetchError, match=words):
        _get(server, f"status/{status}")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_packed_pages_are_unpacked(server, coding):
    assert _get(server, f"{coding}/90000").content == b"a" * 90_000


@pytest.mark.parametrize("path", ["gzip/50000000", "deflate/50000000", "br/50000000", "announced", "chunked/11"])
def test_what_is_too_large_is_given_up(server, path):
    kind, _, size = path.partition("/")
    if kind in ("gzip", "deflate", "br"):
        packed(kind, int(size))  # before anybody waits for it
    with pytest.raises(FetchError, match="larger than"):
        _get(server, path)


def test_a_page_that_unpacks_to_too_much_is_not_unpacked_to_its_end(server):
    packed("gzip", 100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than"):
            _get(server, "gzip/100000000")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_the_largest_allowed_page_is_read(server):
    assert len(_get(server, "chunked/10").content) == 100_000


def test_a_site_that_says_nothing_is_given_up(server):
    with pytest.raises(FetchError, match="stopped sending"):
        _get(server, "silence", replace(PATIENT, read=0.4))


@pytest.mark.parametrize("path", ["drip", "driphead"])
def test_a_site_that_drips_is_given_up(server, path):
    with pytest.raises(FetchError, match="longer than 1 seconds"):
        _get(server, path, replace(PATIENT, total=1.0))


@pytest.mark.parametrize("path", ["short", "notgzip"])
def test_a_page_that_breaks_off_is_not_taken(server, path):
    with pytest.raises(FetchError, match=r"broke off|unpacked"):
        _get(server, path)


def test_a_closed_port_is_told_in_words():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(FetchError, match="refused the connection"):
        fetch(f"http://127.0.0.1:{port}/", allow=frozenset({("127.0.0.1", port)}), limits=PATIENT)


def test_a_page_that_has_not_changed_is_not_sent_again(server):
    port = server.server_address[1]
    url, allow = f"http://127.0.0.1:{port}/tagged/one", frozenset({("127.0.0.1", port)})
    assert fetch(url, allow=allow, limits=PATIENT).headers["etag"] == "one"
    with pytest.raises(NotModifiedError):
        fetch(url, allow=allow, limits=PATIENT, headers={"If-None-Match": "one"})
    assert fetch(url, allow=allow, limits=PATIENT, headers={"If-None-Match": "other"}).content == PAGE


def test_further_headers_replace_none_that_protect_us(server):
    port = server.server_address[1]
    fetch(
        f"http://127.0.0.1:{port}/page", allow=frozenset({("127.0.0.1", port)}), limits=PATIENT,
        headers={"Accept": "application/atom+xml", "Host": "elsewhere.example"},
    )  # fmt: skip
    sent = server.requests[-1].headers
    assert (sent["Accept"], sent["Host"]) == ("application/atom+xml", f"127.0.0.1:{port}")


@pytest.mark.parametrize("status", [304, 404, 500])
def test_a_status_that_is_no_page_is_told(server, status):
    with pytest.raises(StatusError) as error:
        _get(server, f"status/{status}")
    assert error.value.status == status


def test_an_address_is_checked_without_asking_for_anything(dialled):
    check_address("https://news.example/feed.xml")
    for bad in ("ftp://news.example/", "https://user@news.example/", "news.example"):
        with pytest.raises(FetchError):
            check_address(bad)
    assert dialled == []
