"""The registry of facets.

To add one, write its class in a separate file and add a line here: the index field, the URL parameter, the filters of
every list, the counts and their tests follow from it (docs/how-to/add-a-facet.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from articles.search.facets.base import Facet

# Module of this package and class, in display order.
_REGISTERED = (
    "person.PersonFacet",
    "organization.OrganizationFacet",
    "country.CountryFacet",
    "place.PlaceFacet",
    "outlet.OutletFacet",
    "section.SectionFacet",
    "genre.GenreFacet",
    "language.LanguageFacet",
    "year.YearFacet",
)

FACETS: dict[str, Facet[Any]] = {
    facet.name: facet for facet in (import_string(f"{__name__}.{path}")() for path in _REGISTERED)
}
FACET_NAMES: tuple[str, ...] = tuple(FACETS)
