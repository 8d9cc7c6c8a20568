"""The texts of a story as readers saw them, from the story and its entries in the log.

The log has the former value of every column that an entry changed. So the former texts are found from the story as it is,
entry by entry from the newest, and reading can end at any entry. Nothing from before the first publication is read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from articles.models import LoggedAction
from articles.models.article import is_public_status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from articles.models import Article

# The actions that change columns of a story which readers see. Entries of early releases may have done so.
TEXT_ACTIONS = frozenset(
    {"article.edit", "article.revert", "article.take_version", "article.follow_source", "legacy"}
)  # fmt: skip
_PUBLISH = "article.publish"
STATUS_ACTIONS = frozenset(
    {_PUBLISH, "article.withdraw", "article.return_to_draft", "article.restore", "article.discard"}
)  # fmt: skip
# The columns that are read of a story, and of the log.
COLUMNS = (
    "headline", "description", "byline", "authors", "dateline", "outlet", "genre", "date_published", "date_precision",
    "image_caption", "image_credit", "body",
)  # fmt: skip
# No entry of the log: the story was public before the log had its entries.
BEFORE_THE_LOG = 0
# Entries that are read at once. The first is often enough to see that there was another text.
_READ, _MOST_READ = 1, 16

ShownText = dict[str, Any]
Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which readers saw a text: from the entry `action_id` until the next one; `until` is None for now."""

    action_id: int
    since: datetime
    until: datetime | None
    text: ShownText


@dataclass(slots=True)
class ShownVersion:
    """A text that readers saw, in one or more spans, the oldest first. `action_id` is the entry by which they first saw it."""

    text: ShownText
    action_id: int = BEFORE_THE_LOG
    spans: list[Span] = field(default_factory=list)


def entries_since_publication(ids: Collection[int]) -> dict[int, list[int]]:
    """The entries of the status and the text of these stories, from the first publication on, the newest first; only of
    stories whose text was changed since. One query.
    """
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    # A condition on the action would make SQLite read all entries of these actions.
    rows = LoggedAction.objects.order_by().filter(article__in=list(ids)).values_list("article_id", "id", "action")
    for article_id, entry_id, action in rows:
        if article_id is not None and action in TEXT_ACTIONS | STATUS_ACTIONS:
            found[article_id].append((entry_id, action))
    relevant = {pk: _since_first_publication(sorted(entries)) for pk, entries in found.items()}
    return {
        pk: [entry_id for entry_id, _ in reversed(entries)]
        for pk, entries in relevant.items()
        if any(action in TEXT_ACTIONS for _, action in entries)
    }


def shown_versions(article: Article, entries: Sequence[int], *, are_all: bool = True) -> Iterator[ShownVersion]:
    """The texts that readers saw of a story, the newest first. `entries` are those of `entries_since_publication`, or
    the first of them.

    A text that returns after a withdrawal is the same version. Entries that are later than the row of the story are
    left out, so that it may be read before them.
    """
    for text, periods in groupby(_periods(article, _read(entries), are_all=are_all), key=lambda period: period.text):
        version = ShownVersion(text)
        for period in periods:
            version.action_id = period.action_id
            if version.spans and version.spans[0][0] == period.until:
                version.spans[0] = (period.since, version.spans[0][1])
            else:
                version.spans.insert(0, (period.since, period.until))
        yield version


def last_changes(articles: Mapping[int, Article]) -> dict[int, datetime]:
    """When the present text of each story was first shown; only of stories of which readers have seen another one before.

    One query, and two for each story that was changed.
    """
    found = {}
    for pk, entries in entries_since_publication(articles).items():
        versions = shown_versions(articles[pk], entries)
        newest, former = next(versions, None), next(versions, None)
        if newest and former:
            found[pk] = newest.spans[0][0]
    return found


def _since_first_publication(entries: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    first = next((at for at, (_, action) in enumerate(entries) if action == _PUBLISH), 0)
    return entries[first:]


def _read(entries: Sequence[int]) -> Iterator[tuple[int, datetime, Mapping[str, Any]]]:
    """These entries with the former values, a few at a time: texts can be long."""
    at, size = 0, _READ
    while at < len(entries):
        chunk = entries[at : at + size]
        rows = LoggedAction.objects.filter(pk__in=chunk).order_by().values_list("pk", "at", "before")
        yield from sorted(rows, key=lambda row: -row[0])
        at, size = at + size, min(2 * size, _MOST_READ)


def _periods(
    article: Article, entries: Iterable[tuple[int, datetime, Mapping[str, Any]]], *, are_all: bool
) -> Iterator[Period]:
    """The periods in which the story was public, the newest first."""
    columns = {name: getattr(article, "outlet_id" if name == "outlet" else name) for name in COLUMNS}
    status, until, text = article.review_status, None, _shown(columns)
    for pk, at, before in entries:
        if before.get("version", 0) >= article.version:
            continue
        if is_public_status(status):
            yield Period(pk, at, until, text)
        until, status = at, before.get("review_status", status)
        former = {name: before[name] for name in COLUMNS if name in before}
        if former:
            columns |= former
            text = _shown(columns)
    if are_all and is_public_status(status):
        yield Period(BEFORE_THE_LOG, article.first_published_here or article.created, until, text)


def _shown(columns: Mapping[str, Any]) -> ShownText:
    """What readers see of the columns of a story, as JSON."""
    return {
        "headline": columns["headline"],
        "standfirst": columns["description"],
        "byline": ", ".join(columns["authors"]) or columns["byline"],
        "dateline": columns["dateline"],
        "outlet": columns["outlet"],
        "genre": columns["genre"],
        "date": [_moment(columns["date_published"]), columns["date_precision"]],
        "caption": columns["image_caption"],
        "credit": columns["image_credit"],
        "body": [[block["role"], block["text"]] for block in columns["body"]],
    }


def _moment(value: datetime | str | None) -> str:
    """As ISO 8601 in UTC. Values of the log are text already."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) and value else value
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else ""
