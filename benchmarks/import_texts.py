"""Sends texts of a generated corpus to the running worker as new imports, and waits until it has read them.

`python -m benchmarks.import_texts --texts N`. The imports are discarded at the end.
"""

from __future__ import annotations

import benchmarks.setup_django  # noqa: F401  # before the models

# isort: split

import argparse
import sys
import time

from articles.imports import item_actions, receive
from articles.models import Article, ImportItem
from articles.vocabulary import ImportStatus, SourceType
from benchmarks.corpus.rows import MARK

_PATIENCE, _LOOK_EVERY = 300.0, 0.2
_OPEN = {ImportStatus.RECEIVED, ImportStatus.READING}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, required=True)
    options = parser.parse_args()
    stories = Article.objects.filter(source_key__startswith=MARK).order_by("pk")[: options.texts]
    items = [_receive(story, number) for number, story in enumerate(stories)]
    until = time.monotonic() + _PATIENCE
    while items and _are_open(items):
        if time.monotonic() > until:
            sys.exit("The worker did not read the texts in time.")
        time.sleep(_LOOK_EVERY)
    for item in ImportItem.objects.filter(pk__in=items, status=ImportStatus.READ):
        item_actions.discard(item, user=None)


def _receive(story: Article, number: int) -> int:
    """A text that is not that of the story, so that it is read as a new one."""
    paragraphs = [story.headline, f"Report {time.time_ns()} of {number}.", *(block["text"] for block in story.body)]
    content = "\n\n".join(paragraphs).encode()
    return receive.receive_source(source_type=SourceType.TEXT, content=content, user=None).pk


def _are_open(items: list[int]) -> bool:
    return any(status in _OPEN for status in ImportItem.objects.filter(pk__in=items).values_list("status", flat=True))


if __name__ == "__main__":
    main()
