"""Whether a story is here already: by its address, by its text, or by looking much like another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Q

from articles.desk import near_duplicates
from articles.desk.shingles import bands, shingles
from articles.desk.statements import differing, stated_by, statement_of
from articles.models import Article, ArticleVersion
from articles.readers.addresses import address_key, canonical_address, site_of
from articles.text import fold, words
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.readers.story import Block, Story

# Two texts of one story have at least this share of the words of the shorter one in common.
_COMMON_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """The story that is here already, what it was known by, and the columns in which its source says something new."""

    article: Article
    by: Literal["address", "key", "text"]
    changed: tuple[str, ...]


def text_sha256(body: Iterable[Block | Mapping[str, Any]]) -> str:
    """The hash of a text, the same for every source type: letters and digits only, pull quotes (a page's ornament) left out."""
    blocks = (
        (block["role"], block["text"]) if isinstance(block, Mapping) else (block.role, block.text) for block in body
    )
    text = "".join(fold(text) for role, text in blocks if role != BlockRole.PULL_QUOTE)
    return hashlib.sha256(text.encode()).hexdigest()


def find_known(story: Story) -> Known | None:
    """The story at this address, else the one with this identifier of its source, else the one with this text.

    The same text at another outlet is another story.
    """
    url = canonical_address(story.url)
    found = _at(url) if url else None
    if found is not None:
        return _known(found, "address", story)
    found = _with_key(story)
    if found is not None:
        return _known(found, "key", story)
    found = _with_text(story)
    return _known(found, "text", story) if found else None


def _known(article: Article, by: Literal["address", "key", "text"], story: Story) -> Known:
    stated, kept = stated_by(story), list(article.versions.all())
    if not kept:
        changed = [] if article.sha256 == text_sha256(story.body) else ["body"]
        return Known(article, by, tuple(changed))
    changed = differing(statement_of(kept[-1]), stated, with_address=by != "text")
    if changed and _is_earlier(kept, stated):
        changed = []
    return Known(article, by, tuple(changed))


def _is_earlier(kept: Sequence[ArticleVersion], stated: Mapping[str, Any]) -> bool:
    """Whether it is an earlier version come in once more, as its source dates it; without a date it has gone back to it."""
    latest, this = kept[-1].fields.get("date_modified"), stated.get("date_modified")
    if not latest or not this or datetime.fromisoformat(this) >= datetime.fromisoformat(latest):
        return False
    return any(not differing(statement_of(version), stated) for version in kept[:-1])


def _with_key(story: Story) -> Article | None:
    """By the identifier alone, unless the two can hardly be one: some feeds give all their entries one identifier."""
    if not story.source_key:
        return None
    found = Article.objects.select_related("outlet").filter(source_key=story.source_key[:500]).order_by("pk")
    return next((one for one in found if not story.body or _may_be(story, one)), None)


def _may_be(story: Story, article: Article) -> bool:
    if fold(story.headline) == fold(article.headline):
        return True
    ours = {word for block in story.body for word in words(block.text)}
    theirs = {word for block in article.body for word in words(block["text"])}
    return len(ours & theirs) >= _COMMON_WORDS * min(len(ours), len(theirs))


def _with_text(story: Story) -> Article | None:
    if not story.body:
        return None
    sha256 = text_sha256(story.body)
    had_text = ArticleVersion.objects.filter(sha256=sha256).values("article")
    with_text = Article.objects.select_related("outlet").filter(Q(sha256=sha256) | Q(pk__in=had_text))
    return next((one for one in with_text.order_by("pk") if not _is_elsewhere(story, one)), None)


def looks_like(story: Story) -> list[dict[str, object]]:
    """Stories that share much of this text, most alike first, for the editor to decide."""
    text = shingles(block.text for block in story.body if block.role != BlockRole.PULL_QUOTE)
    found = near_duplicates.similar_articles(text, near_duplicates.candidates(bands(text)))
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
