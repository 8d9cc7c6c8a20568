"""A child process that runs one function call at a time, and is stopped when the call needs too much time or memory.

A signal alone cannot interrupt C code (a regular expression, a parser), so work that must be stopped runs in a process
of its own. Starting one with everything loaded takes seconds; the child is therefore forked from a *fork server*
(`fork_server.py`), a process that has loaded everything and does nothing else. A child that was stopped is replaced
within milliseconds.

Nothing of the caller is shared with the child: no open files, no database connection, no threads. Calls are named by
dotted paths, and their arguments and results are JSON. When the caller ends, for whatever reason, so do the others.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
# Loading everything takes 3 s of CPU; on a machine that is busy or out of memory, much longer.
_MAX_START_SECONDS = 300.0
_MAX_STARTS = 3
_STOP_SECONDS = 5.0
# The exit status of a child that made room for the next one.
_RETIRED = 0
_CHUNK = 65_536
_ROOT = Path(__file__).resolve().parents[2]

Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: seconds by the clock, seconds of processor time, megabytes on top of what was loaded."""

    seconds: float
    cpu_seconds: int
    megabytes: int


class StoppedError(Exception):
    """The call was stopped. The message goes on after "Reading this", for example."""


class TimeLimitError(StoppedError):
    pass


class CpuLimitError(TimeLimitError):
    """It needed too much processor time."""


class MemoryLimitError(StoppedError):
    pass


class CancelledError(StoppedError):
    """The caller did not want the call to go on."""


class ChildDiedError(Exception):
    """The process ended by itself in the middle of the call: it crashed, or the operating system killed it."""


class CallFailedError(Exception):
    """The function raised an exception, whose traceback the child has logged. The message is its type and text."""


class ChildProcess:
    """Runs calls one after another; not to be used by two threads at once.

    `prepare` is the dotted path of a function that the fork server runs once, with Django set up: it loads what all
    calls need, and leaves neither threads nor connections behind.
    """

    def __init__(self, prepare: str) -> None:
        self._prepare = prepare
        self._server: subprocess.Popen[bytes] | None = None
        self._requests = self._answers = -1
        self._received = b""

    def run(
        self, call: str, *args: Any, limits: Limits, keep_on: Callable[[], bool] = lambda: True, every: float = 5.0
    ) -> Any:
        """The result of `call(*args)`. `keep_on` is asked every so many seconds whether it is still wanted.

        Raises TimeLimitError, CpuLimitError, MemoryLimitError, CancelledError, ChildDiedError or CallFailedError.
        """
        request = {
            "call": call, "args": args, "cpu_seconds": limits.cpu_seconds, "bytes": limits.megabytes * 1024 * 1024,
        }  # fmt: skip
        try:
            self._begin(request, keep_on, every)
            answer = self._await_answer(limits.seconds, keep_on, every)
        except BaseException:
            # A call that nobody waits for must not be answered later, in place of another. It costs a new start.
            self.close()
            raise
        if "stopped" in answer:
            raise _STOPS[answer["stopped"]](_reason(answer["stopped"], limits))
        if "ended" in answer:
            raise ChildDiedError(_end_in_words(answer["ended"]))
        if "raised" in answer:
            raise CallFailedError(answer["raised"])
        return answer["result"]

    def close(self) -> None:
        """End the child and the fork server. The next call starts them again."""
        if self._server is None:
            return
        for descriptor in (self._requests, self._answers):
            os.close(descriptor)
        self._server.kill()
        self._server.wait(_STOP_SECONDS)
        self._server, self._received = None, b""

    def _start(self) -> None:
        if self._server is not None and self._server.poll() is None:
            return
        self.close()
        their_requests, self._requests = os.pipe()
        self._answers, their_answers = os.pipe()
        command = [sys.executable, "-m", "articles.imports.fork_server"]
        arguments = [str(their_requests), str(their_answers), str(os.getpid()), self._prepare]
        try:
            self._server = subprocess.Popen(  # noqa: S603 (our own module)
                [*command, *arguments],
                pass_fds=(their_requests, their_answers),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd=_ROOT,
            )
        finally:
            os.close(their_requests)
            os.close(their_answers)

    def _send(self, request: Message) -> None:
        data = json.dumps(request).encode() + b"\n"
        while data:
            try:
                data = data[os.write(self._requests, data) :]
            except BrokenPipeError as error:
                raise ChildDiedError("it could not be started") from error

    def _begin(self, request: Message, keep_on: Callable[[], bool], every: float) -> None:
        """Have a child take up the call."""
        for _ in range(_MAX_STARTS):
            with contextlib.suppress(ChildDiedError):
                self._start()
                self._send(request)
                message: Message = {"ended": _RETIRED}
                while message.get("ended") == _RETIRED:  # an earlier child had done its share; the next takes the call
                    message = self._next_message_or_stop(_MAX_START_SECONDS, keep_on, every)
                if "begun" in message:
                    return
                if message.get("stopped") == "cancelled":
                    raise CancelledError("was cancelled.")
            self.close()  # what was ended from outside may have taken the request with it
        raise ChildDiedError("it could not be started")

    def _await_answer(self, seconds: float, keep_on: Callable[[], bool], every: float) -> Message:
        """The last word on a call: what the child answers, that it ended, or why it was stopped."""
        message = self._next_message_or_stop(seconds, keep_on, every)
        if message.get("ended") == -signal.SIGXCPU:
            return {"stopped": "cpu"}
        return self._kill_child(message) if message.get("stopped") in ("time", "cancelled") else message

    def _kill_child(self, answer: Message) -> Message:
        """End the call. When the child answered at the very last moment, that holds, else `answer`."""
        assert self._server is not None  # noqa: S101 (for the type checker)
        self._server.send_signal(signal.SIGUSR1)
        while (message := self._next_message(_STOP_SECONDS)) is not None:
            if "ended" in message:
                return answer
            answer = message
        self.close()  # it does not even end when killed: the machine is out of memory, say
        return answer

    def _next_message_or_stop(self, seconds: float, keep_on: Callable[[], bool], every: float) -> Message:
        """What the other side says next, else {"stopped": "time"} or {"stopped": "cancelled"}."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            message = self._next_message(min(left, every))
            if message is not None:
                return message
            if not keep_on():
                return {"stopped": "cancelled"}
        return {"stopped": "time"}

    def _next_message(self, seconds: float) -> Message | None:
        """The next line from the other side; None if none comes in time. Raises ChildDiedError when all have ended."""
        deadline = time.monotonic() + seconds
        while True:
            line, newline, rest = self._received.partition(b"\n")
            if newline:
                self._received = rest
                with contextlib.suppress(ValueError):  # half an answer: the child was killed while it wrote
                    return dict(json.loads(line))
                continue
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._answers], [], [], left)[0]:
                return None
            data = os.read(self._answers, _CHUNK)
            if not data:
                raise ChildDiedError("it could not be started, or was ended from outside")
            self._received += data


_STOPS: dict[str, type[StoppedError]] = {
    "time": TimeLimitError, "cpu": CpuLimitError, "memory": MemoryLimitError, "cancelled": CancelledError,
}  # fmt: skip


def _reason(why: str, limits: Limits) -> str:
    return {
        "time": f"took longer than {limits.seconds:g} seconds, so it was stopped.",
        "cpu": f"needed more than {limits.cpu_seconds} seconds of processor time, so it was stopped.",
        "memory": f"needed more than {limits.megabytes} megabytes of memory, so it was stopped.",
        "cancelled": "was cancelled.",
    }[why]


def _end_in_words(status: int) -> str:
    if status >= 0:
        return f"it ended with status {status}"
    with contextlib.suppress(ValueError):
        return f"it was ended by {signal.Signals(-status).name}"
    return f"it was ended by signal {-status}"
