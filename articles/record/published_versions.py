"""The texts of published stories that readers saw, stored for the pages that list and compare them.

They follow from the log. Only stories whose text changed while they were public have rows, and only while they are public.
A new version is added to those that are stored; the log is read from the entry of the last one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import brotli
from django.db import transaction

from articles.batches import batches
from articles.models import Article, LoggedAction, PublishedVersion, WithheldVersion
from articles.models.article import is_public_status
from articles.pages.published_texts import COLUMNS, TEXT_ACTIONS, entries_since_publication, shown_versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from articles.pages.published_texts import ShownText, ShownVersion

_CHUNK = 100
_QUALITY = 4
_COLUMNS = (*COLUMNS, "review_status", "version", "first_published_here", "created")
_STORED = ("article_id", "number", "action_id", "periods", "changed", "withheld")


@dataclass(frozen=True, slots=True)
class VersionsChange:
    """The stories whose versions changed. Of these, rows from the number `kept` on are replaced by `rows`."""

    kept: Mapping[int, int] = field(default_factory=dict)
    rows: tuple[PublishedVersion, ...] = ()


def versions_change(ids: Collection[int], *, is_rebuild: bool = False) -> VersionsChange:
    """What of the versions of these stories differs from what is stored. Four queries, and some for each changed story.

    For a rebuild, stored versions are derived again.
    """
    articles, entries = _changed_since_publication(ids)
    stored, withheld = _stored(ids, with_texts=is_rebuild), _withheld(ids)
    kept: dict[int, int] = {}
    rows: list[PublishedVersion] = []
    for pk in sorted(ids):
        old = [] if is_rebuild else _reusable(stored[pk], withheld[pk])
        new = _derived(articles[pk], entries[pk], old, withheld[pk]) if pk in entries else []
        first = old[-1].number if old and new else 1
        before = stored[pk][first - 1 :]
        if [_values(row) for row in before] != [_values(row) for row in new] or (
            is_rebuild and [bytes(row.text) for row in before] != [row.text for row in new]
        ):
            kept[pk] = first - 1
            rows += new
    return VersionsChange(kept, tuple(rows))


def write_versions(change: VersionsChange) -> None:
    for pk, kept in change.kept.items():
        PublishedVersion.objects.filter(article=pk, number__gt=kept).delete()
    PublishedVersion.objects.bulk_create(change.rows, batch_size=_CHUNK)  # no query without rows


def derive_versions() -> None:
    """Derive the versions of all stories from the tables."""
    for change in _all_changes():
        with transaction.atomic():
            write_versions(change)


def text_of(version: PublishedVersion) -> ShownText:
    """The text of a version that is not withheld."""
    text: ShownText = json.loads(brotli.decompress(bytes(version.text)))
    return text


def changed_parts(old: ShownText, new: ShownText) -> list[str]:
    return [name for name, value in new.items() if old[name] != value]


def _all_changes() -> Iterator[VersionsChange]:
    changed = LoggedAction.objects.order_by().filter(action__in=TEXT_ACTIONS).values_list("article_id", flat=True)
    stored = PublishedVersion.objects.order_by().values_list("article_id", flat=True)
    ids = {pk for pk in changed.distinct() if pk is not None} | set(stored.distinct())
    for chunk in batches(sorted(ids), _CHUNK):
        yield versions_change(chunk, is_rebuild=True)


def _changed_since_publication(ids: Collection[int]) -> tuple[dict[int, Article], dict[int, list[int]]]:
    """Those of the stories that are public and were changed since they first were, and their entries of the log."""
    statuses = Article.objects.filter(pk__in=list(ids)).values_list("pk", "review_status")
    public = [pk for pk, status in statuses if is_public_status(status)]
    changed = list(entries_since_publication(public))
    # The row before the log: entries that are later than the row are left out, but none may be missing.
    articles = {pk: one for pk, one in Article.objects.only(*_COLUMNS).in_bulk(changed).items() if one.is_published}
    return articles, entries_since_publication(articles)


def _withheld(ids: Collection[int]) -> dict[int, dict[int, str]]:
    """The reasons of the withheld versions of each story, by the entry with which the version began."""
    found: dict[int, dict[int, str]] = {pk: {} for pk in ids}
    rows = WithheldVersion.objects.filter(article__in=list(ids)).values_list("article_id", "action_id", "reason")
    for pk, action_id, reason in rows:
        found[pk][action_id] = reason
    return found


def _stored(ids: Collection[int], *, with_texts: bool) -> dict[int, list[PublishedVersion]]:
    """The stored versions of each story by number."""
    found: dict[int, list[PublishedVersion]] = {pk: [] for pk in ids}
    columns = (*_STORED, "text") if with_texts else _STORED
    for row in PublishedVersion.objects.filter(article__in=list(ids)).order_by().only(*columns):
        found[row.article_id].append(row)
    return {pk: sorted(rows, key=lambda row: row.number) for pk, rows in found.items()}


def _reusable(stored: Sequence[PublishedVersion], withheld: Mapping[int, str]) -> Sequence[PublishedVersion]:
    """The stored versions, unless readers may see other ones of them now."""
    is_same = all(row.withheld == withheld.get(row.action_id, "") for row in stored)
    return stored if is_same else []


def _derived(
    article: Article, entries: Sequence[int], stored: Sequence[PublishedVersion], withheld: Mapping[int, str]
) -> list[PublishedVersion]:
    """The rows of a story from the last of the stored ones on; all of them if none are given, and none if there would be
    only one.
    """
    last = stored[-1] if stored else None
    if last is not None:
        entries = [pk for pk in entries if pk >= last.action_id]
    found: list[PublishedVersion] = []
    newer: ShownVersion | None = None
    for version in shown_versions(article, entries, are_all=last is None):
        if newer is not None:
            found[-1].changed = changed_parts(version.text, newer.text)
        found.append(_row(article.pk, version, withheld.get(version.action_id, "")))
        newer = version
    found.reverse()
    if last is None and len(found) < 2:  # the text of the only version is that of the story
        return []
    for number, row in enumerate(found, start=last.number if last else 1):
        row.number = number
    if last is not None and found:
        found[0].changed = last.changed
    return found


def _row(article_id: int, version: ShownVersion, withheld: str) -> PublishedVersion:
    return PublishedVersion(
        article_id=article_id,
        action_id=version.action_id,
        periods=[[since.isoformat(), until.isoformat() if until else None] for since, until in version.spans],
        withheld=withheld,
        text=b"" if withheld else _compressed(version.text),
    )


def _compressed(text: ShownText) -> bytes:
    packed: bytes = brotli.compress(
        json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode(), quality=_QUALITY
    )
    return packed


def _values(row: PublishedVersion) -> tuple[Any, ...]:
    """Without the text, which follows from the entry of the log."""
    return row.number, row.action_id, row.periods, row.changed, row.withheld
