"""The source versions of a story, and applying one of them to what readers see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk.apply_text import apply_text, explain_conflicts
from articles.desk.columns import EDITABLE, RESTRICTIONS, cleaned, word_count
from articles.desk.correction_notes import PublicNote, add_note
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

_PARTNERS = frozenset(partner for partners in PARTNERS.values() for partner in partners)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a story, with the fields that differ from the previous version.

    `is_shown` if the story follows it; `is_newer` if it is later than the one that the story follows.
    """

    version: ArticleVersion
    words: int
    changed: list[str]
    is_shown: bool
    is_newer: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that applying a version would change. `is_set_by_editor` if that would undo an editor's edit."""

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
    """The difference between the shown text and this version, also in fields that an editor set and may choose."""
    statement = statement_of(version)
    taken = {name: statement[name] or getattr(article, name) for name in WORDING}
    return difference(wording_of(article), wording(taken["headline"], taken["description"], taken["body"]))


def field_changes(article: Article, version: ArticleVersion) -> list[FieldChange]:
    """The fields in which the story differs from this version, in page order."""
    statement, ours = statement_of(version), _as_stated(article)
    return [
        FieldChange(name, LABELS[name], _shown(name, ours), _shown(name, statement), name in article.touched_fields)
        for name in _differing(article, version)
        if name not in RESTRICTIONS  # these follow the source automatically
    ]


def kept_by_editor(article: Article) -> list[str]:
    """The parts of the text that an editor set, which no version replaces."""
    names = {"headline": "headline", "description": "standfirst", "body": "text"}
    return [word for name, word in names.items() if name in article.touched_fields]


@transaction.atomic
def apply_version(
    article: Article,
    version: ArticleVersion,
    *,
    user: User | None,
    at: int,
    fields: Collection[str] | None = None,
    note: PublicNote | None = None,
) -> Article:
    """Apply fields of a version to its story, which is still at version `at`.

    `fields` are the columns that an editor chose; by default, all that no editor set. A chosen column that an editor
    had set follows the source again. Facts whose text is still in the story keep their status; extraction runs again
    for the rest. `note` is published with the changes of a published story. Raises StaleEditError if someone else saved the story since.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != at:
        raise StaleEditError("Someone else changed this story after you opened it. Review it again first.")
    if version.article_id != article.pk:
        raise IllegalTransitionError("This version belongs to another story.")
    chosen = [name for name in _differing(article, version) if name not in RESTRICTIONS]
    if fields is None:
        chosen = [name for name in chosen if name not in article.touched_fields]
    else:
        chosen = [name for name in chosen if name in fields]
    if not chosen:
        raise IllegalTransitionError(
            "The story already has the content of this version, except for fields that an editor set."
        )
    values = cleaned(columns_of(statement_of(version), chosen), allowed=EDITABLE | RESTRICTIONS)
    with explain_conflicts(article):
        apply_text(
            article, values, action="article.take_version", user=user, origin=_origin(article, version, values),
            details={"version": version.number}, source=f"version of {version.retrieved_at:%Y-%m-%d %H:%M}",
        )  # fmt: skip
    if note is not None:
        add_note(article, note, user=user)
    return article


def _origin(article: Article, version: ArticleVersion, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that record that these values follow a version again."""
    touched = [name for name in article.touched_fields if name not in values]
    of_text = {"sha256": version.sha256, "retrieved_at": version.retrieved_at} if "body" in values else {}
    return {"touched_fields": touched, "source_version": version.number, **of_text}


def _differing(article: Article, version: ArticleVersion) -> list[str]:
    """The fields that differ and can be applied. Fields that a source left out are not cleared."""
    stated = {name: value for name, value in statement_of(version).items() if value or name in _PARTNERS}
    return differing(_as_stated(article), stated)


def _as_stated(article: Article) -> dict[str, Any]:
    """The story in the form of a source's statement."""
    return {
        **{name: getattr(article, name) for name in LABELS},
        "outlet": article.outlet.name if article.outlet else "",
        "url": article.url or "",
        **{name: _plain(getattr(article, name) or "") for name in ("date_published", "date_modified", "embargo")},
        **{partner: getattr(article, partner) for partner in _PARTNERS},
    }


def _shown(name: str, statement: dict[str, Any]) -> str:
    """A field of a statement in words; the text is shown as a difference instead."""
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
