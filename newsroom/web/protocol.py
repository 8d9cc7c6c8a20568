"""What the server (granian, RSGI 1.7) hands to the application with each request, as types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Headers(Protocol):
    """Names are in lower case; a name that was sent several times is in `items` several times."""

    def get(self, key: str) -> str | None: ...
    def items(self) -> list[tuple[str, str]]: ...


class Scope(Protocol):
    """`path` has its percent signs decoded; `client` and `server` are host:port."""

    proto: str
    http_version: str
    client: str
    server: str
    scheme: str
    method: str
    path: str
    query_string: str
    headers: Headers


class HTTPProtocol(Protocol):
    """The body of the request, in chunks that end with an empty one, and the ways to answer. Answers may be given from any
    thread, once.
    """

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None: ...
    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
