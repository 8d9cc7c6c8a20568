"""Many editors upload at once, one publishes and withdraws without a pause, and readers read: how long do readers wait?

`python -m benchmarks.editors` on SQLite; `python tests/with_postgres.py python -m benchmarks.editors` on PostgreSQL. It
fails if the 95th percentile of readers is above a second, if an upload that was confirmed is missing, if a request is
answered with an error, or if the log of the site has one.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import urllib3

from benchmarks.hostile_files import page
from benchmarks.live_site import Client, LiveSite, running, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_P95_SECONDS = 1.0
_READERS = 4
_WORDS = [
    "bridge",
    "engineers",
    "road",
    "convoy",
    "council",
    "water",
    "school",
    "market",
    "border",
    "clinic",
    "harvest",
    "election",
]
_READ_PATIENCE = 1800.0


@dataclass
class Timings:
    """Seconds of each request, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def take(self, ask: Callable[[], urllib3.BaseHTTPResponse], wanted: int, what: str) -> bool:
        began = time.monotonic()
        try:
            status = ask().status
        except urllib3.exceptions.HTTPError as error:
            self.failures.append(f"{what}: {type(error).__name__}")
            return False
        self.seconds.append(time.monotonic() - began)
        if status != wanted:
            self.failures.append(f"{what}: answered with {status}")
        return status == wanted

    def line(self, name: str) -> str:
        found = sorted(self.seconds) or [0.0]
        p50, p95 = (found[min(len(found) - 1, int(len(found) * share))] for share in (0.5, 0.95))
        return (
            f"{name:10} {len(self.seconds):5} requests   p50 {p50:6.3f}   p95 {p95:6.3f}   max {found[-1]:6.3f} s"
            f"   {len(self.failures)} failed"
        )

    @property
    def p95(self) -> float:
        found = sorted(self.seconds) or [0.0]
        return found[min(len(found) - 1, int(len(found) * 0.95))]


class Load:
    """The people who use the site at the same time. Readers and the publisher go on until all uploads are done."""

    def __init__(self, site: LiveSite, editors: int, files: int, seconds: float) -> None:
        self.site, self.files = site, files
        self.names = [f"editor{number}" for number in range(editors)]
        self.readers, self.uploads, self.publishing = Timings(), Timings(), Timings()
        self.confirmed: list[str] = []
        self._ended = threading.Event()
        self._seconds = seconds

    def run(self) -> None:
        clients = {name: Client(self.site) for name in [*self.names, "editor"]}
        for name, client in clients.items():
            client.log_in(name)
        stories = [pk for (pk,) in self.site.rows("SELECT id FROM articles_article WHERE review_status = 'published'")]
        moving = min(20, len(stories) // 2)  # these are withdrawn and published; readers read the others
        uploads = [threading.Thread(target=self._upload, args=(name, clients[name])) for name in self.names]
        others = [threading.Thread(target=self._publish, args=(clients["editor"], stories[:moving]))]
        others += [threading.Thread(target=self._read, args=(number, stories[moving:])) for number in range(_READERS)]
        began = time.monotonic()
        for thread in [*others, *uploads]:
            thread.start()
        for thread in uploads:
            thread.join()
        time.sleep(max(0.0, began + self._seconds - time.monotonic()))
        self._ended.set()
        for thread in others:
            thread.join()

    def _upload(self, name: str, client: Client) -> None:
        for number in range(self.files):
            file = f"{name}-{number}.html"
            content = story_page(f"{name} {number}")
            if self.uploads.take(lambda: client.upload({file: content}), 302, file):  # noqa: B023  # called at once
                self.confirmed.append(file)

    def _publish(self, client: Client, stories: list[int]) -> None:
        """Withdraw each story and publish it again, over and over."""
        for number in count():
            if self._ended.is_set():
                return
            address = f"/admin/articles/article/{stories[number % len(stories)]}"
            for action, given in (("withdraw", {"reason": "A test of the load."}), ("publish", {})):
                version = client.hidden_fields(f"{address}/change/").get("version", "")
                fields = {"version": version, **given}
                self.publishing.take(
                    lambda: client.post(f"{address}/{action}/", fields),  # noqa: B023  # called at once
                    302,
                    action,
                )

    def _read(self, seed: int, stories: list[int]) -> None:
        client, chance = Client(self.site), random.Random(seed)  # noqa: S311  # which page is read is no secret
        while not self._ended.is_set():
            word = chance.choice(_WORDS)
            path = chance.choice([
                "/", "/stories/", f"/stories/?page={chance.randint(1, 5)}", f"/search/?q={word}+{chance.randint(1, 999)}",
                f"/search/?q={word}", f"/stories/{chance.choice(stories)}/", "/people/", "/places/", "/organizations/",
            ])  # fmt: skip
            began = time.monotonic()
            try:
                answer = client.get(path)
                if answer.status in (301, 302):
                    answer = client.get(answer.headers["Location"])
            except urllib3.exceptions.HTTPError as error:
                self.readers.failures.append(f"{path}: {type(error).__name__}")
                continue
            self.readers.seconds.append(time.monotonic() - began)
            if answer.status != 200:
                self.readers.failures.append(f"{path}: answered with {answer.status}")


def story_page(seed: str | int) -> bytes:
    """A story that resembles no other, with names, a quotation and a pledge."""
    chance = random.Random(f"story {seed}")  # noqa: S311
    sentences = [f"The {' '.join(chance.choices(_WORDS, k=12))} was seen near Mosul on Tuesday." for _ in range(40)]
    facts = (
        f"Canada will send {chance.randint(10, 900)} engineers to Iraq. “We keep our word about report {seed},” said "
        "John Kerry, the secretary of state."
    )
    text = "".join(f"<p>{' '.join(sentences[start : start + 5])}</p>" for start in range(0, 40, 5))
    return page(f"Report {seed}: {' '.join(chance.choices(_WORDS, k=5))}", f"<p>{facts}</p>{text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--files", type=int, default=5, help="uploads of each editor")
    parser.add_argument("--stories", type=int, default=300, help="published stories before it begins")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long readers read at least")
    parser.add_argument("--folder", type=Path, help="a data folder for the site (default: a temporary one)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="editors-") as temporary:
        # All readers have one address here, which would soon reach the limit of searches.
        limits = {"SEARCH_RATE": "1000000"}
        site = LiveSite(given.folder or Path(temporary), os.environ.get("DATABASE_URL", ""), limits)
        load = Load(site, given.editors, given.files, given.seconds)
        site.prepare(load.names)
        fill(site, given.stories)
        with running(site):
            load.run()
            failures = outcome(load)
    for failure in failures[:40]:
        print(failure)
    sys.exit(bool(failures))


def fill(site: LiveSite, stories: int) -> None:
    """Fill the site with generated stories, unless it has some."""
    if not site.rows("SELECT 1 FROM articles_article LIMIT 1"):
        site.program("benchmarks.make_corpus", "--stories", str(stories))


def outcome(load: Load) -> list[str]:
    """Print the figures, and return what is wrong."""
    print(load.readers.line("readers"))
    print(load.uploads.line("uploads"))
    print(load.publishing.line("publishing"))
    failures = [*load.readers.failures, *load.uploads.failures, *load.publishing.failures]
    if load.readers.p95 > _MAX_P95_SECONDS:
        failures.append(f"The 95th percentile of readers is {load.readers.p95:.2f} s.")

    def states() -> dict[str, str]:
        return dict(load.site.rows("SELECT name, status FROM articles_importitem"))

    took = wait_until(
        lambda: not {"received", "reading"} & set(states().values()),
        _READ_PATIENCE,
        "the end of all imports",
        every=1.0,
    )
    print(f"all imports were read {took:.0f} s after the last upload")
    failures += [f"{name} was confirmed and is missing" for name in load.confirmed if name not in states()]
    ended = {name: state for name, state in states().items() if name in load.confirmed}
    failures += [f"{name} ended as {state}" for name, state in ended.items() if state != "read"]
    log = load.site.log.read_text("utf-8", "replace")
    failures += [f"In the log: {line}" for line in log.splitlines() if "locked" in line or "Traceback" in line]
    return failures


if __name__ == "__main__":
    main()
