"""Whether a story is here already: by its address, by its text, or by looking much like another."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from articles.models import Article, ArticleVersion
from articles.readers.addresses import canonical_address
from articles.text import fold, slug
from articles.vocabulary import BlockRole, DatePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.extraction.findings import Findings
    from articles.readers.story import Block, Story

# Word 4-grams: of pairs measured, copies of one wire story share more than half, different stories of one day under a tenth.
_GRAM = 4
_ALIKE = 0.5
_FEWEST_GRAMS = 8
_CANDIDATES = 25
_DAYS_APART = timedelta(days=3)
_WORD = re.compile(r"\w+")


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
    """The story at this address, else the story with this text."""
    sha256, url = text_sha256(story.body), canonical_address(story.url)
    article = Article.objects.filter(url=url).first() if url else None
    if article is not None:
        same = article.sha256 == sha256 or article.versions.filter(sha256=sha256).exists()
        return Known(article, same_text=same)
    article = Article.objects.filter(sha256=sha256).first()
    if article is None:
        version = ArticleVersion.objects.filter(sha256=sha256).select_related("article").first()
        article = version.article if version else None
    return Known(article, same_text=True) if article else None


def looks_like(story: Story, findings: Findings) -> list[dict[str, object]]:
    """Stories that share much of this text, most alike first, for the editor to decide."""
    grams = _grams(block.text for block in story.body)
    found = []
    for article in _candidates(story, findings):
        share = _containment(grams, _grams(block["text"] for block in article.body))
        if share >= _ALIKE:
            found.append({"id": article.pk, "headline": str(article), "share": round(share, 2)})
    return sorted(found, key=lambda row: (-float(str(row["share"])), row["id"]))


def _candidates(story: Story, findings: Findings) -> Iterable[Article]:
    """At most a few dozen stories worth comparing: of the same days, of the same headline, or with the same names."""
    near = Q(slug=slug(story.headline)) if story.headline else Q(pk__in=())
    if story.date_published and story.date_precision in (DatePrecision.MINUTE, DatePrecision.DAY):
        day = story.date_published.date()
        near |= Q(date_published__date__range=(day - _DAYS_APART, day + _DAYS_APART))
    names = {mention.name for mention in findings.mentions}
    by_names = (
        Article.objects.filter(mentions__name__in=names)
        .annotate(shared=Count("mentions__name", distinct=True))
        .order_by("-shared", "-pk")
    )
    some = [*Article.objects.filter(near).order_by("-pk")[:_CANDIDATES], *by_names[:_CANDIDATES]]
    return {article.pk: article for article in some}.values()


def _grams(texts: Iterable[str]) -> set[tuple[str, ...]]:
    words = [word for text in texts for word in _WORD.findall(text.casefold())]
    return {tuple(words[at : at + _GRAM]) for at in range(len(words) - _GRAM + 1)}


def _containment(ours: set[tuple[str, ...]], theirs: set[tuple[str, ...]]) -> float:
    """The share of the shorter text that stands in the longer one; 0 where it is too short to say."""
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter >= _FEWEST_GRAMS else 0.0
