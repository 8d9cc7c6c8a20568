"""Data of the search page. The list of all stories is a search without text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.pages.links import NameLink, link_to_label
from articles.pages.stories import StoryList, address, story_list
from articles.pages.whole_lists import stories_of
from articles.search.names import suggest

if TYPE_CHECKING:
    from articles.search.result import StoryQuery

MOST_NAMES = 6
SEARCHED_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class SearchedName:
    """A recognized name in the query, with all its other names that were searched.

    `names` are shown directly, `more` in a disclosure: a city can have two dozen spellings.
    """

    words: str
    entity: NameLink
    names: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`notes` explain unsupported parts of the query. `only_words` is the URL that searches for the exact words only,
    `all_names` the one that searches under all names; empty if the results would not change.
    """

    text: str
    problem: str
    notes: tuple[str, ...]
    searched: tuple[SearchedName, ...]
    more_searched: tuple[SearchedName, ...]
    only_words: str
    all_names: str
    names: tuple[NameLink, ...]
    near: tuple[NameLink, ...]
    stories: StoryList


def search_page(query: StoryQuery) -> SearchPage:
    """Two database queries for the stories; names come from the index."""
    result = stories_of(query)
    query = result.query
    searched = tuple(
        SearchedName(
            found.words,
            link_to_label(found.label, found.label.stories),
            found.names[:SEARCHED_AT_ONCE],
            found.names[SEARCHED_AT_ONCE:],
        )
        for found in result.recognized
    )
    names = _names(query.text, {name.entity.url for name in searched})
    near = (link_to_label(label, label.stories) for label in result.suggestions)
    return SearchPage(
        text=query.text,
        problem=result.problem,
        notes=result.notes,
        searched=searched[:MOST_NAMES],
        more_searched=searched[MOST_NAMES:],
        only_words=address(query, exact=True, page=1) if searched and not query.exact else "",
        all_names=address(query, exact=False, page=1) if query.exact else "",
        names=names,
        near=tuple(link for link in near if link not in names),
        stories=story_list(result),
    )


def _names(text: str, shown: set[str]) -> tuple[NameLink, ...]:
    """People, organizations and places with this name, except those already recognized."""
    if not text:
        return ()
    links = (link_to_label(label, label.stories) for label in suggest(text, limit=MOST_NAMES))
    return tuple(link for link in links if link.url not in shown)
