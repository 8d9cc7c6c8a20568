"""Reading and finding within the limits of the settings: in a child process, or right here where tests want that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from articles.imports import leases
from articles.imports.child_process import ChildProcess, Limits, MemoryLimitError

if TYPE_CHECKING:
    from collections.abc import Callable

_child = ChildProcess(prepare="articles.imports.preparation.load_everything")


def run(call: str, *args: Any, keep_on: Callable[[], bool] = lambda: True) -> Any:
    """The result of the function at the dotted path `call`, for arguments and a result that are JSON.

    Raises what `ChildProcess.run` raises. With IMPORTS_IN_CHILD_PROCESS off, the function runs in this process, without
    limits, and raises what it raises.
    """
    limits = Limits(settings.IMPORT_TIME_LIMIT, settings.IMPORT_CPU_LIMIT, settings.IMPORT_MEMORY_LIMIT)
    if settings.IMPORTS_IN_CHILD_PROCESS:
        return _child.run(call, *args, limits=limits, keep_on=keep_on, every=leases.RENEW_EVERY)
    try:
        return import_string(call)(*args)
    except MemoryError as error:
        raise MemoryLimitError("needed more memory than there is, so it was stopped.") from error
