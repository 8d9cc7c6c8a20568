"""In which order imports are read: short ones first, so that none waits long behind one that takes minutes.

How long reading takes is not known before. Large content is taken to be long. All other content is first given
`SHORT_CPU_SECONDS`; what needs more is queued again, with the time that the settings allow, behind the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles import jobs

if TYPE_CHECKING:
    from datetime import datetime

# The story of a page of this size has tens of thousands of words, or is a small part of it.
LARGE_BYTES = 1_000_000
# A story of 1,000 words takes .4 s of processor time: five times as long a story is read at once.
SHORT_CPU_SECONDS = 2


def enqueue_reading(
    pk: int, *, size: int | None, priority: int, is_long: bool = False, run_after: datetime | None = None
) -> None:
    """Queue an import of this many bytes (None if they have not been fetched)."""
    if is_long or (size or 0) > LARGE_BYTES:
        jobs.enqueue(jobs.read_long_import, pk, priority=priority - jobs.LONG_AFTER, run_after=run_after)
    else:
        jobs.enqueue(jobs.read_import, pk, priority=priority, run_after=run_after)
