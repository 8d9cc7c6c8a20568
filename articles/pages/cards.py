"""Stories as cards in lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models import Appearance, Article
from articles.vocabulary import EntityKind
from articles.wording.formats import DateWords, date_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.pages.fact_rows import PledgeRow, QuoteCard
    from articles.search.result import Hit

_MAX_PLACES = 3


@dataclass(frozen=True, slots=True)
class StoryCard:
    """`snippet` is the matching sentence in (text, is a match) pieces, shown instead of the standfirst."""

    url: str
    headline: str
    description: str
    date: DateWords
    outlet: str
    outlet_note: str
    places: tuple[str, ...]
    pledges: int
    quotations: int
    snippet: tuple[tuple[str, bool], ...] = ()
    matched: str = ""


def story_cards(hits: Iterable[Hit]) -> tuple[StoryCard, ...]:
    """Two queries, however many hits: the stories with their outlets, and the places they name."""
    by_id = {hit.article_id: hit for hit in hits}
    articles = Article.objects.in_order(by_id) if by_id else []
    places = places_named(article.pk for article in articles)
    return tuple(
        card(article, [row.entity.name for row in places[article.pk]], by_id[article.pk]) for article in articles
    )


def card(article: Article, places: Sequence[str], hit: Hit | None = None) -> StoryCard:
    return StoryCard(
        url=article.get_absolute_url(),
        headline=article.headline,
        description=article.description,
        date=date_words(article.date_published, article.date_precision),
        outlet=article.outlet.name if article.outlet else "",
        outlet_note=article.outlet.note if article.outlet else "",
        places=tuple(places[:_MAX_PLACES]),
        pledges=article.pledge_count,
        quotations=article.quotation_count,
        snippet=hit.snippet if hit else (),
        matched=hit.matched if hit else "",
    )


def places_named(article_ids: Iterable[int]) -> Mapping[int, Sequence[Appearance]]:
    """The places named in each story, main subjects first, with coordinates and countries, in one query."""
    wanted = list(article_ids)
    found: defaultdict[int, list[Appearance]] = defaultdict(list)
    if wanted:
        rows = Appearance.objects.filter(
            article__in=wanted, entity__kind=EntityKind.PLACE, via__isnull=True
        ).select_related("entity__place__country")
        for row in rows.order_by("-is_about", "-mentions", "id"):
            found[row.article_id].append(row)
    return found


def outlet_notes(*lists: Iterable[StoryCard | QuoteCard | PledgeRow]) -> tuple[str, ...]:
    """The notes of outlets whose material a page shows, without duplicates."""
    return tuple(dict.fromkeys(row.outlet_note for rows in lists for row in rows if row.outlet_note))
