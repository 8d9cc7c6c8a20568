from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.site_lock import InUseError, in_use, nobody_else, the_only_site

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_site_on_one_folder_is_refused_in_a_sentence(tmp_path):
    with the_only_site(tmp_path), pytest.raises(InUseError, match=r"^Another site already runs on .*DATA_DIR\.$"):
        ExitStack().enter_context(the_only_site(tmp_path))


def test_sites_on_two_folders_run_side_by_side(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with the_only_site(tmp_path / "a"), the_only_site(tmp_path / "b"):
        assert True


def test_a_folder_is_free_again_once_its_site_has_stopped(tmp_path):
    for _ in range(2):
        with the_only_site(tmp_path), in_use(tmp_path), in_use(tmp_path):
            pass
    with nobody_else(tmp_path):
        assert True


@pytest.mark.parametrize("used", [the_only_site, in_use], ids=["by a site", "by a single process"])
def test_nothing_is_restored_into_a_folder_in_use(tmp_path, used):
    with used(tmp_path), pytest.raises(InUseError, match="is running"):
        ExitStack().enter_context(nobody_else(tmp_path))


def test_the_command_refuses_a_second_site_before_it_prepares_anything(settings, tmp_path):
    env = {"data_dir": tmp_path, "port": 8000, "web_workers": 1, "editor_password": "", "load_sample": False}
    settings.ENV = type("Env", (), env)()
    with the_only_site(tmp_path), pytest.raises(CommandError, match="Another site already runs on"):
        call_command("run_site")


def test_a_lock_of_a_killed_process_is_free(tmp_path):
    code = (
        "import sys, pathlib, os, signal\nfrom newsroom.site_lock import *\n"
        "with the_only_site(pathlib.Path(sys.argv[1])):\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env=os.environ, check=False)
    assert killed.returncode == -9
    with the_only_site(tmp_path):
        assert True
