from __future__ import annotations

import http.server
import io
import threading

import pytest

from articles.management.commands import run_site


class Answer(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_HEAD(self):
        self.server.asked.set()
        self.server.ready.wait()
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    running.asked, running.ready = threading.Event(), threading.Event()
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield running
    running.ready.set()
    running.shutdown()
    running.server_close()


def test_the_url_is_printed_only_once_the_site_responds(server):
    said = io.StringIO()
    command = run_site.Command(stdout=said)
    thread = threading.Thread(target=command.announce, args=(server.server_port,))
    thread.start()
    assert server.asked.wait(60)  # the port is open, and nothing has answered
    assert said.getvalue() == ""
    server.ready.set()
    thread.join(60)
    assert f"is on http://127.0.0.1:{server.server_port}" in said.getvalue()


def test_an_answer_of_any_status_is_an_answer(server, monkeypatch):
    server.ready.set()
    monkeypatch.setattr(Answer, "status", 400)
    assert run_site.answers(server.server_port)


def test_a_closed_port_does_not_answer(server):
    port = server.server_port
    server.ready.set()
    server.shutdown()
    server.server_close()
    assert not run_site.answers(port)


@pytest.mark.parametrize(("sample", "options"), [(True, []), (False, ["--no-sample"])])
def test_the_first_start_is_prepared_in_a_separate_process(monkeypatch, sample, options):
    ran = []
    monkeypatch.setattr(run_site, "run_to_end", lambda process: ran.append(process.command[2:]) or 0)
    run_site.prepare_in_child(sample=sample)
    assert ran == [["run_site", "--prepare-only", *options]]


def test_a_preparation_that_fails_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setattr(run_site, "run_to_end", lambda _process: 1)
    with pytest.raises(run_site.CommandError, match="could not be prepared"):
        run_site.prepare_in_child(sample=True)


@pytest.mark.django_db
def test_a_site_with_an_editor_account_is_prepared(admin_user):
    assert run_site.is_prepared()
    admin_user.delete()
    assert not run_site.is_prepared()
