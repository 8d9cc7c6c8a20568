"""A load generator for this machine only: keep-alive connections to 127.0.0.1, bounded in count and time."""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = 100  # USER_HZ, which Linux fixes for /proc/<pid>/stat


@dataclass(frozen=True)
class Measured:
    """Times in ms; `cpu` is the CPU time of the server per request, in ms."""

    p50: float
    p95: float
    cpu: float
    per_second: float
    failures: int
    size: int


def measure(
    port: int, path: str, headers: dict[str, str], *, pids: list[int], connections: int, requests: int
) -> Measured:
    times: list[float] = []
    failures: list[int] = []
    sizes: list[int] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for _ in range(requests // connections):
            began = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            times.append((time.perf_counter() - began) * 1000)
            sizes.append(len(body))
            if response.status != 200:
                failures.append(response.status)
        connection.close()

    before, began = cpu_seconds(pids), time.perf_counter()
    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    times.sort()
    return Measured(
        p50=times[len(times) // 2],
        p95=times[int(len(times) * 0.95)],
        cpu=(cpu_seconds(pids) - before) / len(times) * 1000,
        per_second=len(times) / took,
        failures=len(failures),
        size=max(sizes),
    )


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes so far."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS_PER_SECOND


def family(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid] + [member for child in children for member in family(int(child))]
