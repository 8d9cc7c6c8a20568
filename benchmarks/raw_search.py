"""What Tantivy itself needs for the questions of the search pages: the newest 20 with their number, and with facets.

As a program it prints the CPU ms of each address that it is given, as JSON.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import tantivy

from articles.search.facets import FACETS
from articles.search.open_index import open_index
from articles.search.schema import STORY, schema

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 15
_PER_FACET = 12
_MONTHS = 600


def cpu_ms(address: str) -> tuple[float, float]:
    """CPU ms for the words and the country of a search page: the hits alone, and with facets and months."""
    index = open_index()
    if index is None:
        raise RuntimeError("There is no search index to ask.")
    query, searcher = _query(address), index.searcher
    wanted: dict[str, Any] = {
        name: {"terms": {"field": facet.aggregation(0)["terms"]["field"], "size": _PER_FACET}}
        for name, facet in FACETS.items()
    }
    wanted["month"] = {"terms": {"field": "month", "size": _MONTHS}}

    def hits() -> None:
        searcher.search(query, limit=20, order_by_field="newest", order=tantivy.Order.Desc)

    def hits_and_facets() -> None:
        hits()
        searcher.aggregate(query, wanted)

    return _median(hits), _median(hits_and_facets)


def _query(address: str) -> tantivy.Query:
    params = parse_qs(urlsplit(address).query)
    words = " ".join(params.get("q", [])).casefold().split()
    parts = [tantivy.Query.term_query(schema(), "plain", word) for word in words]
    parts += [tantivy.Query.term_query(schema(), "country", int(pk)) for pk in params.get("country", [])]
    parts.append(tantivy.Query.term_query(schema(), "type", STORY))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _median(ask: Callable[[], None]) -> float:
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    print(json.dumps([cpu_ms(address) for address in sys.argv[1:]]))
