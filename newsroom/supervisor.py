"""The process that runs for as long as the site does: it starts the others, restarts them, and stops them.

`run_site` prepares a site and then becomes this program, which has loaded neither Django nor anything else that
preparing needs: `python -m newsroom.supervisor`, with a plan as JSON.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from newsroom.processes import Process, run_together

if TYPE_CHECKING:
    from collections.abc import Sequence

# Interval and timeout of the check whether the web server responds, in seconds.
_ASK_EVERY = 0.1
_ANSWER_WITHIN = 30.0
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Plan:
    """`commands` are those of the processes by name. `port` is None where no web server runs; `host` is one it accepts."""

    commands: dict[str, list[str]]
    port: int | None
    host: str
    site_name: str


def become(plan: Plan, kept: Sequence[int]) -> NoReturn:
    """Replace this program by the supervisor. `kept` are file descriptors that stay open, and so keep their locks."""
    sys.stdout.flush()
    sys.stderr.flush()
    for descriptor in kept:
        os.set_inheritable(descriptor, True)
    path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "newsroom.supervisor", json.dumps(asdict(plan))]
    os.execve(command[0], command, {**os.environ, "PYTHONPATH": path})  # noqa: S606  # our own program


def main() -> None:
    plan = Plan(**json.loads(sys.argv[1]))
    if plan.port is not None:
        threading.Thread(target=announce, args=(plan, plan.port), daemon=True).start()
    run_together([Process(name, command) for name, command in plan.commands.items()])


def announce(plan: Plan, port: int) -> None:
    """Print the address of the site once it responds."""
    while not answers(port, plan.host):
        time.sleep(_ASK_EVERY)
    sys.stdout.write(f"\n  {plan.site_name} is on http://127.0.0.1:{port}  (admin: /admin/)\n  Ctrl-C stops it.\n\n")
    sys.stdout.flush()


def answers(port: int, host: str) -> bool:
    """Whether the web server on this port sends any response."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_WITHIN)
    try:
        client.request("HEAD", "/robots.txt", headers={"Host": host})
        client.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        client.close()
    return True


if __name__ == "__main__":
    main()
