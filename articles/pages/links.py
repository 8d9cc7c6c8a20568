"""Names with links, used by all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.models.entity import entity_url
from articles.search.names import labels

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from articles.models import Entity
    from articles.search.result import Label


@dataclass(frozen=True, slots=True)
class NameLink:
    """`stories` is None where a count is not useful; `note` tells namesakes apart."""

    name: str
    url: str
    kind: str = ""
    stories: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """`url` is empty for the current page."""

    name: str
    url: str = ""


def link_to(entity: Entity, stories: int | None = None) -> NameLink:
    return NameLink(entity.name, entity.get_absolute_url(), entity.kind, stories)


def link_to_label(label: Label, stories: int | None = None) -> NameLink:
    return NameLink(label.name, url_of(label), label.kind, stories, label.description)


def url_of(label: Label) -> str:
    return entity_url(label.kind, label.id, label.slug)


def known_labels(ids: Collection[int]) -> Mapping[int, Label]:
    """Labels of these entities from the index; no search without ids."""
    return labels(ids) if ids else {}
