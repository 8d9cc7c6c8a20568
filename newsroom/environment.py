"""Read and check the settings from environment variables."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# name -> description; a test keeps this list, the reader below and `docs/settings.md` consistent.
DOCUMENTED = {
    "DATABASE_URL": "Database URL, for example postgres://user:password@host/name. Default: SQLite in DATA_DIR.",
    "DATABASE_PASSWORD": "The password for DATABASE_URL, with any characters and without escapes. Default: the one in DATABASE_URL.",
    "DATABASE_REPLICA_URL": "URL of a streaming replica of DATABASE_URL (PostgreSQL) for the pages of anonymous readers. Default: none.",
    "CACHE_URL": "A cache of pages that all web processes share: redis://, memcached://, database:// or file:///. Default: none.",
    "PORT": "The port that `make run` serves on, 1 to 65535. Default 8000.",
    "DATA_DIR": "The folder for database, search index, media and built files. Default: var/ beside manage.py.",
    "EDITOR_PASSWORD": "The password of the first editor account; a weak one is refused in production. Default: generated and printed once.",
    "FETCH_ALLOW": "Comma-separated host:port pairs that imports may fetch although they are not public. Default: none.",
    "SITE_NAME": "The name in the masthead. Default: Frontline Record.",
    "SEARCH_RATE": "Searches and filtered lists that one address may request a minute, for each web server process. Default 120.",
    "IMPORT_RATE": "Imports that one account may start a minute; an upload of several files is one. Default 120.",
    "SESSION_HOURS": "How long a login lasts, in hours. Default 168.",
    "SESSION_IDLE_MINUTES": "How long a login lasts without a request, in minutes. Default 480.",
    "PRODUCTION": "1 turns on production mode: unsafe values are refused, cookies are HTTPS-only. Default 0.",
    "SECRET_KEY": "Signs sessions; required in production, at least 50 random characters. Default: generated and stored in DATA_DIR.",
    "ALLOWED_HOSTS": "Comma-separated host names of the site; required in production. Default: this machine only.",
    "BEHIND_PROXY": "1 when a reverse proxy sets X-Forwarded-Proto and X-Forwarded-For. Default 0.",
    "LOAD_SAMPLE": "1 loads the sample coverage into an empty site. Default: 0 in production, otherwise 1.",
    "LOG_FORMAT": "text or json. Default text.",
    "SLOW_QUERY_MS": "Database statements that take longer are logged, in milliseconds; 0 logs none. Default 500.",
    "METRICS_TOKEN": "A bearer token with which /metrics and the details of /readyz can be read from other machines. Default: none.",
    "BACKUP_DIR": "The folder with the backups, whose age `manage.py doctor` checks. Default: none.",
    "WEB_WORKERS": "Web server processes, 1 to 64. Default 2.",
    "IMPORT_TIME_LIMIT": "Time limit for reading one import, in seconds. Default 300.",
    "IMPORT_CPU_LIMIT": "CPU time limit for reading one import, in seconds. Default 90.",
    "IMPORT_MEMORY_LIMIT": "Memory limit for reading one import, in megabytes. Default 512.",
    "FETCH_PICTURES": "0 fetches no lead pictures of imported stories; editors can still fetch or upload one. Default 1.",
    "MAX_PICTURE_BYTES": "The largest file of a picture that is fetched or uploaded, in bytes. Default 15728640.",
    "MAX_PICTURE_PIXELS": "Pictures with more pixels are not decoded; decoding takes up to 12 bytes a pixel. Default 40000000.",
}

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}
# The requirements of Django's own check (security.W009).
_MIN_SECRET, _MIN_DIFFERENT, _GENERATED_PREFIX = 50, 5, "django-insecure-"
_POSTGRESQL = frozenset({"postgres", "postgresql"})
# scheme://user: | password | @host...: the last @ before the host ends the password.
_WITH_PASSWORD = re.compile(r"([a-zA-Z]+://[^:@/?#]*:)(.*)(@[^@]*)", re.DOTALL)
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MIN_TOKEN = 20
_MAX_PORT = 65_535
_MAX_WORKERS = 64
_MAX_SECONDS = 86_400
_MAX_MEGABYTES = 1_048_576
_MAX_RATE = 1_000_000
_MAX_PICTURE_BYTES = 20 * 1024 * 1024
_MAX_PICTURE_PIXELS = 500_000_000
_MAX_SESSION_HOURS = 8760


# Fields of Environment that are whole numbers from 1: default and maximum.
_NUMBERS = {
    "port": (8000, _MAX_PORT),
    "web_workers": (2, _MAX_WORKERS),
    "import_time_limit": (300, _MAX_SECONDS),
    "import_cpu_limit": (90, _MAX_SECONDS),
    "import_memory_limit": (512, _MAX_MEGABYTES),
    "max_picture_bytes": (15 * 1024 * 1024, _MAX_PICTURE_BYTES),
    "max_picture_pixels": (40_000_000, _MAX_PICTURE_PIXELS),
    "search_rate": (120, _MAX_RATE),
    "import_rate": (120, _MAX_RATE),
    "session_hours": (168, _MAX_SESSION_HOURS),
    "session_idle_minutes": (480, _MAX_SESSION_HOURS * 60),
}


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
    fetch_pictures: bool
    max_picture_bytes: int
    max_picture_pixels: int
    search_rate: int
    import_rate: int
    session_hours: int
    session_idle_minutes: int
    behind_proxy: bool
    load_sample: bool
    log_format: str
    slow_query_ms: int
    metrics_token: str
    backup_dir: str
    database_password: str
    editor_password: str


def read(base_dir: Path, environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment. Raises ImproperlyConfigured with one sentence for the first invalid value."""
    env = os.environ if environ is None else environ
    production = _switch(env, "PRODUCTION")
    data_dir = (base_dir / env.get("DATA_DIR", "var")).resolve()
    _make_data_dir(data_dir)
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
        **{name: _number(env, name.upper(), default, most) for name, (default, most) in _NUMBERS.items()},
        fetch_pictures=_switch(env, "FETCH_PICTURES", default=True),
        behind_proxy=_switch(env, "BEHIND_PROXY"),
        load_sample=_switch(env, "LOAD_SAMPLE", default=not production),
        log_format=_log_format(env),
        slow_query_ms=_number(env, "SLOW_QUERY_MS", 500, _MAX_SECONDS * 1000, least=0),
        metrics_token=_metrics_token(env),
        backup_dir=env.get("BACKUP_DIR", "").strip(),
        database_password=env.get("DATABASE_PASSWORD", ""),
        editor_password=env.get("EDITOR_PASSWORD", ""),
    )


def _make_data_dir(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR is {data_dir}, which cannot be used: {error.strerror}.") from error
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DATA_DIR is {data_dir}, which cannot be written: the disk is read-only, or the folder belongs to another user."
        )


def _switch(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    value = env.get(name, "").strip().lower()
    if not value:
        return default
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")
    return value in _TRUE


def _number(env: Mapping[str, str], name: str, default: int, most: int, *, least: int = 1) -> int:
    value = env.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number from {least} to {most}.")
    return int(value)


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("DATABASE_URL", "").strip() or f"sqlite:///{data_dir / 'newsroom.sqlite3'}"
    if url.partition(":")[0].lower() not in {"sqlite", *_POSTGRESQL}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return _checked_url("DATABASE_URL", url)


def _checked_url(name: str, url: str) -> str:
    """With a password that is escaped as URLs need it. The message never repeats the URL, which contains the password."""
    url = escape_password(url)
    try:
        _ = urlsplit(url).port
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is not a valid URL. Special characters in the user or the password may be the reason: write them as "
            "%XX, or give the password in DATABASE_PASSWORD."
        ) from error
    return url


def escape_password(url: str) -> str:
    """Escape characters of the password that would end it. A percent sign followed by two hexadecimal digits is an escape."""
    parts = _WITH_PASSWORD.fullmatch(url)
    if parts is None:
        return url
    begin, password, rest = parts.groups()
    password = _NO_ESCAPE.sub("%25", password)
    return f"{begin}{quote(password, safe='%')}{rest}"


def _log_format(env: Mapping[str, str]) -> str:
    value = env.get("LOG_FORMAT", "").strip().lower() or "text"
    if value not in ("text", "json"):
        raise ImproperlyConfigured(f"LOG_FORMAT is {value!r}; it must be text or json.")
    return value


def _metrics_token(env: Mapping[str, str]) -> str:
    token = env.get("METRICS_TOKEN", "").strip()
    if token and len(token) < _MIN_TOKEN:
        raise ImproperlyConfigured(f"METRICS_TOKEN must have at least {_MIN_TOKEN} characters.")
    return token


def _replica_url(env: Mapping[str, str], database_url: str) -> str:
    url = env.get("DATABASE_REPLICA_URL", "").strip()
    if url and not all(one.partition(":")[0].lower() in _POSTGRESQL for one in (url, database_url)):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL and DATABASE_URL must both begin with postgres://: SQLite has no replicas."
        )
    return _checked_url("DATABASE_REPLICA_URL", url)


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
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key cannot be written to {kept}: {error.strerror}.") from error
    try:
        return kept.read_text("ascii")
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key in {kept} cannot be read: {error.strerror}.") from error


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
