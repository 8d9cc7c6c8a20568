from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import EntityFacet

if TYPE_CHECKING:
    from articles.search.facets.base import NamedEntity


class CountryFacet(EntityFacet):
    name = "country"
    legend = "Countries"

    def includes(self, entity: NamedEntity) -> bool:
        return entity.is_country
