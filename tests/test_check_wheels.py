"""`make check-wheels` names the pins without a wheel; and all files agree on the Pythons that we support."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests import check_wheels
from tests.check_wheels import ROOT, pins_of, supported_pythons, without_wheel

# In place of uv: refuses pins of "old", as for a package without a wheel.
FAKE_UV = """#!/bin/sh
if grep -q old; then echo "old has no
wheels" >&2; exit 1; fi
"""


@pytest.fixture
def fake_uv(tmp_path, monkeypatch):
    program = tmp_path / "uv"
    program.write_text(FAKE_UV)
    program.chmod(0o755)
    monkeypatch.setattr(check_wheels, "UV", program)


def text_of(name):
    return (ROOT / name).read_text("utf-8")


@pytest.fixture
def pythons():
    return supported_pythons(text_of("pyproject.toml"))


def test_only_the_pins_without_a_wheel_are_named(fake_uv):
    assert without_wheel(("new==1", "old==2", "other==3"), "3.14", "x86_64-manylinux_2_28") == (
        "old==2: old has no wheels",
    )


def test_pins_with_wheels_are_not_named(fake_uv):
    assert without_wheel(("new==1", "other==3"), "3.14", "x86_64-manylinux_2_28") == ()


def test_the_program_fails_if_one_pin_has_no_wheel(fake_uv, monkeypatch, capsys):
    monkeypatch.setattr(check_wheels, "pins_of", lambda *_texts: ("new==1", "old==2"))
    assert check_wheels.main() == 1
    assert "Python 3.11, x86_64-manylinux_2_28: 1 of 2 pins have a wheel" in capsys.readouterr().out


def test_the_program_succeeds_if_every_pin_has_a_wheel(fake_uv, monkeypatch, capsys):
    monkeypatch.setattr(check_wheels, "pins_of", lambda *_texts: ("new==1",))
    monkeypatch.setattr(check_wheels, "outdated_locks", lambda: ())
    assert check_wheels.main() == 0
    assert "1 of 1" in capsys.readouterr().out


def test_the_program_fails_if_a_lock_lacks_a_hash(fake_uv, monkeypatch, capsys):
    monkeypatch.setattr(check_wheels, "pins_of", lambda *_texts: ("new==1",))
    compiled = {options: text_of(lock) for lock, options in check_wheels.LOCKS.items()}
    monkeypatch.setattr(check_wheels, "_compiled", compiled.get)
    assert check_wheels.main() == 0
    compiled["requirements.txt",] += "    --hash=sha256:00\n"
    assert check_wheels.main() == 1
    assert "requirements.lock does not have the hashes" in capsys.readouterr().out


def test_pins_keep_their_markers_and_notes_are_no_pins():
    text = "# why\nnumpy==2.4.6 ; python_full_version < '3.12'\n-r other.txt\nspacy==3.8.18\nspacy==3.8.18\n"
    assert pins_of(text) == ("numpy==2.4.6 ; python_full_version < '3.12'", "spacy==3.8.18")


def test_every_required_package_is_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-assets.txt", "requirements-tools.txt"):
        lines = [line for line in text_of(name).splitlines() if line and not line.startswith(("#", "-r "))]
        assert list(pins_of("\n".join(lines))) == lines


def test_the_lowest_and_highest_python_are_those_that_are_required(pythons):
    minor = [int(python.partition(".")[2]) for python in pythons]
    assert minor == list(range(minor[0], minor[-1] + 1))
    required = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]
    assert required == f">=3.{minor[0]},<3.{minor[-1] + 1}"


def test_the_tools_check_for_the_lowest_python(pythons):
    tools = tomllib.loads(text_of("pyproject.toml"))["tool"]
    assert tools["mypy"]["python_version"] == pythons[0]
    assert tools["ruff"]["target-version"] == f"py{pythons[0].replace('.', '')}"
    assert f"--universal --python-version {pythons[0]} " in text_of("Makefile")
    assert f'"--universal", "--python-version", "{pythons[0]}"' in text_of("tests/check_wheels.py")


def test_the_readme_and_the_makefile_name_the_same_pythons(pythons):
    assert f"Python {pythons[0]} to {pythons[-1]} " in text_of("README.md")
    assert f"Python {pythons[0]} to {pythons[-1]} is needed" in text_of("Makefile")


def test_the_image_has_a_supported_python(pythons):
    assert re.search(r"^FROM python:(3\.\d+)-", text_of("Dockerfile"), re.MULTILINE)[1] in pythons
