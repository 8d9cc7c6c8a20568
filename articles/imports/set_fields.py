"""Fields that an editor sets for many imports of a batch at once: for their drafts, or before there are drafts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from articles.desk.editing import edit_fields
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError
from articles.models import Outlet
from articles.vocabulary import ArticleStatus, DatePrecision, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.models import Article, ImportItem

# Column -> its label; the precision of a date goes with the date.
LABELS = {"outlet": "outlet", "date_published": "date", "in_language": "language", "section": "section"}
_STORY_FIELDS = {"in_language": "language"}
# Imports that have no draft, and still can get one.
_UNDRAFTED = frozenset(
    {ImportStatus.RECEIVED, ImportStatus.READING, ImportStatus.READ, ImportStatus.MAPPING, ImportStatus.FAILED}
)
_WITH_DRAFT = frozenset({ImportStatus.DRAFTED, ImportStatus.VERSION})


class Replacing(StrEnum):
    """Which values a new one replaces."""

    MISSING = "missing"
    STATED = "stated"
    ALL = "all"


def columns_set(item: ImportItem) -> dict[str, Any]:
    """The columns that were set for the draft of an import, as their types."""
    columns = dict(item.set_fields or {})
    if columns.get("date_published"):
        columns["date_published"] = datetime.fromisoformat(columns["date_published"])
    return columns


def with_columns_set(item: ImportItem) -> dict[str, Any]:
    """The story of the preview, with the values that were set for it."""
    columns = item.set_fields or {}
    return {**item.preview["story"], **{_STORY_FIELDS.get(name, name): value for name, value in columns.items()}}


def set_on_item(item: ImportItem, values: Mapping[str, Any], replacing: Replacing) -> list[str]:
    """Set columns for the draft that an import may become. Returns the columns that were set.

    The caller holds the lock on the import, and writes the log. Raises IllegalTransitionError for an import that is not
    going to be a new story.
    """
    if item.status not in _UNDRAFTED:
        raise IllegalTransitionError(f"Nothing can be set for this import: {item.get_status_display().lower()}.")
    if item.preview.get("updates"):
        raise IllegalTransitionError("This is a new version of a story: change the story on its own page.")
    own = item.set_fields or {}
    wanted = [name for name in LABELS if name in values and _is_wanted(name, item, own, replacing)]
    new = _with_precision(wanted, values)
    if isinstance(new.get("date_published"), datetime):
        new["date_published"] = new["date_published"].isoformat()
    if isinstance(new.get("outlet"), Outlet):
        new["outlet"] = new["outlet"].name
    changed = [name for name in wanted if own.get(name) != new[name]]
    if changed:
        item.set_fields = {**own, **new}
        item.save(update_fields=["set_fields"])
    return changed


def set_on_draft(
    item: ImportItem, article: Article, values: Mapping[str, Any], replacing: Replacing, *, user: User | None
) -> list[str]:
    """Set columns of the draft of an import, as an edit of that story. Returns the columns that were set."""
    if item.status not in _WITH_DRAFT:
        raise IllegalTransitionError("The story was here before this import: change it on its own page.")
    if article.is_published:
        require(PUBLISH)
        raise IllegalTransitionError("This story is published: change it on its own page.")
    if article.review_status == ArticleStatus.DISCARDED:
        raise IllegalTransitionError("This story is discarded. Restore it before editing.")
    wanted = [
        name
        for name in LABELS
        if name in values
        and (
            replacing == Replacing.ALL
            or not getattr(article, name)
            or (replacing == Replacing.STATED and name not in article.touched_fields)
        )
    ]
    new = _with_precision(wanted, values)
    changed = [name for name in wanted if getattr(article, name) != new[name]]
    if changed:
        edit_fields(article, user=user, version=article.version, fields=new)
    return changed


def _is_wanted(name: str, item: ImportItem, own: Mapping[str, Any], replacing: Replacing) -> bool:
    if replacing == Replacing.ALL:
        return True
    if own.get(name):
        return False
    stated = item.preview.get("story", {}).get(_STORY_FIELDS.get(name, name))
    return replacing == Replacing.STATED or not stated


def _with_precision(wanted: list[str], values: Mapping[str, Any]) -> dict[str, Any]:
    new = {name: values[name] for name in wanted}
    if "date_published" in new:
        new["date_precision"] = values.get("date_precision", DatePrecision.DAY)
    return new
