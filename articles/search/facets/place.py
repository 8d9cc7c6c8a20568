from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import EntityFacet
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from articles.search.facets.base import NamedEntity


class PlaceFacet(EntityFacet):
    """Places other than countries, which have a separate facet."""

    name = "place"
    legend = "Places"

    def includes(self, entity: NamedEntity) -> bool:
        return entity.kind == EntityKind.PLACE and not entity.is_country
