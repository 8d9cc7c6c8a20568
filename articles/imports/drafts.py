"""From an import that was read to the draft of an article: one import, or the next few of a batch."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, transaction

from articles import jobs
from articles.desk import appearances, pictures
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.drafting import FOLLOWING, Made, make_article
from articles.desk.import_preview import similar_rows
from articles.desk.incoming import incoming_story
from articles.desk.near_duplicates import articles_like
from articles.desk.propose import propose
from articles.desk.serialization import NewerFormatError, findings_from, story_from
from articles.desk.statements import labels_of
from articles.desk.statuses import return_to_draft
from articles.desk.transitions import IllegalTransitionError
from articles.imports.close import Outcome, close_item
from articles.imports.set_fields import columns_set
from articles.models import Article, ImportBatch, ImportItem
from articles.vocabulary import ArticleStatus, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)
# One task makes this many drafts, which takes about two seconds; then other tasks have their turn.
MAX_DRAFTS_PER_TASK = 20
_TEXT_FIELDS = {"headline", "description", "body"}


@transaction.atomic
def make_draft(item: ImportItem, *, user: User | None, fields: Mapping[str, Any]) -> Article:
    """The article of this import: a new one, or the one that already exists. Asked again, the answer is the same.

    `fields` are what the editor changed at the preview (names of columns; `outlet` may be a name, `body` a list of
    {"role", "text"}), in addition to those set for the import: no later import overwrites them. A new version of a discarded story brings that story back.
    """
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.article is not None:
        return item.article
    if item.status != ImportStatus.READ:
        raise IllegalTransitionError(f"This import cannot become a draft: {item.get_status_display().lower()}.")
    made = make_article(story_from(item.preview["story"]), {**_set_before(item), **fields}, user=user)
    article = made.article
    if made.changed and article.review_status == ArticleStatus.DISCARDED:
        article = return_to_draft(article, user=user)
    if made.has_new_text:
        _propose_findings(article, item)
    changed = {"changed": labels_of(made.changed)} if made.changed else {}
    status, action = _result_of(made)
    closed = RowChanges()
    closed.watch([item])
    close_item(item, Outcome(status, article=article, preview=changed))
    if made.is_new or "image_url" in made.changed:
        pictures.expect(article, closed)
    log(
        action, str(article), user=user, article=article, item=item, after=snapshot(article) if made.is_new else {},
        related=closed, details=changed, source=item.name,
    )  # fmt: skip
    return article


def _set_before(item: ImportItem) -> dict[str, Any]:
    """What was set for the import, perhaps for its whole batch. A new version of a story that readers saw is kept as it came."""
    updates = item.preview.get("updates")
    if updates and not Article.objects.filter(pk=updates["id"], review_status__in=FOLLOWING).exists():
        return {}
    return columns_set(item)


def make_drafts(batch_id: int) -> int:
    """Make the next drafts of a batch and queue the rest; how many were made.

    If the worker dies, `requeue_stale` queues the rest. One story that fails does not stop the others.
    """
    batch = ImportBatch.objects.select_related("drafts_wanted_by").get(pk=batch_id)
    if not batch.drafts_wanted:
        return 0
    items = list(batch.items.to_draft().order_by("pk")[:MAX_DRAFTS_PER_TASK])
    made = sum(draft_if_new(item, user=batch.drafts_wanted_by) for item in items)
    if items:
        jobs.enqueue(jobs.make_drafts, batch_id)
    else:
        ImportBatch.objects.filter(pk=batch_id).update(drafts_wanted=False)
    return made


def draft_if_new(item: ImportItem, *, user: User | None) -> bool:
    """Make a draft, unless the import looks like another story by now: then an editor compares them."""
    try:
        with transaction.atomic():
            if became_lookalike(item):
                return False
            make_draft(item, user=user, fields={})
    except IllegalTransitionError:
        # An editor was quicker, or only an editor can decide; asked again with its batch, the answer would be the same.
        ImportItem.objects.filter(pk=item.pk, status=ImportStatus.READ).update(is_lookalike=True)
        return False
    except (OperationalError, InterfaceError):
        raise  # the database is away, which is not the fault of the import: it is queued again
    except NewerFormatError as error:
        close_item(item, Outcome(ImportStatus.FAILED, str(error)))
        return False
    except Exception as error:
        logger.exception("No draft could be made of import %s", item.pk)
        sentence = f"It was read, but no draft could be made of it ({type(error).__name__})."
        close_item(item, Outcome(ImportStatus.FAILED, sentence))
        return False
    return True


def _propose_findings(article: Article, item: ImportItem) -> None:
    propose(article, findings_from(item.preview["findings"]))
    appearances.rebuild(article)
    if _TEXT_FIELDS & set(article.touched_fields):
        jobs.enqueue(jobs.rerun_extraction, article.pk)


def _result_of(made: Made) -> tuple[ImportStatus, str]:
    if made.is_new:
        return ImportStatus.DRAFTED, "import.draft"
    return (ImportStatus.VERSION, "import.version") if made.changed else (ImportStatus.DUPLICATE, "import.duplicate")


def became_lookalike(item: ImportItem) -> bool:
    """Whether it looks like a story that was created since it was read, perhaps from the same file."""
    updates = item.preview.get("updates")
    if updates:
        # A new version of a story is meant to look like it; a version of a discarded story needs an editor.
        item.is_lookalike = Article.objects.filter(pk=updates["id"], review_status=ArticleStatus.DISCARDED).exists()
    else:
        item.preview["looks_like"] = similar_rows(
            articles_like(incoming_story(story_from(item.preview["story"])).fingerprint)
        )
        item.is_lookalike = bool(item.preview["looks_like"])
    if item.is_lookalike:
        item.save(update_fields=["preview", "is_lookalike"])
    return item.is_lookalike
