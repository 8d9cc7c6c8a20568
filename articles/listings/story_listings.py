"""The lists of all published stories and of search results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.listings.listing import Choice, Column, Entry, Listing, ListPage, permalink
from articles.models import Article
from articles.pages.search_page import search_page
from articles.pages.whole_lists import stories_of
from articles.search.parameters import parse_query
from articles.search.query import search_ids
from articles.search.result import StoryQuery
from articles.wording.formats import date_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import QueryDict

    from articles.listings.listing import Params

_BATCH = 200


class StoryListing(Listing[StoryQuery, Article]):
    name = "stories"
    path = "stories/"
    url_name = "story-list"
    title = "Stories"
    rights = "Headlines and descriptions belong to the publishers named with each story."
    template = "pages/story_list.html"
    columns = (
        Column("id", lambda story: story.pk),
        Column("headline", lambda story: story.headline),
        Column("url", lambda story: story.get_absolute_url(), is_address=True),
        Column("date", lambda story: date_words(story.date_published, story.date_precision).iso),
        Column("description", lambda story: story.description),
        Column("authors", lambda story: story.authors),
        Column("outlet", lambda story: story.outlet.name if story.outlet else ""),
        Column("outlet_note", lambda story: story.outlet.note if story.outlet else ""),
        Column("source_url", lambda story: story.url or ""),
        Column("language", lambda story: story.in_language),
        Column("section", lambda story: story.section),
        Column("genre", lambda story: story.genre),
        Column("words", lambda story: story.word_count),
        Column("quotations", lambda story: story.quotation_count),
        Column("pledges", lambda story: story.pledge_count),
    )

    def parse(self, params: QueryDict) -> StoryQuery:
        return parse_query(params)

    def params(self, query: StoryQuery, page: int) -> Params:
        return query.on_page(page).params()

    def page(self, query: StoryQuery) -> ListPage[Article]:
        result = stories_of(query)
        facets = {
            name: [Choice(v.value, v.name, v.total, v.selected, query.choosing(name, v.value).params()) for v in values]
            for name, values in result.facets.items()
        }
        stories = Article.objects.in_order(hit.article_id for hit in result.hits)
        return ListPage(stories, result.total, query.page, result.pages, facets)

    def rows(self, query: StoryQuery) -> Iterator[Article]:
        ids = search_ids(query)
        for start in range(0, len(ids), _BATCH):
            yield from Article.objects.in_order(ids[start : start + _BATCH])

    def entries(self, rows: Sequence[Article]) -> Iterable[Entry]:
        for story in rows:
            yield Entry(
                title=story.headline,
                address=story.get_absolute_url(),
                permalink=permalink(story.get_absolute_url(), story.pk),
                updated=story.first_published_here or story.created,
                published=story.date_published,
                summary=story.description,
                author=story.outlet.name if story.outlet else "",
                categories=tuple(filter(None, (story.section,))),
            )

    def context(self, query: StoryQuery) -> dict[str, Any]:
        return {"page": search_page(query), "section": "stories"}


class SearchListing(StoryListing):
    name = "search"
    path = "search/"
    url_name = "search"
    title = "Search"
    template = "pages/search.html"

    def context(self, query: StoryQuery) -> dict[str, Any]:
        return {"page": search_page(query)}
