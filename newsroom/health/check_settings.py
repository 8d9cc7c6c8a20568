"""Checks of the settings and of the system that the site runs on."""

from __future__ import annotations

import os
import resource
import stat
import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from articles.models import Article
from articles.text import fold
from newsroom.health.check_results import ok, problem, warning
from newsroom.web.__main__ import MAX_CONNECTIONS, OTHER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsroom.health.check_results import Finding

_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_SAMPLE_OUTLET = "Sample Desk"
_MIN_KEY, _MIN_DIFFERENT = 50, 5
# On these the whole of the tests ran (docs/dependencies.md).
_TESTED_PYTHONS = ((3, 11), (3, 12), (3, 13))


def check_mode() -> Iterator[Finding]:
    env = settings.ENV
    hosts = set(env.allowed_hosts)
    if env.production and hosts <= _LOCAL:
        yield warning("Mode", "Production is on, but ALLOWED_HOSTS has no name under which readers reach the site.")
    elif env.production:
        yield ok("Mode", f"Production, as {', '.join(env.allowed_hosts)}.")
    elif hosts - _LOCAL:
        yield problem("Mode", "ALLOWED_HOSTS has public names, but PRODUCTION is off. Set PRODUCTION=1.")
    else:
        yield warning("Mode", "PRODUCTION is off: this site is for this machine only. Set PRODUCTION=1 to publish it.")


def check_tls() -> Iterator[Finding]:
    env = settings.ENV
    if env.production and not env.behind_proxy:
        yield problem(
            "TLS",
            "Production needs a reverse proxy that terminates TLS, and BEHIND_PROXY is off: every page redirects to "
            "itself. Set BEHIND_PROXY=1, and see docs/operations.md for the proxy.",
        )
    elif env.behind_proxy and not env.production:
        yield warning("TLS", "BEHIND_PROXY is on and PRODUCTION is off, so that cookies are sent without TLS, too.")
    else:
        yield ok("TLS", "Behind a proxy; cookies need TLS." if env.production else "Not used on this machine.")


def check_secret_key() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if len(key) < _MIN_KEY or len(set(key)) < _MIN_DIFFERENT:
        yield problem("Secret key", f"SECRET_KEY is weak. Use at least {_MIN_KEY} random characters.")
    elif settings.ENV.has_generated_key:
        yield ok("Secret key", "Generated, and stored in DATA_DIR.")
    else:
        yield ok("Secret key", "Set by SECRET_KEY. It is not in backups: keep a copy.")


def check_accounts() -> Iterator[Finding]:
    password = settings.ENV.editor_password
    if password:
        try:
            validate_password(password, get_user_model()(username="editor"))
        except ValidationError as error:
            yield problem("EDITOR_PASSWORD", f"The password of the first account is weak. {' '.join(error.messages)}")
    if get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        yield ok("Accounts", "There is an active administrator.")
    else:
        yield problem("Accounts", "There is no active administrator. Run `manage.py createsuperuser`.")


def check_sample() -> Iterator[Finding]:
    sample = Article.objects.published().filter(outlet__key=fold(_SAMPLE_OUTLET)).count()
    if sample and settings.ENV.production:
        yield problem(
            "Sample",
            f"{sample} sample stories are published on a production site. Withdraw them, and set LOAD_SAMPLE=0.",
        )
    elif settings.ENV.production and settings.ENV.load_sample:
        yield warning("Sample", "LOAD_SAMPLE is on: an empty production site would get the sample coverage.")
    else:
        yield ok("Sample", f"{sample} sample stories are published." if sample else "No sample stories are published.")


def check_environment_file() -> Iterator[Finding]:
    path = settings.BASE_DIR / ".env"
    if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield problem(".env", f"{path} contains passwords and can be read by others. Run `chmod 600 {path}`.")


def check_python() -> Iterator[Finding]:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info[:2] in _TESTED_PYTHONS:
        yield ok("Python", f"{version}.")
    else:
        yield warning("Python", f"{version}: the site has not been tested with it. 3.11 to 3.13 have been.")


def check_open_files() -> Iterator[Finding]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CONNECTIONS + OTHER_FILES
    if hard != resource.RLIM_INFINITY and hard < wanted:
        yield warning(
            "Open files",
            f"This user may open {hard} files, so that each web process accepts {max(64, hard - OTHER_FILES)} connections. "
            f"Allow {wanted} (systemd: LimitNOFILE={wanted}).",
        )
    else:
        yield ok("Open files", "The limit allows all connections.")


def check_user() -> Iterator[Finding]:
    if os.geteuid() == 0:
        yield warning("User", "This runs as root. Run the site as a user of its own (docs/operations.md).")
