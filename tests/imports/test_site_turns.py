"""Pages of one site are fetched a pause apart; nothing here looks at a clock."""

from __future__ import annotations

from articles.imports import site_turns
from articles.imports.site_turns import SiteTurns


def wait(turns, now, site="news.example", *, is_urgent=False):
    return turns.seconds_to_wait(f"https://{site}/page", now=now, pause=1.0, is_urgent=is_urgent)


def test_a_site_is_asked_at_once_when_nobody_asked_it_before():
    assert wait(SiteTurns(), now=5.0) == 0


def test_a_site_is_asked_again_after_the_pause():
    turns = SiteTurns()
    wait(turns, now=5.0)
    assert wait(turns, now=5.4) == 5.0 + 1.0 - 5.4
    assert wait(turns, now=6.0) == 0


def test_another_site_need_not_wait():
    turns = SiteTurns()
    wait(turns, now=5.0)
    assert wait(turns, now=5.0, site="other.example") == 0


def test_requests_that_arrive_together_get_turns_one_after_another():
    turns = SiteTurns()
    assert [wait(turns, now=5.0) for _ in range(4)] == [0, 1.0, 2.0, 3.0]


def test_each_request_has_its_turn_at_the_promised_moment():
    turns = SiteTurns()
    waits = [wait(turns, now=5.0) for _ in range(4)]
    assert [wait(turns, now=5.0 + seconds) for seconds in waits[1:]] == [0, 0, 0]


def test_an_urgent_request_is_not_put_behind_the_promised_ones():
    turns = SiteTurns()
    for _ in range(4):
        wait(turns, now=5.0)
    assert wait(turns, now=5.5, is_urgent=True) == 0.5


def test_the_memory_of_sites_is_bounded(monkeypatch):
    monkeypatch.setattr(site_turns, "MAX_SITES", 2)
    turns = SiteTurns()
    for number in range(10):
        wait(turns, now=5.0, site=f"{number}.example")
    assert len(turns._last_asked) <= 2
