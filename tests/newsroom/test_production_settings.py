"""What a browser is told in production: read from the settings of a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_PATH", "CSRF_COOKIE_DOMAIN",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_MAX_SECONDS", "SESSION_IDLE_SECONDS", "SESSION_COOKIE_AGE",
    "SEARCH_RATE", "IMPORT_RATE",
)  # fmt: skip


def settings_of(tmp_path, **environ):
    code = (
        f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in {NAMES}}}))"
    )
    unset = {"SECRET_KEY", "ALLOWED_HOSTS", "PRODUCTION", *environ}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    env = {**kept, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "newsroom.settings", **environ}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


PRODUCTION = {"PRODUCTION": "1", "SECRET_KEY": "abcdefghij" * 6, "ALLOWED_HOSTS": "news.example.org"}


def test_in_production_cookies_have_the_host_prefix_and_what_browsers_require_with_it(tmp_path):
    found = settings_of(tmp_path, **PRODUCTION)
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    for name in ("SESSION", "CSRF"):
        assert found[f"{name}_COOKIE_SECURE"] is True
        assert (found[f"{name}_COOKIE_PATH"], found[f"{name}_COOKIE_DOMAIN"]) == ("/", None)
    assert (found["SESSION_COOKIE_HTTPONLY"], found["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_without_tls_the_prefix_would_lose_the_cookies(tmp_path):
    found = settings_of(tmp_path)
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("sessionid", "csrftoken")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is False


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, (168 * 3600, 480 * 60, 480 * 60)),
        ({"SESSION_HOURS": "1", "SESSION_IDLE_MINUTES": "90"}, (3600, 5400, 3600)),
        ({"SESSION_HOURS": "10", "SESSION_IDLE_MINUTES": "15"}, (36_000, 900, 900)),
    ],
    ids=["default", "hours", "minutes"],
)
def test_the_limits_of_logins_are_settings(tmp_path, environ, seconds):
    found = settings_of(tmp_path, **environ)
    assert tuple(found[f"SESSION_{name}"] for name in ("MAX_SECONDS", "IDLE_SECONDS", "COOKIE_AGE")) == seconds


def test_the_limits_of_requests_are_settings(tmp_path):
    found = settings_of(tmp_path, SEARCH_RATE="7", IMPORT_RATE="8")
    assert (found["SEARCH_RATE"], found["IMPORT_RATE"]) == (7, 8)
