"""The lists of people, organizations and places, by letter or by coverage, from the index only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from articles.pages.links import NameLink, link_to_label
from articles.pages.paging import PageLinks, page_links
from articles.pages.stories import Choice
from articles.search.names import browse
from articles.search.result import MAX_PAGE, PAGE_SIZE
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.http import QueryDict

Order = Literal["name", "coverage"]

_TITLES = {
    EntityKind.PERSON: ("People", "Everyone named in a published story, by family name."),
    EntityKind.ORGANIZATION: (
        "Organizations",
        "Governments, forces, armed groups and others named in a published story.",
    ),
    EntityKind.PLACE: ("Places", "Countries, cities and regions named in a published story."),
}


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    names: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NameList:
    """`letter` is empty if all letters are shown; `everything` is the URL of the full list."""

    kind: EntityKind
    title: str
    lead: str
    total: int
    letter: str
    names: tuple[NameLink, ...]
    countries: tuple[NameLink, ...]
    letters: tuple[Letter, ...]
    orders: tuple[Choice, ...]
    everything: str
    pages: PageLinks


def name_list(kind: EntityKind, params: QueryDict) -> NameList:
    """No database query. Invalid parameters are ignored."""
    order: Order = "coverage" if params.get("order") == "coverage" else "name"
    letter = params.get("letter", "")[:1].upper() if order == "name" else ""
    page = _page_number(params.get("page", ""))
    found = browse(kind, letter=letter, order=order, page=page)
    title, lead = _TITLES[kind]
    return NameList(
        kind=kind,
        title=title,
        lead=lead,
        total=found.total,
        letter=letter,
        names=tuple(link_to_label(label, label.stories) for label in found.labels),
        countries=_countries() if kind == EntityKind.PLACE and page == 1 and not letter else (),
        letters=tuple(Letter(name, count, _address(letter=name), name == letter) for name, count in found.letters),
        orders=(
            Choice("A to Z", _address(), order == "name"),
            Choice("Most covered first", _address(order="coverage"), order == "coverage"),
        ),
        everything=_address(),
        pages=page_links(
            page,
            PAGE_SIZE,
            found.total,
            lambda number: _address(letter=letter, order="" if order == "name" else order, page=number),
            MAX_PAGE,
        ),
    )


def _countries() -> tuple[NameLink, ...]:
    """The most covered countries, shown above the list of all places."""
    return tuple(link_to_label(label, label.stories) for label in browse("country", order="coverage").labels)


def _page_number(text: str) -> int:
    return min(max(1, int(text)), MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _address(*, letter: str = "", order: str = "", page: int = 1) -> str:
    params = {"letter": letter, "order": order, "page": str(page) if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in params.items() if value})
