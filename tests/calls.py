"""Functions that tests have run in a child process."""

from __future__ import annotations

import os
import signal
import time

from articles.readers.picture_decoding import read_picture

_called = 0


def load_nothing() -> None:
    """What a fork server prepares when nothing needs to be loaded."""


def add(first: int, second: int) -> int:
    return first + second


def count_calls() -> list[int]:
    """How often this process was called, and its number."""
    global _called  # noqa: PLW0603 (what is tested is that the process is the same)
    _called += 1
    return [_called, os.getpid()]


def own_pid() -> int:
    return os.getpid()


def fail() -> None:
    raise LookupError("nothing here")


def sleep(seconds: float, note: str = "") -> None:
    """Wait; with the path of a file for a note, leave the number of the process there first."""
    if note:
        with open(note, "w", encoding="ascii") as out:  # noqa: PTH123
            out.write(str(os.getpid()))
    time.sleep(seconds)


def loop() -> None:
    """Use the processor for ever, deaf to signals that Python would handle."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        pass


def take_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def long_answer(length: int) -> str:
    return "é" * length


def widths_of_picture(file: str, max_pixels: int) -> list[int]:
    with open(file, "rb") as content:  # noqa: PTH123
        found = read_picture(content.read(), max_bytes=50_000_000, max_pixels=max_pixels)
    return [one.width for one in found.renditions]
