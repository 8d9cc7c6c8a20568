"""Asking the index for stories: every list of the site is one call of `search`. No database query is made here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from tantivy import Query

from articles.search import facets as facet_counts
from articles.search.facets import FACETS, all_of, narrowed
from articles.search.names import near
from articles.search.question import MAX_TEXT, Question, read
from articles.search.reader import OpenIndex, open_index
from articles.search.result import FACET_NAMES, MAX_PAGE, FacetName, Hit, Label, SearchResult, StoryQuery
from articles.search.snippets import snippet
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.http import QueryDict
    from tantivy import DocAddress

BEING_BUILT = "The search index is being built; stories will be here in a moment."
UPSIDE_DOWN = "The first day asked for is after the last one, so no story can lie between them."
_MAX_VALUES = 20
_MAX_ID = 2**63 - 1
_SPARE_TIES = 50


def search(query: StoryQuery, *, facets: Collection[FacetName] = FACET_NAMES, histogram: bool = True) -> SearchResult:
    """Never raises for any question. `undated` is counted with the histogram, under the same filters."""
    index = open_index()
    if index is None:
        return SearchResult(query, (), 0, problem=BEING_BUILT)
    question = read(index, query.text, exact=query.exact)
    words = question.queries()
    if query.text.strip() and not words:
        words = [Query.empty_query()]
    addresses, total = _page(index, query, words)
    counts = facet_counts.count(index, query, words, facets, histogram=histogram)
    return SearchResult(
        query=query,
        hits=_hits(index, question, addresses),
        total=total,
        facets=counts.facets,
        histogram=counts.histogram,
        recognised=question.recognised,
        near_names=_near_names(query, question) if not total else (),
        undated=counts.undated,
        problem=question.problem or _problem(query),
        notes=question.notes,
    )


def _near_names(query: StoryQuery, question: Question) -> tuple[Label, ...]:
    """Names that may have been meant, without those that were searched already."""
    searched = {known.label.id for known in question.recognised}
    return tuple(label for label in near(query.text) if label.id not in searched) if query.text else ()


def parse(params: QueryDict, *, entities: Iterable[int] = ()) -> StoryQuery:
    """The question in the address of a page. What cannot be read is dropped: there is no wrong address."""
    sort: Literal["newest", "oldest", "relevance"] = "newest"
    if params.get("sort") == "oldest":
        sort = "oldest"
    elif params.get("sort") == "relevance":
        sort = "relevance"
    pages = _numbers(params.getlist("page")[:1])
    chosen = {facet.attribute: _numbers(params.getlist(facet.name)) for facet in FACETS.values()}
    asked = StoryQuery(
        # One character more than is searched stays, so that the answer can say that there was more.
        text=clean_line(params.get("q", "")[: MAX_TEXT * 2])[: MAX_TEXT + 1],
        exact=params.get("exact") == "1",
        entities=tuple(entities),
        date_from=_day(params.get("from", "")),
        date_to=_day(params.get("to", "")),
        sort=sort,
        page=min(pages[0], MAX_PAGE) if pages else 1,
    )
    return replace(asked, **chosen)  # type: ignore[arg-type]  # each facet names its own field of the question


def _numbers(values: list[str]) -> tuple[int, ...]:
    found = (int(value) for value in values[:_MAX_VALUES] if value.isascii() and value.isdigit() and len(value) < 20)
    return tuple(dict.fromkeys(number for number in found if 0 < number <= _MAX_ID))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _problem(query: StoryQuery) -> str:
    if query.date_from and query.date_to and query.date_from > query.date_to:
        return UPSIDE_DOWN
    return ""


def _page(index: OpenIndex, query: StoryQuery, words: list[Query]) -> tuple[list[DocAddress], int]:
    wanted = all_of(words, narrowed(query))
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
    """Equal scores go by id, newest first, so the same page always shows the same stories."""
    found = index.find(wanted, limit=offset + size + _SPARE_TIES)
    hits = zip(found.keys, index.ids(found.addresses), found.addresses, strict=True)
    ranked = sorted(hits, key=lambda hit: (-hit[0], -hit[1]))
    return [address for _, _, address in ranked[offset : offset + size]], found.total


def _hits(index: OpenIndex, question: Question, addresses: list[DocAddress]) -> tuple[Hit, ...]:
    ids = index.ids(addresses)
    if not question.terms:
        return tuple(Hit(pk) for pk in ids)
    found = []
    for pk, address in zip(ids, addresses, strict=True):
        pieces, matched = snippet(index.stored(address), question.terms)
        found.append(Hit(pk, pieces, matched))
    return tuple(found)
