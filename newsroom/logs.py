"""Log filter for refused requests."""

from __future__ import annotations

import logging


def shorten_client_errors(record: logging.LogRecord) -> bool:
    """Log client errors as one line at WARNING: a traceback would not help, and anyone could fill the disk with
    them.
    """
    is_client_error = record.name == "django.request" and record.levelno < logging.ERROR
    if is_client_error or record.name.startswith("django.security"):
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        record.exc_info = record.exc_text = None
    return True
