"""`make bench`: every type of page, beside a bare Django view, raw Tantivy and a server of static files.

`make bench` measures the sample coverage; `make bench N=10000` a generated corpus of that size, in a data folder of its
own. Every page is requested in four states: not cached (each request has an address of its own, which no view reads),
cached, with the ETag that the browser has (304), and cached while a story is published every second. Rounds take turns,
so that load from other programs affects all rows equally; a row is the median of its rounds. The table is printed,
and written to benchmarks/results/. Exit status 1 where answers failed, or a cached page costs twice the bare view.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import bench_report, servers
from benchmarks.bench_report import Publishing, Row
from benchmarks.goals import BARE, RAW_WITH_FACETS, WAGTAIL
from benchmarks.load import Load, Measured, family, get, measure, resident_megabytes

ROOT = servers.ROOT
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
CONNECTIONS, CONNECTIONS_UNCACHED = 4, 2
REQUESTS, REQUESTS_UNCACHED = 2_000, 60
HOT_PAGES = 20
STATIC_FILE = "static/bench.html"
# After so many texts a worker has everything in memory that it keeps.
IMPORTED_TEXTS = 20


@dataclass(frozen=True, slots=True)
class Peer:
    """A Wagtail site with the same texts: its port, its processes, and its addresses by type of page."""

    port: int
    pids: list[int]
    pages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the servers listen, and their processes."""

    site: int
    bare: int
    static: int
    site_pids: list[int]
    bare_pids: list[int]
    static_pids: list[int]
    wagtail: Peer | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--stories", type=int, default=0, help="size of the generated corpus; none: the sample coverage"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of one page in one state and round, at most")
    parser.add_argument(
        "--publishing", type=float, default=300.0, metavar="SECONDS", help="how long a story is published every second"
    )
    parser.add_argument("--only", default="", help="only types of page whose name contains this")
    parser.add_argument(
        "--wagtail", metavar="PYTHON", help="also measure a Wagtail site, with this interpreter; SQLite only"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # the servers are stopped on the way out
    os.environ.setdefault("DATA_DIR", str(ROOT / "var" / (f"bench-{options.stories}" if options.stories else "bench")))
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SEARCH_RATE": "1000000"}
    prepare(options.stories, env)
    addresses = printed_by("benchmarks.page_types", env=env)
    pages = {name: found[0] for name, found in addresses.items() if found and options.only in name}
    if not pages:
        sys.exit("There is no such type of page, or there are no stories: nothing to measure.")
    bench = Bench(pages, options.rounds, options.seconds, options.publishing, options.wagtail)
    rows, publishing = bench.run(env, with_publishing=bool(options.stories))
    text, troubles = bench_report.write(
        rows, publishing, stories=options.stories, queries=queries_of(env), memory=bench.memory
    )
    print(text)
    print("\n".join(troubles) or "Every answer was right, and every cached page is within twice the bare view.")
    return int(bool(troubles))


def prepare(stories: int, env: dict[str, str]) -> None:
    print("Preparing the coverage …", flush=True)
    manage = [sys.executable, "manage.py"]
    options = ["--prepare-only", *(["--no-sample"] if stories else [])]
    subprocess.run([*manage, "run_site", *options], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
    if not stories:
        subprocess.run([*manage, "rebuild_search"], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
        return
    corpus = [sys.executable, "-m", "benchmarks.make_corpus", "--stories", str(stories)]
    corpus += ["--no-index"] if (Path(env["DATA_DIR"]) / "index").exists() else []
    subprocess.run(corpus, cwd=ROOT, env=env, check=True)


def queries_of(env: dict[str, str]) -> dict[str, int]:
    """Queries by type of page."""
    work = printed_by("benchmarks.page_work", env={**env, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"})
    return {page: queries for page, (_, queries) in work.items()}


def printed_by(module: str, *arguments: str, env: dict[str, str]) -> Any:
    """The JSON that a module prints in a process of its own, because its settings depend on the options of this one."""
    command = [sys.executable, "-m", module, *arguments]
    return json.loads(subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout)


class Bench:
    def __init__(
        self, pages: dict[str, str], rounds: int, seconds: float, publishing: float, wagtail: str | None
    ) -> None:
        self.pages, self.rounds, self.seconds, self.publishing, self.wagtail = (
            pages,
            rounds,
            seconds,
            publishing,
            wagtail,
        )
        self.rows: dict[tuple[str, str], list[Measured]] = {}
        self.memory: dict[str, float] = {}
        self._asked = 0

    def run(self, env: dict[str, str], *, with_publishing: bool) -> tuple[list[Row], Publishing | None]:
        with ExitStack() as stack:
            ports = self._start(stack, env)
            for number in range(self.rounds):
                print(f"Round {number + 1} of {self.rounds} …", flush=True)
                self._yardsticks(ports)
                for name, path in self.pages.items():
                    self._one_page(ports, name, path)
                self._peer_pages(ports.wagtail)
            publishing = self._while_publishing(ports, stack, env) if with_publishing else None
        return self._medians() + self._raw_search(env), publishing

    def _start(self, stack: ExitStack, env: dict[str, str]) -> Ports:
        site, bare, static = servers.free_port(), servers.free_port(), servers.free_port()
        root = Path(env["DATA_DIR"]) / "bench-static"
        (root / "static").mkdir(parents=True, exist_ok=True)
        self.static_name, command = servers.static_files(static, root)
        processes = [
            stack.enter_context(servers.running(one, env)) for one in (servers.site(site), servers.bare(bare), command)
        ]
        for port in (site, bare, static):
            servers.wait_for(port)
        (root / STATIC_FILE).write_bytes(get(site, next(iter(self.pages.values())), {})[1])
        peer = self._start_wagtail(stack, env) if self.wagtail else None
        return Ports(site, bare, static, *(family(process.pid) for process in processes), peer)

    def _start_wagtail(self, stack: ExitStack, env: dict[str, str]) -> Peer:
        data = Path(env["DATA_DIR"])
        env = {**env, "DJANGO_SETTINGS_MODULE": "benchmarks.wagtail_site.settings"}
        env["WAGTAIL_DATABASE"] = str(data / "wagtail.sqlite3")
        command = [self.wagtail, "-m", "benchmarks.wagtail_site.load", str(data / "newsroom.sqlite3")]
        loaded = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        port = servers.free_port()
        process = stack.enter_context(servers.running(servers.wagtail(port, self.wagtail), env))
        servers.wait_for(port)
        return Peer(port, family(process.pid), json.loads(loaded.stdout))

    def _peer_pages(self, peer: Peer | None) -> None:
        """Wagtail keeps no pages: every answer is made anew."""
        for name, path in peer.pages.items() if peer and self.pages.keys() >= peer.pages.keys() else ():
            load = Load(peer.port, self._fresh(path), BROWSER, CONNECTIONS_UNCACHED, REQUESTS_UNCACHED, self.seconds)
            self._add(name, WAGTAIL, measure(load, peer.pids))

    def _yardsticks(self, ports: Ports) -> None:
        bare = Load(ports.bare, lambda _: "/", BROWSER, CONNECTIONS, REQUESTS, self.seconds)
        self._add(BARE, "", measure(bare, ports.bare_pids))
        static = Load(ports.static, lambda _: f"/{STATIC_FILE}", BROWSER, CONNECTIONS, REQUESTS, self.seconds)
        self._add(self.static_name, "", measure(static, ports.static_pids))

    def _one_page(self, ports: Ports, name: str, path: str) -> None:
        pids, port = ports.site_pids, ports.site
        fresh = Load(port, self._fresh(path), BROWSER, CONNECTIONS_UNCACHED, REQUESTS_UNCACHED, self.seconds)
        self._add(name, "not cached", measure(fresh, pids))
        headers, _ = get(port, path, BROWSER)  # in the cache from here on
        cached = Load(port, lambda _: path, BROWSER, CONNECTIONS, REQUESTS, self.seconds)
        self._add(name, "cached", measure(cached, pids))
        known = {**BROWSER, "If-None-Match": headers["ETag"]}
        again = Load(port, lambda _: path, known, CONNECTIONS, REQUESTS, self.seconds, status=304)
        self._add(name, "304", measure(again, pids))

    def _fresh(self, path: str):  # noqa: ANN202  # a function from the number of the request to its address
        """Addresses that were never requested: not in the page cache. Lists ignore only what is known for tracking."""
        base, joint = self._asked, "&" if "?" in path else "?"
        self._asked += REQUESTS_UNCACHED * 10
        return lambda number: f"{path}{joint}utm_source={base + number}"

    def _while_publishing(self, ports: Ports, stack: ExitStack, env: dict[str, str]) -> Publishing:
        """Every page again, and the throughput of hot pages, while a story is published every second."""
        indexer = stack.enter_context(servers.running(servers.indexer(), env))
        hot = list(self.pages.values())[:HOT_PAGES]
        mixed = Load(
            ports.site, lambda number: hot[number % len(hot)], BROWSER, CONNECTIONS, 1_000_000, self.seconds * 5
        )
        measure(mixed, ports.site_pids)  # fills the cache
        quiet = measure(mixed, ports.site_pids)
        each = max(self.seconds, (self.publishing - self.seconds * 5) / len(self.pages))
        command = [sys.executable, "-m", "benchmarks.publisher", "--seconds", str(2 * self.publishing)]
        publisher = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE)
        busy = measure(mixed, ports.site_pids)
        for name, path in self.pages.items():
            cached = Load(ports.site, lambda _, path=path: path, BROWSER, CONNECTIONS, 1_000_000, each)
            self._add(name, "publishing", measure(cached, ports.site_pids))
        publisher.terminate()
        outcome = json.loads(publisher.communicate(timeout=600)[0].splitlines()[-1])
        self._measure_memory(ports, indexer.pid, env)
        return Publishing(quiet.per_second, busy.per_second, **outcome)

    def _measure_memory(self, ports: Ports, indexer: int, env: dict[str, str]) -> None:
        """The web process and the indexer after all that was measured, and a worker that has read a few texts."""
        self.memory["web"] = max(resident_megabytes([pid]) for pid in ports.site_pids)
        self.memory["indexer"] = resident_megabytes(family(indexer))
        with servers.running(servers.worker(), env) as worker:
            command = [sys.executable, "-m", "benchmarks.import_texts", "--texts", str(IMPORTED_TEXTS)]
            subprocess.run(command, cwd=ROOT, env=env, check=True)
            self.memory["worker"] = resident_megabytes(family(worker.pid))

    def _raw_search(self, env: dict[str, str]) -> list[Row]:
        searches = {name: path for name, path in self.pages.items() if name.startswith("search")}
        measured = printed_by("benchmarks.raw_search", *searches.values(), env=env)
        rows = []
        for name, (alone, with_facets) in zip(searches, measured, strict=True):
            rows += [Row.of_cpu(name, "raw Tantivy", alone), Row.of_cpu(name, RAW_WITH_FACETS, with_facets)]
        return rows

    def _add(self, name: str, state: str, measured: Measured) -> None:
        self.rows.setdefault((name, state), []).append(measured)

    def _medians(self) -> list[Row]:
        return [
            Row(
                name=name,
                state=state,
                cpu=statistics.median(one.cpu for one in rounds),
                p50=statistics.median(one.percentile(0.5) for one in rounds),
                p95=statistics.median(one.percentile(0.95) for one in rounds),
                p99=statistics.median(one.percentile(0.99) for one in rounds),
                size=max(one.size for one in rounds),
                requests=sum(len(one.times) for one in rounds),
                failures=sum(one.failures for one in rounds),
            )
            for (name, state), rounds in self.rows.items()
        ]


if __name__ == "__main__":
    sys.exit(main())
