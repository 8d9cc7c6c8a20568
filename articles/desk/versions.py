"""What a source gave for a story over time, and taking some of it over for what readers see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk.apply_text import apply_text, explain_conflicts
from articles.desk.columns import EDITABLE, RESTRICTIONS, cleaned, word_count
from articles.desk.differences import Difference, difference, wording, wording_of
from articles.desk.statements import (
    LABELS,
    PARTNERS,
    WORDING,
    columns_of,
    differing,
    labels_of,
    statement_of,
)
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article
from articles.vocabulary import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User

    from articles.models import ArticleVersion


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a story, and in what it differs from the one before.

    `is_shown` when the story follows it; `is_newer` when it came after the one that the story follows.
    """

    version: ArticleVersion
    words: int
    changed: list[str]
    is_shown: bool
    is_newer: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that taking a version over would change. `is_set_by_editor` when that would undo an editor's words."""

    name: str
    label: str
    before: str
    after: str
    is_set_by_editor: bool


def rows(article: Article) -> list[VersionRow]:
    """The versions of a story, the latest first."""
    shown = article.source_version
    return [
        VersionRow(
            version,
            word_count(version.body),
            labels_of(version.changed),
            is_shown=version.number == shown and "body" not in article.touched_fields,
            is_newer=version.number > shown,
        )
        for version in article.versions.order_by("-number")
    ]


def what_would_change(article: Article, version: ArticleVersion) -> Difference:
    """Between the words that we show and those of this version, what an editor set apart."""
    names = [name for name in WORDING if name not in article.touched_fields]
    statement = statement_of(version)
    taken = {name: (statement[name] if name in names else None) or getattr(article, name) for name in WORDING}
    return difference(wording_of(article), wording(taken["headline"], taken["description"], taken["body"]))


def field_changes(article: Article, version: ArticleVersion) -> list[FieldChange]:
    """The fields in which the story differs from this version, in the order of the page."""
    statement, ours = statement_of(version), _as_stated(article)
    return [
        FieldChange(name, LABELS[name], _shown(name, ours), _shown(name, statement), name in article.touched_fields)
        for name in _differing(article, version)
        if name not in RESTRICTIONS  # these follow the source by themselves
    ]


def kept_by_editor(article: Article) -> list[str]:
    """What of the text an editor set, and no version replaces."""
    names = {"headline": "headline", "description": "standfirst", "body": "text"}
    return [word for name, word in names.items() if name in article.touched_fields]


@transaction.atomic
def take_over(
    article: Article, version: ArticleVersion, *, user: User | None, at: int, fields: Collection[str] | None = None
) -> Article:
    """Make fields of a version those of its story, which still is at `at`.

    `fields` are the columns that an editor chose; without them, all but what an editor set. A column that an editor
    set and now gives back follows the source again. Facts whose words still stand keep what was decided of them; the
    rest is found anew. Raises StaleEditError when somebody else saved the story since.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != at:
        raise StaleEditError(
            "Somebody else changed this story since you opened it: look at it again before you do this."
        )
    if version.article_id != article.pk:
        raise IllegalTransitionError("This is a text of another story.")
    chosen = [name for name in _differing(article, version) if name not in RESTRICTIONS]
    if fields is None:
        chosen = [name for name in chosen if name not in article.touched_fields]
    else:
        chosen = [name for name in chosen if name in fields]
    if not chosen:
        raise IllegalTransitionError("This is the text of the story already, but for what an editor set.")
    values = cleaned(columns_of(statement_of(version), chosen), allowed=EDITABLE | RESTRICTIONS)
    with explain_conflicts(article):
        apply_text(
            article, values, action="article.take_version", user=user, origin=_origin(article, version, values),
            details={"version": version.number}, source=f"version of {version.retrieved_at:%Y-%m-%d %H:%M}",
        )  # fmt: skip
    return article


def _origin(article: Article, version: ArticleVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that say that these values follow a version again."""
    touched = [name for name in article.touched_fields if name not in values]
    of_text = {"sha256": version.sha256, "retrieved_at": version.retrieved_at} if "body" in values else {}
    return {"touched_fields": touched, "source_version": version.number, **of_text}


def _differing(article: Article, version: ArticleVersion) -> list[str]:
    """The fields that differ, and may be taken over. What a source left out is not taken away."""
    stated = {name: value for name, value in statement_of(version).items() if value or name in PARTNERS.values()}
    return differing(_as_stated(article), stated)


def _as_stated(article: Article) -> dict[str, Any]:
    """The story as a source would state it."""
    return {
        **{name: getattr(article, name) for name in LABELS},
        "outlet": article.outlet.name if article.outlet else "",
        "url": article.url or "",
        **{name: _plain(getattr(article, name) or "") for name in ("date_published", "date_modified", "embargo")},
        **{partner: getattr(article, partner) for partner in PARTNERS.values()},
    }


def _shown(name: str, statement: dict[str, Any]) -> str:
    """A field of a statement in words; the text itself is shown as a difference."""
    value = statement.get(name)
    if name == "body" or not value:
        return ""
    if name == "date_published":
        length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
        return str(value)[: length.get(statement.get("date_precision", ""), 16)].replace("T", " ")
    if name == "date_modified":
        return str(value)[:16].replace("T", " ")
    return ", ".join(value) if isinstance(value, list) else str(value)


def _plain(value: object) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value if isinstance(value, str | int | float | list | None) else str(value)
