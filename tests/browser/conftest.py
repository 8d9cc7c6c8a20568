"""A separate site, started like `make run`, with the sample coverage; and a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from articles.listings import LISTINGS
from tests.browser.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LIST_PAGES = {listing.name: f"/{listing.path}" for listing in LISTINGS}
PASSWORD = "correct horse battery"
# Generous: the first start loads reference data and 85 stories, on cores that may be busy. In seconds.
START_WITHIN = 900
# Timeout for anything in a browser test that takes a second on an idle computer. In seconds.
PATIENCE = 120


def pytest_collection_modifyitems(items):
    """The first browser test waits for the start of the site, and all of them for a busy computer."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.timeout(START_WITHIN + 300))


@dataclass
class Site:
    """A running site: its URL, its data folder, and its output."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of a page, without a browser."""
        request = urllib.request.Request(self.url + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def pid_of(self, command: str) -> int:
        """The process id of the child that runs this management command."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in map(int, children):
            if command in Path(f"/proc/{pid}/cmdline").read_text():
                return pid
        raise AssertionError(f"no {command} process runs")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and under CI the browser tests must run")
        pytest.skip("Chromium is not installed (on Debian: apt-get install chromium)")
    quiet = ["quic", "component-update", "background-networking", "sync", "gpu"]
    args = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    data = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "TEST_DATA_DIR")}
    env |= {
        "DATA_DIR": str(data),
        "PORT": str(port),
        "EDITOR_PASSWORD": PASSWORD,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    }
    log = data / "site.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_site"], cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT
        )
    running = Site(f"http://127.0.0.1:{port}", data, process, log)

    def is_ready() -> bool:
        assert process.poll() is None, f"the site did not start:\n{log.read_text()[-3000:]}"
        try:
            return "/stories/" in running.get("/")[1] and running.get("/search/?q=Mosul")[1].count("/stories/") > 3
        except OSError:
            return False

    try:
        wait_until(is_ready, START_WITHIN, 0.5, "the start of the site")
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture
def reader(site, new_context):
    """Opens pages like a reader, and fails on browser errors and on requests to other hosts."""
    complaints: list[str] = []

    def open_page(path: str, refusal: int = 0, **context):
        """`refusal`: a status that the browser may report as an error, because the test provokes it."""

        def hear(message):
            if message.type == "error" and not (refusal and f"status of {refusal} " in message.text):
                complaints.append(message.text)

        page = new_context(**context).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((site.url, "data:")) else complaints.append(request.url),
        )
        page.goto(site.url + path)
        return page

    yield open_page
    assert complaints == []


@pytest.fixture
def editor(site, reader):
    """A page of the admin, logged in."""

    def open_page(path: str = "/admin/", **context):
        page = reader("/admin/login/?next=/admin/", **context)
        page.fill("input[name=username]", "editor")
        page.fill("input[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        page.goto(site.url + path)
        return page

    return open_page


@pytest.fixture(scope="session")
def addresses(site):
    """One page of each public type, reached by links and by search."""

    def first(path: str, pattern: str) -> str:
        found = re.search(pattern, site.get(path)[1])
        assert found, f"no {pattern} on {path}"
        return found[1]

    story = first("/search/?q=Canada+field+hospital", r'href="(/stories/\d+-[^"#?]+)')
    return {
        **LIST_PAGES,
        "home": "/",
        "story": story,
        "citation": story.partition("-")[0] + "/cite/",
        "versions of a story": f"{story.partition('-')[0]}/versions/",
        "person": first("/people/?order=coverage", r'href="(/people/\d+-[^"#?]+)'),
        "organization": first("/organizations/?order=coverage", r'href="(/organizations/\d+-[^"#?]+)'),
        "country": first("/search/?q=Iraq", r'href="(/places/\d+-iraq[^"#?]*)'),
        "town": first("/search/?q=Mosul", r'href="(/places/\d+-mosul[^"#?]*)'),
        "search": "/search/?q=Daesh",
        "search without an answer": "/search/?q=Bagdhad",
        "about": "/about/",
        "corrections": "/corrections/",
        "not found": "/people/999999999-nobody/",
    }
