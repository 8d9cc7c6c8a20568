"""Take a story down for good: nothing of its text stays on the site, and a trace says when, by whom and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from articles.desk.audit import log
from articles.desk.rights import require
from articles.desk.takedown_events import erase_from_events
from articles.desk.takedown_keys import keys_of
from articles.desk.takedown_log import erase_from_log, logged_headlines
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.imports.erasing import erase_batch_names, erase_from_previews, erase_imports, imports_of
from articles.models import Article, DuplicateCluster, ImportItem, StoryLink, Takedown, TakedownKey, picture_files
from articles.models.record import erase_stored_pages
from articles.search import outbox
from articles.text import clean_line, fold
from articles.vocabulary import TakedownGround

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.imports.erasing import ImportsOf

TAKE_DOWN = "articles.add_takedown"
# Characters; the reason is a column of the log, too.
MAX_REASON, MAX_SENTENCE = 200, 300


@transaction.atomic
def take_down(
    article: Article, *, user: User | None, version: int, ground: str, reason: str, public_sentence: str = ""
) -> Takedown:
    """Remove a story that is still at `version`.

    Raises MissingRightError, StaleEditError if someone else saved the story since, and IllegalTransitionError for a
    reason that is missing or too long.
    """
    require(TAKE_DOWN)
    # The imports first, as editors of a batch lock them.
    list(ImportItem.objects.select_for_update().filter(article=article.pk).order_by("pk").values_list("pk", flat=True))
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != version:
        raise StaleEditError("Someone else changed this story after you opened the page. Check it again first.")
    reason, public_sentence = clean_line(reason), clean_line(public_sentence)
    check_statement(ground, reason, public_sentence)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # deleted rows are overwritten, and not just marked as free
            cursor.execute("PRAGMA secure_delete = ON")
    takedown = Takedown.objects.create(
        story_id=article.pk, at=timezone.now(), by=user, ground=ground, reason=reason,
        public_sentence=public_sentence, was_public=article.first_published_here is not None or article.is_published,
    )  # fmt: skip
    imports = imports_of(article)
    keys = keys_of(article, imports.addresses)
    TakedownKey.objects.bulk_create(
        TakedownKey(takedown=takedown, kind=kind, digest=digest) for kind, digest in sorted(keys)
    )
    _enqueue_reindex(article)
    _erase_traces(article, imports, takedown)
    pk = article.pk
    article.delete()
    transaction.on_commit(partial(picture_files.remove_all, pk))
    log(
        "article.take_down", f"Story {pk}", user=user, source=reason,
        details={"story": pk, "ground": takedown.get_ground_display()},
    )  # fmt: skip
    return takedown


def check_statement(ground: str, reason: str, public_sentence: str) -> None:
    """Raises IllegalTransitionError with a sentence for the editor."""
    if ground not in TakedownGround.values:
        raise IllegalTransitionError("Choose the ground for the takedown.")
    if not reason:
        raise IllegalTransitionError("Give a reason for the log.")
    for label, value, longest in (("reason", reason, MAX_REASON), ("public sentence", public_sentence, MAX_SENTENCE)):
        if len(value) > longest:
            raise IllegalTransitionError(f"The {label} has {len(value)} characters. Shorten it to {longest}.")


def is_confirmed(article: Article, typed: str) -> bool:
    """Whether an editor typed the headline of the story, or its number."""
    typed = clean_line(typed)
    is_headline = bool(article.headline) and fold(typed) == fold(article.headline) != ""
    return typed.removeprefix("#").strip() == str(article.pk) or is_headline


def _enqueue_reindex(article: Article) -> None:
    """Readers may see the story, or its headline, on its own page and on those of others."""
    linking = StoryLink.objects.filter(target=article.pk).values_list("article_id", flat=True)
    grouped = Article.objects.filter(cluster=article.cluster_id) if article.cluster_id else Article.objects.none()
    for pk in sorted({article.pk, *linking, *grouped.values_list("pk", flat=True)}):
        outbox.changed_article(pk)
    for pk in sorted(set(article.appearances.values_list("entity_id", flat=True))):
        outbox.changed_entity(pk)


def _erase_traces(article: Article, imports: ImportsOf, takedown: Takedown) -> None:
    headlines = {article.headline, *article.versions.values_list("headline", flat=True), *logged_headlines(article)}
    words = {word for word in (*headlines, *imports.addresses) if word}
    erase_from_events(article, words)
    erase_from_log(article, items=imports.items, batches=imports.batches, words=words | imports.names)
    erase_batch_names(imports.batches, words | imports.names)
    erase_imports(imports, takedown.sentence)
    erase_from_previews(article)
    StoryLink.objects.filter(target=article.pk).delete()
    if article.cluster_id and Article.objects.filter(cluster=article.cluster_id).count() <= 2:
        DuplicateCluster.objects.filter(pk=article.cluster_id).delete()
    erase_stored_pages(article.pk)
