"""The one function that reaches out: every outside address is fetched here, and nothing else opens a socket.

We resolve the name ourselves, refuse what is not public, and connect to the very address that was checked, so that
a name cannot change its answer between the check and the connection. Every redirect passes the same gate.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, DecodeError, HTTPError, NewConnectionError, ReadTimeoutError
from urllib3.util import Url, parse_url

from articles.readers.networks import is_public
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from urllib3.response import HTTPResponse

USER_AGENT = "NewsroomReader/0.1 (self-hosted news archive; fetches single pages for an editor)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Connection": "close",
}
_OPEN_PORTS = frozenset({80, 443})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_REFUSALS_FOR_NOW = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_MAX_SECONDS_DIGITS = 9
_DAY = 24 * 3600
_MANY_DAYS = 30
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_BAD_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\]")
# A host whose last label is a number is an IPv4 address to browsers and to the C library (0x7f.1, 2130706433, 127.1).
_NUMERIC_HOST = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost. Times in seconds; `size` counts bytes after they are unpacked."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 30.0
    size: int = 10 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. `url` is the address that gave it, `redirects` those passed before, `headers` have lower-case names."""

    url: str
    content: bytes
    content_type: str
    charset: str
    headers: dict[str, str]
    fetched_at: datetime
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """An address of the web beside the network address that was checked for it."""

    url: Url
    host: str
    port: int
    address: str


@dataclass(frozen=True, slots=True)
class _Deadline:
    seconds: float
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        return self.seconds - (time.monotonic() - self.started)

    def check(self) -> None:
        if self.left() <= 0:
            raise FetchError(f"The site took longer than {self.seconds:g} seconds to send the page.")


class FetchError(UnreadableError):
    """An address could not be fetched. The message names the cause in one sentence, and no network address."""


class RetryLaterError(FetchError):
    """The site refuses requests for now, and says for how many seconds (Retry-After)."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotModifiedError(FetchError):
    """The page is still what it was when the tags of a conditional request were received."""

    def __init__(self) -> None:
        super().__init__("The page has not changed.")


class StatusError(FetchError):
    """The site answered with a status that is not a page."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def fetch(
    url: str,
    *,
    allow: frozenset[tuple[str, int]] = frozenset(),
    limits: Limits | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fetched:
    """Fetch a public page; `allow` names the (host, port) pairs that may be reached although they are not public.

    `headers` are sent in addition. With those of a conditional request, NotModifiedError may be raised.
    """
    limits = limits or Limits()
    deadline = _Deadline(limits.total)
    passed: list[str] = []
    address = url.strip()
    while True:
        target = _check(address, allow, limits, deadline)
        with _answer(target, limits, deadline, headers or {}) as response:
            following = response.headers.get("Location", "") if response.status in _REDIRECTS else ""
            if response.status == HTTPStatus.NOT_MODIFIED and headers:
                raise NotModifiedError
            if not following:
                _check_status(response.status, response.headers.get("Retry-After", ""))
                return _read(response, target, limits, deadline, tuple(passed))
        passed.append(target.url.url)
        if len(passed) > limits.redirects:
            raise FetchError(f"The address redirects more than {limits.redirects} times.")
        address = _next_address(target.url.url, following)


def _next_address(base: str, following: str) -> str:
    try:
        return urljoin(base, following.strip())
    except ValueError as error:
        raise FetchError("The address redirects to something that is not a web address.") from error


def _check(address: str, allow: frozenset[tuple[str, int]], limits: Limits, deadline: _Deadline) -> _Target:
    """Let an address through the gate, or refuse it before anything is dialled."""
    url, host, port = _parse(address)
    is_allowed = (host, port) in allow
    if port not in _OPEN_PORTS and not is_allowed:
        raise FetchError(f"Port {port} is not allowed: only the usual web ports 80 and 443 are.")
    if _NUMERIC_HOST.search(host) and not _is_plain_ipv4(host):
        raise FetchError("This address is not allowed: its host is a number in an unusual spelling.")
    found = _resolve(host, port, min(limits.connect, deadline.left()))
    # One private answer among public ones condemns the name: it is how rebinding begins.
    if not is_allowed and not all(is_public(ip_address(one)) for one in found):
        raise FetchError("This address is not allowed: it does not lead to the public internet.")
    return _Target(url, host, port, found[0])


def check_address(address: str) -> None:
    """Raises FetchError for what is no address of a web page. Where it leads is looked at when it is fetched."""
    _parse(address)


def _parse(address: str) -> tuple[Url, str, int]:
    if _BAD_CHARACTERS.search(address):
        raise FetchError("This is not a web address: it contains spaces, backslashes or control characters.")
    try:
        url = parse_url(address)
    except (HTTPError, ValueError) as error:
        raise FetchError("This is not a web address.") from error
    if url.scheme not in _DEFAULT_PORTS:
        raise FetchError("Only addresses that begin with http:// or https:// can be fetched.")
    if url.auth is not None:
        raise FetchError("Addresses with a user name or password in them are not allowed.")
    host = (url.host or "").strip("[]").lower()
    if not host:
        raise FetchError("This is not a web address: it names no site.")
    return url._replace(fragment=None), host, url.port or _DEFAULT_PORTS[url.scheme]


def _is_plain_ipv4(host: str) -> bool:
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return True


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """The network addresses of a host. Runs in a separate thread, because the resolver has no timeout."""
    found: list[str] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            found.extend(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(seconds, 0))
    if asking.is_alive():
        raise FetchError("Looking up the name of the site took too long.")
    if failed or not found:
        raise FetchError("There is no site of this name, or its name cannot be looked up now.")
    return found


@contextmanager
def _answer(target: _Target, limits: Limits, deadline: _Deadline, more: Mapping[str, str]) -> Iterator[HTTPResponse]:
    """The answer of the checked address, with every network error as a FetchError."""
    connection = _connection(target, min(limits.connect, max(deadline.left(), 0.001)))
    response: HTTPResponse | None = None
    watchdog: threading.Timer | None = None
    try:
        deadline.check()
        connection.connect()
        # The socket itself: a connection forgets it as soon as the headers say that it is the last answer.
        watchdog = threading.Timer(max(deadline.left(), 0), _hang_up, [connection.sock])
        watchdog.daemon = True
        watchdog.start()
        # From here on the time-out is that of one silent read; the watchdog ends a server that drips for ever.
        connection.timeout = limits.read
        headers = {**_HEADERS, **more, "Host": _host_header(target)}
        connection.request("GET", target.url.request_uri, headers=headers, preload_content=False)
        response = connection.getresponse()
        yield response
    except (HTTPError, http.client.HTTPException, OSError) as error:
        deadline.check()
        raise FetchError(_sentence(error, limits)) from error
    finally:
        if watchdog is not None:
            watchdog.cancel()
        if response is not None:
            response.close()
        connection.close()


def _connection(target: _Target, seconds: float) -> HTTPConnection:
    if target.url.scheme == "http":
        return HTTPConnection(target.address, target.port, timeout=seconds)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=seconds,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,  # for SNI, and the name that the certificate must carry
    )


def _hang_up(sock: socket.socket) -> None:
    try:
        # Of the plain socket: the TLS layer's own shutdown is not made to be called from another thread.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it has closed by itself: nothing is left to hang up


def _host_header(target: _Target) -> str:
    host = f"[{target.host}]" if _is_ipv6(target.host) else target.host
    is_default = target.port == _DEFAULT_PORTS[target.url.scheme or "http"]
    return host if is_default else f"{host}:{target.port}"


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host)
    except AddressValueError:
        return False
    return True


def _sentence(error: Exception, limits: Limits) -> str:
    if isinstance(error, ssl.SSLError):
        return "The site's security certificate could not be verified, so nothing was read."
    if isinstance(error, NewConnectionError | ConnectionRefusedError):  # before the time-out that it derives from
        is_refusal = isinstance(error.__cause__ or error, ConnectionRefusedError)
        return "The site refused the connection." if is_refusal else "The site cannot be reached from here."
    if isinstance(error, ConnectTimeoutError):
        return f"The site did not answer within {limits.connect:g} seconds."
    if isinstance(error, TimeoutError | ReadTimeoutError):
        return f"The site stopped sending for {limits.read:g} seconds."
    if isinstance(error, DecodeError):
        return "The site sent a page that cannot be unpacked."
    return "The connection to the site broke off before the page was complete."


def _check_status(status: int, retry_after: str = "") -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    try:
        phrase = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = ""
    sentence = f"The site answered with HTTP {status}{phrase} instead of the page."
    seconds = _retry_seconds(retry_after) if status in _REFUSALS_FOR_NOW else None
    if seconds is not None:
        raise RetryLaterError(f"{sentence} It asks to be asked again in {_in_words(seconds)}.", seconds)
    raise StatusError(sentence, status)


def _retry_seconds(stated: str) -> float | None:
    """The seconds of a Retry-After header: a number, or a date; None for anything else."""
    stated = stated.strip()
    if stated.isascii() and stated.isdecimal():
        return float(stated[:_MAX_SECONDS_DIGITS]) if len(stated) <= _MAX_SECONDS_DIGITS else float("inf")
    try:
        moment = parsedate_to_datetime(stated)
    except (ValueError, IndexError, OverflowError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0)


def _in_words(seconds: float) -> str:
    if seconds > _MANY_DAYS * _DAY:
        return "more than a month"
    for size, name in ((_DAY, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{round(seconds)} seconds"


def _read(
    response: HTTPResponse, target: _Target, limits: Limits, deadline: _Deadline, redirects: tuple[str, ...]
) -> Fetched:
    too_large = FetchError(f"The page is larger than {limits.size / 1024 / 1024:g} MB.")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limits.size:
        raise too_large
    content = bytearray()
    while piece := response.read(_CHUNK, decode_content=True):
        deadline.check()
        content += piece
        if len(content) > limits.size:
            raise too_large
    deadline.check()  # a connection that the watchdog cut looks like a normal end
    headers = {name.lower(): value for name, value in response.headers.items()}
    content_type, charset = _content_type(headers.get("content-type", ""))
    return Fetched(
        url=target.url.url,
        content=bytes(content),
        content_type=content_type,
        charset=charset,
        headers=headers,
        fetched_at=datetime.now(UTC),
        redirects=redirects,
    )


def _content_type(header: str) -> tuple[str, str]:
    kind, _, parameters = header.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1].lower() if charset else ""
