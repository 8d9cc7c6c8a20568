"""The registry of facets.

To add one, write its class in a separate file and add a line here: the index field, the URL parameter, the filters of
every list, the counts and their tests follow from it (docs/how-to/add-a-facet.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.search.facets.country import CountryFacet
from articles.search.facets.genre import GenreFacet
from articles.search.facets.language import LanguageFacet
from articles.search.facets.organization import OrganizationFacet
from articles.search.facets.outlet import OutletFacet
from articles.search.facets.person import PersonFacet
from articles.search.facets.place import PlaceFacet
from articles.search.facets.section import SectionFacet
from articles.search.facets.year import YearFacet

if TYPE_CHECKING:
    from articles.search.facets.base import Facet

# In display order.
_REGISTERED: tuple[Facet[Any], ...] = (
    PersonFacet(),
    OrganizationFacet(),
    CountryFacet(),
    PlaceFacet(),
    OutletFacet(),
    SectionFacet(),
    GenreFacet(),
    LanguageFacet(),
    YearFacet(),
)

FACETS: dict[str, Facet[Any]] = {facet.name: facet for facet in _REGISTERED}
FACET_NAMES: tuple[str, ...] = tuple(FACETS)
