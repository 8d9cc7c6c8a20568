"""`make bench`: pages and search on the sample coverage, cached and not, beside a bare Django view.

Every row is the median of interleaved rounds, so that a busy moment of the machine falls on all rows alike. Exit status 1
when a cached page needs more than twice the CPU time of the bare view.
"""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from load import Measured, family, measure

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, CONNECTIONS, REQUESTS = 5, 4, 400
REQUESTS_UNCACHED = 120
CACHED_WITHIN = 2.0
# Any session cookie sends a request past the page cache; this one opens no session.
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}
PAST_THE_CACHE = {**BROWSER, "Cookie": "sessionid=bench"}


def main() -> int:
    data = os.environ.get("DATA_DIR") or str(ROOT / "var" / "bench")
    env = {**os.environ, "DATA_DIR": data, "PYTHONPATH": str(ROOT)}
    print("Preparing the sample coverage …", flush=True)
    subprocess.run([sys.executable, "manage.py", "run_site", "--prepare-only"], cwd=ROOT, env=env, check=True)
    subprocess.run([sys.executable, "manage.py", "rebuild_search"], cwd=ROOT, env=env, check=True)
    site, bare = free_port(), free_port()
    servers = [serve_site(site, env), serve_bare(bare, env)]
    try:
        wait_for(site), wait_for(bare)
        rows = compare(site, bare, [family(server.pid) for server in servers])
    finally:
        for server in servers:
            server.terminate()
            server.wait(10)
    return report(rows)


def compare(site: int, bare: int, pids: list[list[int]]) -> dict[str, list[Measured]]:
    pages = find_pages(site)
    rows: dict[str, list[Measured]] = {}
    for _ in range(ROUNDS):
        rows.setdefault("bare Django view", []).append(
            measure(bare, "/", BROWSER, pids=pids[1], connections=CONNECTIONS, requests=REQUESTS)
        )
        for name, path in pages.items():
            for label, headers, count in (
                ("cached", BROWSER, REQUESTS),
                ("not cached", PAST_THE_CACHE, REQUESTS_UNCACHED),
            ):
                rows.setdefault(f"{name}, {label}", []).append(
                    measure(site, path, headers, pids=pids[0], connections=CONNECTIONS, requests=count)
                )
    return rows


def find_pages(port: int) -> dict[str, str]:
    """The newest story, the most covered country, and the questions that a reader would ask."""
    home, places = read(port, "/"), read(port, "/places/?order=coverage")
    story = re.search(r'href="(/stories/\d+-[^"#?]*)"', home)
    country = re.search(r'href="(/places/\d+-[^"#?]*)"', places)
    if not story or not country:
        raise SystemExit("The home page links no story, or the list of places no place: nothing to measure.")
    return {
        "home": "/",
        "story": story[1],
        "country page": country[1],
        "search, a name": "/search/?q=Islamic+State",
        "search, words": "/search/?q=training",
    }


def report(rows: dict[str, list[Measured]]) -> int:
    yardstick = statistics.median(one.cpu for one in rows["bare Django view"])
    print(f"\n{'page':32} {'p50 ms':>8} {'p95 ms':>8} {'CPU ms':>8} {'x bare':>7} {'req/s':>7} {'bytes':>8}")
    summary, slow = {}, []
    for name, rounds in rows.items():
        p50, p95, cpu, rate = (
            statistics.median(getattr(one, part) for one in rounds) for part in ("p50", "p95", "cpu", "per_second")
        )
        print(f"{name:32} {p50:8.2f} {p95:8.2f} {cpu:8.3f} {cpu / yardstick:7.2f} {rate:7.0f} {rounds[0].size:8}")
        summary[name] = {"p50": p50, "p95": p95, "cpu_ms": cpu, "per_second": rate}
        failed = sum(one.failures for one in rounds)
        if failed:
            slow.append(f"{name}: {failed} answers were not 200")
        if name.endswith(", cached") and cpu > CACHED_WITHIN * yardstick:
            slow.append(f"{name}: {cpu / yardstick:.2f} times the bare view, wanted {CACHED_WITHIN:g} at most")
    Path(ROOT / "var").mkdir(exist_ok=True)
    Path(ROOT / "var" / "bench.json").write_text(json.dumps(summary, indent=1))
    print("\n" + ("\n".join(slow) if slow else f"Every cached page is within {CACHED_WITHIN:g}x of the bare view."))
    return int(bool(slow))


def serve_site(port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """The site as `make run` serves it, with one process."""
    return subprocess.Popen(
        [sys.executable, "-m", "newsroom.web", "--port", str(port), "--workers", "1"], cwd=ROOT, env=env
    )


def serve_bare(port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """The yardstick on the fastest interface that the server has for Django."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "benchmarks.bare:application",
    ]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, env=env)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            read(port, "/")
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def read(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        text: str = response.read().decode()
        return text


if __name__ == "__main__":
    sys.exit(main())
