from __future__ import annotations

import shutil
import ssl
import subprocess
from contextlib import contextmanager

import pytest

from articles.readers import fetch as fetch_module
from articles.readers.fetch import FetchError, Limits, fetch

PATIENT = Limits(connect=200, read=200, total=200, size=100_000)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for story.test, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed, so no certificate can be made")
    path = tmp_path / "both.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=story.test",
        "-addext",
    ]
    command += [
        "subjectAltName=DNS:story.test",
        "-keyout",
        str(tmp_path / "key.pem"),
        "-out",
        str(tmp_path / "cert.pem"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return path


@contextmanager
def _secure_server(serving, certificate, names_asked):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names_asked.append(name)
    with serving(context) as server:
        yield server.server_address[1]


def _trusting(certificate):
    context = ssl.create_default_context(cafile=certificate)
    return lambda: context


def test_tls_is_spoken_with_the_name_not_the_address(serving, certificate, names, monkeypatch):
    names["story.test"] = ["127.0.0.1"]
    monkeypatch.setattr(fetch_module.ssl, "create_default_context", _trusting(certificate))
    asked = []
    with _secure_server(serving, certificate, asked) as port:
        fetched = fetch(f"https://story.test:{port}/page", allow=frozenset({("story.test", port)}), limits=PATIENT)
    assert fetched.content
    assert asked == ["story.test"]


def test_a_certificate_of_another_name_is_refused(serving, certificate, names, monkeypatch):
    names["other.test"] = ["127.0.0.1"]
    monkeypatch.setattr(fetch_module.ssl, "create_default_context", _trusting(certificate))
    with _secure_server(serving, certificate, []) as port, pytest.raises(FetchError, match="certificate"):
        fetch(f"https://other.test:{port}/page", allow=frozenset({("other.test", port)}), limits=PATIENT)


def test_a_certificate_that_nobody_vouches_for_is_refused(serving, certificate, names):
    names["story.test"] = ["127.0.0.1"]
    with _secure_server(serving, certificate, []) as port, pytest.raises(FetchError, match="certificate"):
        fetch(f"https://story.test:{port}/page", allow=frozenset({("story.test", port)}), limits=PATIENT)
