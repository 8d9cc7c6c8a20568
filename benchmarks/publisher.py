"""Publishes a story a second, as an editor does, and says how long each took until index and record had it.

`python -m benchmarks.publisher --seconds S` on a database with a generated corpus and a running indexer. It publishes
stories of the corpus that were withdrawn: their facts are decided, so that names, counts and lists change. At the end
they are withdrawn again. The last line is JSON.
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
    """Seconds from the commit of each publication until it is in index and record, and how many never were."""
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
    for story in published:
        review.withdraw(story, user=user, reason="End of the benchmark")
    return {"found_after": took, "never_found": len(waiting), "published": len(published)}


def _arrived(waiting: dict[int, float]) -> list[float]:
    index, now = open_index(), time.monotonic()
    if index is None:
        return []
    there = [pk for pk in waiting if index.count(Query.term_query(schema(), "key", key_of(STORY, pk)))]
    shown = StoryRecord.objects.filter(pk__in=there).values_list("pk", flat=True) if there else ()
    return [now - waiting.pop(pk) for pk in shown]


if __name__ == "__main__":
    main()
