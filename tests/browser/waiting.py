from __future__ import annotations

import time


def wait_until(condition, seconds=120.0, every=0.1, what="it"):
    """The first true value of `condition()`; fails with `what` after the timeout."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds:g} s"
        time.sleep(every)
    return found
