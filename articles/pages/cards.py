"""Stories as cards in lists."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from articles.models import Appearance, Article, StoryRecord
from articles.models.article import is_public_status
from articles.models.read_by_key import ReadByKey
from articles.pages.note_rows import CardNote, card_note, notes_by_story
from articles.vocabulary import EntityKind
from articles.wording.formats import DateWords, date_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from articles.models import CorrectionNote
    from articles.pages.fact_rows import PledgeRow, QuoteCard
    from articles.search.result import Hit

_MAX_PLACES = 3
_READ_STATUS = ReadByKey(Article.objects.values_list("pk", "review_status"))


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list, in every format of the list; pages do not show all of it.

    `source_url` is its address at the outlet. `published` and `updated` are times in ISO 8601, for feeds; `published` is
    empty if unknown. `note` is its newest correction note. `snippet` is the matching sentence in (text, is a match) pieces, shown instead of the standfirst.
    """

    pk: int
    url: str
    headline: str
    description: str
    date: DateWords
    outlet: str
    outlet_note: str
    places: tuple[str, ...]
    pledges: int
    quotations: int
    authors: tuple[str, ...]
    source_url: str
    language: str
    section: str
    genre: str
    words: int
    published: str
    updated: str
    note: CardNote | None = None
    snippet: tuple[tuple[str, bool], ...] = ()
    matched: str = ""


# What of a card is stored: the rest belongs to a search.
_STORED = {field.name for field in fields(StoryCard)} - {"snippet", "matched"}


def story_cards(hits: Iterable[Hit]) -> tuple[StoryCard, ...]:
    """One query by key, however many hits. Stories that are not public drop out; those without a record take two more."""
    by_id = {hit.article_id: hit for hit in hits}
    # The status is no condition of the query, for which SQLite would read the index of all published stories.
    rows = StoryRecord.objects.filter(pk__in=list(by_id)).values_list("pk", "article__review_status", "card")
    stored = {pk: card for pk, status, card in rows if is_public_status(status) and set(card) == _STORED}
    cards = {pk: _from_json(card) for pk, card in stored.items()}
    missing = [pk for pk in by_id if pk not in cards]
    cards |= _cards_from_tables(missing) if missing else {}
    return tuple(
        replace(cards[pk], snippet=hit.snippet, matched=hit.matched) for pk, hit in by_id.items() if pk in cards
    )


def public_ids(article_ids: Iterable[int]) -> set[int]:
    """Those of the stories that are public. One query by key: the status beside the ids makes SQLite read all stories."""
    return {pk for pk, status in _READ_STATUS(list(article_ids)) if is_public_status(status)}


def story_card_data(article_ids: Iterable[int]) -> dict[int, dict[str, object]]:
    """The cards of these stories as JSON, as far as they are public. Two queries."""
    return {pk: card_as_json(card) for pk, card in _cards_from_tables(article_ids).items()}


def card_as_json(card: StoryCard) -> dict[str, object]:
    stored = {name: getattr(card, name) for name in sorted(_STORED)}
    return stored | {
        "date": asdict(card.date), "places": list(card.places), "authors": list(card.authors),
        "note": asdict(card.note) if card.note else None,
    }  # fmt: skip


def _from_json(stored: Mapping[str, Any]) -> StoryCard:
    lists = {name: tuple(stored[name]) for name in ("places", "authors")}
    note = CardNote(**stored["note"]) if stored["note"] else None
    return StoryCard(**{**stored, **lists, "date": DateWords(**stored["date"]), "note": note})


def _cards_from_tables(article_ids: Iterable[int]) -> dict[int, StoryCard]:
    articles = Article.objects.in_order(article_ids)
    return {one.pk: one for one in cards_of(articles, places_named(article.pk for article in articles))}


def cards_of(articles: Sequence[Article], places: Mapping[int, Sequence[Appearance]]) -> Iterator[StoryCard]:
    """One query, for the notes."""
    notes = notes_by_story([article.pk for article in articles])
    for article in articles:
        yield card(article, [row.entity.name for row in places[article.pk]], notes.get(article.pk, ()))


def card(article: Article, places: Sequence[str], notes: Sequence[CorrectionNote]) -> StoryCard:
    """`notes` are the correction notes of the story, the newest first."""
    published, updated = article.date_published, article.first_published_here or article.created
    updated = max([updated, *(note.changed_at or note.at for note in notes)])
    return StoryCard(
        pk=article.pk,
        url=article.get_absolute_url(),
        headline=article.headline,
        description=article.description,
        date=date_words(article.date_published, article.date_precision),
        outlet=article.outlet.name if article.outlet else "",
        outlet_note=article.outlet.note if article.outlet else "",
        places=tuple(places[:_MAX_PLACES]),
        pledges=article.pledge_count,
        quotations=article.quotation_count,
        authors=tuple(article.authors),
        source_url=article.url or "",
        language=article.in_language,
        section=article.section,
        genre=article.genre,
        words=article.word_count,
        published=published.isoformat() if published else "",
        updated=updated.isoformat(),
        note=card_note(notes[0]) if notes else None,
    )


def places_named(article_ids: Iterable[int]) -> Mapping[int, Sequence[Appearance]]:
    """The places named in each story, main subjects first, with coordinates and countries, in one query."""
    wanted = list(article_ids)
    found: defaultdict[int, list[Appearance]] = defaultdict(list)
    if wanted:
        # The stories alone are a condition of the query: with others, SQLite reads all appearances of their kind.
        rows = Appearance.objects.filter(article__in=wanted).select_related("entity__place__country")
        for row in rows.order_by("-is_about", "-mentions", "id"):
            if row.via_id is None and row.entity.kind == EntityKind.PLACE:
                found[row.article_id].append(row)
    return found


def outlet_notes(*lists: Iterable[StoryCard | QuoteCard | PledgeRow]) -> tuple[str, ...]:
    """The notes of outlets whose material a page shows, without duplicates."""
    return tuple(dict.fromkeys(row.outlet_note for rows in lists for row in rows if row.outlet_note))
