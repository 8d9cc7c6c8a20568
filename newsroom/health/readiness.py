"""Whether this web server can answer requests now, and what else an operator should look at."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError

from articles.models.heartbeat import STOPPED_AFTER
from articles.search.engine_failures import IndexFailedError
from newsroom.health import site_facts
from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

# An index that lacks older changes shows readers a site of the past: other machines should answer.
MAX_BEHIND = timedelta(minutes=5)
# An import that waits this long, and a disk with less room, need an operator.
MAX_WAIT = timedelta(minutes=15)
MIN_FREE_BYTES = 200 * 1024 * 1024


@dataclass(slots=True)
class Readiness:
    """`problems` keep this server from answering; `warnings` concern other parts of the site."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return not self.problems


def check_readiness() -> Readiness:
    """Never raises: a part that does not answer is a problem."""
    found = Readiness()
    try:
        _check_database(found)
    except DatabaseError as error:
        log.warning("Not ready: the database does not answer: %s", error)
        found.problems.append(f"The database does not answer. {storage_problem(error) or ''}".strip())
        return found
    steps: tuple[Callable[[Readiness], None], ...] = (_check_index, _check_queue, _check_processes, _check_disk)
    for step in steps:
        try:
            step(found)
        except DatabaseError as error:
            found.problems.append("The database failed during the check.")
            log.warning("Not ready: %s", error)
    return found


def _check_database(found: Readiness) -> None:
    found.details["database"] = site_facts.database_version()
    pending = site_facts.pending_migrations()
    if pending:
        found.problems.append("The database has to be migrated to this version of the site.")
    found.details["pending_migrations"] = len(pending)


def _check_index(found: Readiness) -> None:
    try:
        index = site_facts.index_facts()
    except IndexFailedError as error:
        log.warning("Not ready: the search index cannot be read: %s", error)
        index = site_facts.IndexFacts(is_readable=False)
    found.details["index"] = {
        "readable": index.is_readable,
        "changes_waiting": index.changes_waiting,
        "seconds_behind": round(index.behind.total_seconds()),
    }
    if not index.is_readable:
        found.problems.append("The search index is being built.")
    elif index.behind > MAX_BEHIND:
        found.problems.append("The search index is not up to date: the indexer does not keep up, or does not run.")


def _check_queue(found: Readiness) -> None:
    queue = site_facts.queue_facts()
    found.details["queue"] = {"waiting": queue.waiting, "oldest_seconds": round(queue.oldest.total_seconds())}
    if queue.oldest > MAX_WAIT:
        found.warnings.append("Imports wait for long: the worker does not keep up, or does not run.")


def _check_processes(found: Readiness) -> None:
    silence = site_facts.silence()
    found.details["seconds_since_heartbeat"] = {name: round(age.total_seconds()) for name, age in silence.items()}
    for name in ("worker", "indexer"):
        if silence.get(name, timedelta.max) > STOPPED_AFTER:
            found.warnings.append(f"No {name} runs.")


def _check_disk(found: Readiness) -> None:
    disk = site_facts.disk_facts()
    found.details["disk_free_bytes"] = disk.free
    if disk.free < MIN_FREE_BYTES:
        found.warnings.append("The disk of the site is nearly full.")
