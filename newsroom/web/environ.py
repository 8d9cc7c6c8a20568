"""The environment of WSGI (PEP 3333), which Django reads, made of a request of RSGI."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsroom.web.protocol import Scope

_ALWAYS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}
_WITHOUT_HTTP = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def make_environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Names with an underscore are left out: WSGI could not tell them from the same name with a hyphen, so a client could
    send headers in the name of the proxy.
    """
    server, _, port = scope.server.rpartition(":")
    environ = {
        **_ALWAYS,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": remote_address(scope),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _as_wsgi(scope.path),
        "QUERY_STRING": _as_wsgi(scope.query_string),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = _WITHOUT_HTTP.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        if name not in _WITHOUT_HTTP and key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"  # noqa: PLW2901  # RFC 9110, RFC 6265
        environ[key] = value
    return environ


def remote_address(scope: Scope) -> str:
    """The address of the client, without its port."""
    return scope.client.rpartition(":")[0].strip("[]")


def _as_wsgi(text: str) -> str:
    """WSGI carries bytes as Latin-1 text."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("latin-1")
