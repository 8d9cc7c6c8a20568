"""Whether a story is here already: by its address, by the identifier of its source, or by its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.db.models import Q

from articles.desk.statements import new_columns
from articles.models import Article, ArticleVersion

if TYPE_CHECKING:
    from articles.desk.incoming import IncomingStory

MatchedBy: TypeAlias = Literal["address", "key", "text"]


@dataclass(frozen=True, slots=True)
class Known:
    """The story that is here already, what it was known by, and the columns in which its source says something new."""

    article: Article
    by: MatchedBy
    changed: tuple[str, ...]


def find_known(incoming: IncomingStory) -> Known | None:
    """The story at this address, else the one with this identifier of its source, else the one with this text.

    The same text at another outlet is another story.
    """
    by: MatchedBy
    if (article := _at_address(incoming)) is not None:
        by = "address"
    elif (article := _with_key(incoming)) is not None:
        by = "key"
    elif (article := _with_text(incoming)) is not None:
        by = "text"
    else:
        return None
    versions = list(article.versions.all())
    if not versions:
        return Known(article, by, () if article.sha256 == incoming.sha256 else ("body",))
    return Known(article, by, tuple(new_columns(versions, incoming.stated, with_address=by != "text")))


def _at_address(incoming: IncomingStory) -> Article | None:
    if not incoming.address.url:
        return None
    found = Article.objects.filter(Q(url=incoming.address.url) | Q(address_key=incoming.address.key)).order_by("pk")
    return next((one for one in found if one.url == incoming.address.url), None) or found.first()


def _with_key(incoming: IncomingStory) -> Article | None:
    """By the identifier alone, unless the two can hardly be one: some feeds give all their entries one identifier."""
    if not incoming.source_key:
        return None
    found = Article.objects.select_related("outlet").filter(source_key=incoming.source_key).order_by("pk")
    return next((one for one in found if incoming.may_be(one)), None)


def _with_text(incoming: IncomingStory) -> Article | None:
    if not incoming.story.body:
        return None
    had_text = ArticleVersion.objects.filter(sha256=incoming.sha256).values("article")
    with_text = Article.objects.select_related("outlet").filter(Q(sha256=incoming.sha256) | Q(pk__in=had_text))
    return next((one for one in with_text.order_by("pk") if not incoming.is_elsewhere(one)), None)
