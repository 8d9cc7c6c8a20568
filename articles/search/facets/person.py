from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import EntityFacet
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from articles.search.facets.base import NamedEntity


class PersonFacet(EntityFacet):
    name = "person"
    legend = "People"

    def includes(self, entity: NamedEntity) -> bool:
        return entity.kind == EntityKind.PERSON
