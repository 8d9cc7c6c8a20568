"""People, organizations, places and countries named in published stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from articles.listings.listing import Column, Entry, Listing, ListPage, permalink
from articles.pages.links import url_of
from articles.pages.names_page import NameQuery, name_list, parse_name_query, times_of_change
from articles.search.names import browse
from articles.search.result import MAX_PAGE, PAGE_SIZE, Label
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import QueryDict

    from articles.listings.listing import Params
    from articles.search.names import ListedKind

_COLUMNS: tuple[Column[Label], ...] = (
    Column("id", lambda label: label.id),
    Column("name", lambda label: label.name),
    Column("url", url_of, is_address=True),
    Column("description", lambda label: label.description),
    Column("stories", lambda label: label.stories),
)
_PLACE_COLUMNS: tuple[Column[Label], ...] = (
    *_COLUMNS,
    Column("country_code", lambda label: label.country_code if label.is_in_country else ""),
    Column("latitude", lambda label: label.latitude),
    Column("longitude", lambda label: label.longitude),
)


class NameListing(Listing[NameQuery, Label]):
    """A list of names by letter or by the number of stories. Pages are read from the index only."""

    kind: ClassVar[ListedKind]
    section: ClassVar[EntityKind]
    template = "pages/name_list.html"
    rights = "Names are taken from published stories; the about page names the sources of reference data."
    columns = _COLUMNS

    def parse(self, params: QueryDict) -> NameQuery:
        return parse_name_query(self.kind, params)

    def params(self, query: NameQuery, page: int) -> Params:
        return query.params(page=page)

    def page(self, query: NameQuery) -> ListPage[Label]:
        found = browse(query.kind, letter=query.letter, order=query.order, page=query.page)
        return ListPage(found.labels, found.total, query.page, found.pages, {})

    def rows(self, query: NameQuery) -> Iterator[Label]:
        size = MAX_PAGE * PAGE_SIZE
        yield from browse(query.kind, letter=query.letter, order=query.order, page_size=size).labels

    def entries(self, rows: Sequence[Label]) -> Iterable[Entry]:
        """One query by key, for the times at which the records changed."""
        changed = times_of_change([label.id for label in rows])
        for label in rows:
            if label.id in changed:
                address = url_of(label)
                yield Entry(
                    title=label.name,
                    address=address,
                    permalink=permalink(address, label.id),
                    updated=changed[label.id],
                    summary=label.description,
                )

    def context(self, query: NameQuery) -> dict[str, Any]:
        return {"page": name_list(query), "section": self.section}


class PersonListing(NameListing):
    name, path, url_name = "people", "people/", "person-list"
    title = "People"
    kind = section = EntityKind.PERSON


class OrganizationListing(NameListing):
    name, path, url_name = "organizations", "organizations/", "organization-list"
    title = "Organizations"
    kind = section = EntityKind.ORGANIZATION


class PlaceListing(NameListing):
    name, path, url_name = "places", "places/", "place-list"
    title = "Places"
    kind: ClassVar[ListedKind] = EntityKind.PLACE
    section = EntityKind.PLACE
    rights = "Place names and coordinates: GeoNames, CC BY 4.0."
    columns = _PLACE_COLUMNS


class CountryListing(PlaceListing):
    name, path, url_name = "countries", "countries/", "country-list"
    title = "Countries"
    kind = "country"
