"""The specification of the page of each kind of entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.pages.organization_page import ORGANIZATION
from articles.pages.person_page import PERSON
from articles.pages.place_page import PLACE
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from articles.pages.entity_page import EntitySpec

ENTITY_SPECS: dict[EntityKind, EntitySpec[Any]] = {
    EntityKind.PERSON: PERSON,
    EntityKind.ORGANIZATION: ORGANIZATION,
    EntityKind.PLACE: PLACE,
}
