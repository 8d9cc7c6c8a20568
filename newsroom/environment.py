"""Read and check the settings from environment variables."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# name -> description; a test keeps this list, the reader below and `docs/settings.md` consistent.
DOCUMENTED = {
    "DATABASE_URL": "Database URL, for example postgres://user:password@host/name. Default: SQLite in DATA_DIR.",
    "DATABASE_REPLICA_URL": "URL of a streaming replica of DATABASE_URL (PostgreSQL) for the pages of anonymous readers. Default: none.",
    "CACHE_URL": "A cache of pages that all web processes share: redis://, memcached://, database:// or file:///. Default: none.",
    "PORT": "The port that `make run` serves on, 1 to 65535. Default 8000.",
    "DATA_DIR": "The folder for database, search index, media and built files. Default: var/ beside manage.py.",
    "EDITOR_PASSWORD": "The password of the first editor account; a weak one is refused in production. Default: generated and printed once.",
    "FETCH_ALLOW": "Comma-separated host:port pairs that imports may fetch although they are not public. Default: none.",
    "SITE_NAME": "The name in the masthead. Default: Frontline Record.",
    "PRODUCTION": "1 turns on production mode: unsafe values are refused, cookies are HTTPS-only. Default 0.",
    "SECRET_KEY": "Signs sessions; required in production, at least 50 random characters. Default: generated and stored in DATA_DIR.",
    "ALLOWED_HOSTS": "Comma-separated host names of the site; required in production. Default: this machine only.",
    "BEHIND_PROXY": "1 when a reverse proxy sets X-Forwarded-Proto and X-Forwarded-For. Default 0.",
    "WEB_WORKERS": "Web server processes, 1 to 64. Default 2.",
    "IMPORT_TIME_LIMIT": "Time limit for reading one import, in seconds. Default 300.",
    "IMPORT_CPU_LIMIT": "CPU time limit for reading one import, in seconds. Default 90.",
    "IMPORT_MEMORY_LIMIT": "Memory limit for reading one import, in megabytes. Default 512.",
}

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
# The requirements of Django's own check (security.W009).
_MIN_SECRET, _MIN_DIFFERENT, _GENERATED_PREFIX = 50, 5, "django-insecure-"
_POSTGRESQL = frozenset({"postgres", "postgresql"})
_MAX_PORT = 65_535
_MAX_WORKERS = 64
_MAX_SECONDS = 86_400
_MAX_MEGABYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Environment:
    production: bool
    secret_key: str
    has_generated_key: bool
    allowed_hosts: list[str]
    trusted_origins: list[str]
    database_url: str
    replica_url: str
    cache_url: str
    data_dir: Path
    site_name: str
    fetch_allow: frozenset[tuple[str, int]]
    port: int
    web_workers: int
    import_time_limit: int
    import_cpu_limit: int
    import_memory_limit: int
    behind_proxy: bool
    editor_password: str


def read(base_dir: Path, environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment. Raises ImproperlyConfigured with one sentence for the first invalid value."""
    env = os.environ if environ is None else environ
    production = _switch(env, "PRODUCTION")
    data_dir = (base_dir / env.get("DATA_DIR", "var")).resolve()
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR is {data_dir}, which cannot be used: {error.strerror}.") from error
    hosts = [host.strip() for host in env.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if production and (not hosts or any("*" in host or not host.strip(".") for host in hosts)):
        raise ImproperlyConfigured(
            "PRODUCTION is on, so ALLOWED_HOSTS must list the host names of the site, without *."
        )
    database_url = _database_url(env, data_dir)
    return Environment(
        production=production,
        secret_key=_secret_key(env, data_dir, production),
        has_generated_key=not env.get("SECRET_KEY", "").strip(),
        allowed_hosts=hosts or ["localhost", "127.0.0.1", "[::1]"],
        trusted_origins=[f"https://{host.lstrip('.')}" for host in hosts],
        database_url=database_url,
        replica_url=_replica_url(env, database_url),
        cache_url=env.get("CACHE_URL", "").strip(),
        data_dir=data_dir,
        site_name=env.get("SITE_NAME", "").strip() or "Frontline Record",
        fetch_allow=_fetch_allow(env.get("FETCH_ALLOW", "")),
        port=_number(env, "PORT", 8000, _MAX_PORT),
        web_workers=_number(env, "WEB_WORKERS", 2, _MAX_WORKERS),
        import_time_limit=_number(env, "IMPORT_TIME_LIMIT", 300, _MAX_SECONDS),
        import_cpu_limit=_number(env, "IMPORT_CPU_LIMIT", 90, _MAX_SECONDS),
        import_memory_limit=_number(env, "IMPORT_MEMORY_LIMIT", 512, _MAX_MEGABYTES),
        behind_proxy=_switch(env, "BEHIND_PROXY"),
        editor_password=env.get("EDITOR_PASSWORD", ""),
    )


def _switch(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")
    return value in _TRUE


def _number(env: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = env.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from 1 to {most}.")
    return int(value)


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("DATABASE_URL", "").strip() or f"sqlite:///{data_dir / 'newsroom.sqlite3'}"
    if urlsplit(url).scheme not in {"sqlite", *_POSTGRESQL}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return url


def _replica_url(env: Mapping[str, str], database_url: str) -> str:
    url = env.get("DATABASE_REPLICA_URL", "").strip()
    if url and not all(urlsplit(one).scheme in _POSTGRESQL for one in (url, database_url)):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL and DATABASE_URL must both begin with postgres://: SQLite has no replicas."
        )
    return url


def _fetch_allow(value: str) -> frozenset[tuple[str, int]]:
    pairs = set()
    for pair in filter(None, (part.strip() for part in value.split(","))):
        host, _, port = pair.rpartition(":")
        if not host or not port.isdigit() or not 1 <= int(port) <= _MAX_PORT:
            raise ImproperlyConfigured(
                f"FETCH_ALLOW names {pair!r}; each entry must be host:port, such as 127.0.0.1:8901."
            )
        pairs.add((host.strip("[]").lower(), int(port)))
    return frozenset(pairs)


def _secret_key(env: Mapping[str, str], data_dir: Path, production: bool) -> str:
    given = env.get("SECRET_KEY", "").strip()
    if production and len(given) < _MIN_SECRET:
        raise ImproperlyConfigured(
            f"PRODUCTION is on, so SECRET_KEY must be set, with at least {_MIN_SECRET} characters."
        )
    if production and (len(set(given)) < _MIN_DIFFERENT or given.startswith(_GENERATED_PREFIX)):
        raise ImproperlyConfigured(
            f"PRODUCTION is on, so SECRET_KEY must be random: at least {_MIN_DIFFERENT} different characters, and no "
            f"{_GENERATED_PREFIX} prefix."
        )
    if given:
        return given
    kept = data_dir / "secret_key"
    try:
        with kept.open("x", encoding="ascii") as new:
            kept.chmod(0o600)
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return kept.read_text("ascii")


def keep_private(database: Path) -> None:
    """Create the database file if missing, readable by its owner only: it holds password hashes and sessions.

    SQLite gives its journal files the same permissions.
    """
    try:
        with database.open("x"):
            pass
    except FileExistsError:
        pass
    except OSError:
        return  # SQLite reports the error when it opens the file
    with contextlib.suppress(PermissionError):  # owned by another user
        database.chmod(0o600)
