"""Which requests may carry a body, and how large: decided from method, path and headers, before anything reads it.

Reading a body costs memory, disk and time, and Django reads the form of every POST to find its CSRF token. Bodies that no
view accepts are therefore refused here: by our own server (newsroom/web) directly, and for other servers by the
middleware, which must be first in the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat

from articles.imports.upload_limits import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

ADMIN_ROOT = "/admin/"
IMPORT_PATH = "/admin/articles/importitem/add/"
# Limit for clients that are not logged in: enough for every public form.
MAX_ANONYMOUS_BYTES = 1024 * 1024
# Overhead of a multipart form: field names, boundaries, encoding.
FORM_OVERHEAD_BYTES = 1024 * 1024
_MAX_DIGITS = 18
_PUBLIC_METHODS, _ADMIN_METHODS = ("GET", "HEAD"), ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A response sent instead of reading the request: status, message, and the allowed methods or the seconds after which
    the client may retry.
    """

    status: int
    sentence: str
    allow: str = ""
    retry_after: int = 0

    @property
    def headers(self) -> list[tuple[str, str]]:
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if self.allow:
            headers.append(("Allow", self.allow))
        if self.retry_after:
            headers.append(("Retry-After", str(self.retry_after)))
        return headers


def check_request(method: str, path: str, length: str, encoding: str) -> Refusal | None:
    """The refusal of a request that is never allowed, logged in or not.

    `length` and `encoding` are the Content-Length and Transfer-Encoding headers, or "".
    """
    methods = _ADMIN_METHODS if path.startswith(ADMIN_ROOT) else _PUBLIC_METHODS
    if method not in methods:
        allow = ", ".join(methods)
        return Refusal(405, f"This URL accepts {allow} only.", allow)
    if encoding:
        return Refusal(411, "Send the request body with a Content-Length; chunked bodies are not accepted.")
    if not length:
        return None
    if not (length.isascii() and length.isdigit() and len(length) <= _MAX_DIGITS):
        return Refusal(400, "The Content-Length of the request is not a valid number.")
    if method != "POST" and int(length):
        return Refusal(400, f"A {method} request must not have a body.")
    return too_large(length, max_editor_bytes(path))


def too_large(length: str, most: int) -> Refusal | None:
    """The refusal of a body with this Content-Length if it exceeds `most` bytes."""
    size = int(length or 0)
    if size <= most:
        return None
    return Refusal(413, f"The request body is {filesizeformat(size)}; this URL accepts up to {filesizeformat(most)}.")


def max_editor_bytes(path: str) -> int:
    """The largest body that a logged-in editor may send to this path, in bytes."""
    return (MAX_UPLOAD_BYTES if path == IMPORT_PATH else settings.DATA_UPLOAD_MAX_MEMORY_SIZE) + FORM_OVERHEAD_BYTES


def is_large(length: str) -> bool:
    """Whether only logged-in editors may send a body of this Content-Length (already accepted by `check_request`)."""
    return int(length or 0) > MAX_ANONYMOUS_BYTES


def is_editor(session_key: str | None) -> bool:
    """Whether this session belongs to an active editor account. Reads the session from the database."""
    if not session_key:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user.is_authenticated and user.is_active and user.is_staff


class RequestGuardMiddleware:
    """Must be first: no later middleware reads a body that no view accepts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or ""
        encoding = request.META.get("HTTP_TRANSFER_ENCODING") or ""
        refusal = check_request(request.method or "", request.path_info, length, encoding)
        if refusal is None and is_large(length) and not is_editor(request.COOKIES.get(settings.SESSION_COOKIE_NAME)):
            refusal = too_large(length, MAX_ANONYMOUS_BYTES)
        if refusal is None:
            return self.get_response(request)
        return HttpResponse(refusal.sentence, status=refusal.status, headers=dict(refusal.headers))
