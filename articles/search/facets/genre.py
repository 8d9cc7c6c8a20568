from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import TextFacet
from articles.vocabulary import Genre

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import IndexedStory, Labels


class GenreFacet(TextFacet):
    name = "genre"
    legend = "Genres"
    any_of = True

    def index_values(self, story: IndexedStory) -> Iterable[str]:
        return self.values_in(story.article.genre)

    def clean(self, text: str) -> str:
        return str(Genre(super().clean(text)))

    def labels(self, values: Collection[str], known: Labels) -> Mapping[str, str]:
        return {value: str(Genre(value).label) for value in values if value in Genre}
