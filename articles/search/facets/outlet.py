from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import NumberFacet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import IndexedStory, Labels


class OutletFacet(NumberFacet):
    name = "outlet"
    legend = "Outlets"
    any_of = True

    def index_values(self, story: IndexedStory) -> Iterable[int]:
        return [story.article.outlet_id] if story.article.outlet_id else []

    def index_label(self, story: IndexedStory) -> tuple[int, str] | None:
        outlet = story.article.outlet
        return (outlet.pk, outlet.name) if outlet else None

    def labels(self, values: Collection[int], known: Labels) -> Mapping[int, str]:
        return known.stored(self.name, values)
