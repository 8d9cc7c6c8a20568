"""The log: one line for each thing that happened, as text or JSON, with the id of the request."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.backends.signals import connection_created
from pythonjsonlogger.core import RESERVED_ATTRS

from newsroom import request_id
from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT, JSON = "text", "json"
slow_log = logging.getLogger("newsroom.slow_queries")
_MAX_SQL = 2_000


def logging_settings(log_format: str) -> dict[str, Any]:
    """LOGGING for Django: everything goes to standard error, which systemd, Docker or a file collects."""
    callback = "django.utils.log.CallbackFilter"
    filters = {
        # The task worker sets its own loggers to INFO and logs every start and end.
        "no_chatter": {"()": callback, "callback": _is_no_chatter},
        "one_line": {"()": callback, "callback": shorten_client_errors},
        "storage": {"()": callback, "callback": say_storage_problems},
        "request_id": {"()": callback, "callback": add_request_id},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": filters,
        "formatters": {
            TEXT: {"format": "{asctime} {levelname} {name}{of_request}: {message}", "style": "{"},
            JSON: {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "fmt": ["asctime", "levelname", "name", "message", "request_id", "process", "threadName"],
                # Of the request, its id says enough.
                "reserved_attrs": [*RESERVED_ATTRS, "of_request", "request"],
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "threadName": "thread"},
            },
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": log_format, "filters": list(filters)},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"articles": {"level": "INFO"}, "trafilatura": {"level": "ERROR"}},
    }


def _is_no_chatter(record: logging.LogRecord) -> bool:
    return not record.name.startswith("django_tasks") or record.levelno >= logging.WARNING


def shorten_client_errors(record: logging.LogRecord) -> bool:
    """Log client errors as one line at WARNING: a traceback would not help, and anyone could fill the disk with
    them.
    """
    is_client_error = record.name == "django.request" and record.levelno < logging.ERROR
    if is_client_error or record.name.startswith("django.security"):
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        record.exc_info = record.exc_text = None
    return True


def say_storage_problems(record: logging.LogRecord) -> bool:
    """Log an error that the disk caused as one line that says so: where the code was when it happened does not matter."""
    error = record.exc_info[1] if record.exc_info else None
    problem = storage_problem(error)
    if problem:
        record.msg, record.args = f"{record.getMessage()}: {problem.sentence}", None
        record.exc_info = record.exc_text = None
    return True


def add_request_id(record: logging.LogRecord) -> bool:
    number = request_id.current()
    record.request_id = number
    record.of_request = f" [{number}]" if number else ""
    return True


class SlowQueries:
    """Logs statements that take longer than SLOW_QUERY_MS, without their values, which may be personal data."""

    def __init__(self, limit: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = limit, clock

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = self._clock()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = self._clock() - begun
            if seconds >= self._limit:
                text = " ".join(str(sql).split())[:_MAX_SQL]
                slow_log.warning("Slow query, %.0f ms on %s: %s", seconds * 1000, context["connection"].alias, text)


def log_slow_queries() -> None:
    """On every connection that this process opens from now on."""
    if settings.SLOW_QUERY_MS:
        connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: Any, **_kwargs: Any) -> None:
    if not any(isinstance(wrapper, SlowQueries) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.append(SlowQueries(settings.SLOW_QUERY_MS / 1000))
