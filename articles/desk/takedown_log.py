"""Take the words of a removed story out of the audit log: what was done, when and by whom stays."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from articles.desk.audit import kind_of
from articles.models import Figure, LoggedAction, Membership, Mention, Pledge, Quotation
from articles.models.record import forget_versions
from articles.search import outbox

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from django.db.models import QuerySet

    from articles.models import Article

_FACTS = frozenset(map(kind_of, (Mention, Quotation, Pledge, Membership, Figure)))
_JSON = ("before", "after", "related", "details")
# The records that a story names stay, and so does what the log says of them.
_ABOUT_RECORDS = ("entity.add", "entity.remove")
# Columns of the log with words, and their lengths.
_LENGTHS = {"what": 300, "verb": 40, "source": 200}
_CHUNK = 500

_Rows = defaultdict[str, set[int]]


def logged_headlines(article: Article) -> set[str]:
    """The headlines that the story ever had, as far as the log has them."""
    entries = article.actions.values_list("before", "after")
    values = {columns.get("headline") for pair in entries.iterator(chunk_size=_CHUNK) for columns in pair}
    return {value for value in values if isinstance(value, str) and value}


def erase_from_log(article: Article, *, items: Collection[int], batches: Collection[int], words: Iterable[str]) -> int:
    """Remove the stored values of a story, of its facts and of its imports from all entries. Returns how many changed.

    `words` are what may name the story in other entries: its headlines, addresses and file names. Call before the story
    is deleted.
    """
    own = LoggedAction.objects.filter(Q(article=article) | Q(item__in=items))
    rows, own_ids = _rows_of(article, items, own), set(own.values_list("pk", flat=True))
    name, pattern = f"Story {article.pk} (taken down)", _pattern(words)
    others = list(_others(own_ids, batches, words))
    about_records = own.filter(action__in=_ABOUT_RECORDS)
    about_records.update(source="")
    own.exclude(action__in=_ABOUT_RECORDS).update(
        what=name, verb="", before={}, after={}, related=[], details={}, source=""
    )
    changed = [entry for entry in others if _erase(entry, rows, pattern, name)]
    LoggedAction.objects.bulk_update(changed, ["what", "verb", "source", *_JSON], batch_size=_CHUNK)
    if others_changed := {entry.article_id for entry in changed if entry.article_id}:
        forget_versions(others_changed)
        for pk in sorted(others_changed):
            outbox.changed_article(pk)
    return len(own_ids) + len(changed)


def _rows_of(article: Article, items: Collection[int], own: QuerySet[LoggedAction]) -> _Rows:
    """The rows of the story by table, with facts that were deleted long ago."""
    rows: _Rows = defaultdict(set)
    rows["article"].add(article.pk)
    rows["importitem"].update(items)
    for facts in (article.mentions, article.quotations, article.pledges, article.memberships, article.figures):
        rows[kind_of(facts.model)].update(facts.values_list("pk", flat=True))
    for kind, pk, related in own.values_list("fact_kind", "fact_id", "related").iterator(chunk_size=_CHUNK):
        if pk is not None:
            rows[kind].add(pk)
        for row in related:
            if row["kind"] in _FACTS:
                rows[row["kind"]].add(row["id"])
    return rows


def _others(own: Collection[int], batches: Collection[int], words: Iterable[str]) -> Iterator[LoggedAction]:
    """The entries of other records that may hold something of the story."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in _JSON}
    spelled = {
        form for word in words for form in (word, *(json.dumps(word, ensure_ascii=a)[1:-1] for a in (False, True)))
    }
    columns = ("what", "verb", "source", *texts)
    named = reduce(or_, (Q(**{f"{column}__contains": form}) for form in spelled for column in columns), Q(pk__in=()))
    of_records = Q(entity__isnull=False) & ~Q(related=[])
    found = LoggedAction.objects.annotate(**texts).filter(named | of_records | Q(batch__in=batches)).order_by("pk")
    return (entry for entry in found.iterator(chunk_size=_CHUNK) if entry.pk not in own)


def _erase(entry: LoggedAction, rows: Mapping[str, set[int]], pattern: re.Pattern[str], name: str) -> bool:
    """Whether anything of the entry was erased; it is not saved."""
    before = (entry.what, entry.verb, entry.source, *(getattr(entry, column) for column in _JSON))
    for column in _LENGTHS:
        setattr(entry, column, pattern.sub(name, getattr(entry, column))[: _LENGTHS[column]])
    for column in ("before", "after", "details"):
        setattr(entry, column, _without_words(getattr(entry, column), pattern, name))
    entry.related = [_without_row(row, rows, pattern, name) for row in entry.related]
    return before != (entry.what, entry.verb, entry.source, *(getattr(entry, column) for column in _JSON))


def _without_row(row: dict[str, Any], rows: Mapping[str, set[int]], pattern: re.Pattern[str], name: str) -> Any:
    if row["id"] not in rows.get(row["kind"], ()):
        return _without_words(row, pattern, name)
    return {**row, "before": _references(row["before"]), "after": _references(row["after"])}


def _references(columns: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The columns that refer to records: undoing a merge needs them."""
    return (
        None if columns is None else {name: value for name, value in columns.items() if isinstance(value, int | None)}
    )


def _without_words(value: Any, pattern: re.Pattern[str], name: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(name, value)
    if isinstance(value, list):
        return [_without_words(one, pattern, name) for one in value]
    if isinstance(value, dict):
        return {key: _without_words(one, pattern, name) for key, one in value.items()}
    return value


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The words as they are written, not as a part of others. A headline of one word may be any word: only alone."""
    ordered = sorted(words, key=len, reverse=True)
    parts = [rf"(?<!\w){re.escape(one)}(?!\w)" if len(one.split()) > 1 or "/" in one or "." in one
             else rf"\A{re.escape(one)}\Z" for one in ordered]  # fmt: skip
    return re.compile("|".join(parts) or r"(?!)")
