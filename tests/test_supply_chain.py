"""Everything that is installed is pinned with its hashes and listed in the SBOM; landed migrations stay as they are."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.check_wheels import pins_of

ROOT = Path(__file__).resolve().parents[1]
ENTRY = re.compile(
    r"^([a-z0-9][\w.-]*)==(\S+)(?: ; [^\\\n]*)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE
)
LOCKS = {
    "requirements.lock": "requirements.txt",
    "requirements-dev.lock": "requirements-dev.txt",
    "requirements-assets.lock": "requirements-assets.txt",
    "requirements-tools.lock": "requirements-tools.txt",
}
LANDED = Path(__file__).with_name("landed_migrations.json")


def text_of(name):
    return (ROOT / name).read_text("utf-8")


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name):
    """The pins of a lock, as (package, version)."""
    return {(canonical(package), version) for package, version, _ in ENTRY.findall(text_of(name))}


def pinned(name):
    pins = (pin.partition(" ;")[0].partition("==") for pin in pins_of(text_of(name)))
    return {(canonical(package), version) for package, _, version in pins}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_nothing_without_a_hash(lock):
    text = text_of(lock)
    assert ENTRY.sub("", text).strip() == ""
    assert locked(lock) >= pinned(LOCKS[lock])


def test_the_locks_have_the_versions_of_the_constraints():
    assert locked("requirements-dev.lock") == pinned("constraints.txt")
    assert locked("requirements.lock") < pinned("constraints.txt")


def test_only_locked_files_are_installed():
    for name in ("Makefile", "Dockerfile"):
        installs = re.findall(r"pip install .*", text_of(name).replace("\\\n", " "))
        installs += re.findall(r"\$\(INSTALL\) .*", text_of(name))
        assert installs
        for command in installs:
            assert "--require-hashes" in command or "$(INSTALL)" in command
        assert not re.search(r"-r requirements[\w-]*\.txt", text_of(name))


def test_the_sbom_lists_what_the_site_runs_with():
    sbom = json.loads(text_of("docs/sbom.cdx.json"))
    assert sbom["bomFormat"] == "CycloneDX"
    found = {(canonical(one["name"]), one["version"], one["purl"]) for one in sbom["components"]}
    wanted = locked("requirements.lock") | locked("requirements-assets.lock")
    assert found == {(name, version, f"pkg:pypi/{name}@{version}") for name, version in wanted}


def test_landed_migrations_are_never_edited():
    """What was applied on a site is not applied again: an edited migration leaves sites with different tables.

    A migration is added to the list, with its SHA-256, in the commit that lands it on the main branch.
    """
    landed = json.loads(LANDED.read_text())
    files = {path.stem: path for path in (ROOT / "articles" / "migrations").glob("0*.py")}
    assert {name: hashlib.sha256(files[name].read_bytes()).hexdigest() for name in landed if name in files} == landed
    assert [name for name in files if name <= max(landed) and name not in landed] == []


@pytest.mark.parametrize("name", [".env", ".env.production"])
def test_files_of_secrets_are_in_neither_git_nor_the_image(name):
    for ignored in (".gitignore", ".dockerignore"):
        patterns = text_of(ignored).splitlines()
        assert any(Path(name).match(pattern) for pattern in patterns)
