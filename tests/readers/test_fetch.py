from __future__ import annotations

import gzip
import http.server
import socket
import ssl
import threading
import time
import zlib
from contextlib import contextmanager

import brotli
import pytest

from articles.readers import fetch as fetch_module
from articles.readers.fetch import FetchError, Limits, fetch

PAGE = b"<html><body><p>The army entered the town.</p></body></html>"
BRISK = Limits(connect=1.0, read=0.4, total=1.0, size=100_000)


class _Answers(http.server.BaseHTTPRequestHandler):
    """A test server: each path is one way for a site to behave or misbehave."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests.append(self)
        path, _, argument = self.path.lstrip("/").partition("/")
        getattr(self, f"say_{path}")(argument)

    def log_message(self, *args):
        pass

    def _send(self, body=PAGE, status=200, **headers):
        self.send_response(status)
        for name, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say_page(self, _argument):
        self._send()

    def say_status(self, argument):
        self._send(status=int(argument))

    def say_hops(self, argument):
        left = int(argument)
        self._send(b"", status=302, Location=f"/hops/{left - 1}") if left else self._send()

    def say_to(self, argument):
        self._send(b"", status=302, Location=argument)

    def say_gzip(self, argument):
        self._send(gzip.compress(b"a" * int(argument)), Content_Encoding="gzip")

    def say_deflate(self, argument):
        self._send(zlib.compress(b"a" * int(argument)), Content_Encoding="deflate")

    def say_br(self, argument):
        self._send(brotli.compress(b"a" * int(argument)), Content_Encoding="br")

    def say_notgzip(self, _argument):
        self._send(Content_Encoding="gzip")

    def say_announced(self, _argument):
        self.send_response(200)
        self.send_header("Content-Length", str(200 * 1024 * 1024))
        self.end_headers()

    def say_chunked(self, argument):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(int(argument)):
            self._write(b"2710\r\n" + b"a" * 10_000 + b"\r\n")
        self._write(b"0\r\n\r\n")

    def say_short(self, _argument):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(PAGE)
        self.close_connection = True

    def say_silence(self, _argument):
        self.server.over.wait(5)

    def say_drip(self, _argument):
        self.send_response(200)
        self.end_headers()
        while self._write(b"a") and not self.server.over.wait(0.1):
            pass

    def say_driphead(self, _argument):
        self._write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while self._write(b"a") and not self.server.over.wait(0.1):
            pass

    def _write(self, data):
        try:
            self.wfile.write(data)
        except OSError:
            return False
        return True


@contextmanager
def _serving(context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    server.block_on_close = False
    server.requests = []
    server.over = threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def server():
    with _serving() as running:
        yield running


def _get(server, path, limits=BRISK):
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


@pytest.fixture
def names(monkeypatch):
    """A resolver of our own: name -> addresses. Literal addresses answer for themselves, as the real one does."""
    table = {}

    def answer(host, port, *args, **kwargs):
        found = table.get(host, [host] if host.replace(".", "").isdecimal() or ":" in host else None)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(fetch_module.socket, "getaddrinfo", answer)
    return table


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
    over = threading.Event()

    def hang(*args, **kwargs):
        over.wait(5)
        return []

    monkeypatch.setattr(fetch_module.socket, "getaddrinfo", hang)
    started = time.monotonic()
    with pytest.raises(FetchError, match="took too long"):
        fetch("http://example.org/", limits=Limits(connect=0.1))
    over.set()
    assert time.monotonic() - started < 2


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
    started = time.monotonic()
    with pytest.raises(FetchError, match="larger than"):
        _get(server, path, Limits(connect=1, read=1, total=5, size=100_000))
    assert time.monotonic() - started < 3


def test_the_largest_allowed_page_is_read(server):
    assert len(_get(server, "chunked/10").content) == 100_000


def test_a_site_that_says_nothing_is_given_up(server):
    started = time.monotonic()
    with pytest.raises(FetchError, match="stopped sending"):
        _get(server, "silence")
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("path", ["drip", "driphead"])
def test_a_site_that_drips_is_given_up(server, path):
    started = time.monotonic()
    with pytest.raises(FetchError, match="longer than 1 seconds"):
        _get(server, path)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("path", ["short", "notgzip"])
def test_a_page_that_breaks_off_is_not_taken(server, path):
    with pytest.raises(FetchError, match=r"broke off|unpacked"):
        _get(server, path)


def test_a_closed_port_is_told_in_words():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(FetchError, match="refused the connection"):
        fetch(f"http://127.0.0.1:{port}/", allow=frozenset({("127.0.0.1", port)}), limits=BRISK)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for story.test, signed by itself."""
    subprocess = pytest.importorskip("subprocess")
    shutil = pytest.importorskip("shutil")
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so no certificate can be made")
    path = tmp_path / "both.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=story.test",
        "-addext",
    ]
    command += [
        "subjectAltName=DNS:story.test",
        "-keyout",
        str(tmp_path / "key.pem"),
        "-out",
        str(tmp_path / "cert.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return path


@contextmanager
def _secure_server(certificate, names_asked):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names_asked.append(name)
    with _serving(context) as server:
        yield server.server_address[1]


def _trusting(certificate):
    context = ssl.create_default_context(cafile=certificate)
    return lambda: context


def test_tls_is_spoken_with_the_name_not_the_address(certificate, names, monkeypatch):
    names["story.test"] = ["127.0.0.1"]
    monkeypatch.setattr(fetch_module.ssl, "create_default_context", _trusting(certificate))
    asked = []
    with _secure_server(certificate, asked) as port:
        fetched = fetch(f"https://story.test:{port}/page", allow=frozenset({("story.test", port)}), limits=BRISK)
    assert fetched.content == PAGE
    assert asked == ["story.test"]


def test_a_certificate_of_another_name_is_refused(certificate, names, monkeypatch):
    names["other.test"] = ["127.0.0.1"]
    monkeypatch.setattr(fetch_module.ssl, "create_default_context", _trusting(certificate))
    with _secure_server(certificate, []) as port, pytest.raises(FetchError, match="certificate"):
        fetch(f"https://other.test:{port}/page", allow=frozenset({("other.test", port)}), limits=BRISK)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, names):
    names["story.test"] = ["127.0.0.1"]
    with _secure_server(certificate, []) as port, pytest.raises(FetchError, match="certificate"):
        fetch(f"https://story.test:{port}/page", allow=frozenset({("story.test", port)}), limits=BRISK)
