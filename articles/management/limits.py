"""Run a function for a command within the limits of imports, and say in a sentence why it gave no result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.imports import run_limited
from articles.imports.child_process import CallFailedError, ChildDiedError, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable


class NoResultError(Exception):
    """The function was stopped or failed. The message is a sentence for the user of the command."""


def limited(function: Callable[..., Any], *args: Any, prepare: str = run_limited.EVERYTHING) -> Any:
    """The result of a function of a module, whose arguments and result are JSON. Raises NoResultError."""
    try:
        return run_limited.run(function, *args, prepare=prepare)
    except StoppedError as error:
        raise NoResultError(f"Reading this {error}") from error
    except ChildDiedError as error:
        raise NoResultError(f"The process that read this died: {error}.") from error
    except CallFailedError as error:
        kind = str(error).partition(":")[0]
        raise NoResultError(f"This could not be read because of a fault in the reader ({kind}).") from error
