"""CACHE_URL as the settings of a Django cache."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# How long a web process waits for a cache server, in seconds; after that it renders the page itself.
_TIMEOUT = 0.5
_MAX_ENTRIES = 10_000
_BACKENDS = "django.core.cache.backends"
# The package that a kind of server needs, which the site does not install.
_PACKAGES = {"redis": "redis", "rediss": "redis", "memcached": "pymemcache"}


def cache_settings(url: str) -> dict[str, Any]:
    """The entry of CACHES for this URL. Raises ImproperlyConfigured with one sentence for an invalid one."""
    try:
        parts = urlsplit(url)
        address = f"{parts.hostname}:{parts.port or 11211}"
    except ValueError as error:
        raise ImproperlyConfigured(f"CACHE_URL is not a valid URL: {error}.") from error
    package = _PACKAGES.get(parts.scheme)
    if package and find_spec(package) is None:
        raise ImproperlyConfigured(f"CACHE_URL begins with {parts.scheme}://, which needs the package {package}.")
    if parts.scheme in ("redis", "rediss") and parts.hostname:
        options = {"socket_timeout": _TIMEOUT, "socket_connect_timeout": _TIMEOUT}
        return {"BACKEND": f"{_BACKENDS}.redis.RedisCache", "LOCATION": url, "OPTIONS": options}
    if parts.scheme == "memcached" and parts.hostname:
        options = {"timeout": _TIMEOUT, "connect_timeout": _TIMEOUT}
        return {"BACKEND": f"{_BACKENDS}.memcached.PyMemcacheCache", "LOCATION": address, "OPTIONS": options}
    sized = {"OPTIONS": {"MAX_ENTRIES": _MAX_ENTRIES}}
    if parts.scheme == "database" and parts.netloc and not parts.path:
        return {"BACKEND": f"{_BACKENDS}.db.DatabaseCache", "LOCATION": parts.netloc, **sized}
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return {"BACKEND": f"{_BACKENDS}.filebased.FileBasedCache", "LOCATION": parts.path, **sized}
    raise ImproperlyConfigured(
        "CACHE_URL must be redis://host:port/0, rediss://…, memcached://host:port, database://table or file:///folder."
    )
