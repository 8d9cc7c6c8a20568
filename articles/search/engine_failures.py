"""Failures of the search engine as one exception.

Tantivy reports most errors as ValueError. On damaged files it panics: a panic of Rust arrives as a BaseException, which no
`except Exception` catches, so that it would end a thread of the web server without an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


class IndexFailedError(Exception):
    """The search engine could not read or write the index; the text says what it reported."""


def is_panic(error: BaseException) -> bool:
    """The class of panics cannot be imported; each compiled package has one of its own."""
    return type(error).__name__ == "PanicException" and not isinstance(error, Exception)


class _EngineCalls:
    def __enter__(self) -> None:
        return None

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, IndexFailedError):
            return
        if isinstance(error, Exception) or is_panic(error):
            raise IndexFailedError(str(error) or type(error).__name__) from error


# `with ENGINE_CALLS:` around nothing but calls of the engine: every error in the block counts as one of the index.
ENGINE_CALLS = _EngineCalls()
