from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from articles.search.facets.base import NumberFacet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import FacetValue, IndexedStory, Labels

_MAX_YEAR = 9999


class YearFacet(NumberFacet):
    name = "year"
    legend = "Years"
    any_of = True
    max_choices = 50

    def index_values(self, story: IndexedStory) -> Iterable[int]:
        date = story.article.date_published
        return [date.astimezone(UTC).year] if date else []

    def clean(self, text: str) -> int:
        year = super().clean(text)
        if year > _MAX_YEAR:
            raise ValueError(text)
        return year

    def labels(self, values: Collection[int], known: Labels) -> Mapping[int, str]:
        return {value: str(value) for value in values}

    def sort_key(self, choice: FacetValue) -> tuple[Any, ...]:
        """The latest year first."""
        return (-int(choice.value),)
