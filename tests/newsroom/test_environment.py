from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import dj_database_url
import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom import environment

ROOT = Path(__file__).resolve().parents[2]


KEY = "abcde" * 10


def read(tmp_path, **environ):
    return environment.read(tmp_path, environ)


def test_an_empty_environment_runs_on_this_machine_with_sqlite(tmp_path):
    found = read(tmp_path)
    assert (found.port, found.data_dir, found.production) == (8000, tmp_path / "var", False)
    assert found.database_url == f"sqlite:///{tmp_path}/var/newsroom.sqlite3"
    assert found.fetch_allow == frozenset()


def test_the_secret_key_is_made_once_and_kept(tmp_path):
    assert read(tmp_path).secret_key == read(tmp_path).secret_key


def test_the_secret_key_is_not_readable_by_others(tmp_path):
    read(tmp_path)
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'"),
        ({"PORT": "0"}, "from 1 to 65535"),
        ({"PORT": "65536"}, "from 1 to 65535"),
        ({"PORT": "²"}, "PORT is '²'"),
        ({"DATABASE_URL": "mysql://x"}, "postgres:// or sqlite:///"),
        ({"DATABASE_REPLICA_URL": "postgres://replica/x"}, "must both begin with postgres://"),
        ({"DATABASE_URL": "postgres://x", "DATABASE_REPLICA_URL": "sqlite:///x"}, "must both begin with postgres://"),
        ({"FETCH_ALLOW": "localhost"}, "host:port"),
        ({"FETCH_ALLOW": "localhost:99999"}, "host:port"),
        ({"PRODUCTION": "perhaps"}, "must be 1 or 0"),
        ({"WEB_WORKERS": "65"}, "from 1 to 64"),
        ({"PRODUCTION": "1", "SECRET_KEY": KEY}, "ALLOWED_HOSTS must list"),
        *(
            ({"PRODUCTION": "1", "SECRET_KEY": KEY, "ALLOWED_HOSTS": hosts}, "ALLOWED_HOSTS must list")
            for hosts in ("*", ".", "..", " , ", "a.org,*", "a.org,.", "*.a.org")
        ),
        ({"PRODUCTION": "1", "SECRET_KEY": KEY[:49], "ALLOWED_HOSTS": "a.org"}, "SECRET_KEY must be set"),
        ({"PRODUCTION": "1", "SECRET_KEY": "a" * 60, "ALLOWED_HOSTS": "a.org"}, "SECRET_KEY must be random"),
        ({"PRODUCTION": "1", "SECRET_KEY": "abcd" * 15, "ALLOWED_HOSTS": "a.org"}, "SECRET_KEY must be random"),
        (
            {"PRODUCTION": "1", "SECRET_KEY": f"django-insecure-{KEY}", "ALLOWED_HOSTS": "a.org"},
            "SECRET_KEY must be random",
        ),
        ({"PRODUCTION": "1", "ALLOWED_HOSTS": "a.org"}, "SECRET_KEY must be set"),
    ],
    ids=lambda value: value if isinstance(value, str) else "&".join(f"{k}={v[:9]}" for k, v in value.items()),
)
def test_a_wrong_value_is_refused_with_its_name(tmp_path, environ, sentence):
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        read(tmp_path, **environ)


def test_production_with_safe_values_starts(tmp_path):
    found = read(tmp_path, PRODUCTION="1", SECRET_KEY=KEY, ALLOWED_HOSTS="news.example.org")
    assert found.production
    assert found.trusted_origins == ["https://news.example.org"]


@pytest.mark.parametrize("hosts", ["a.org", ".a.org", "a.org,www.a.org", "127.0.0.1", "[::1]"])
def test_names_and_addresses_of_a_site_are_allowed_hosts(tmp_path, hosts):
    assert read(tmp_path, PRODUCTION="1", SECRET_KEY=KEY, ALLOWED_HOSTS=hosts).allowed_hosts == hosts.split(",")


def test_fetch_allow_reads_pairs_of_host_and_port(tmp_path):
    found = read(tmp_path, FETCH_ALLOW="127.0.0.1:8901, [::1]:80 ,Intranet:8080,")
    assert found.fetch_allow == {("127.0.0.1", 8901), ("::1", 80), ("intranet", 8080)}


def test_a_data_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR is .*cannot be used"):
        read(tmp_path, DATA_DIR="file/below")


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    source = (ROOT / "newsroom" / "environment.py").read_text()
    read_names = set(re.findall(r'env(?:\.get\(|, )"([A-Z_]+)"', source))
    read_names |= {name.upper() for name in environment._NUMBERS}
    in_docs = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert read_names == set(environment.DOCUMENTED) == in_docs


@pytest.mark.parametrize(
    ("environ", "is_loaded"),
    [
        ({}, True),
        ({"LOAD_SAMPLE": "0"}, False),
        ({"LOAD_SAMPLE": ""}, True),
        ({"PRODUCTION": "1"}, False),
        ({"PRODUCTION": "1", "LOAD_SAMPLE": ""}, False),
        ({"PRODUCTION": "1", "LOAD_SAMPLE": "1"}, True),
    ],
    ids=str,
)
def test_the_sample_is_loaded_in_production_only_when_asked(tmp_path, environ, is_loaded):
    found = read(tmp_path, SECRET_KEY=KEY, ALLOWED_HOSTS="a.org", **environ)
    assert found.load_sample is is_loaded


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml'"),
        ({"SLOW_QUERY_MS": "-1"}, "from 0 to"),
        ({"METRICS_TOKEN": "short"}, "at least 20 characters"),
        ({"LOAD_SAMPLE": "maybe"}, "must be 1 or 0"),
        ({"DATABASE_URL": "postgres://name:pass@[host/x"}, "DATABASE_URL is not a valid URL"),
        ({"DATABASE_URL": "postgres://name:secret@host:port/x"}, "DATABASE_URL is not a valid URL"),
    ],
    ids=str,
)
def test_a_wrong_value_of_a_setting_for_operators_is_refused(tmp_path, environ, sentence):
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)) as refused:
        read(tmp_path, **environ)
    assert "secret" not in str(refused.value)


NOT_AN_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs"]), min_size=1))
def test_a_password_of_any_characters_can_stand_in_the_url(password):
    """Except for what could be an escape, which stays one."""
    assume(not NOT_AN_ESCAPE.search(password) and password.strip() == password)
    found = dj_database_url.parse(environment.escape_password(f"postgres://news:{password}@database:5433/newsroom"))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "news", password, "database", 5433, "newsroom",
    )  # fmt: skip


@given(st.text(min_size=1))
def test_an_escaped_password_stays_what_it_was(password):
    assume("\x00" not in password)
    try:
        url = f"postgres://news:{quote(password, safe='')}@database/newsroom"
    except UnicodeEncodeError:
        return
    assert environment.escape_password(url) == url


@pytest.mark.parametrize(
    "url",
    ["postgres://database/newsroom", "postgres://news@database/newsroom", "postgres:///newsroom?host=/run/postgresql",
     "sqlite:////var/lib/news room/a#b.sqlite3", "postgres://news@%2Frun%2Fpostgresql/newsroom"],
)  # fmt: skip
def test_a_url_without_a_password_stays_as_it_is(url):
    assert environment.escape_password(url) == url


def test_a_data_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(environment.os, "access", lambda _path, _mode: False)
    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR is .*cannot be written"):
        read(tmp_path)


def test_a_secret_key_that_cannot_be_read_is_said_in_a_sentence(tmp_path):
    (tmp_path / "var" / "secret_key").mkdir(parents=True)
    with pytest.raises(ImproperlyConfigured, match=r"secret key in .* cannot be read"):
        read(tmp_path)


def test_what_is_not_set_has_its_documented_default(tmp_path):
    found = read(tmp_path)
    assert (found.web_workers, found.import_time_limit, found.import_cpu_limit, found.import_memory_limit) == (
        2,
        300,
        90,
        512,
    )
    assert found.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert found.trusted_origins == []
    assert (found.site_name, found.editor_password, found.replica_url, found.cache_url) == (
        "Frontline Record",
        "",
        "",
        "",
    )
    assert (found.has_generated_key, found.behind_proxy) == (True, False)


def test_what_is_set_is_taken(tmp_path):
    found = read(
        tmp_path, SITE_NAME=" The Desk ", EDITOR_PASSWORD="a word", CACHE_URL=" redis://cache ", BEHIND_PROXY="yes", SECRET_KEY=KEY,
        DATABASE_URL="postgres://host/name", DATABASE_REPLICA_URL="postgresql://copy/name", ALLOWED_HOSTS=" a.org, .b.org ,",
    )  # fmt: skip
    assert (found.site_name, found.editor_password, found.cache_url) == ("The Desk", "a word", "redis://cache")
    assert (found.behind_proxy, found.has_generated_key, found.secret_key) == (True, False, KEY)
    assert (found.database_url, found.replica_url) == ("postgres://host/name", "postgresql://copy/name")
    assert found.allowed_hosts == ["a.org", ".b.org"]
    assert found.trusted_origins == ["https://a.org", "https://b.org"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "1"), ("PORT", "65535"), ("WEB_WORKERS", "1"), ("WEB_WORKERS", "64"), ("IMPORT_TIME_LIMIT", "86400")],
)
def test_the_ends_of_a_range_are_allowed(tmp_path, name, value):
    assert getattr(read(tmp_path, **{name: value}), name.lower()) == int(value)


@pytest.mark.parametrize("pair", [":80", "host:0", "host:65536", "host:http", "host:", "a.org:80,:1"])
def test_half_a_pair_is_no_host_to_fetch_from(tmp_path, pair):
    with pytest.raises(ImproperlyConfigured, match="host:port"):
        read(tmp_path, FETCH_ALLOW=pair)


@pytest.mark.parametrize("pair", ["host:1", "host:65535"])
def test_every_port_may_be_named(tmp_path, pair):
    assert read(tmp_path, FETCH_ALLOW=pair).fetch_allow == {("host", int(pair[5:]))}


def test_the_data_folder_is_private_and_may_be_deep(tmp_path):
    found = read(tmp_path, DATA_DIR="a/b/c")
    assert found.data_dir.stat().st_mode & 0o777 == 0o700
    assert len((found.data_dir / "secret_key").read_text()) >= 50


def test_a_database_file_is_private(tmp_path):
    file = tmp_path / "db.sqlite3"
    file.write_text("")
    file.chmod(0o644)
    environment.keep_private(file)
    assert file.stat().st_mode & 0o777 == 0o600
