"""The user on whose behalf the current code runs, for changes that are logged where no caller can pass the user."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User

_user: ContextVar[User | None] = ContextVar("acting_user", default=None)


@contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    token = _user.set(user)
    try:
        yield
    finally:
        _user.reset(token)


def acting_user() -> User | None:
    """None outside a request of the desk: on the command line, and in the worker."""
    return _user.get()
