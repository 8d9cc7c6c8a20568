"""The lists of people, organizations and places, by letter or by coverage, from the index only; when a name was changed,
for feeds, from the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from articles.models import Entity, EntityRecord, Identifier
from articles.pages.links import NameLink, link_to_label
from articles.pages.paging import PageLinks, page_links
from articles.pages.stories import Choice
from articles.search.names import ListedKind, NameOrder, browse
from articles.search.parameters import Parameters
from articles.search.result import MAX_PAGE, PAGE_SIZE
from articles.vocabulary import EntityKind
from articles.wording.identifier_schemes import external_identifiers

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict

_NO_SUCH_ORDER = "Names cannot be ordered by {}; they are listed from A to Z."
_NO_LETTER = "Names in the order of their coverage are not listed by letter; the letter was ignored."
_NOT_A_LETTER = "Only one letter can be selected; all letters are shown."
_TITLES: dict[ListedKind, tuple[str, str]] = {
    EntityKind.PERSON: ("People", "Everyone named in a published story, by family name."),
    EntityKind.ORGANIZATION: (
        "Organizations",
        "Governments, forces, armed groups and others named in a published story.",
    ),
    EntityKind.PLACE: ("Places", "Countries, cities and regions named in a published story."),
    "country": ("Countries", "Every country named in a published story, or with a place named in one."),
}


@dataclass(frozen=True, slots=True)
class NameQuery:
    """Which names are listed, in which order; `letter` is empty for all. `address_notes` say what was left out."""

    kind: ListedKind
    letter: str = ""
    order: NameOrder = "name"
    page: int = 1
    address_notes: tuple[str, ...] = ()

    def params(self, *, page: int = 1) -> list[tuple[str, str]]:
        pairs = [("letter", self.letter)] if self.letter else []
        pairs += [("order", self.order)] if self.order != "name" else []
        return pairs + ([("page", str(page))] if page > 1 else [])


def times_of_change(ids: Collection[int]) -> dict[int, datetime]:
    """When each of these entities was last changed, from the record by key; those without a record take another query."""
    stored = dict(EntityRecord.objects.filter(pk__in=ids).values_list("pk", "label__modified"))
    found = {pk: datetime.fromisoformat(time) for pk, time in stored.items() if time}
    missing = [pk for pk in ids if pk not in found]
    if missing:
        found |= Entity.objects.filter(pk__in=missing).values_list("pk", "modified")
    return found


def addresses_elsewhere(ids: Collection[int]) -> dict[int, list[str]]:
    """The pages of these entities in other databases. One query by key."""
    rows: dict[int, list[tuple[str, str]]] = {}
    for pk, *row in Identifier.objects.filter(entity__in=ids).values_list("entity_id", "scheme", "identifier"):
        rows.setdefault(pk, []).append((row[0], row[1]))
    return {pk: [one.url for one in external_identifiers(found) if one.url] for pk, found in rows.items()}


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    names: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NameList:
    """`letter` is empty if all letters are shown; `everything` is the URL of the full list."""

    kind: ListedKind
    title: str
    lead: str
    address_notes: tuple[str, ...]
    total: int
    letter: str
    names: tuple[NameLink, ...]
    countries: tuple[NameLink, ...]
    letters: tuple[Letter, ...]
    orders: tuple[Choice, ...]
    everything: str
    pages: PageLinks


def parse_name_query(kind: ListedKind, params: QueryDict) -> NameQuery:
    """The query in the address of a list of names. There is no wrong address: notes say what was left out."""
    given = Parameters(params)
    order: NameOrder = (
        "coverage" if given.choice("order", ("name", "coverage"), "name", _NO_SUCH_ORDER) == "coverage" else "name"
    )
    letter = given.text("letter").strip().upper()
    if letter and (order != "name" or len(letter) > 1):
        given.notes.append(_NO_LETTER if order != "name" else _NOT_A_LETTER)
        letter = ""
    page = given.page()
    given.name_unknown(("letter", "order", "page"))
    return NameQuery(kind, letter, order, page, tuple(given.notes))


def name_list(query: NameQuery) -> NameList:
    """No database query."""
    kind, letter, order, page = query.kind, query.letter, query.order, query.page
    found = browse(kind, letter=letter, order=order, page=page)
    title, lead = _TITLES[kind]
    return NameList(
        kind=kind,
        title=title,
        lead=lead,
        address_notes=query.address_notes,
        total=found.total,
        letter=letter,
        names=tuple(link_to_label(label, label.stories) for label in found.labels),
        countries=_countries() if kind == EntityKind.PLACE and page == 1 and not letter else (),
        letters=tuple(
            Letter(name, count, _address(NameQuery(kind, name)), name == letter) for name, count in found.letters
        ),
        orders=(
            Choice("A to Z", _address(NameQuery(kind)), order == "name"),
            Choice("Most covered first", _address(NameQuery(kind, order="coverage")), order == "coverage"),
        ),
        everything=_address(NameQuery(kind)),
        pages=page_links(page, PAGE_SIZE, found.total, lambda number: _address(query, page=number), MAX_PAGE),
    )


def _countries() -> tuple[NameLink, ...]:
    """The most covered countries, shown above the list of all places."""
    return tuple(link_to_label(label, label.stories) for label in browse("country", order="coverage").labels)


def _address(query: NameQuery, page: int = 1) -> str:
    return "?" + urlencode(query.params(page=page))
