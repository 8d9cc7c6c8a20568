"""The definition of a facet: a property of stories by which lists can be filtered.

Each facet is one class. It defines which values of a story are indexed, how its URL parameter is read, how it filters,
and how its choices are counted, labelled and ordered. The index field has the name of the URL parameter. Schema and
open index are passed in, because the schema is itself built from the facets.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from tantivy import Query

from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tantivy import Document, Schema, SchemaBuilder

    from articles.models import Article
    from articles.vocabulary import EntityKind

FacetKey = int | str
V = TypeVar("V", int, str)

MAX_NUMBER = 2**63 - 1
_MAX_DIGITS = 19
_MAX_TEXT = 100
# Counted beyond the choices shown, so that among equal counts at the edge the name decides, not chance.
SPARE_CHOICES = 40
# Values that a segment may hold; below that, counts are exact.
_MAX_VALUES_OF_SEGMENT = 2_000_000


class Labels(Protocol):
    """Labels stored in the index."""

    def of_entities(self, ids: Iterable[int]) -> dict[int, str]: ...

    def stored(self, facet: str, values: Iterable[V]) -> dict[V, str]: ...


@dataclass(frozen=True, slots=True)
class NamedEntity:
    id: int
    kind: EntityKind
    is_country: bool


@dataclass(frozen=True, slots=True)
class IndexedStory:
    """A published story with its entities."""

    article: Article
    entities: Sequence[NamedEntity]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A choice of a facet.

    `total` is the number of stories in the list after choosing it; `value` has the type of the facet: the id of an
    entity, a year, a word.
    """

    value: Any
    name: str
    total: int
    selected: bool


class Facet(ABC, Generic[V]):
    """`name` is the URL parameter and the index field, `noun` its singular in sentences, `legend` the heading.

    `any_of`: a story has at most one value, so that several choices widen the list. Otherwise each choice narrows it.
    """

    name: ClassVar[str]
    legend: ClassVar[str]
    noun: ClassVar[str] = ""
    any_of: ClassVar[bool] = False
    max_choices: ClassVar[int] = 12

    def __init_subclass__(cls) -> None:
        cls.noun = cls.noun or getattr(cls, "name", "")

    # Indexing

    @abstractmethod
    def index_values(self, story: IndexedStory) -> Iterable[V]:
        """The values under which a story is indexed."""

    def index_label(self, story: IndexedStory) -> tuple[V, str] | None:
        """The label of a value, for facets whose labels come from stories and are stored in the index."""
        return None

    @abstractmethod
    def add_field(self, builder: SchemaBuilder) -> None: ...

    @abstractmethod
    def add_value(self, document: Document, value: V) -> None: ...

    # URL parameters

    @abstractmethod
    def clean(self, text: str) -> V:
        """Convert a URL parameter to a value. Raises ValueError for an invalid one."""

    def params(self, values: Iterable[V]) -> list[tuple[str, str]]:
        return [(self.name, str(value)) for value in values]

    def select(self, value: V, selected: Collection[V]) -> tuple[V, ...]:
        """The selected values after choosing one: `FacetValue.total` is the count for exactly this selection."""
        return (value,) if self.any_of else tuple(dict.fromkeys(chain(selected, (value,))))

    # Filtering and counting

    def filters(self, schema: Schema, values: Collection[V]) -> list[Query]:
        if not values:
            return []
        if self.any_of:
            return [Query.term_set_query(schema, self.name, list(values))]
        return [Query.term_query(schema, self.name, value) for value in values]

    def aggregation(self, spare: int) -> dict[str, Any]:
        """What the index is asked to count; `spare` is the number of values that may not be shown."""
        size = self.max_choices + SPARE_CHOICES + spare
        return {"terms": {"field": self.name, "size": size, "segment_size": _MAX_VALUES_OF_SEGMENT}}

    @abstractmethod
    def bucket_value(self, key: Any) -> V:
        """The value of an aggregation bucket."""

    # Display

    @abstractmethod
    def labels(self, values: Collection[V], known: Labels) -> Mapping[V, str]:
        """The labels of these values, without unknown ones."""

    def unknown_label(self, value: V) -> str:
        """The label of a selected value that is unknown."""
        return f"unknown {self.noun}"

    def sort_key(self, choice: FacetValue) -> tuple[Any, ...]:
        return (-choice.total, choice.name, choice.value)


class NumberFacet(Facet[int]):
    """A facet whose values are numbers, such as the ids of records."""

    def add_field(self, builder: SchemaBuilder) -> None:
        builder.add_unsigned_field(self.name, indexed=True, fast=True)

    def add_value(self, document: Document, value: int) -> None:
        document.add_unsigned(self.name, value)

    def bucket_value(self, key: Any) -> int:
        return int(key)

    def clean(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS and 0 < int(text) <= MAX_NUMBER):
            raise ValueError(text)
        return int(text)


class TextFacet(Facet[str]):
    """A facet whose values are words."""

    def add_field(self, builder: SchemaBuilder) -> None:
        builder.add_text_field(self.name, tokenizer_name="raw", index_option="basic", fast=True)

    def add_value(self, document: Document, value: str) -> None:
        document.add_text(self.name, value)

    def bucket_value(self, key: Any) -> str:
        return str(key)

    def clean(self, text: str) -> str:
        value = clean_line(text).casefold()
        if not value or len(value) > _MAX_TEXT:
            raise ValueError(text)
        return value

    def values_in(self, text: str) -> list[str]:
        """The value of a field of a story, as a list; empty if it has none."""
        try:
            return [self.clean(text)]
        except ValueError:
            return []


class EntityFacet(NumberFacet):
    """People, organizations, countries or places named in stories."""

    @abstractmethod
    def includes(self, entity: NamedEntity) -> bool: ...

    def index_values(self, story: IndexedStory) -> Iterable[int]:
        return (entity.id for entity in story.entities if self.includes(entity))

    def labels(self, values: Collection[int], known: Labels) -> Mapping[int, str]:
        return known.of_entities(values)

    def unknown_label(self, value: int) -> str:
        return "unknown name"
