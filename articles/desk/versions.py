"""The texts that a source gave for a story over time, and taking one of them over for the text that readers see."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import appearances, copies, guard
from articles.desk.differences import Difference, difference, wording, wording_of
from articles.desk.drafting import word_count
from articles.desk.imports.intake import FIND_AGAIN, enqueue
from articles.desk.moves import IllegalMoveError, StaleEditError, log
from articles.models import Article
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import ArticleVersion

_WORDING = ("headline", "description", "body")


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a story. `is_shown` when readers see its text; `is_newer` when it came after the one they see."""

    version: ArticleVersion
    words: int
    is_shown: bool
    is_newer: bool


def rows(article: Article) -> list[VersionRow]:
    """The versions of a story, the latest first."""
    kept = list(article.versions.order_by("-retrieved_at", "-pk"))
    is_ours = "body" in article.touched_fields
    shown = next((at for at, one in enumerate(kept) if one.sha256 == article.sha256), len(kept))
    return [
        VersionRow(one, word_count(one.body), is_shown=at == shown and not is_ours, is_newer=at < shown)
        for at, one in enumerate(kept)
    ]


def what_would_change(article: Article, version: ArticleVersion) -> Difference:
    """Between the text that we show and the one that taking this version over would make of it."""
    values = _taken_over(article, version)
    taken = {name: values.get(name, getattr(article, name)) for name in _WORDING}
    return difference(wording_of(article), wording(taken["headline"], taken["description"], taken["body"]))


def kept_by_editor(article: Article) -> list[str]:
    """What of the text an editor set, and no version replaces."""
    names = {"headline": "headline", "description": "standfirst", "body": "text"}
    return [word for name, word in names.items() if name in article.touched_fields]


@transaction.atomic
def take_over(article: Article, version: ArticleVersion, *, user: User | None, at: int) -> Article:
    """Make a version the text of its story, which still is at `at`; what an editor set stays the editor's.

    Facts whose words still stand keep what was decided of them; the rest is found anew. Raises StaleEditError when
    somebody else saved the story since.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != at:
        raise StaleEditError(
            "Somebody else changed this story since you opened it: look at it again before you do this."
        )
    if version.article_id != article.pk:
        raise IllegalMoveError("This is a text of another story.")
    before, values = copy.deepcopy(article), _taken_over(article, version)
    if not values:
        raise IllegalMoveError("This is the text of the story already, but for what an editor set.")
    for name, value in values.items():
        setattr(article, name, value)
    article.sha256, article.retrieved_at = version.sha256, version.retrieved_at
    article.word_count = word_count(article.body)
    article.version += 1
    article.save()
    copies.remember(article)
    lost = guard.check(article, before)
    appearances.rebuild(article)
    enqueue(FIND_AGAIN, article.pk)
    if article.review_status == ArticleStatus.PUBLISHED:
        appearances.tell_search(article)
    log(
        "took over a new text of", str(article), user=user, article=article,
        before={name: getattr(before, name) for name in values}
        | {"facts that lost their words": [f"{type(fact).__name__}: {fact}" for fact in lost]},
        after=values, source=f"version of {version.retrieved_at:%Y-%m-%d %H:%M}",
    )  # fmt: skip
    return article


def _taken_over(article: Article, version: ArticleVersion) -> dict[str, Any]:
    """What of the version differs from the story, and may replace it. What a source left out is not taken away."""
    stated = {name: getattr(version, name) for name in _WORDING if name not in article.touched_fields}
    return {name: value for name, value in stated.items() if value and _said(value) != _said(getattr(article, name))}


def _said(value: str | list[dict[str, Any]]) -> Any:
    """Without the ends of sentences, which extraction may set elsewhere from one run to the next."""
    return value if isinstance(value, str) else [(block["role"], block["text"]) for block in value]
