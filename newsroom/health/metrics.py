"""Metrics for Prometheus: what the web processes count, and the state of the site when it is asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from articles.search.engine_failures import IndexFailedError
from newsroom import __version__
from newsroom.health import site_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONTENT_TYPE = CONTENT_TYPE_LATEST
# The folder in which the web processes count together; set by `python -m newsroom.web`.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter(
    "newsroom_http_requests", "Answers by kind (cached, public, admin, refused) and status.", ["kind", "status"]
)
SECONDS = Histogram(
    "newsroom_http_request_seconds", "Time in Django, waiting for a thread included.", ["kind"], buckets=_BUCKETS
)


class _SiteCollector:
    """The state of the site, read when it is asked. A part that does not answer is left out, and `newsroom_up` says so."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        info = GaugeMetricFamily("newsroom_info", "The version of the site.", labels=["version"])
        info.add_metric([__version__], 1)
        yield info
        up = GaugeMetricFamily("newsroom_up", "Whether a part of the site answers.", labels=["part"])
        parts: dict[str, Callable[[], list[GaugeMetricFamily]]] = {
            "database": _queue, "index": _index, "processes": _processes, "disk": _disk,
        }  # fmt: skip
        for part, read in parts.items():
            try:
                yield from read()
            except (DatabaseError, IndexFailedError, OSError):
                up.add_metric([part], 0)
            else:
                up.add_metric([part], 1)
        yield up


def exposition() -> bytes:
    """All metrics in the text format of Prometheus."""
    registry: Any = REGISTRY
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    site = CollectorRegistry()
    site.register(_SiteCollector())
    return generate_latest(registry) + generate_latest(site)


def _gauge(name: str, description: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"newsroom_{name}", description, value=value)


def _queue() -> list[GaugeMetricFamily]:
    queue = site_facts.queue_facts()
    return [
        _gauge("imports_waiting", "Imports that wait to be read.", queue.waiting),
        _gauge("import_wait_seconds", "How long the oldest of them has waited.", queue.oldest.total_seconds()),
    ]


def _index() -> list[GaugeMetricFamily]:
    index = site_facts.index_facts()
    return [
        _gauge("index_readable", "Whether the search index of this machine can be read.", index.is_readable),
        _gauge("index_changes_waiting", "Changes that it has not applied.", index.changes_waiting),
        _gauge("index_behind_seconds", "The age of the oldest of them.", index.behind.total_seconds()),
    ]


def _processes() -> list[GaugeMetricFamily]:
    found = GaugeMetricFamily(
        "newsroom_heartbeat_age_seconds", "Since a process of this kind last said that it runs.", labels=["process"]
    )
    for process, age in site_facts.silence().items():
        found.add_metric([process], age.total_seconds())
    return [found]


def _disk() -> list[GaugeMetricFamily]:
    disk = site_facts.disk_facts()
    return [
        _gauge("disk_free_bytes", "Free on the disk of DATA_DIR.", disk.free),
        _gauge("disk_size_bytes", "Size of the disk of DATA_DIR.", disk.total),
    ]
