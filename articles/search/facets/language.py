from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale

from articles.search.facets.base import TextFacet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import IndexedStory, Labels


class LanguageFacet(TextFacet):
    """The language of a story, ignoring script and region: "pt-BR" and "pt" are Portuguese."""

    name = "language"
    legend = "Languages"
    any_of = True

    def index_values(self, story: IndexedStory) -> Iterable[str]:
        return self.values_in(story.article.in_language)

    def clean(self, text: str) -> str:
        language = super().clean(text).replace("_", "-").partition("-")[0]
        if language not in _english_names():
            raise ValueError(text)
        return language

    def labels(self, values: Collection[str], known: Labels) -> Mapping[str, str]:
        return {value: _english_names()[value] for value in values if value in _english_names()}


@lru_cache(maxsize=1)
def _english_names() -> Mapping[str, str]:
    names: Mapping[str, str] = Locale("en").languages
    return names
