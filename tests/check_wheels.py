"""Do all pinned packages have wheels for every Python that we support, and are the hashes of all of them in the locks? Asks
the package index; installs nothing.

    python tests/check_wheels.py

`make check-wheels` runs it. Run it after `make lock`, and before a Python is added to the classifiers of pyproject.toml.
Without the index it fails, so `make test` does not run it; a guard test compares what the files say of Pythons.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
# glibc 2.28 or newer: Debian 10, Ubuntu 20.04, RHEL 8.
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28")
# The files with hashes, and of what each is compiled.
LOCKS = {
    "requirements.lock": ("requirements.txt",),
    "requirements-dev.lock": ("requirements-dev.txt",),
    "requirements-assets.lock": ("--no-deps", "requirements-assets.txt"),
    "requirements-tools.lock": ("requirements-tools.txt",),
}
_CLASSIFIER = re.compile(r"Programming Language :: Python :: (3\.\d+)")
_PIN = re.compile(r"^[\w.-]+==\S+(?: ;.*)?$", re.MULTILINE)


def supported_pythons(pyproject: str) -> tuple[str, ...]:
    """The versions among the classifiers, in their order."""
    matches = map(_CLASSIFIER.fullmatch, tomllib.loads(pyproject)["project"]["classifiers"])
    return tuple(match[1] for match in matches if match)


def pins_of(*requirements: str) -> tuple[str, ...]:
    """The pinned packages in texts of requirements, with their markers, each once."""
    return tuple(dict.fromkeys(pin for text in requirements for pin in _PIN.findall(text)))


def without_wheel(pins: tuple[str, ...], python: str, platform: str) -> tuple[str, ...]:
    """The pins that have no wheel there, each with the reason that uv gives."""
    if not _refusal(pins, python, platform):
        return ()
    reasons = ((pin, _refusal((pin,), python, platform)) for pin in pins)
    return tuple(f"{pin}: {reason}" for pin, reason in reasons if reason)


def _refusal(pins: tuple[str, ...], python: str, platform: str) -> str:
    """What uv says against these pins; empty if each has a wheel."""
    done = subprocess.run(
        [
            UV, "pip", "compile", "--quiet", "--no-config", "--no-deps", "--only-binary", ":all:",
            "--python-version", python, "--python-platform", platform, "-",
        ],
        input="\n".join(pins), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else " ".join(done.stderr.split()) or f"uv ended with {done.returncode}"


def outdated_locks() -> tuple[str, ...]:
    """The locks that do not have exactly the hashes of all files that the package index has for their pins."""
    return tuple(lock for lock, command in LOCKS.items() if _compiled(command) != (ROOT / lock).read_text("utf-8"))


def _compiled(options: tuple[str, ...]) -> str:
    """As `make lock` writes it."""
    done = subprocess.run(
        [
            UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate",
            "--no-emit-index-url", "--generate-hashes", "-c", "constraints.txt", *options,
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout if done.returncode == 0 else ""


def main() -> int:
    pins = pins_of((ROOT / "constraints.txt").read_text("utf-8"), (ROOT / "requirements-assets.txt").read_text("utf-8"))
    is_complete = True
    for python, platform in product(supported_pythons((ROOT / "pyproject.toml").read_text("utf-8")), PLATFORMS):
        missing = without_wheel(pins, python, platform)
        print(f"Python {python}, {platform}: {len(pins) - len(missing)} of {len(pins)} pins have a wheel")
        print("".join(f"  {line}\n" for line in missing), end="")
        is_complete = is_complete and not missing
    for lock in outdated_locks():
        print(f"{lock} does not have the hashes of all files: run make lock")
        is_complete = False
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
