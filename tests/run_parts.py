"""Run every part of `make test`, also after one has failed, and sum up: python tests/run_parts.py PART ...

Each part is a target of the Makefile. Parts that keep only one core busy run at the same time as the next one of them,
one for each core; what they print is shown when they end, and what other parts print as it comes. Ends with status 1 if
any part failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The other parts start as many test workers as there are cores.
ONE_CORE = frozenset({"lint", "types", "browser", "growth"})

Result = tuple[str, int, float]


def run(part: str, *, is_alone: bool = True) -> Result:
    """Name, exit status and seconds of one part."""
    if is_alone:
        print(f"\n===== {part} =====", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        ["make", "--no-print-directory", part],
        check=False,
        stdout=None if is_alone else subprocess.PIPE,
        stderr=None if is_alone else subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if not is_alone:
        print(f"\n===== {part} =====\n{done.stdout}", end="", flush=True)
    return part, done.returncode, time.monotonic() - began


def run_all(parts: list[str]) -> Iterator[Result]:
    """The results in the order in which the parts end."""
    cores = os.cpu_count() or 1
    for is_one_core, group in groupby(parts, ONE_CORE.__contains__):
        if not is_one_core or cores == 1:
            yield from map(run, group)
            continue
        with ThreadPoolExecutor(cores) as pool:
            for ended in as_completed([pool.submit(run, part, is_alone=False) for part in group]):
                yield ended.result()


def note(part: str) -> str:
    """What was left out of a part, for want of a program."""
    if part == "browser" and not any(map(shutil.which, CHROMIUM)):
        return "   without Chromium: the tests that need it were skipped"
    return ""


def main(parts: list[str]) -> int:
    if not parts:
        print("Name the parts to run, for example: python tests/run_parts.py lint unit")
        return 2
    began = time.monotonic()
    results = sorted(run_all(parts), key=lambda result: parts.index(result[0]))
    print("\n===== summary =====")
    for part, status, seconds in results:
        print(f"{part:<12}{'passed' if status == 0 else 'FAILED':<10}{minutes(seconds)}{note(part)}")
    print(f"{'all':<22}{minutes(time.monotonic() - began)}")
    failed = [part for part, status, _ in results if status]
    print(f"Failed: {', '.join(failed)}." if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


def minutes(seconds: float) -> str:
    return f"{int(seconds) // 60:>3} min {int(seconds) % 60:02} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
