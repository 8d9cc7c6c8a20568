"""The definition of a listing: a public list, defined once and rendered as HTML, CSV, JSON and Atom at one address."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from django.http import QueryDict


class AddressQuery(Protocol):
    """The common part of list queries: sentences on the parts of the address that were ignored."""

    @property
    def address_notes(self) -> tuple[str, ...]: ...


Q = TypeVar("Q", bound=AddressQuery)
R = TypeVar("R")
Params = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of CSV and a key of JSON. URLs are made absolute."""

    name: str
    value: Callable[[R], Any]
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `address` and `permalink` are paths on this site; the permalink never changes."""

    title: str
    address: str
    permalink: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()


def permalink(address: str, pk: int) -> str:
    """The URL of a record without its slug, which changes with its name; it redirects to the full URL."""
    return f"{address.rstrip('/').rpartition('/')[0]}/{pk}/"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, with the parameters of the filtered list."""

    value: Any
    label: str
    count: int
    selected: bool
    params: Params


@dataclass(frozen=True, slots=True)
class ListPage(Generic[R]):
    """One page of a list. `number` counts from 1; `facets` holds the choices by name of facet."""

    rows: Sequence[R]
    total: int
    number: int
    pages: int
    facets: dict[str, list[Choice]]


class Listing(ABC, Generic[Q, R]):
    """`path` and `url_name` define its URL; `name` is used for file names; `template` is rendered with `context`.

    Q is the type of its query, read from the URL parameters; R that of its rows.
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
        """Parse the URL parameters. Never raises."""

    @abstractmethod
    def params(self, query: Q, page: int) -> Params:
        """The URL parameters of a page of this list."""

    @abstractmethod
    def page(self, query: Q) -> ListPage[R]:
        """The rows of the requested page."""

    @abstractmethod
    def rows(self, query: Q) -> Iterator[R]:
        """The rows of all pages, in order."""

    @abstractmethod
    def entries(self, rows: Sequence[R]) -> Iterable[Entry]:
        """The rows as entries of a feed."""

    @abstractmethod
    def context(self, query: Q) -> dict[str, Any]:
        """The context of the template."""
