"""Read the body of a request within time limits, so that a slow client blocks only its own connection."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from articles.middleware.request_guard import MAX_ANONYMOUS_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from newsroom.web.protocol import HTTPProtocol

# A body is dropped when no byte of it comes for this long, in seconds.
MAX_SILENCE = 10.0
# After these seconds a body must have come in at this rate, on average, in bytes per second: a slow telephone line.
GRACE_SECONDS, MIN_BYTES_PER_SECOND = 10.0, 8 * 1024
# Bodies that are being received at the same time: in one process, and from one address.
MAX_BODIES, MAX_BODIES_FROM_ADDRESS = 128, 32
# What a refused sender may still send before the connection is closed: closed at once, it might never see the answer.
MAX_DRAIN_SECONDS, MAX_DRAIN_BYTES = 2.0, 4 * 1024 * 1024
MAX_EDITOR_DRAIN_SECONDS = 60.0


class SlowBodyError(Exception):
    """The body comes too slowly, or not at all."""


class BrokenBodyError(Exception):
    """The connection ended before the whole body had come."""


class Slots:
    """How many bodies are being received, in all and by address. Used on the event loop alone, so it needs no lock."""

    def __init__(self) -> None:
        self._by_address: Counter[str] = Counter()

    def is_free(self, address: str) -> bool:
        return self._by_address.total() < MAX_BODIES and self._by_address[address] < MAX_BODIES_FROM_ADDRESS

    @contextmanager
    def taken(self, address: str) -> Iterator[None]:
        self._by_address[address] += 1
        try:
            yield
        finally:
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]


async def read_body(proto: HTTPProtocol, length: int) -> IO[bytes]:
    """The whole body of `length` bytes as an open file: in memory up to what strangers may send, on disk beyond.

    Raises SlowBodyError, BrokenBodyError, or OSError when the disk is full.
    """
    clock = asyncio.get_running_loop().time
    began, received, chunks = clock(), 0, aiter(proto)
    file = cast("IO[bytes]", SpooledTemporaryFile(max_size=MAX_ANONYMOUS_BYTES))  # noqa: SIM115  # the caller closes it
    try:
        while received < length:
            latest = began + GRACE_SECONDS + received / MIN_BYTES_PER_SECOND
            chunk = await _next_chunk(chunks, min(latest - clock(), MAX_SILENCE))
            received += len(chunk)
            if received > MAX_ANONYMOUS_BYTES:
                await asyncio.to_thread(file.write, chunk)  # a slow disk must not block the event loop
            else:
                file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


async def drain(proto: HTTPProtocol, *, from_editor: bool = False) -> None:
    """Throw away what a refused sender still sends, within limits."""
    received = 0
    try:
        async with asyncio.timeout(MAX_EDITOR_DRAIN_SECONDS if from_editor else MAX_DRAIN_SECONDS):
            async for chunk in proto:
                received += len(chunk)
                if not chunk or (received > MAX_DRAIN_BYTES and not from_editor):
                    return
    except TimeoutError:
        return


async def _next_chunk(chunks: AsyncIterator[bytes], seconds: float) -> bytes:
    try:
        chunk: bytes = await asyncio.wait_for(anext(chunks), max(seconds, 0))
    except TimeoutError as error:
        raise SlowBodyError from error
    except StopAsyncIteration as error:
        raise BrokenBodyError from error
    if not chunk:
        raise BrokenBodyError
    return chunk
