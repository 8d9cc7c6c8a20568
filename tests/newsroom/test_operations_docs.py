"""The configurations in docs/operations.md, as the programs that they are for read them, where these are installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text("utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def block(beginning):
    return next(one for one in BLOCKS if one.startswith(beginning))


def needs(program):
    path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    return path or pytest.skip(f"{program} is not installed")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


def test_systemd_accepts_the_units_and_the_script(tmp_path):
    program = needs("systemd-analyze")
    units = {
        "newsroom.service": block("[Unit]"),
        "newsroom-backup.service": block("[Service]"),
        "newsroom-backup.timer": block("[Timer]"),
    }
    for name, unit in units.items():
        (tmp_path / name).write_text(unit.replace("/srv/newsroom/site/manage.py", str(ROOT / "manage.py")))
    status, said = run(program, "verify", *(str(tmp_path / name) for name in units))
    about_ours = [line for line in said.splitlines() if "newsroom" in line]
    assert (status, about_ours) == (0, [])


def test_the_script_for_commands_is_shell(tmp_path):
    script = tmp_path / "newsroom"
    script.write_text(block("#!/bin/sh"))
    assert run(needs("sh"), "-n", str(script)) == (0, "")


def test_nginx_accepts_its_configuration(tmp_path):
    program, openssl = needs("nginx"), needs("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=news.example.org",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    own = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    zone = re.search(r"limit_conn_zone [^;]+;", TEXT)[0]
    tls = f"ssl_certificate {certificate}; ssl_certificate_key {key};"
    server = block("server {").replace("listen 443 ssl;", f"listen 127.0.0.1:8443 ssl; {tls}")
    file = tmp_path / "nginx.conf"
    file.write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ access_log off; {own} {zone}\n{server}\n}}"
    )
    status, said = run(program, "-t", "-c", str(file))
    assert status == 0, said


def test_caddy_accepts_its_configuration(tmp_path, monkeypatch):
    program = needs("caddy")
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "Caddyfile"
    file.write_text(block("news.example.org {"))
    status, said = run(program, "validate", "--config", str(file), "--adapter", "caddyfile")
    assert status == 0, said


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"(?:newsroom|manage\.py) ([a-z]+(?:_[a-z]+)*)(?= |`|$)", TEXT)))
)
def test_every_command_that_is_named_exists(command):
    assert command in get_commands()
