"""Read the picture of a story: fetch it, or take the upload, and decode it in the child process of imports.

A background task, queued after the draft exists, so that no import waits for a picture or fails because of one.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.desk import pictures
from articles.imports import fetch_page, robots, run_limited
from articles.imports.child_process import ChildDiedError, StoppedError
from articles.models import StoryPicture, picture_files
from articles.readers import fetch
from articles.readers.picture_decoding import PictureError, read_picture
from articles.readers.restrictions import REVOKED
from articles.readers.story import UnreadableError
from articles.vocabulary import ArticleStatus, PictureStatus

if TYPE_CHECKING:
    from articles.models import Article

logger = logging.getLogger(__name__)
# A picture is given up after as many processes have died over it, or as many answers that ask for a later request.
MAX_ATTEMPTS = 3
_MAX_RETRY_SECONDS = 24 * 3600.0
# Decoding the largest picture takes two seconds.
_CPU_SECONDS = 20
# A request that no task is queued for is queued again after so long.
_LOST_AFTER = timedelta(minutes=2)
_ACCEPT = "image/webp,image/avif,image/jpeg,image/png,image/gif;q=0.9,*/*;q=0.1"


def read(article_id: int) -> None:
    """Read the picture of a story within the limits for imports. Nothing happens if none is waited for."""
    row = StoryPicture.objects.defer("received").filter(article=article_id).first()
    if row is None or row.status != PictureStatus.WAITING:
        return
    try:
        run_limited.run(read_within_limits, article_id, row.version, cpu_seconds=_CPU_SECONDS)
    except StoppedError as stopped:
        pictures.fail(article_id, row.version, f"Reading the picture {stopped}")
    except ChildDiedError as error:
        logger.warning("The process that read the picture of story %s died: %s", article_id, error)
        _try_again(row, 0, "Reading the picture stopped the worker")


def read_within_limits(article_id: int, version: int) -> None:
    """In the child process: fetch, decode, write the files, and store the outcome."""
    row = StoryPicture.objects.select_related("article").filter(article=article_id, version=version).first()
    if row is None or row.status != PictureStatus.WAITING:
        return
    try:
        content = bytes(row.received) if row.received is not None else _fetched(row.article, row.source_url)
        _store(row, content)
    except fetch_page.SiteBusyError as busy:
        _later(article_id, busy.seconds)
    except fetch.RetryLaterError as refused:
        if refused.seconds > _MAX_RETRY_SECONDS:
            pictures.fail(article_id, version, of_picture(str(refused)))
        else:
            _try_again(row, refused.seconds, of_picture(str(refused)))
    except UnreadableError as error:
        said = str(error) if isinstance(error, PictureError) else of_picture(str(error))
        pictures.fail(article_id, version, said)


def requeue_waiting() -> int:
    """Queue the pictures again that no task is queued for: their worker died, or the database was away. Their number."""
    before = timezone.now() - _LOST_AFTER
    rows = list(StoryPicture.objects.defer("received").filter(status=PictureStatus.WAITING, requested_at__lt=before))
    queued = _queued() if rows else set()
    lost = [row for row in rows if row.article_id not in queued]
    for row in lost:
        _try_again(row, 0, "Reading the picture stopped the worker")
    return len(lost)


def remove_orphans() -> int:
    """Remove the files of stories that have no picture: a process was killed while it removed a story. Their number."""
    # The folders first: a story has its row before its first file.
    found = set(picture_files.stories_with_files())
    orphans = found.difference(StoryPicture.objects.values_list("article_id", flat=True)) if found else found
    for article_id in orphans:
        picture_files.remove_all(article_id)
    return len(orphans)


def of_picture(sentence: str) -> str:
    """What the fetch function says of a page, said of a picture."""
    return sentence.replace("the page", "the picture").replace("The page", "The picture").replace("a page", "a picture")


def _fetched(article: Article, url: str) -> bytes:
    """Raises SiteBusyError, RetryLaterError, and UnreadableError with a sentence."""
    if article.source_status in REVOKED:
        raise PictureError("The source has taken this story back, so its picture was not fetched.")
    if article.review_status == ArticleStatus.DISCARDED:
        raise PictureError("The story was discarded before its picture was fetched.")
    fetch.check_address(url)
    fetch_page.take_turn(url, is_urgent=False)
    allowed = robots.allows(url)  # nobody chose this address: a page leads to it
    if allowed is None:
        raise PictureError("The robots.txt of the site could not be read, so the picture was not fetched.")
    if not allowed:
        raise PictureError("The site asks programs in its robots.txt not to fetch this picture.")
    limits = fetch.Limits(size=settings.MAX_PICTURE_BYTES)
    answer = fetch.fetch(url, allow=settings.FETCH_ALLOW, limits=limits, headers={"Accept": _ACCEPT})
    return answer.content


def _store(row: StoryPicture, content: bytes) -> None:
    found = read_picture(content, max_bytes=settings.MAX_PICTURE_BYTES, max_pixels=settings.MAX_PICTURE_PIXELS)
    sizes: list[dict[str, Any]] = [
        {
            "name": picture_files.write(row.article_id, one.content),
            "width": one.width,
            "height": one.height,
            "bytes": len(one.content),
        }
        for one in found.renditions
    ]
    sha256 = hashlib.sha256(content).hexdigest()
    pictures.store(row.article_id, row.version, sizes, sha256=sha256, remark=found.remark)
    if not StoryPicture.objects.filter(article=row.article_id).exists():  # the story was removed meanwhile
        picture_files.remove_all(row.article_id)


@transaction.atomic
def _try_again(row: StoryPicture, seconds: float, reason: str) -> None:
    """Queue the task again, or give up with the reason."""
    attempts = pictures.count_attempt(row.article_id, row.version)
    if attempts >= MAX_ATTEMPTS:
        pictures.fail(row.article_id, row.version, f"{reason.rstrip('.')}. It was tried {attempts} times.")
    elif attempts:
        _later(row.article_id, seconds)


def _later(article_id: int, seconds: float) -> None:
    run_after = timezone.now() + timedelta(seconds=seconds)
    jobs.enqueue(jobs.read_picture, article_id, priority=jobs.LATER, run_after=run_after)


def _queued() -> set[int]:
    """The stories for which a task is queued, or runs."""
    tasks = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING], task_path__in=jobs.paths_of(jobs.read_picture)
    )
    return {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
