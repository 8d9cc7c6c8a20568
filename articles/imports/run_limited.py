"""Run a function within the limits of the settings: in a child process, or in this one where tests want that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from articles.imports import claim_holder
from articles.imports.child_process import ChildProcess, Limits, MemoryLimitError

if TYPE_CHECKING:
    from collections.abc import Callable

# The function that loads all that reading and extraction need, before children are forked.
EVERYTHING = "articles.imports.child_setup.load_everything"
# By what they have loaded.
_children: dict[str, ChildProcess] = {}


def run(
    function: Callable[..., Any],
    *args: Any,
    keep_on: Callable[[], bool] = lambda: True,
    cpu_seconds: int | None = None,
    prepare: str = EVERYTHING,
) -> Any:
    """The result of a function of a module, whose arguments and result are JSON.

    `cpu_seconds` may lower the limit of the settings. `prepare` is the dotted path of a function that loads what the
    function needs.
    Raises what `ChildProcess.run` raises. With IMPORTS_IN_CHILD_PROCESS off, the function runs in this process, without
    limits, and raises what it raises.
    """
    most = settings.IMPORT_CPU_LIMIT
    limits = Limits(settings.IMPORT_TIME_LIMIT, min(cpu_seconds or most, most), settings.IMPORT_MEMORY_LIMIT)
    if settings.IMPORTS_IN_CHILD_PROCESS:
        call = f"{function.__module__}.{function.__qualname__}"
        child = _children.setdefault(prepare, ChildProcess(prepare))
        return child.run(call, *args, limits=limits, keep_on=keep_on, every=claim_holder.RENEW_SECONDS)
    try:
        return function(*args)
    except MemoryError as error:
        raise MemoryLimitError("needed more memory than there is, so it was stopped.") from error
