"""People, organizations, places and countries named in published stories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from articles.batches import batches
from articles.listings.listing import Column, Entry, Listing, ListPage, permalink
from articles.pages.links import url_of
from articles.pages.names_page import (
    NameQuery,
    addresses_elsewhere,
    name_list,
    parse_name_query,
    times_of_change,
)
from articles.search.names import browse
from articles.search.result import MAX_PAGE, PAGE_SIZE, Label
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.http import QueryDict

    from articles.listings.listing import Params
    from articles.search.names import ListedKind

# Names of a list for which identifiers are read at once.
_BATCH = 100


@dataclass(frozen=True, slots=True)
class ListedName:
    """`same_as` are the pages of the entity in other databases (schema.org sameAs)."""

    label: Label
    same_as: list[str]


_ID_AND_NAME: tuple[Column[ListedName], ...] = (
    Column("id", lambda row: row.label.id),
    Column("name", lambda row: row.label.name),
    Column("url", lambda row: url_of(row.label), is_address=True),
    Column("description", lambda row: row.label.description),
    Column("stories", lambda row: row.label.stories),
)
_PLACE: tuple[Column[ListedName], ...] = (
    Column("country_code", lambda row: row.label.country_code if row.label.is_in_country else ""),
    Column("latitude", lambda row: row.label.latitude),
    Column("longitude", lambda row: row.label.longitude),
)
_SAME_AS: Column[ListedName] = Column("sameAs", lambda row: row.same_as)


class NameListing(Listing[NameQuery, ListedName]):
    """A list of names by letter or by the number of stories. Pages are read from the index only; programs also get the
    addresses in other databases, with a query by key.
    """

    kind: ClassVar[ListedKind]
    section: ClassVar[EntityKind]
    template = "pages/name_list.html"
    rights = "Names are taken from published stories; the about page names the sources of reference data."
    columns = (*_ID_AND_NAME, _SAME_AS)

    def parse(self, params: QueryDict) -> NameQuery:
        return parse_name_query(self.kind, params)

    def params(self, query: NameQuery, page: int) -> Params:
        return query.params(page=page)

    def page(self, query: NameQuery) -> ListPage[ListedName]:
        found = browse(query.kind, letter=query.letter, order=query.order, page=query.page)
        return ListPage(_listed(found.labels), found.total, query.page, found.pages, {})

    def rows(self, query: NameQuery) -> Iterator[ListedName]:
        size = MAX_PAGE * PAGE_SIZE
        found = browse(query.kind, letter=query.letter, order=query.order, page_size=size).labels
        for some in batches(list(found), _BATCH):
            yield from _listed(some)

    def entries(self, rows: Sequence[ListedName]) -> Iterable[Entry]:
        """One query by key, for the times at which the records changed."""
        changed = times_of_change([row.label.id for row in rows])
        for label in (row.label for row in rows):
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


def _listed(labels: Sequence[Label]) -> list[ListedName]:
    elsewhere = addresses_elsewhere([label.id for label in labels])
    return [ListedName(label, elsewhere.get(label.id, [])) for label in labels]


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
    columns = (*_ID_AND_NAME, *_PLACE, _SAME_AS)


class CountryListing(PlaceListing):
    name, path, url_name = "countries", "countries/", "country-list"
    title = "Countries"
    kind = "country"
