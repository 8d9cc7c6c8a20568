"""Rights that depend on what an action does: checked where it is done, for the account on whose behalf it is done.

The rights that an address requires in any case are in articles/desk/address_rights.toml.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from articles.desk.acting import acting_user

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.contrib.auth.models import AnonymousUser, User
    from django.db.models import Model

PUBLISH = "articles.publish_article"
# Conditions that no group fulfills.
SUPERUSER, NOBODY = "superuser", "nobody"

_refused: ContextVar[list[MissingRightError] | None] = ContextVar("refused_actions", default=None)


class MissingRightError(PermissionDenied):
    """The account lacks `rights`. The message is a sentence for its user."""

    def __init__(self, rights: Iterable[str] = ()) -> None:
        self.rights = tuple(rights)
        super().__init__(_sentence(self.rights))


def holds(user: User | AnonymousUser, right: str) -> bool:
    """Whether an active account has a right. The right to change something includes that to view it, as in Django."""
    if right in (SUPERUSER, NOBODY):
        return right == SUPERUSER and user.is_active and user.is_superuser
    if user.has_perm(right):
        return True
    app, _, codename = right.partition(".")
    verb, _, noun = codename.partition("_")
    return verb == "view" and user.has_perm(f"{app}.change_{noun}")


def missing_rights(user: User | AnonymousUser, rights: Iterable[str]) -> list[str]:
    return [right for right in rights if not holds(user, right)]


def lacking(user: User | AnonymousUser, *rights: str) -> str:
    """A sentence about the rights that an account lacks; empty if it has all."""
    missing = missing_rights(user, rights)
    return str(MissingRightError(missing)) if missing else ""


def require(*rights: str) -> None:
    """Raises MissingRightError. On the command line and in the worker there is no account, and everything is allowed."""
    user = acting_user()
    missing = missing_rights(user, rights) if user is not None else []
    if not missing:
        return
    error = MissingRightError(missing)
    refused = _refused.get()
    if refused is not None:
        refused.append(error)
    raise error


def require_to_add(model: type[Model]) -> None:
    """Raises MissingRightError if the acting account may not add records of this kind."""
    require(right_to_add(model))


def right_to_add(model: type[Model]) -> str:
    return f"{model._meta.app_label}.add_{model._meta.model_name}"  # noqa: SLF001 (Django's public description of a model)


@contextmanager
def refused_actions() -> Iterator[list[MissingRightError]]:
    """Collects what `require` refuses, also where the caller shows the refusal beside a form."""
    refused: list[MissingRightError] = []
    token = _refused.set(refused)
    try:
        yield refused
    finally:
        _refused.reset(token)


def _sentence(rights: tuple[str, ...]) -> str:
    if NOBODY in rights:
        return "No account can do this."
    if SUPERUSER in rights:
        return "Only a superuser can do this."
    if not rights:
        return "Your account does not have the right to do this."
    return f"Your account lacks the right {' and '.join(rights)}."
