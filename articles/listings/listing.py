"""What a listing is: a public list that is defined once and rendered as a page, CSV, JSON and Atom at one address."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from django.http import QueryDict


class AddressQuery(Protocol):
    """What the query of every list has: sentences on what of its address was left out."""

    @property
    def address_notes(self) -> tuple[str, ...]: ...


Q = TypeVar("Q", bound=AddressQuery)
R = TypeVar("R")
Params = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of CSV and a key of JSON. Addresses are made absolute."""

    name: str
    value: Callable[[R], Any]
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A row in a feed. `address` and `permalink` are paths on this site; the permalink never changes."""

    title: str
    address: str
    permalink: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()


def permalink(address: str, pk: int) -> str:
    """The address of a record without its words, which change with its name; it leads to the one with them."""
    return f"{address.rstrip('/').rpartition('/')[0]}/{pk}/"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a facet, with the parameters of the list that it leads to."""

    value: Any
    label: str
    count: int
    selected: bool
    params: Params


@dataclass(frozen=True, slots=True)
class ListPage(Generic[R]):
    """One page of a list. `number` counts from 1; `facets` are choices by name of facet."""

    rows: Sequence[R]
    total: int
    number: int
    pages: int
    facets: dict[str, list[Choice]]


class Listing(ABC, Generic[Q, R]):
    """`path` and `url_name` are its address; `name` names files; `template` gets what `context` returns.

    Q is its query, read from the URL parameters; R its row.
    """

    name: ClassVar[str]
    path: ClassVar[str]
    url_name: ClassVar[str]
    title: ClassVar[str]
    rights: ClassVar[str]
    template: ClassVar[str]
    columns: ClassVar[tuple[Column[Any], ...]]

    @abstractmethod
    def parse(self, params: QueryDict) -> Q:
        """The query in an address. Never raises."""

    @abstractmethod
    def params(self, query: Q, page: int) -> Params:
        """The URL parameters of a page of this list."""

    @abstractmethod
    def page(self, query: Q) -> ListPage[R]:
        """The rows of the page that the query asks for."""

    @abstractmethod
    def rows(self, query: Q) -> Iterator[R]:
        """The rows of all pages, in their order."""

    @abstractmethod
    def entries(self, rows: Sequence[R]) -> Iterable[Entry]:
        """The rows as entries of a feed."""

    @abstractmethod
    def context(self, query: Q) -> dict[str, Any]:
        """What the template needs."""
