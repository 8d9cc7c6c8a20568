from __future__ import annotations

import http.server
import socket
import threading
from contextlib import contextmanager
from urllib.parse import unquote

import pytest

from articles.readers import fetch as fetch_module
from tests.readers.packing import packed

PAGE = b"<html><body><p>The army entered the town.</p></body></html>"


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

    def say_tagged(self, argument):
        """A page with this tag, for requests that do not have it yet."""
        is_known = self.headers["If-None-Match"] == argument
        self._send(b"" if is_known else PAGE, status=304 if is_known else 200, ETag=argument)

    def say_later(self, argument):
        status, _, header = argument.partition("/")
        self._send(status=int(status), Retry_After=unquote(header))

    def say_hops(self, argument):
        left = int(argument)
        self._send(b"", status=302, Location=f"/hops/{left - 1}") if left else self._send()

    def say_to(self, argument):
        self._send(b"", status=302, Location=argument)

    def say_gzip(self, argument):
        self._send(packed("gzip", int(argument)), Content_Encoding="gzip")

    def say_deflate(self, argument):
        self._send(packed("deflate", int(argument)), Content_Encoding="deflate")

    def say_br(self, argument):
        self._send(packed("br", int(argument)), Content_Encoding="br")

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
        self.server.over.wait()

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
def serving():
    """The test server as a context manager; a TLS context makes it speak https."""
    return _serving


@pytest.fixture
def server():
    with _serving() as running:
        yield running


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
