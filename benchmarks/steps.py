"""Database work in steps that do not depend on how busy the machine is: instructions of SQLite, pages of PostgreSQL."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Instructions of SQLite's virtual machine between two calls of the handler. With more than one, a prepared statement
# that is run again continues to count where it stopped, and the same query takes a different number of steps.
_INTERVAL = 1


@dataclass(slots=True)
class Work:
    """`steps` are instructions of SQLite's virtual machine, or 8 kB pages that PostgreSQL read."""

    steps: int = 0
    queries: int = 0


@contextmanager
def counted() -> Iterator[Work]:
    """Count what happens on the default connection inside the block."""
    work = Work()
    counter = _instructions if connection.vendor == "sqlite" else _pages
    with counter(work):
        yield work


@contextmanager
def _instructions(work: Work) -> Iterator[None]:
    connection.ensure_connection()
    raw = connection.connection

    def tick() -> int:
        work.steps += _INTERVAL
        return 0  # go on

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        work.queries += 1
        return execute(sql, params, many, context)

    raw.set_progress_handler(tick, _INTERVAL)
    try:
        with connection.execute_wrapper(count):
            yield
    finally:
        raw.set_progress_handler(None, 0)


@contextmanager
def _pages(work: Work) -> Iterator[None]:
    """Each query is run a second time under EXPLAIN, which reports how many pages it read, in memory or on disk."""

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        work.queries += 1
        if not sql.lstrip("( ").upper().startswith(("SELECT", "WITH")):
            return execute(sql, params, many, context)
        with connection.connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
        plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
        work.steps += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        return execute(sql, params, many, context)

    connection.ensure_connection()
    with connection.execute_wrapper(explain):
        yield
