"""What `make bench` prints, when it fails, and that its load generator counts what it asks for."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks import bench_report, goals
from benchmarks.bench_report import Publishing, Row
from benchmarks.load import Load, get, measure

BARE = Row("bare Django view", "", cpu=0.2, p50=0.5, p95=1, p99=2, size=100, requests=400)


def page(state, cpu, failures=0):
    return Row("home", state, cpu=cpu, p50=0.5, p95=1, p99=2, size=100, requests=400, failures=failures)


def test_a_cached_page_within_twice_the_bare_view_passes():
    assert bench_report.troubles([BARE, page("cached", 0.4), page("not cached", 90)]) == []


def test_a_cached_page_beyond_twice_the_bare_view_fails():
    assert bench_report.troubles([BARE, page("cached", 0.42)]) == ["home, cached: 2.10 times the bare view, wanted 2."]


@pytest.mark.parametrize("state", ["not cached", "304", "publishing"])
def test_an_answer_that_failed_fails_in_every_state(state):
    assert bench_report.troubles([BARE, page(state, 0.1, failures=3)]) == [f"home, {state}: 3 answers failed."]


def test_the_table_is_written_with_the_machine_and_the_multiples_of_the_bare_view(tmp_path, monkeypatch):
    monkeypatch.setattr(bench_report, "RESULTS", tmp_path)
    publishing = Publishing(
        quiet=1000,
        busy=800,
        found_after=[0.5, 3.0, 0.4],
        never_found=1,
        published=4,
        gone_after=[0.3, 0.2],
        never_gone=0,
    )
    rows = [BARE, page("not cached", 20), Row.of_cpu("home", "raw Tantivy", 0.1)]

    text, troubles = bench_report.write(rows, publishing, stories=10_000, queries={"home": 4})

    assert troubles == []
    assert (tmp_path / f"10000-stories-{bench_report.connection.vendor}.md").read_text() == text
    assert text.startswith("# 10,000 generated stories")
    assert "| home | not cached | 20.000 | 100.0 | 0.50 | 1.00 | 2.00 | 4 | 100 | 400 |" in text
    assert "| home | raw Tantivy | 0.100 | 0.5 |  |  |  |  |  |  |" in text
    assert "p50 0.50 s, p95 3.00 s, slowest 3.00 s; 1 were not there" in text
    assert "800 answers a second, 0.80 times the 1,000" in text


def reached(name, rows, publishing=None, memory=None):
    return next(one for one in goals.compare(rows, publishing, memory or {}) if one.name.startswith(name))


@pytest.mark.parametrize(("cpu", "is_reached"), [(2.0, True), (2.1, False)])
def test_a_goal_compares_a_page_with_its_yardstick(cpu, is_reached):
    goal = reached("Person, place", [BARE, page("not cached", cpu)])
    assert (goal.is_reached, goal.worst) == (is_reached, "home")


def test_a_goal_of_several_pages_is_reached_when_each_of_them_reaches_it():
    slow = Row("country, hot", "not cached", cpu=4, requests=60)
    goal = reached("Person, place", [BARE, page("not cached", 1), slow])
    assert (goal.figure, goal.worst, goal.is_reached) == ("5.00 to 20.00x; 1 of 2 pages", "country, hot", False)


def test_a_search_is_compared_with_raw_tantivy_and_the_bare_view():
    search = Row("search, rare", "not cached", cpu=2.4, requests=60)
    raw = Row.of_cpu("search, rare", goals.RAW_WITH_FACETS, 0.6)
    assert reached("Search", [BARE, search, raw]).figure == "3.00 to 3.00x; 1 of 1 pages"


def test_a_goal_that_was_not_measured_is_left_out():
    names = [one.name for one in goals.compare([BARE, page("cached", 0.1)], None, {})]
    assert names == ["Cached page"]


@pytest.mark.parametrize(("never_found", "is_reached"), [(0, True), (1, False)])
def test_a_story_that_was_never_found_misses_the_goal_of_publishing(never_found, is_reached):
    publishing = Publishing(
        quiet=1000,
        busy=900,
        found_after=[0.5, 1.9],
        never_found=never_found,
        published=3,
        gone_after=[0.3, 0.2],
        never_gone=0,
    )
    assert reached("Published to found", [BARE], publishing).is_reached is is_reached
    assert reached("Hot pages", [BARE], publishing).is_reached


def test_memory_is_compared_with_what_each_process_may_take():
    memory = {"web": 180.0, "indexer": 501.0}
    assert [reached(f"Memory: {name}", [BARE], None, memory).is_reached for name in memory] == [True, False]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status = 304 if self.headers.get("If-None-Match") else 404 if self.path == "/missing" else 200
        self.server.asked.append(self.path)
        self.send_response(status)
        self.send_header("Content-Length", "0" if status == 304 else "5")
        self.end_headers()
        if status != 304:
            self.wfile.write(b"hello")

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.asked = []
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def load(server, path="/{}", **changes):
    values = {"headers": {}, "connections": 2, "requests": 20, "seconds": 30, **changes}
    return Load(server.server_port, path.format, **values)


def test_every_request_has_its_own_address_and_none_is_sent_twice(server):
    measured = measure(load(server), [])

    assert sorted(server.asked) == sorted(f"/{number}" for number in range(20))
    assert (len(measured.times), measured.failures, measured.size) == (20, 0, 5)


def test_an_answer_with_another_status_is_a_failure(server):
    assert measure(load(server, path="/missing"), []).failures == 20
    assert measure(load(server, path="/there", status=304), []).failures == 20


def test_an_expected_304_is_no_failure(server):
    assert measure(load(server, path="/", headers={"If-None-Match": "x"}, status=304), []).failures == 0


def test_a_load_ends_when_its_time_is_over(server):
    with pytest.raises(ValueError, match="/0 was not answered once"):
        measure(load(server, seconds=0), [])


def test_one_answer_is_read_whole_and_an_error_is_raised(server):
    assert get(server.server_port, "/", {})[1] == b"hello"
    with pytest.raises(ValueError, match="/missing answered 404"):
        get(server.server_port, "/missing", {})
