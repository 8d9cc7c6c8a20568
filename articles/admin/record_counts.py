"""In how many stories records are named: published ones from the record, drafts counted now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from articles.models import Appearance, Article, EntityStory, ListRecord, Mention, RecordState
from articles.pages.whole_lists import number_of
from articles.search.list_counts import TOTAL, list_key

if TYPE_CHECKING:
    from collections.abc import Collection

# A site with more has imported an archive: its older drafts are not counted, so that a list costs the same.
_MAX_DRAFTS = 5_000


def published_counts(ids: Collection[int]) -> dict[int, int]:
    """The number of published stories by entity id; entities in none are left out. Two queries."""
    if not ids:
        return {}
    if not _is_record_complete():
        return _counts_in_tables(ids)
    rows = ListRecord.objects.in_bulk([list_key(pk) for pk in ids])
    return {pk: number_of(rows[list_key(pk)].shown, TOTAL) for pk in ids if list_key(pk) in rows}


def shared_count(one: int, other: int) -> int:
    """The number of published stories that name both entities."""
    if _is_record_complete():
        named = EntityStory.objects.filter(is_named=True)
        return named.filter(entity=one, article__in=named.filter(entity=other).values("article")).count()
    public = Appearance.objects.filter(article__in=Article.objects.published())
    return public.filter(entity=one, article__in=public.filter(entity=other).values("article")).count()


def _is_record_complete() -> bool:
    return RecordState.objects.exclude(format="").exists()


def draft_counts(ids: Collection[int]) -> dict[int, int]:
    """The number of drafts with a finding of the name, by entity id; entities in none are left out.

    Read from the drafts: a well-known name is in few of them, and in very many other stories.
    """
    if not ids:
        return {}
    drafts = list(Article.objects.drafts().order_by("-pk").values_list("pk", flat=True)[:_MAX_DRAFTS])
    rows = Mention.objects.filter(article__in=drafts, entity__isnull=False).order_by().values_list("entity")
    found = dict(rows.annotate(Count("article", distinct=True)))
    return {pk: found[pk] for pk in ids if pk in found}


def _counts_in_tables(ids: Collection[int]) -> dict[int, int]:
    """While the record is not complete, as after an upgrade."""
    public = Appearance.objects.filter(entity__in=list(ids), article__in=Article.objects.published())
    return dict(public.values_list("entity").annotate(Count("article", distinct=True)).order_by())
