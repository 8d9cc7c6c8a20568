"""`./manage.py` without an active environment, and what `make` says of Pythons."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BARE = [sys.executable, "-I", "-S"]


@pytest.fixture
def checkout(tmp_path):
    shutil.copy(ROOT / "manage.py", tmp_path)
    return tmp_path


def run(folder, *arguments):
    """With a Python that has no packages."""
    return subprocess.run(
        [*BARE, str(folder / "manage.py"), *arguments], cwd="/", capture_output=True, text=True, check=False
    )


def test_without_an_environment_it_says_what_to_do(checkout):
    done = run(checkout, "help")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "make install" in done.stderr


def test_it_goes_on_in_the_environment_of_the_checkout_with_its_arguments(checkout):
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "in the environment: $*"\n')
    python.chmod(0o755)
    done = run(checkout, "backup", "a b.zip")
    assert done.stdout == f"in the environment: {checkout}/manage.py backup a b.zip\n"


def test_an_environment_without_packages_is_no_endless_loop(checkout):
    venv.create(checkout / ".venv", with_pip=False, symlinks=True)
    python = checkout / ".venv" / "bin" / "python"
    done = subprocess.run(
        [python, checkout / "manage.py", "help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "make install" in done.stderr


@pytest.mark.parametrize(
    ("version", "status", "words"),
    [
        ((3, 10), 2, "Python 3.11 to 3.14 is needed"),
        ((3, 15), 2, "Python 3.11 to 3.14 is needed"),
        ((3, 14), 0, "has not been tested"),
        ((3, 12), 0, "Creating a virtual environment"),
    ],
)
def test_make_says_of_each_python_whether_it_is_supported(tmp_path, version, status, words):
    for name in ("Makefile", "requirements-tools.lock"):
        shutil.copy(ROOT / name, tmp_path)
    fake = tmp_path / "python"
    # Answers questions of its version, and makes an environment whose pip installs nothing.
    fake.write_text(
        f"""#!{sys.executable}
import os, sys
if sys.argv[1] == "-V":
    print("Python {version[0]}.{version[1]}.0")
elif sys.argv[1] == "-c":
    sys.version_info = {(*version, 0, "final", 0)}
    exec(sys.argv[2])
elif sys.argv[1:3] == ["-m", "venv"]:
    os.makedirs(sys.argv[3] + "/bin")
    os.symlink("/bin/true", sys.argv[3] + "/bin/python")
"""
    )
    fake.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", ".venv/.pip", f"PYTHON={fake}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert words in done.stdout + done.stderr
    assert ("has not been tested" in done.stdout) is (version == (3, 14))
