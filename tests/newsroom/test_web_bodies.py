"""Bodies are received under deadlines; asyncio's clock is moved on by hand, so nothing here waits."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.web import bodies
from newsroom.web.bodies import BrokenBodyError, Slots, SlowBodyError, drain, read_body


class Loop(asyncio.SelectorEventLoop):
    """An event loop that jumps to the next deadline instead of waiting for it."""

    def __init__(self):
        super().__init__()
        self.now = 1000.0

    def time(self):
        return self.now

    def _run_once(self):
        waiting = [handle.when() for handle in self._scheduled if not handle.cancelled()]
        if not self._ready and waiting:
            self.now = max(self.now, min(waiting))
        super()._run_once()


class Sender:
    """Sends (pause in seconds, bytes) one after the other, then the end: "close", or "silence"."""

    def __init__(self, parts, end="close"):
        self.parts, self.end, self.taken = list(parts), end, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.parts:
            if self.end == "silence":
                await asyncio.sleep(1e9)
            return b""
        pause, data = self.parts.pop(0)
        await asyncio.sleep(pause)
        self.taken += len(data)
        return data


def run(coroutine):
    """The result, and how long it took on the loop's clock."""
    loop = Loop()
    try:
        result = loop.run_until_complete(coroutine)
    except (SlowBodyError, BrokenBodyError) as error:
        result = error
    took = loop.now - 1000
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    return result, took


def received(sender, length):
    result, took = run(read_body(sender, length))
    if not isinstance(result, Exception):
        with result:
            return result.read(), took
    return result, took


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=20))
def test_what_was_sent_is_what_is_read(chunks):
    sent = b"".join(chunks)
    assert received(Sender([(0.1, chunk) for chunk in chunks]), len(sent))[0] == sent


def test_a_large_body_is_whole_too():
    chunk = bytes(range(256)) * 1024
    assert received(Sender([(0, chunk)] * 12), 12 * len(chunk))[0] == chunk * 12


def test_one_byte_and_then_silence_is_dropped():
    error, took = received(Sender([(0, b"x")], end="silence"), 10_000)
    assert isinstance(error, SlowBodyError)
    assert took <= bodies.MAX_SILENCE + 1


def test_a_byte_every_second_is_dropped():
    error, took = received(Sender([(1, b"x")] * 1000), 1000)
    assert isinstance(error, SlowBodyError)
    assert took <= bodies.GRACE_SECONDS + 1


def test_a_body_that_stops_half_way_is_dropped():
    error, took = received(Sender([(0.5, b"x" * 100_000)] * 50, end="silence"), 10_000_000)
    assert isinstance(error, SlowBodyError)
    assert took <= 25 + bodies.MAX_SILENCE + 1


def test_fifty_megabytes_over_a_slow_line_arrive():
    chunk, count = b"x" * 50_000, 1000
    body, took = received(Sender([(1, chunk)] * count), len(chunk) * count)
    assert len(body) == 50_000_000
    assert took >= 1000


def test_a_short_pause_is_forgiven_and_a_long_one_is_not():
    def paused(seconds):
        return received(Sender([(0, b"x" * 500_000), (seconds, b"y")]), 500_001)[0]

    assert len(paused(bodies.MAX_SILENCE - 1)) == 500_001
    assert isinstance(paused(bodies.MAX_SILENCE + 1), SlowBodyError)


def test_a_connection_that_ends_early_gives_no_half_body():
    assert isinstance(received(Sender([(0, b"x" * 10)]), 11)[0], BrokenBodyError)


def test_a_refused_sender_is_listened_to_for_a_moment_only():
    silent, flood = Sender([], end="silence"), Sender([(0, b"x" * 1_000_000)] * 100)
    assert run(drain(silent))[1] <= bodies.MAX_DRAIN_SECONDS + 0.1
    run(drain(flood))
    assert flood.taken <= bodies.MAX_DRAIN_BYTES + 1_000_000


def test_a_refused_editor_is_listened_to_until_the_answer_can_be_seen():
    upload = Sender([(1, b"x" * 1_000_000)] * 30)
    run(drain(upload, from_editor=True))
    assert upload.taken == 30_000_000


def test_one_address_cannot_take_all_slots():
    slots = Slots()
    with ExitStack() as held:
        for _ in range(bodies.MAX_BODIES_FROM_ADDRESS):
            held.enter_context(slots.taken("192.0.2.1"))
        assert not slots.is_free("192.0.2.1")
        assert slots.is_free("192.0.2.2")
    assert slots.is_free("192.0.2.1")


def test_many_addresses_cannot_take_more_slots_than_there_are():
    slots = Slots()
    with ExitStack() as held:
        for number in range(bodies.MAX_BODIES):
            held.enter_context(slots.taken(f"192.0.2.{number}"))
        assert not slots.is_free("198.51.100.1")


def test_a_slot_is_given_back_after_an_error():
    slots = Slots()
    for _ in range(bodies.MAX_BODIES_FROM_ADDRESS + 1):
        with pytest.raises(SlowBodyError), slots.taken("192.0.2.1"):
            raise SlowBodyError
    assert slots.is_free("192.0.2.1")
