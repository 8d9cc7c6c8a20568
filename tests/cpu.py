"""Processor time in terms of a fixed piece of work, so that a busy or slow machine does not decide a test."""

from __future__ import annotations

import time
from contextlib import contextmanager

# What `_work` takes on the machine that limits are written for, in seconds.
REFERENCE = 0.06


@contextmanager
def cpu_at_most(seconds):
    """Fail when the block takes more processor time than `seconds` of the reference machine.

    The fixed work is done before and after: caches and hyper-threads that others use make both slower.
    """
    before = _work()
    started = time.process_time()
    yield
    took = time.process_time() - started
    slowness = max(1.0, before / REFERENCE, _work() / REFERENCE)
    assert took < seconds * slowness, f"{took:.1f} s of processor time, on a machine {slowness:.1f} times slower"


def _work():
    started = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number & 7
    assert total
    return time.process_time() - started
