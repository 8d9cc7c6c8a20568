"""Query the index for stories: every list of the site is one call of `search`. Makes no database queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tantivy import Query

from articles.search.counting import StoryCounter
from articles.search.facets import FACET_NAMES
from articles.search.filters import filters_of, with_filters
from articles.search.names import nearest_names
from articles.search.open_index import OpenIndex, open_index
from articles.search.parsed_query import ParsedQuery, parse_text
from articles.search.result import MAX_PAGE, Hit, Label, SearchResult, StoryQuery
from articles.search.snippets import SnippetFinder

if TYPE_CHECKING:
    from collections.abc import Collection

    from tantivy import DocAddress

BEING_BUILT = "The search index is being built; stories will appear shortly."
_SPARE_TIES = 50


def search(query: StoryQuery, *, facets: Collection[str] = FACET_NAMES, histogram: bool = True) -> SearchResult:
    """Never raises for any query. `undated` is counted with the histogram, under the same filters."""
    index = open_index()
    if index is None:
        return SearchResult(query, (), 0, problem=BEING_BUILT)
    parsed = parse_text(index, query.text, exact=query.exact)
    words = _words(query, parsed)
    addresses, total = _page(index, query, words)
    counts = StoryCounter(index, query, words).count(facets, histogram=histogram, total=total)
    return SearchResult(
        query=query,
        hits=_hits(index, parsed, addresses),
        total=total,
        facets=counts.facets,
        histogram=counts.histogram,
        recognized=parsed.recognized,
        suggestions=_suggestions(query, parsed) if not total else (),
        undated=counts.undated,
        problem=parsed.problem,
        notes=parsed.notes,
    )


def search_ids(query: StoryQuery) -> list[int]:
    """The ids of the stories on all pages of a query, in order."""
    index = open_index()
    if index is None:
        return []
    words = _words(query, parse_text(index, query.text, exact=query.exact))
    addresses, _ = _page(index, replace(query, page=1, page_size=MAX_PAGE * query.page_size), words)
    return index.ids(addresses)


def _words(query: StoryQuery, parsed: ParsedQuery) -> list[Query]:
    """The query for the text; a text without searchable words matches nothing."""
    words = parsed.queries()
    return [Query.empty_query()] if query.text.strip() and not words else words


def _suggestions(query: StoryQuery, parsed: ParsedQuery) -> tuple[Label, ...]:
    """Suggested names, without those that were searched already."""
    searched = {known.label.id for known in parsed.recognized}
    return tuple(label for label in nearest_names(query.text) if label.id not in searched) if query.text else ()


def _page(index: OpenIndex, query: StoryQuery, words: list[Query]) -> tuple[list[DocAddress], int]:
    wanted = with_filters(words, filters_of(query))
    size = max(1, query.page_size)
    offset = (min(max(query.page, 1), MAX_PAGE) - 1) * size
    if query.sort == "relevance" and words:
        return _most_relevant(index, wanted, offset, size)
    if query.sort == "oldest":
        found = index.find(wanted, limit=size, offset=offset, by="oldest", descending=False)
    else:
        found = index.find(wanted, limit=size, offset=offset, by="newest")
    return found.addresses, found.total


def _most_relevant(index: OpenIndex, wanted: Query, offset: int, size: int) -> tuple[list[DocAddress], int]:
    """Ties are ordered by id, newest first, so that pages are stable."""
    found = index.find(wanted, limit=offset + size + _SPARE_TIES)
    hits = zip(found.keys, index.ids(found.addresses), found.addresses, strict=True)
    ranked = sorted(hits, key=lambda hit: (-hit[0], -hit[1]))
    return [address for _, _, address in ranked[offset : offset + size]], found.total


def _hits(index: OpenIndex, parsed: ParsedQuery, addresses: list[DocAddress]) -> tuple[Hit, ...]:
    ids = index.ids(addresses)
    if not parsed.terms:
        return tuple(Hit(pk) for pk in ids)
    found, finder = [], SnippetFinder(parsed.terms)
    for pk, address in zip(ids, addresses, strict=True):
        pieces, matched = finder.snippet(index.stored(address))
        found.append(Hit(pk, pieces, matched))
    return tuple(found)
