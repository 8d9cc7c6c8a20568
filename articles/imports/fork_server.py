"""The other side of `child_process.py`, run as a program: it loads everything once and forks children for the calls.

There is one child at a time. It inherits the two pipes, so it talks to the caller directly; this process only waits for
it to end, says so, and forks the next. SIGUSR1 kills the child. No threads run here, so that forking is safe.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from types import FrameType
    from typing import BinaryIO

logger = logging.getLogger(__name__)
# Libraries keep caches and fragments of memory: a child is replaced after so many calls, or so much growth.
_MAX_CALLS = 500
_MAX_GROWTH = 300 * 1024 * 1024
_RETIRED, _CALLER_GONE = 0, 10
_PR_SET_PDEATHSIG = 1
_NO_LIMIT = resource.RLIM_INFINITY


class Server:
    """Keeps one child running until the caller is gone."""

    def __init__(self, requests: int, answers: int) -> None:
        self._requests, self._answers = requests, answers
        self._child = 0

    def serve(self) -> None:
        signal.signal(signal.SIGUSR1, self._kill_child)
        while True:
            self._child = os.fork()
            if self._child == 0:
                _be_child(self._requests, self._answers)
            os.waitid(os.P_PID, self._child, os.WEXITED | os.WNOWAIT)
            # Its number stays taken until waitpid: whoever is killed before this line is the child, or nobody.
            ended, self._child = self._child, 0
            code = os.waitstatus_to_exitcode(os.waitpid(ended, 0)[1])
            if code == _CALLER_GONE:
                return
            # A newline first: the child may have been killed in the middle of a line.
            os.write(self._answers, b"\n" + json.dumps({"ended": code}).encode() + b"\n")

    def _kill_child(self, _number: int, _frame: FrameType | None) -> None:
        if self._child:
            os.kill(self._child, signal.SIGKILL)


def main(arguments: list[str]) -> None:
    requests, answers, caller, prepare = *map(int, arguments[:3]), arguments[3]
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C and a stop of the whole group: the caller decides, then we end
    _die_with_parent(caller)
    django.setup()
    import_string(prepare)()
    gc.collect()
    gc.freeze()  # what is loaded stays untouched by the collector, so children share it with us
    Server(requests, answers).serve()


def _be_child(requests: int, answers: int) -> None:
    """Do calls until it is time for a new child. Never returns."""
    code = 1
    try:
        _die_with_parent(os.getppid())
        signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open(requests, "rb", closefd=False) as lines, open(answers, "wb", closefd=False) as out:
            code = _do_calls(lines, out)
    except BrokenPipeError:
        code = _CALLER_GONE
    except BaseException:
        logger.exception("The child process failed between two calls")
    finally:
        os._exit(code)  # nothing of the server's may be cleaned up twice


def _do_calls(lines: BinaryIO, out: BinaryIO) -> int:
    at_first = _data_size()
    for _ in range(_MAX_CALLS):
        line = lines.readline()
        if not line:
            return _CALLER_GONE
        _tell(out, {"begun": True})
        answer = _answer_to(json.loads(line))
        _tell(out, answer)
        if "stopped" in answer or _data_size() - at_first > _MAX_GROWTH:
            break
    return _RETIRED


def _tell(out: BinaryIO, message: dict[str, Any]) -> None:
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()


def _answer_to(request: dict[str, Any]) -> dict[str, Any]:
    """What the call gives, within its limits. A call beyond its processor time is ended by the kernel (SIGXCPU)."""
    function = import_string(request["call"])
    _limit(resource.RLIMIT_CPU, _cpu_seconds() + request["cpu_seconds"] + 1)
    if size := _data_size():
        _limit(resource.RLIMIT_DATA, size + request["bytes"])
    try:
        return {"result": function(*request["args"])}
    except MemoryError:
        return {"stopped": "memory"}
    except Exception as error:
        logger.exception("%s failed", request["call"])
        return {"raised": f"{type(error).__name__}: {error}"}
    finally:
        for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA):
            resource.setrlimit(kind, (resource.getrlimit(kind)[1],) * 2)


def _limit(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == _NO_LIMIT else min(soft, hard), hard))


def _cpu_seconds() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime)


def _data_size() -> int:
    """The writable memory of this process in bytes, as RLIMIT_DATA counts it; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:")), 0)


def _die_with_parent(parent: int) -> None:
    """End when the parent ends, even in the middle of a call (Linux only; elsewhere the limits end the call)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(_CALLER_GONE)  # it ended before we had said so


if __name__ == "__main__":
    main(sys.argv[1:])
