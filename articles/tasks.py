"""What the background jobs do. Each does one thing by id, may be asked for twice, and does it once."""

from __future__ import annotations

from articles import jobs
from articles.imports import batches, reading

# The queue of an older version names the tasks by this module.
from articles.jobs import find_again, make_drafts, read_import

__all__ = ["find_again", "make_drafts", "read_import"]

jobs.implement(read_import=reading.read_item, find_again=reading.find_again, make_drafts=batches.make_drafts)
