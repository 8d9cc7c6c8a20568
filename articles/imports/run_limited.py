"""Run a function within the limits of the settings: in a child process, or in this one where tests want that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.imports import claim_holder
from articles.imports.child_process import ChildProcess, Limits, MemoryLimitError

if TYPE_CHECKING:
    from collections.abc import Callable

_child = ChildProcess(prepare="articles.imports.child_setup.load_everything")


def run(function: Callable[..., Any], *args: Any, keep_on: Callable[[], bool] = lambda: True) -> Any:
    """The result of a function of a module, whose arguments and result are JSON.

    Raises what `ChildProcess.run` raises. With IMPORTS_IN_CHILD_PROCESS off, the function runs in this process, without
    limits, and raises what it raises.
    """
    limits = Limits(settings.IMPORT_TIME_LIMIT, settings.IMPORT_CPU_LIMIT, settings.IMPORT_MEMORY_LIMIT)
    if settings.IMPORTS_IN_CHILD_PROCESS:
        call = f"{function.__module__}.{function.__qualname__}"
        return _child.run(call, *args, limits=limits, keep_on=keep_on, every=claim_holder.RENEW_SECONDS)
    try:
        return function(*args)
    except MemoryError as error:
        raise MemoryLimitError("needed more memory than there is, so it was stopped.") from error
