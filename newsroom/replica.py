"""Which database a query reads: the primary, or for the pages of anonymous readers its replica.

Everything reads the primary unless a request chose the replica (`articles.middleware.read_replica`); everything is
written to the primary.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS

if TYPE_CHECKING:
    from django.db.models import Model

REPLICA = "replica"
# Django's cache in the database decides who renders a page: that must be one decision, on the primary.
_PRIMARY_ONLY = frozenset({"django_cache"})

_read_from: ContextVar[str] = ContextVar("read_from", default=DEFAULT_DB_ALIAS)


def read_from(alias: str) -> None:
    """Choose the database that this thread reads until the end of its request."""
    _read_from.set(alias)


def reads_replica() -> bool:
    return _read_from.get() == REPLICA


def _read_from_primary(**_signal: Any) -> None:
    """The body of a streamed response is read after all middleware, so the choice ends only here."""
    read_from(DEFAULT_DB_ALIAS)


request_finished.connect(_read_from_primary)


class ReplicaRouter:
    """Django's database router."""

    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        return DEFAULT_DB_ALIAS if model._meta.app_label in _PRIMARY_ONLY else _read_from.get()  # noqa: SLF001  # public API

    def db_for_write(self, _model: type[Model], **_hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _first: Model, _second: Model, **_hints: Any) -> bool:
        """Both are the same database, at two moments."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
