"""A load generator for this machine only: keep-alive connections to 127.0.0.1, bounded in count and time."""

from __future__ import annotations

import http.client
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TICKS_PER_SECOND = 100  # USER_HZ, which Linux fixes for /proc/<pid>/stat
_TIMEOUT = 60


@dataclass(frozen=True, slots=True)
class Load:
    """`address` gives the path of the n-th request. It ends after so many requests or seconds."""

    port: int
    address: Callable[[int], str]
    headers: Mapping[str, str]
    connections: int
    requests: int
    seconds: float
    status: int = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """`times` are sorted, in ms; `cpu` is the CPU time of the server per request, in ms."""

    times: list[float]
    cpu: float
    per_second: float
    failures: int
    size: int

    def percentile(self, share: float) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * share))]


@dataclass(slots=True)
class _Answers:
    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failures: int = 0


def measure(load: Load, pids: list[int]) -> Measured:
    """Raises ValueError where not one request was answered."""
    answers, numbers = _Answers(), count()
    before, began = cpu_seconds(pids), time.perf_counter()
    threads = [
        threading.Thread(target=_ask, args=(load, answers, numbers, began + load.seconds))
        for _ in range(load.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if not answers.times:
        raise ValueError(f"{load.address(0)} was not answered once.")
    return Measured(
        times=sorted(answers.times),
        cpu=(cpu_seconds(pids) - before) / len(answers.times) * 1000,
        per_second=len(answers.times) / took,
        failures=answers.failures,
        size=max(answers.sizes),
    )


def get(port: int, path: str, headers: Mapping[str, str]) -> tuple[Mapping[str, str], bytes]:
    """Headers and body of one answer. Raises ValueError unless it is 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise ValueError(f"{path} answered {response.status}.")
    return response.headers, body


def _ask(load: Load, answers: _Answers, numbers: count[int], until: float) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", load.port, timeout=_TIMEOUT)
    try:
        while (number := next(numbers)) < load.requests and time.perf_counter() < until:
            began = time.perf_counter()
            try:
                connection.request("GET", load.address(number), headers=dict(load.headers))
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                answers.failures += 1
                connection.close()
                continue
            answers.times.append((time.perf_counter() - began) * 1000)
            answers.sizes.append(len(body))
            answers.failures += response.status != load.status
    finally:
        connection.close()


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


def resident_megabytes(pids: list[int]) -> float:
    """Memory of these processes; what they share is counted once."""
    return sum(_proportional_kilobytes(pid) for pid in pids) / 1024


def _proportional_kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
