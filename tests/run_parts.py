"""Run every part of `make test`, also after one has failed, and sum up: python tests/run_parts.py PART ...

Each part is a target of the Makefile. What a part prints is shown as it comes. Ends with status 1 if any part failed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def run(part: str) -> tuple[str, int, float]:
    """Name, exit status and seconds of one part."""
    print(f"\n===== {part} =====", flush=True)
    began = time.monotonic()
    status = subprocess.run(["make", "--no-print-directory", part], check=False).returncode
    return part, status, time.monotonic() - began


def note(part: str) -> str:
    """What was left out of a part, for want of a program."""
    if part == "browser" and not any(map(shutil.which, CHROMIUM)):
        return "   without Chromium: the tests that need it were skipped"
    return ""


def main(parts: list[str]) -> int:
    if not parts:
        print("Name the parts to run, for example: python tests/run_parts.py lint unit")
        return 2
    results = [run(part) for part in parts]
    print("\n===== summary =====")
    for part, status, seconds in results:
        outcome = "passed" if status == 0 else "FAILED"
        print(f"{part:<12}{outcome:<10}{int(seconds) // 60:>3} min {int(seconds) % 60:02} s{note(part)}")
    failed = [part for part, status, _ in results if status]
    print(f"Failed: {', '.join(failed)}." if failed else "Everything passed.", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
