"""`python -m benchmarks.page_work`: the database work of each type of page on the coverage of DATA_DIR, as JSON."""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import json
import sys
from collections import deque
from itertools import islice
from unittest import mock
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from articles.desk.statuses import publish, withdraw
from articles.models import Article, RecordState
from articles.record import projector
from articles.record.page_format import page_format
from articles.search.indexer import Indexer
from articles.search.result import PAGE_SIZE
from benchmarks import steps
from benchmarks.corpus.making import EDITOR
from benchmarks.page_types import exports, page_types, render_stored_pages


def measure() -> dict[str, tuple[int, int]]:
    """Mean steps and most queries of each type of page, and of a publication. Each is requested twice: the first request
    fills caches.
    """
    client, found, types = Client(), {}, page_types() | exports()
    render_stored_pages(types)
    for name, addresses in types.items():
        works = []
        for address in addresses:
            for is_counted in (False, True):
                with steps.counted() as work:
                    response = client.get(address)
                    if response.streaming:  # of an export, a page: the whole of it grows with the number of stories
                        deque(islice(response.streaming_content, PAGE_SIZE), maxlen=0)
                if response.status_code != 200:
                    sys.exit(f"{name}: {address} answered {response.status_code}.")
                if is_counted:
                    works.append(work)
        if works:
            found[name] = _summary(works)
    return found | {name: _summary(works) for name, works in _publications(types["story, hot names"]).items()}


def _summary(works: list[steps.Work]) -> tuple[int, int]:
    return sum(work.steps for work in works) // len(works), max(work.queries for work in works)


def _publications(addresses: list[str]) -> dict[str, list[steps.Work]]:
    """What it costs the search index and the record to follow the withdrawal of a story and its publication."""
    works: dict[str, list[steps.Work]] = {"index and record, withdrawal": [], "index and record, publication": []}
    indexer, user = Indexer(), User.objects.get(username=EDITOR)
    # The record was derived with other settings, and so in another page format: it would be derived again meanwhile.
    RecordState.objects.update(format=page_format(), next_format="")
    _follow(indexer)
    for address in addresses:
        story = Article.objects.get(pk=resolve(urlsplit(address).path).kwargs["pk"])
        changes = (lambda one: withdraw(one, user=user, reason="A measurement"), lambda one: publish(one, user=user))
        for is_counted in (False, True):
            for change, counted in zip(changes, works.values(), strict=True):
                story = change(story)
                work = _follow(indexer)
                if is_counted:
                    counted.append(work)
    indexer.close()
    return works


def _follow(indexer: Indexer) -> steps.Work:
    """One turn of the indexer. Pages that wait are left out: how many of them are rendered depends on the time."""
    idle = {name: mock.Mock(return_value=0) for name in ("render_pages", "render_waiting")}
    with steps.counted() as work, mock.patch.multiple(projector, **idle):
        indexer.drain()
        projector.drain()
        indexer.follow_record()
    return work


if __name__ == "__main__":
    print(json.dumps(measure()))
