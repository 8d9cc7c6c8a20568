"""A process that dies at once is restarted with a growing pause; one that ran for long is restarted soon."""

from __future__ import annotations

import pytest

from newsroom import processes
from newsroom.processes import FIRST_PAUSE, GROWN_UP, MAX_PAUSE, Process


class Clock:
    now = 1000.0

    def monotonic(self):
        return self.now


class Dying(Process):
    """A process that counts its starts and has ended when the test says so."""

    starts = 0
    ended = False

    def start(self):
        self.started, self.popen, self.ended = processes.time.monotonic(), object(), False
        self.starts += 1

    def has_ended(self):
        return self.ended

    def clear_up(self):
        self.popen = None
        return 1


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(processes, "time", clock)
    return clock


@pytest.fixture
def process(clock):
    process = Dying("worker", ["worker"])
    process.tend()
    return process


def die(process):
    process.ended = True
    process.tend()


def test_a_process_that_runs_is_left_alone(process):
    process.tend()
    assert process.starts == 1


def test_a_process_that_died_is_started_after_its_pause_and_not_before(process, clock):
    die(process)
    for _ in range(3):
        process.tend()
    assert process.starts == 1
    clock.now += process.pause - 0.01
    process.tend()
    assert process.starts == 1
    clock.now += 0.02
    process.tend()
    assert process.starts == 2


def test_each_early_death_doubles_the_pause_up_to_a_limit(process, clock):
    pauses = []
    for _ in range(10):
        die(process)
        pauses.append(process.pause)
        clock.now += process.pause
        process.tend()
    assert pauses[:4] == [2 * FIRST_PAUSE, 4 * FIRST_PAUSE, 8 * FIRST_PAUSE, 16 * FIRST_PAUSE]
    assert pauses[-1] == MAX_PAUSE


def test_a_process_that_ran_for_long_is_restarted_soon(process, clock):
    for _ in range(5):
        die(process)
        clock.now += process.pause
        process.tend()
    clock.now += GROWN_UP + 1
    die(process)
    assert process.pause == FIRST_PAUSE
