"""The values that settings take in production, and where the site is only tried: each is a line that nothing else asks for."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"PRODUCTION": "1", "SECRET_KEY": "abcdefghij" * 6, "ALLOWED_HOSTS": "news.example.org"}


@pytest.fixture
def read(monkeypatch, tmp_path):
    def settings(**environ):
        for name in ("PRODUCTION", "SECRET_KEY", "ALLOWED_HOSTS", "BEHIND_PROXY", "DATABASE_URL", "CACHE_URL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path), **environ}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "newsroom" / "settings.py"))

    return settings


def test_in_production_cookies_and_pages_go_over_tls_only(read):
    found = read(**PRODUCTION)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert found[name] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["ALLOWED_HOSTS"] == ["news.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://news.example.org"]


def test_on_ones_own_machine_pages_go_without_tls(read):
    found = read()
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert found[name] is False
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_in_production_cookies_have_the_host_prefix_and_what_browsers_require_with_it(read):
    found = read(**PRODUCTION)
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("__Host-sessionid", "__Host-csrftoken")
    for name in ("SESSION", "CSRF"):
        assert found[f"{name}_COOKIE_SECURE"] is True
        assert found.get(f"{name}_COOKIE_PATH", "/") == "/"
        assert found.get(f"{name}_COOKIE_DOMAIN") is None


def test_without_tls_the_prefix_would_lose_the_cookies(read):
    found = read()
    assert (found["SESSION_COOKIE_NAME"], found["CSRF_COOKIE_NAME"]) == ("sessionid", "csrftoken")


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, (168 * 3600, 480 * 60, 480 * 60)),
        ({"SESSION_HOURS": "1", "SESSION_IDLE_MINUTES": "90"}, (3600, 5400, 3600)),
        ({"SESSION_HOURS": "10", "SESSION_IDLE_MINUTES": "15"}, (36_000, 900, 900)),
    ],
    ids=["default", "hours", "minutes"],
)
def test_the_limits_of_logins_are_settings(read, environ, seconds):
    found = read(**environ)
    assert tuple(found[f"SESSION_{name}"] for name in ("MAX_SECONDS", "IDLE_SECONDS", "COOKIE_AGE")) == seconds


def test_the_limits_of_requests_are_settings(read):
    found = read(SEARCH_RATE="7", IMPORT_RATE="8")
    assert (found["SEARCH_RATE"], found["IMPORT_RATE"]) == (7, 8)


@pytest.mark.parametrize("environ", [{}, PRODUCTION], ids=["tried", "production"])
def test_errors_are_never_shown_and_no_script_reads_the_session(read, environ):
    found = read(**environ)
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] in ("Lax", "Strict")
    assert found["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert found["X_FRAME_OPTIONS"] == "DENY"


def test_what_a_proxy_says_is_believed_only_behind_one(read):
    assert read(**PRODUCTION)["SECURE_PROXY_SSL_HEADER"] is None
    assert read(**PRODUCTION, BEHIND_PROXY="1")["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_the_content_security_policy_allows_this_site_alone(read):
    directives = read(**PRODUCTION)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'", "data:"}
    assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]


def test_the_policy_is_sent(client, db):
    assert "'unsafe" not in client.get("/robots.txt").get("Content-Security-Policy", "")
    assert client.get("/about/")["Content-Security-Policy"].count("'none'") == 3


def test_passwords_are_checked_by_all_validators(read):
    names = [one["NAME"].rpartition(".")[2] for one in read()["AUTH_PASSWORD_VALIDATORS"]]
    assert {"MinimumLengthValidator", "CommonPasswordValidator", "UserAttributeSimilarityValidator"} <= set(names)


def test_sqlite_waits_for_its_lock_and_takes_it_at_the_beginning(read):
    options = read()["DATABASES"]["default"]["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    assert "journal_mode=WAL" in options["init_command"]
