"""Whether a story is here already: by its addresses, by the identifier of its source, or by its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from django.db.models import Q

from articles.desk.statements import new_columns
from articles.models import Article, ArticleAddress, ArticleVersion
from articles.vocabulary import AddressKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.desk.incoming import IncomingStory
    from articles.desk.other_addresses import KnownAddress

# Two texts of one story have at least this share of the words of the shorter one in common.
_MIN_COMMON_WORDS = 0.5

MatchedBy: TypeAlias = Literal["address", "alias", "key", "text"]


@dataclass(frozen=True, slots=True)
class Known:
    """The story that is here already, what it was known by, and the columns in which its source says something new."""

    article: Article
    by: MatchedBy
    changed: tuple[str, ...]

    @property
    def is_at_its_address(self) -> bool:
        """Whether another address means that its source changed it: a story known otherwise may be at several."""
        return self.by in ("address", "key")


def find_known(incoming: IncomingStory) -> Known | None:
    """The story at this address, else one at another of its addresses, else the one with this identifier of its source,
    else the one with this text.

    The same text at another outlet is another story.
    """
    by: MatchedBy
    if (article := _at_address(incoming)) is not None:
        by = "address"
    elif (article := _at_other_address(incoming)) is not None:
        by = "alias"
    elif (article := _with_key(incoming)) is not None:
        by = "key"
    elif (article := _with_text(incoming)) is not None:
        by = "text"
    else:
        return None
    versions = list(article.versions.all())
    if not versions:
        return Known(article, by, () if article.sha256 == incoming.sha256 else ("body",))
    known = Known(article, by, ())
    return replace(known, changed=tuple(new_columns(versions, incoming.stated, with_address=known.is_at_its_address)))


def _at_address(incoming: IncomingStory) -> Article | None:
    if not incoming.address.url:
        return None
    found = Article.objects.filter(Q(url=incoming.address.url) | Q(address_key=incoming.address.key)).order_by("pk")
    return next((one for one in found if one.url == incoming.address.url), None) or found.first()


def _at_other_address(incoming: IncomingStory) -> Article | None:
    """Unless the two can hardly be one: some sites state one address on all their pages."""
    return next((one for one in _articles_at(incoming.addresses) if _may_be_same(incoming, one)), None)


def _articles_at(addresses: Iterable[KnownAddress]) -> list[Article]:
    """The stories that one of these addresses leads to, the oldest first."""
    keys = [one.key for one in addresses if one.kind != AddressKind.ELSEWHERE]
    if not keys:
        return []
    # The kind is compared here: beside the keys it would make SQLite choose another index.
    rows = ArticleAddress.objects.filter(key__in=keys).values_list("article_id", "kind")
    pks = {pk for pk, kind in rows if kind != AddressKind.ELSEWHERE}
    pks.update(Article.objects.filter(address_key__in=keys).values_list("pk", flat=True))
    return sorted(Article.objects.filter(pk__in=pks), key=lambda article: article.pk) if pks else []


def _with_key(incoming: IncomingStory) -> Article | None:
    """By the identifier alone, unless the two can hardly be one: some feeds give all their entries one identifier."""
    if not incoming.source_key:
        return None
    found = Article.objects.select_related("outlet").filter(source_key=incoming.source_key).order_by("pk")
    return next((one for one in found if _may_be_same(incoming, one)), None)


def _with_text(incoming: IncomingStory) -> Article | None:
    if not incoming.story.body:
        return None
    had_text = ArticleVersion.objects.filter(sha256=incoming.sha256).values("article")
    with_text = Article.objects.select_related("outlet").filter(Q(sha256=incoming.sha256) | Q(pk__in=had_text))
    return next((one for one in with_text.order_by("pk") if not _is_elsewhere(incoming, one)), None)


def _may_be_same(incoming: IncomingStory, article: Article) -> bool:
    """Whether both have one headline or many words in common: some feeds give all their entries one identifier,
    and some sites state one address on all their pages.
    """
    if not incoming.story.body or incoming.headline_key == article.headline_key:
        return True
    common = len(incoming.words & article.words)
    return common >= _MIN_COMMON_WORDS * min(len(incoming.words), len(article.words))


def _is_elsewhere(incoming: IncomingStory, article: Article) -> bool:
    """Whether it says that another outlet prints it. Where one of the two says nothing, it is the same story."""
    if incoming.address.site and article.site:
        return incoming.address.site != article.site
    return bool(incoming.outlet_key and article.outlet and incoming.outlet_key != article.outlet.key)
