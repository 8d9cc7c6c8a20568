"""Columns shared by several admin lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from articles.models import Article, Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import ArticleStatus, DatePrecision, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet
    from django.db.models.expressions import Combinable

_DATE_FORMATS = {
    DatePrecision.MINUTE: "{0.day} {0:%B %Y, %H:%M} UTC",
    DatePrecision.DAY: "{0.day} {0:%B %Y}",
    DatePrecision.MONTH: "{0:%B %Y}",
    DatePrecision.YEAR: "{0:%Y}",
}


def date_in_words(article: Article) -> str:
    """The date, exactly as precise as it is known."""
    if article.date_published is None:
        return "Date unknown"
    return _DATE_FORMATS[DatePrecision(article.date_precision)].format(article.date_published)


def moment_in_words(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def next_draft(articles: QuerySet[Article], pk: int) -> Article | None:
    """The draft that follows a story in the list, starting over after the last; None if there is no other."""
    drafts = articles.filter(review_status=ArticleStatus.DRAFT).order_by("-pk")
    return drafts.filter(pk__lt=pk).first() or drafts.filter(pk__gt=pk).first()


def with_undecided(articles: QuerySet[Article], *, below: float | None = None) -> QuerySet[Article]:
    """Annotate stories with `undecided`, the number of open suggestions; all mentions of a name count as one. With `below`
    only those of a lower confidence count.
    """
    return articles.annotate(undecided=open_count("pk", below=below))


def open_count(article: str, *, below: float | None = None) -> Combinable:
    """The number of open suggestions of the story whose id is in the column `article`."""
    names = Concat("kind", Value(":"), "name")
    return (
        _open(article, Mention, Count(names, distinct=True), below)
        + _open(article, Quotation, Count("pk"), below)
        + _open(article, Pledge, Count("pk"), below)
        + _open(article, Membership, Count("pk"), below)
        + _open(article, Figure, Count("pk"), below)
    )


def undecided_counts(ids: Iterable[int], *, below: float | None = None) -> dict[int, int]:
    """`undecided` of these stories by their id."""
    rows: Any = with_undecided(Article.objects.filter(pk__in=list(ids)), below=below)
    return dict(rows.values_list("pk", "undecided"))


def _open(article: str, model: type[Model], count: Count, below: float | None) -> Combinable:
    limit = {} if below is None else {"confidence__lt": below}
    rows = model._default_manager.filter(article=OuterRef(article), status=FactStatus.PROPOSED, **limit)  # noqa: SLF001  # Django's public way to a model's rows
    per_story = rows.order_by().values("article").annotate(open=count).values("open")
    return Coalesce(Subquery(per_story, output_field=IntegerField()), 0)
