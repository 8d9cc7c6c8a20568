"""Checks of what runs: web server, worker, indexer, queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from articles.models.heartbeat import STOPPED_AFTER
from newsroom.health import site_facts
from newsroom.health.check_results import ok, problem, warning
from newsroom.health.readiness import MAX_WAIT
from newsroom.site_lock import InUseError, nobody_else

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from newsroom.health.check_results import Finding


def check_processes() -> Iterator[Finding]:
    if not _is_in_use():
        yield warning("Processes", "The site is not running on this machine.")
        return
    silence = site_facts.silence()
    for name in ("worker", "indexer"):
        age = silence.get(name)
        if age is None or age > STOPPED_AFTER:
            since = f"for {_minutes(age)}" if age else "ever"
            yield problem("Processes", f"No {name} has said that it runs {since}. Look at the log of the {name}.")
        else:
            yield ok("Processes", f"The {name} said {age.total_seconds():.0f} s ago that it runs.")


def _is_in_use() -> bool:
    try:
        with nobody_else(settings.DATA_DIR):
            return False
    except InUseError:
        return True


def check_queue() -> Iterator[Finding]:
    queue = site_facts.queue_facts()
    if queue.oldest > MAX_WAIT:
        yield problem(
            "Queue",
            f"{queue.waiting} imports wait, the oldest for {_minutes(queue.oldest)}. Look at the log of the worker, or "
            "start more workers.",
        )
    else:
        yield ok("Queue", f"{queue.waiting} imports wait.")


def _minutes(age: timedelta) -> str:
    minutes = round(age.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
