"""The real server: clients that send slowly, too much, or not at all keep no reader and no editor waiting.

Times here are bounds that a busy machine keeps too: without the deadlines the site would hang as long as the clients.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from newsroom.web import bodies
from newsroom.web.__main__ import HEAD_SECONDS

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 60
# Two workers load Django, on cores that may be busy.
START_WITHIN = 150
PASSWORD = "correct horse battery"
PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
from django.contrib.auth.models import User
call_command("rebuild_search")
User.objects.create_superuser("editor", password={PASSWORD!r})
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Server:
    def __init__(self, folder, migrated_file):
        shutil.copy(migrated_file, folder)
        self.uploads = folder / "uploads"
        self.uploads.mkdir()
        self.log = folder / "log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "TEST_DATA_DIR": str(folder),
            "TMPDIR": str(self.uploads),
        }
        subprocess.run([sys.executable, "-c", PREPARE], env=env, cwd=ROOT, check=True)
        command = [sys.executable, "-m", "newsroom.web", "--port", str(self.port), "--workers", "2"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        deadline = time.monotonic() + START_WITHIN
        while True:
            assert time.monotonic() < deadline, self.log.read_text()
            try:
                self.ask("GET", "/about/")
            except OSError:
                time.sleep(0.2)
            else:
                return

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.msg
        finally:
            connection.close()

    def files_of_uploads(self):
        """Files without a name that the workers write uploads to."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = []
        for entry in (entry for pid in pids for entry in Path(f"/proc/{pid}/fd").iterdir()):
            with suppress(OSError):
                found += [target for target in [str(entry.readlink())] if target.startswith(str(self.uploads))]
        return found

    def connect(self, data):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=WITHIN)
        connection.sendall(data.encode())
        return connection

    def log_in(self, password=PASSWORD):
        """Status, and the cookies of the session."""
        _, page, headers = self.ask("GET", "/admin/login/")
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)[1]
        fields = {"csrfmiddlewaretoken": token, "username": "editor", "password": password}
        cookie = {"Cookie": headers["Set-Cookie"].partition(";")[0]}
        status, _, headers = self.ask("POST", "/admin/login/", urlencode(fields), FORM | cookie)
        return status, "; ".join(value.partition(";")[0] for value in headers.get_all("Set-Cookie", []))


@pytest.fixture(scope="module")
def server(tmp_path_factory, migrated_file):
    running = Server(tmp_path_factory.mktemp("server"), migrated_file)
    yield running
    running.stop()


def head(method, path, *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""])


def all_of(connection):
    """Everything that comes until the server closes the connection."""
    parts = []
    with connection:
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


def first_line(connection):
    with connection:
        return connection.recv(65536).decode().partition("\r\n")[0]


def upload(size, token):
    line = '--B\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    file = '--B\r\nContent-Disposition: form-data; name="source_file-file"; filename="a.txt"\r\n\r\n'
    fields = line.format("csrfmiddlewaretoken", token) + line.format("source_type", "file")
    return (fields + file).encode() + b"word " * (size // 5) + b"\r\n--B--\r\n"


def test_silent_and_dripping_clients_keep_neither_readers_nor_editors_waiting(server):
    cookie = "Cookie: csrftoken=" + "a" * 32
    form = (cookie, "Content-Type: application/x-www-form-urlencoded", "Content-Length: 10000")
    held = [server.connect(head("POST", path, *form) + "x") for path in ["/", "/admin/login/"] * 16]
    held += [
        server.connect(head("POST", "/admin/login/", cookie, "Transfer-Encoding: chunked") + "1\r\n") for _ in range(8)
    ]
    held += [server.connect("GET / HTTP/1.1\r\nHo") for _ in range(200)]
    try:
        began = time.monotonic()
        assert [server.ask("GET", path)[0] for path in ("/", "/stories/", "/")] == [200] * 3
        assert server.log_in()[0] == 302
        assert time.monotonic() - began < WITHIN
    finally:
        for connection in held:
            connection.close()


def test_a_body_that_stops_half_way_is_dropped(server):
    began = time.monotonic()
    with server.connect(head("POST", "/admin/login/", "Content-Length: 10000") + "x" * 5000) as connection:
        answer = all_of(connection)
    assert answer.startswith("HTTP/1.1 408 ")
    assert time.monotonic() - began < bodies.MAX_SILENCE + WITHIN


def test_a_head_that_never_ends_is_dropped(server):
    began = time.monotonic()
    held = [server.connect(text) for text in ("", "GET / HTTP/1.1\r\nHo")]
    assert [all_of(connection) for connection in held] == ["", ""]
    assert time.monotonic() - began < HEAD_SECONDS + WITHIN


@pytest.mark.parametrize("expecting", [(), ("Expect: 100-continue",)], ids=["plain", "Expect"])
def test_three_hundred_megabytes_to_the_login_are_refused_unread(server, expecting):
    answer = all_of(server.connect(head("POST", "/admin/login/", f"Content-Length: {300 * 2**20}", *expecting)))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "accepts up to 1.0\xa0MB" in answer


@pytest.mark.parametrize("path", ["/", "/stories/", "/static/css/base.css", "/no/such/page/", "/admin"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_public_addresses_refuse_bodies_unread(server, method, path):
    for framing in ("Content-Length: 10000", "Transfer-Encoding: chunked"):
        assert first_line(server.connect(head(method, path, framing))).startswith("HTTP/1.1 405 ")


@pytest.mark.parametrize(
    ("method", "framing", "status"),
    [("GET", "Content-Length: 10000", 400), ("HEAD", "Content-Length: 1", 400), ("GET", "Transfer-Encoding: chunked", 411)],
)  # fmt: skip
def test_pages_refuse_bodies_even_where_they_are_kept(server, method, framing, status):
    server.ask("GET", "/about/")
    assert first_line(server.connect(head(method, "/about/", framing))).startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize("path", ["/about/", "/admin/login/", "/static/css/base.css", "/stories/?q=word"])
@pytest.mark.parametrize("lines", [[], ["Host:"], ["Host: evil.example"], ["Host: 127.0.0.1", "Host: evil.example"]])
def test_a_request_without_one_host_of_ours_gets_no_page_also_where_it_is_kept(server, path, lines):
    server.ask("GET", path)
    for version in ("1.0", "1.1"):
        asked = "\r\n".join([f"GET {path} HTTP/{version}", *lines, "", ""])
        assert first_line(server.connect(asked)).split()[1] == "400"


def test_an_editor_uploads_what_a_stranger_may_not(server):
    _, cookies = server.log_in()
    token = re.search(r"csrftoken=([^;]+)", cookies)[1]
    path, body = "/admin/articles/importitem/add/", upload(3 * 2**20, token)
    headers = {"Content-Type": "multipart/form-data; boundary=B", "Cookie": cookies}
    status, _, answered = server.ask("POST", path, body, headers)
    assert (status, "/change/" in answered["Location"]) == (302, True)
    for other in (f"csrftoken={token}", f"csrftoken={token}; sessionid=made-up"):
        status, sentence, _ = server.ask("POST", path, body, headers | {"Cookie": other})
        assert (status, "accepts up to 1.0\xa0MB" in sentence) == (413, True)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which files a process holds open")
def test_a_stranger_writes_nothing_to_the_disk(server):
    def received(size, cookies=""):
        path = "/admin/articles/importitem/add/"
        with server.connect(head("POST", path, f"Cookie: {cookies}", f"Content-Length: {size + 1}")) as connection:
            connection.sendall(b"x" * size)
            deadline = time.monotonic() + 3
            while time.monotonic() < deadline and not (found := server.files_of_uploads()):
                time.sleep(0.1)
            return found

    assert received(1000 * 1024) == []
    assert received(5 * 2**20, server.log_in()[1]) != []


def test_a_kept_page_has_the_headers_of_the_first_answer(server):
    first = server.ask("GET", "/about/")
    for _ in range(5):
        again = server.ask("GET", "/about/")
        assert again[:2] == first[:2]
        assert again[2]["ETag"] == first[2]["ETag"]
        assert "default-src 'none'" in again[2]["Content-Security-Policy"]
        assert server.ask("GET", "/about/", headers={"If-None-Match": first[2]["ETag"]})[:2] == (304, "")
        assert server.ask("HEAD", "/about/")[:2] == (200, "")


def test_the_server_logs_no_error(server):
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log
    assert json.dumps(PASSWORD) not in log
