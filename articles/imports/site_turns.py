"""When the next page of a web site may be fetched: pages of one site are fetched a pause apart."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_SITES = 500


class SiteTurns:
    """Remembers when each site was last asked, and which moments are promised. Times are seconds of any clock."""

    def __init__(self) -> None:
        self._last_asked: dict[str, float] = {}
        self._promised: dict[str, float] = {}

    def seconds_to_wait(self, url: str, *, now: float, pause: float, is_urgent: bool) -> float:
        """0 when the site of this address may be asked now, which is then noted; otherwise how long to wait.

        Requests that are not urgent are promised moments one after another, so that each comes back once; an urgent
        one is not put behind them.
        """
        site = _site_of(url)
        earliest = self._last_asked.get(site, now - pause) + pause
        if now >= earliest:
            self._forget_old_sites()
            self._last_asked[site] = now
            return 0
        if is_urgent:
            return earliest - now
        turn = max(earliest, self._promised.get(site, 0) + pause)
        self._promised[site] = turn
        return turn - now

    def _forget_old_sites(self) -> None:
        if len(self._last_asked) >= MAX_SITES:
            self._last_asked.clear()
            self._promised.clear()


def _site_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""  # the fetch function refuses it with a sentence
