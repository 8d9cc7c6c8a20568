"""What the background jobs do. Each takes one id, may be queued twice, and does its work once."""

from __future__ import annotations

from articles import jobs
from articles.desk import duplicate_search
from articles.imports import drafts, poll_feed, story_pictures, worker

# The queue of an older version names the tasks by this module.
from articles.jobs import find_again, make_drafts, read_import, read_long_import, rerun_extraction

__all__ = ["find_again", "make_drafts", "read_import", "read_long_import", "rerun_extraction"]

jobs.implement(
    read_import=worker.read_if_short,
    read_long_import=worker.read_item,
    rerun_extraction=worker.rerun_extraction,
    make_drafts=drafts.make_drafts,
    poll_feed=poll_feed.poll,
    read_picture=story_pictures.read,
    find_duplicates=duplicate_search.search_numbered,
)
