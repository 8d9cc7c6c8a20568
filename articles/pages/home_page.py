"""Data of the front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.urls import reverse

from articles.drawing.histogram import Histogram, histogram
from articles.models import Article, Pledge, Quotation
from articles.pages.cards import StoryCard, cards_of, outlet_notes, places_named
from articles.pages.fact_rows import PledgeRow, QuoteCard, parties, pledge_row, quote_card
from articles.pages.front_page_maps import lead_map_file, world_map_file
from articles.pages.links import known_labels
from articles.pages.stories import months_address
from articles.pages.whole_lists import newest_stories_with, stories_of
from articles.search.result import StoryQuery
from articles.search.sort_keys import newest_key
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles.pages.map_files import MapFile

_Fact = TypeVar("_Fact", Quotation, Pledge)
NEWEST = 5
QUOTES, PLEDGES = 4, 6
# Short enough to read at a glance, long enough to say something.
_MIN_QUOTE_LENGTH, _MAX_QUOTE_LENGTH = 40, 260
_MIN_WORDS = 7
# Self-contained quotations and distinct pledges are chosen from so many of the newest stories that have any.
_STORIES_CONSIDERED = 24


@dataclass(frozen=True, slots=True)
class HomePage:
    lead: StoryCard | None
    lead_map: MapFile | None
    newest: tuple[StoryCard, ...]
    total: int
    world: MapFile | None
    countries: int
    chart: Histogram | None
    quotes: tuple[QuoteCard, ...]
    pledges: tuple[PledgeRow, ...]
    notes: tuple[str, ...]
    shown: frozenset[int]
    """The ids of all stories that it shows."""


def home_page() -> HomePage:
    """Five queries: the newest stories, their places and correction notes, quotations, pledges."""
    result = stories_of(StoryQuery(page_size=NEWEST))
    articles = Article.objects.in_order(hit.article_id for hit in result.hits)
    places = places_named(article.pk for article in articles)
    cards = tuple(cards_of(articles, places))
    world = world_map_file()
    quotations, promised = _quotations(), _pledges()
    quotes, pledges = _quotes(quotations), tuple(promised.values())
    return HomePage(
        lead=cards[0] if cards else None,
        lead_map=lead_map_file(articles[0].pk, places[articles[0].pk]) if articles else None,
        newest=cards[1:],
        total=result.total,
        world=world,
        countries=len(world.picture.rows) if world else 0,
        chart=histogram(
            result.histogram,
            lambda first, last: reverse("articles:story-list") + months_address(StoryQuery(), first, last),
        ),
        quotes=quotes,
        pledges=pledges,
        notes=outlet_notes(cards, quotes, pledges),
        shown=frozenset(one.pk for one in articles) | {row.article_id for row in (*quotations, *promised)},
    )


def _quotations() -> list[Quotation]:
    """The newest quotations that are full sentences of suitable length by known speakers, one per story."""
    rows = Quotation.objects.accepted().filter(article__in=newest_stories_with("quotations", _STORIES_CONSIDERED))
    chosen: dict[int, Quotation] = {}
    for row in _newest_first(rows.select_related("article__outlet", "speaker")):
        if row.speaker and _MIN_QUOTE_LENGTH <= len(row.text) <= _MAX_QUOTE_LENGTH and stands_alone(row.text):
            chosen.setdefault(row.article_id, row)
    return list(chosen.values())[:QUOTES]


def _newest_first(facts: Iterable[_Fact]) -> list[_Fact]:
    """Those of public stories, by the date of their story, then as they stand in it."""
    public = [fact for fact in facts if fact.article.is_published]
    public.sort(key=lambda fact: (fact.block, fact.start))
    return sorted(public, key=lambda fact: newest_key(fact.article_id, fact.article.date_published), reverse=True)


def _quotes(quotations: Sequence[Quotation]) -> tuple[QuoteCard, ...]:
    public = known_labels(parties(quotations))
    return tuple(quote_card(row, row.article, public) for row in quotations)


def stands_alone(text: str) -> bool:
    """Whether a quotation is understandable on its own: "negotiate with bombs" needs its sentence."""
    return text[:1].isupper() and len(text.split()) >= _MIN_WORDS


def _pledges() -> dict[Pledge, PledgeRow]:
    """The newest pledges without repeats: stories that report the same pledge agree on party and amount, not on wording."""
    found = Pledge.objects.accepted().filter(article__in=newest_stories_with("pledges", _STORIES_CONSIDERED))
    rows = _newest_first(found.select_related("article__outlet", "pledged_by", "announced_by", "recipient"))
    public = known_labels(parties(rows))
    different: dict[tuple[str, object], tuple[Pledge, PledgeRow]] = {}
    for row in rows:
        shown = pledge_row(row, row.article, public)
        different.setdefault((shown.who, shown.figures or fold(shown.what)), (row, shown))
    return dict(list(different.values())[:PLEDGES])
