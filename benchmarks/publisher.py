"""Publishes a story a second, as an editor does, and says how long each took until index and record had it; then withdraws
a story a second, until index and record are without it.

`python -m benchmarks.publisher --seconds S` on a database with a generated corpus and a running indexer. It publishes
stories of the corpus that were withdrawn: their facts are decided, so that names, counts and lists change. At the end
all of them are withdrawn again. The last line is JSON.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import argparse
import json
import signal
import time

from django.contrib.auth.models import User
from tantivy import Query

from articles.desk import review
from articles.models import Article, StoryRecord
from articles.search.open_index import open_index
from articles.search.schema import STORY, key_of, schema
from articles.vocabulary import ArticleStatus
from benchmarks.corpus.making import EDITOR
from benchmarks.corpus.rows import MARK

_INTERVAL, _LOOK_EVERY, _PATIENCE = 1.0, 0.02, 60.0
# Withdrawn one a second and timed; the rest at once.
_WITHDRAWN = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, required=True)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: _stop())
    print(json.dumps(publish_for(options.seconds)), flush=True)


_is_stopped = False


def _stop() -> None:
    global _is_stopped  # noqa: PLW0603  # what a signal handler can do
    _is_stopped = True


def publish_for(seconds: float) -> dict[str, list[float] | int]:
    """Seconds from the commit of each publication until it is in index and record, and how many never were; the same for
    withdrawals, until it is in neither.
    """
    user = User.objects.get(username=EDITOR)
    withdrawn = Article.objects.filter(review_status=ArticleStatus.WITHDRAWN, source_key__startswith=MARK)
    stories = list(withdrawn.order_by("pk")[: int(seconds) + 1])
    waiting: dict[int, float] = {}
    took: list[float] = []
    published: list[Article] = []
    began = time.monotonic()
    while not _is_stopped and time.monotonic() - began < seconds and (len(published) < len(stories) or waiting):
        if len(published) < min(len(stories), (time.monotonic() - began) / _INTERVAL):
            story = review.publish(stories[len(published)], user=user)
            published.append(story)
            waiting[story.pk] = time.monotonic()
        took += _arrived(waiting)
        time.sleep(_LOOK_EVERY)
    until = time.monotonic() + _PATIENCE
    while waiting and time.monotonic() < until:
        took += _arrived(waiting)
        time.sleep(_LOOK_EVERY)
    never_found = len(waiting)
    gone_after, never_gone = _withdraw_slowly(published[:_WITHDRAWN], user)
    for story in published[_WITHDRAWN:]:
        _withdraw(story, user)
    return {
        "found_after": took, "never_found": never_found, "published": len(published),
        "gone_after": gone_after, "never_gone": never_gone,
    }  # fmt: skip


def _withdraw_slowly(stories: list[Article], user: User) -> tuple[list[float], int]:
    """One a second: the seconds until each was gone, and how many never were."""
    took: list[float] = []
    waiting: dict[int, float] = {}
    remaining, began = list(stories), time.monotonic()
    until = began + len(stories) * _INTERVAL + _PATIENCE
    while (remaining or waiting) and time.monotonic() < until:
        if remaining and len(stories) - len(remaining) < (time.monotonic() - began) / _INTERVAL:
            story = remaining.pop(0)
            _withdraw(story, user)
            waiting[story.pk] = time.monotonic()
        took += _gone(waiting)
        time.sleep(_LOOK_EVERY)
    return took, len(waiting) + len(remaining)


def _withdraw(story: Article, user: User) -> None:
    review.withdraw(story, user=user, reason="End of the benchmark")


def _arrived(waiting: dict[int, float]) -> list[float]:
    index, now = open_index(), time.monotonic()
    if index is None:
        return []
    there = [pk for pk in waiting if index.count(Query.term_query(schema(), "key", key_of(STORY, pk)))]
    shown = StoryRecord.objects.filter(pk__in=there).values_list("pk", flat=True) if there else ()
    return [now - waiting.pop(pk) for pk in shown]


def _gone(waiting: dict[int, float]) -> list[float]:
    index, now = open_index(), time.monotonic()
    if index is None or not waiting:
        return []
    kept = set(StoryRecord.objects.filter(pk__in=waiting).values_list("pk", flat=True))
    gone = [
        pk for pk in waiting if pk not in kept and not index.count(Query.term_query(schema(), "key", key_of(STORY, pk)))
    ]
    return [now - waiting.pop(pk) for pk in gone]


if __name__ == "__main__":
    main()
