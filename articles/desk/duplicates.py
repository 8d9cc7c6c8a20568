"""Whether a story is here already: by its address, by its text, or by looking much like another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from articles.desk import copies
from articles.desk.shingles import bands, shingles
from articles.models import Article, ArticleVersion
from articles.readers.addresses import address_key, canonical_address, site_of
from articles.text import fold
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.readers.story import Block, Story


@dataclass(frozen=True, slots=True)
class Known:
    """The story that is here already, and whether it has this very text, now or in an earlier version."""

    article: Article
    same_text: bool


def text_sha256(body: Iterable[Block]) -> str:
    """The hash of a text, the same through every door: letters and digits only, pull quotes (a page's ornament) left out."""
    text = "".join(fold(block.text) for block in body if block.role != BlockRole.PULL_QUOTE)
    return hashlib.sha256(text.encode()).hexdigest()


def find_known(story: Story) -> Known | None:
    """The story at this address, else the one with this text; the same text at another outlet is another story."""
    sha256, url = text_sha256(story.body), canonical_address(story.url)
    article = _at(url) if url else None
    if article is not None:
        same = article.sha256 == sha256 or article.versions.filter(sha256=sha256).exists()
        return Known(article, same_text=same)
    had_text = ArticleVersion.objects.filter(sha256=sha256).values("article")
    with_text = Article.objects.select_related("outlet").filter(Q(sha256=sha256) | Q(pk__in=had_text))
    here = (one for one in with_text.order_by("pk") if not _is_elsewhere(story, one))
    article = next(here, None)
    return Known(article, same_text=True) if article else None


def looks_like(story: Story) -> list[dict[str, object]]:
    """Stories that share much of this text, most alike first, for the editor to decide."""
    text = shingles(block.text for block in story.body if block.role != BlockRole.PULL_QUOTE)
    found = copies.alike(text, copies.candidates(bands(text)))
    return [{"id": one.article.pk, "headline": str(one.article), "share": round(one.share, 2)} for one in found]


def _at(url: str) -> Article | None:
    found = Article.objects.filter(Q(url=url) | Q(address_key=address_key(url))).order_by("pk")
    return next((one for one in found if one.url == url), None) or found.first()


def _is_elsewhere(story: Story, article: Article) -> bool:
    """Whether the story says that another outlet prints it. Where one of the two says nothing, it is the same story."""
    ours, theirs = site_of(story.url), site_of(article.url or "")
    if ours and theirs:
        return ours != theirs
    return bool(story.outlet and article.outlet and fold(story.outlet) != article.outlet.key)
