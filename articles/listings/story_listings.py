"""The lists of all published stories and of search results."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from articles.batches import batches
from articles.listings.listing import Choice, Column, Entry, Listing, ListPage, permalink
from articles.pages.cards import StoryCard, story_cards
from articles.pages.search_page import search_page
from articles.pages.whole_lists import stories_of
from articles.search.parameters import parse_query
from articles.search.query import search_ids
from articles.search.result import Hit, StoryQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import QueryDict

    from articles.listings.listing import Params

_BATCH = 200


class StoryListing(Listing[StoryQuery, StoryCard]):
    """Rows are the cards of the record, read by key."""

    name = "stories"
    path = "stories/"
    url_name = "story-list"
    title = "Stories"
    rights = "Headlines and descriptions belong to the publishers named with each story."
    template = "pages/story_list.html"
    columns = (
        Column("id", lambda story: story.pk),
        Column("headline", lambda story: story.headline),
        Column("url", lambda story: story.url, is_address=True),
        Column("date", lambda story: story.date.iso),
        Column("description", lambda story: story.description),
        Column("authors", lambda story: list(story.authors)),
        Column("outlet", lambda story: story.outlet),
        Column("outlet_note", lambda story: story.outlet_note),
        Column("source_url", lambda story: story.source_url),
        Column("language", lambda story: story.language),
        Column("section", lambda story: story.section),
        Column("genre", lambda story: story.genre),
        Column("words", lambda story: story.words),
        Column("quotations", lambda story: story.quotations),
        Column("pledges", lambda story: story.pledges),
        Column("note_kind", lambda story: story.note.label if story.note else ""),
        Column("note_date", lambda story: story.note.at if story.note else ""),
        Column("note", lambda story: story.note.text if story.note else ""),
    )

    def parse(self, params: QueryDict) -> StoryQuery:
        return parse_query(params)

    def params(self, query: StoryQuery, page: int) -> Params:
        return query.on_page(page).params()

    def page(self, query: StoryQuery) -> ListPage[StoryCard]:
        result = stories_of(query)
        facets = {
            name: [Choice(v.value, v.name, v.total, v.selected, query.choosing(name, v.value).params()) for v in values]
            for name, values in result.facets.items()
        }
        return ListPage(story_cards(result.hits), result.total, query.page, result.pages, facets)

    def rows(self, query: StoryQuery) -> Iterator[StoryCard]:
        for batch in batches(search_ids(query), _BATCH):
            yield from story_cards(map(Hit, batch))

    def entries(self, rows: Sequence[StoryCard]) -> Iterable[Entry]:
        for story in rows:
            yield Entry(
                title=story.headline,
                address=story.url,
                permalink=permalink(story.url, story.pk),
                updated=datetime.fromisoformat(story.updated),
                published=datetime.fromisoformat(story.published) if story.published else None,
                summary=_summary(story),
                author=story.outlet,
                categories=tuple(filter(None, (story.section,))),
            )

    def context(self, query: StoryQuery) -> dict[str, Any]:
        return {"page": search_page(query), "section": "stories"}


def _summary(story: StoryCard) -> str:
    """With the newest correction note first, which a reader who has seen the story looks for."""
    note = f"{story.note.mark}: {story.note.text}" if story.note else ""
    return "\n\n".join(filter(None, (note, story.description)))


class SearchListing(StoryListing):
    name = "search"
    path = "search/"
    url_name = "search"
    title = "Search"
    template = "pages/search.html"

    def context(self, query: StoryQuery) -> dict[str, Any]:
        return {"page": search_page(query)}
