"""The steps of the Dockerfile, in order, in a clean folder; what they make is run by a user without privileges.

No engine is needed: the folder stands for the image, a virtual environment for its Python. Packages come from the cache of
uv or the package index; without either the test is skipped.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
# Nobody: it may write nothing that it is not given.
USER = 65534
WITHIN = 600


def instructions():
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


def context():
    """The files that `docker build` sends: everything in the folder but what .dockerignore names."""
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = listed.stdout.splitlines()
    return [name for name in names if not any(fnmatch(name.partition("/")[0], one) for one in ignored)]


class Image:
    def __init__(self, folder):
        self.folder, self.app, self.data = folder, folder / "app", folder / "data"
        self.venv = folder / "python"
        self.environment = {"PATH": f"{self.venv}/bin:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8"}
        self.command = []
        self.user = None

    def do_from(self, _arguments):
        subprocess.run(
            [UV, "venv", "-q", "--offline", "--python", interpreter(), self.venv],
            check=True,
            env=os.environ | {"VIRTUAL_ENV": ""},
        )
        self.app.mkdir()

    def do_env(self, arguments):
        for assignment in shlex.split(arguments):
            name, _, value = assignment.partition("=")
            self.environment[name] = value.replace("/data", str(self.data))

    def do_workdir(self, arguments):
        assert arguments == "/app"

    def do_copy(self, arguments):
        *sources, target = arguments.split()
        assert target == "./" or (sources, target) == (["."], ".")
        names = context() if sources == ["."] else sources
        for name in names:
            copy = self.app / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy)

    def do_run(self, arguments):
        """Installed into the virtual environment instead of the system; the user exists already, and owns the folders."""
        for command in map(str.strip, arguments.split("&&")):
            if command.startswith("useradd"):
                continue
            adapted = command.replace("--system", f"--python {self.venv}").replace("/data", str(self.data))
            adapted = adapted.replace("--no-cache-dir", "").replace("--no-cache", "")
            if adapted.startswith("pip install"):  # uv, which the cache has
                adapted = adapted.replace("pip install", f"{UV} pip install --python {self.venv}")
            adapted = re.sub(r"chown (-R )?newsroom", rf"chown \g<1>{USER}", adapted)
            environment = self.environment | way_to_the_index() | {"UV_CACHE_DIR": cache_of_uv()}
            done = subprocess.run(  # noqa: S602  # a step of the Dockerfile is a shell command
                adapted, shell=True, cwd=self.app, env=environment, capture_output=True, text=True, check=False
            )
            is_offline = any(word in done.stderr for word in ("Failed to fetch", "dns error", "error sending request"))
            if done.returncode and is_offline:
                pytest.skip(f"the packages cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
            assert done.returncode == 0, f"{command}: {done.stderr}"

    def do_user(self, arguments):
        assert arguments == "newsroom"
        self.user = USER

    def do_cmd(self, arguments):
        self.command = json.loads(arguments)

    def do_healthcheck(self, arguments):
        self.health = json.loads(arguments[arguments.index("CMD") + 3 :])

    def do_volume(self, arguments):
        assert arguments == "/data"

    def do_expose(self, arguments):
        assert arguments == "8000"

    def run(self, command, **environment):
        return subprocess.Popen(
            command,
            cwd=self.app,
            env=self.environment | environment,
            user=self.user,
            group=self.user,
            extra_groups=[],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def interpreter():
    """A Python of a supported version that the other user may run."""
    for path in (os.path.realpath(sys.executable), "/usr/bin/python3"):
        check = "import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))"
        try:
            done = subprocess.run([path, "-c", check], user=USER, cwd="/", capture_output=True, check=False)
        except OSError:
            continue
        if done.returncode == 0:
            return path
    pytest.skip("no supported Python can be run by another user")


def way_to_the_index():
    """Variables by which this machine reaches the package index: its address, a proxy, certificates."""
    is_wanted = re.compile(r"(UV|PIP|SSL)_.*|.*_proxy", re.IGNORECASE).fullmatch
    return {name: value for name, value in os.environ.items() if is_wanted(name)}


def cache_of_uv():
    return subprocess.run([UV, "cache", "dir"], capture_output=True, text=True, check=True).stdout.strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.timeout(1800)
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start processes as another user")
def test_the_steps_of_the_dockerfile_make_a_site_that_runs_without_privileges():
    # Not below tmp_path, which other users may not enter.
    folder = Path("/var/tmp") / f"newsroom-image-{os.getpid()}"  # noqa: S108  # made here, and an error if it is there
    folder.mkdir(mode=0o755)
    image = Image(folder)
    processes = []
    try:
        for name, arguments in instructions():
            getattr(image, f"do_{name.lower()}")(arguments)
        assert not (image.app / ".env").exists()
        assert not (image.app / ".git").exists()
        preparing = image.run(["python", "manage.py", "run_site", "--prepare-only"], LOAD_SAMPLE="0")
        said, _ = preparing.communicate(timeout=WITHIN)
        assert preparing.returncode == 0, said
        port = free_port()
        command = [part.replace("8000", str(port)).replace("0.0.0.0", "127.0.0.1") for part in image.command]  # noqa: S104
        processes = [image.run(command), image.run(["python", "manage.py", "run_indexer"])]
        deadline, status = time.monotonic() + WITHIN, 0
        while status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.5)
            try:
                status, _ = ask(port, "/readyz")
            except OSError:
                status = 0
        health = [part.replace("8000", str(port)) for part in image.health]
        assert image.run(health).wait(WITHIN) == 0
        assert ask(port, "/")[0] == 200
        written = [path for path in image.app.rglob("*") if path.stat().st_uid == USER and "built" not in path.parts]
        assert written == []
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(WITHIN)
        shutil.rmtree(folder)
