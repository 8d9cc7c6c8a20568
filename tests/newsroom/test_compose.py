"""docker-compose.yml: every setting reaches the site, and each service waits for what it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from newsroom import environment

ROOT = Path(__file__).resolve().parents[2]
# Fixed in a container, or not about the site in it.
NOT_PASSED = {"DATA_DIR", "PORT", "BACKUP_DIR"}
# Given under another name, which the database has, too.
RENAMED = {"DATABASE_PASSWORD": "POSTGRES_PASSWORD"}
_VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::([?-])([^}]*))?\}")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def interpolated(value, given):
    """As Compose does it; raises KeyError for a required variable that is missing."""

    def one(match):
        name, operator, rest = match.groups()
        if given.get(name):
            return given[name]
        if operator == "?":
            raise KeyError(rest)
        return rest or ""

    return _VARIABLE.sub(one, value)


def environment_of(compose, service, **given):
    return {
        name: interpolated(str(value), given) for name, value in compose["services"][service]["environment"].items()
    }


REQUIRED = {"POSTGRES_PASSWORD": "p/w#?@:%+ '\"", "SECRET_KEY": "abcde" * 10, "EDITOR_PASSWORD": "x"}


@pytest.mark.parametrize("service", ["prepare", "web", "worker", "indexer"])
def test_every_setting_can_be_given(compose, service):
    passed = compose["services"][service]["environment"]
    assert set(passed) == set(environment.DOCUMENTED) - NOT_PASSED
    for name in passed.keys() - {"DATABASE_URL"}:
        assert f"${{{RENAMED.get(name, name)}:" in str(passed[name])


@pytest.mark.parametrize("missing", sorted(REQUIRED))
def test_a_secret_has_no_default(compose, missing):
    with pytest.raises(KeyError, match=r"in \.env"):
        environment_of(compose, "web", **{name: value for name, value in REQUIRED.items() if name != missing})


@pytest.mark.parametrize(("production", "sample"), [("0", True), ("1", False)])
def test_the_settings_are_accepted_and_the_password_arrives_unchanged(compose, tmp_path, production, sample):
    given = environment_of(compose, "web", **REQUIRED, PRODUCTION=production)
    found = environment.read(tmp_path, given)
    assert found.database_password == REQUIRED["POSTGRES_PASSWORD"]
    assert found.database_url == "postgres://newsroom@database/newsroom"
    assert found.load_sample is sample


def test_defaults_are_those_of_the_site(compose, tmp_path):
    ours = environment.read(tmp_path, environment_of(compose, "web", **REQUIRED))
    site = environment.read(tmp_path, {"SECRET_KEY": "x"})
    for name in ("web_workers", "import_time_limit", "import_cpu_limit", "import_memory_limit", "log_format",
                 "slow_query_ms", "metrics_token", "fetch_allow", "cache_url", "site_name"):  # fmt: skip
        assert getattr(ours, name) == getattr(site, name)


def test_the_database_counts_as_started_when_it_answers_over_tcp(compose):
    check = compose["services"]["database"]["healthcheck"]["test"]
    assert check[:4] == ["CMD", "pg_isready", "-h", "127.0.0.1"]


def test_what_must_go_on_is_restarted(compose):
    restart = {name: service["restart"] for name, service in compose["services"].items()}
    assert restart.pop("prepare") == "on-failure"
    assert set(restart.values()) == {"unless-stopped"}


def test_the_site_starts_after_it_was_prepared_and_is_reached_through_this_machine_only(compose):
    for name in ("web", "worker", "indexer"):
        service = compose["services"][name]
        assert service["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert [name for name, service in compose["services"].items() if service.get("ports")] == ["web"]


def test_volumes_and_images_are_defined(compose):
    used = {volume.partition(":")[0] for service in compose["services"].values() for volume in service["volumes"]}
    assert used == set(compose["volumes"])
    assert all(("image" in service) != ("build" in service) for service in compose["services"].values())
