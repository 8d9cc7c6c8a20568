"""The same wire text at several outlets: stories that may be copies are pointed at, and an editor groups them or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from articles.desk import appearances
from articles.desk.audit import RowChanges, log
from articles.desk.shingles import MIN_SHARE, fingerprint_of
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, DuplicateCluster, LSHBand, NotDuplicate, TextFingerprint
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from articles.desk.shingles import Fingerprint

# Those that share most bands come first: what lies behind them shares a phrase, not a text.
MAX_CANDIDATES = 25


@dataclass(frozen=True, slots=True)
class SimilarArticle:
    """A story that shares this much of its text (of the shorter of the two) with the one in question."""

    article: Article
    share: float


def index_fingerprints(article: Article) -> None:
    """Keep what copies of this story are found by; call in the transaction that writes its text."""
    new = TextFingerprint.of_bands(article.pk, fingerprint_of(article.body).bands)
    old = TextFingerprint.objects.filter(pk=article.pk).first()
    if old is not None and old.bands == new.bands:
        return
    if old is not None:
        LSHBand.objects.of(old).delete()
    LSHBand.objects.bulk_create(LSHBand(key=LSHBand.key_of(band, article.pk)) for band in new.bands)
    new.save()


def backfill_fingerprints() -> int:
    """Do it for the stories from before fingerprints were kept; how many have a text that is long enough."""
    ids = list(Article.objects.filter(fingerprint=None).order_by("pk").values_list("pk", flat=True))
    count = 0
    for pk in ids:
        with transaction.atomic():
            article = Article.objects.select_for_update().get(pk=pk)
            index_fingerprints(article)
            count += bool(_bands_of(article))
    return count


def _bands_of(article: Article) -> list[int]:
    stored = TextFingerprint.objects.filter(pk=article.pk).first()
    return stored.bands if stored else []


def similar_articles(text: Fingerprint, among: Iterable[Article]) -> list[SimilarArticle]:
    """Those of the stories that share much of this text, most first."""
    found = [SimilarArticle(article, text.share_with(fingerprint_of(article.body))) for article in among]
    return sorted((one for one in found if one.share >= MIN_SHARE), key=lambda one: (-one.share, one.article.pk))


def candidates(own_bands: Iterable[int]) -> list[Article]:
    """The stories worth comparing: one indexed query, however many stories there are, and one for their texts."""
    found: list[Article] = []
    for ids in LSHBand.objects.batches_of_stories(own_bands, MAX_CANDIDATES):
        # Whether a story is discarded is no condition of the query: beside ids it can make SQLite read an index of all.
        stories = Article.objects.select_related("outlet").in_bulk(ids)
        ordered = [stories[pk] for pk in ids if pk in stories]
        found += [story for story in ordered if story.review_status != ArticleStatus.DISCARDED]
        if len(found) >= MAX_CANDIDATES:
            break
    return found[:MAX_CANDIDATES]


def articles_like(text: Fingerprint) -> list[SimilarArticle]:
    """Stories that share much of the text of an incoming story, most alike first, for the editor to decide."""
    return similar_articles(text, candidates(text.bands))


def suggestions(article: Article) -> list[SimilarArticle]:
    """Stories that may be copies of this one, and of which no editor has said yet whether they are."""
    others = [
        other
        for other in candidates(_bands_of(article))
        if other.pk != article.pk and not (article.cluster_id and other.cluster_id == article.cluster_id)
    ]
    if not others:
        return []
    distinct = {pk for pair in _pairs(article).values_list("first", "second") for pk in pair}
    return similar_articles(fingerprint_of(article.body), [other for other in others if other.pk not in distinct])


def duplicates_of(article: Article) -> list[Article]:
    """The other stories of its group."""
    if article.cluster_id is None:
        return []
    others = Article.objects.kept().filter(cluster=article.cluster_id).exclude(pk=article.pk)
    return list(others.for_cards().order_by("date_published", "pk"))


@transaction.atomic
def group(article: Article, other: Article, *, user: User | None) -> DuplicateCluster:
    """Say that two stories print one wire text. Each stays a story of its own; their groups become one."""
    first, second = _locked(article, other)
    cluster = first.cluster or second.cluster or DuplicateCluster.objects.create()
    changes = RowChanges()
    changes.watch((first, second))
    former = {one.cluster_id for one in (first, second) if one.cluster_id not in (None, cluster.pk)}
    changes.watch(Article.objects.filter(cluster__in=former))
    changes.watch(_pairs(first).filter(Q(first=second) | Q(second=second)))
    # An update, not a save: which other outlets print a story is no edit of it.
    Article.objects.filter(Q(pk__in=(first.pk, second.pk)) | Q(cluster__in=former)).update(cluster=cluster)
    DuplicateCluster.objects.filter(pk__in=former).delete()
    _pairs(first).filter(Q(first=second) | Q(second=second)).delete()
    _enqueue_group(cluster)
    log(
        "article.group",
        f"{article} and {other}",
        user=user,
        article=article,
        related=changes,
        details={"with": other.pk},
    )
    return cluster


@transaction.atomic
def ungroup(article: Article, *, user: User | None) -> None:
    """Take a story out of its group; a group of one is none."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    cluster = article.cluster
    if cluster is None:
        raise IllegalTransitionError("This story is in no group.")
    _enqueue_group(cluster)
    others = list(cluster.articles.exclude(pk=article.pk).values_list("pk", flat=True))
    cluster_id, changes = cluster.pk, RowChanges()
    if len(others) == 1:
        changes.watch(cluster.articles.exclude(pk=article.pk))
    Article.objects.filter(pk=article.pk).update(cluster=None)
    if len(others) == 1:
        cluster.delete()
    for other in others:
        _mark_distinct(article.pk, other, changes)
    log(
        "article.ungroup", str(article), user=user, article=article, before={"cluster": cluster_id},
        after={"cluster": None}, related=changes, details={"with": others},
    )  # fmt: skip


@transaction.atomic
def mark_distinct(article: Article, other: Article, *, user: User | None) -> None:
    """Say that two stories are not the same: they are never suggested again."""
    changes = RowChanges()
    _mark_distinct(article.pk, other.pk, changes)
    log(
        "article.mark_distinct", f"{article} and {other}", user=user, article=article, related=changes,
        details={"from": other.pk},
    )  # fmt: skip


def _locked(article: Article, other: Article) -> tuple[Article, Article]:
    """Both as they are now; in the order of their ids, so that two editors never wait for each other."""
    if article.pk == other.pk:
        raise IllegalTransitionError("A story is no copy of itself.")
    found = {
        one.pk: one for one in Article.objects.select_for_update().filter(pk__in=(article.pk, other.pk)).order_by("pk")
    }
    return found[article.pk], found[other.pk]


def _enqueue_group(cluster: DuplicateCluster) -> None:
    """Each public story names the others, so the pages of all change."""
    for member in cluster.articles.published():
        appearances.enqueue_reindex(member)


def _mark_distinct(one: int, other: int, changes: RowChanges) -> None:
    first, second = sorted((one, other))
    pair, is_new = NotDuplicate.objects.get_or_create(first_id=first, second_id=second)
    if is_new:
        changes.created(pair)


def _pairs(article: Article) -> QuerySet[NotDuplicate]:
    return NotDuplicate.objects.filter(Q(first=article) | Q(second=article))
