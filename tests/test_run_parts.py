"""`make test` runs all its parts, whatever fails, and says at the end what did."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("run_parts.py")
MAKEFILE = """
good other:
\t@echo "3 passed in $@"
bad:
\t@echo "1 failed"; exit 3
lint:
\t@echo "waiting"; while [ ! -e written ]; do sleep 0.05; done; echo "read"
types:
\t@touch written; echo "wrote"
growth:
\t@exit 4
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


@pytest.fixture
def run(tmp_path):
    (tmp_path / "Makefile").write_text(MAKEFILE)

    def ran(*parts):
        return subprocess.run(
            [sys.executable, PROGRAM, *parts], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return ran


def test_a_part_that_fails_hides_nothing_of_those_after_it(run):
    done = run("good", "bad", "other")
    assert done.returncode == 1
    assert "3 passed in good" in done.stdout
    assert "1 failed" in done.stdout
    assert "3 passed in other" in done.stdout
    rows = [line.split()[:2] for line in done.stdout.partition("summary")[2].splitlines()[1:4]]
    assert rows == [["good", "passed"], ["bad", "FAILED"], ["other", "passed"]]
    assert done.stdout.endswith("Failed: bad.\n")


def test_all_passed_is_status_zero(run):
    done = run("good", "other")
    assert (done.returncode, done.stdout.endswith("Everything passed.\n")) == (0, True)


def test_a_part_that_does_not_exist_fails(run):
    assert run("nothing", "good").returncode == 1


def test_running_no_part_is_no_success(run):
    assert run().returncode == 2


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one core runs one part at a time")
def test_parts_of_one_core_run_at_the_same_time_and_their_lines_stay_together(run):
    done = run("lint", "types")
    assert done.returncode == 0
    assert "===== lint =====\nwaiting\nread\n" in done.stdout
    assert "===== types =====\nwrote\n" in done.stdout


def test_a_part_of_one_core_that_fails_is_named_in_the_order_that_was_given(run):
    done = run("growth", "good", "bad")
    assert done.returncode == 1
    assert done.stdout.endswith("Failed: growth, bad.\n")
