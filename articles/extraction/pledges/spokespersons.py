"""Spokespersons: the country or organization for which people speak, by their printed roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import QuotationFinding, RoleFinding
    from articles.extraction.passages import Passage


@dataclass(frozen=True, slots=True)
class Giver:
    """`name` is "" for a collective without one name of its own; `announced_by` the person who said so."""

    name: str
    announced_by: str = ""
    is_collective: bool = False
    is_inferred: bool = False
    is_country: bool = False


class Spokespersons:
    """The officials of one document, and who says what."""

    def __init__(self, roles: Sequence[RoleFinding], quotations: Sequence[QuotationFinding]) -> None:
        self._organizations = {role.person: role.organization for role in reversed(roles) if role.organization}
        self._officials = {role.person for role in roles}
        self._quotations = quotations

    def giver(self, person: str) -> Giver | None:
        """For whom a person speaks; None for people without a printed role."""
        country = self._organizations.get(person, "")
        if country or person in self._officials:
            return Giver(country, announced_by=person, is_country=bool(country))
        return None

    def speaker(self, passage: Passage, verb: Token) -> Giver | None:
        """The party for whom the speaker of the quotation with this verb speaks."""
        quotations = (q for q in self._quotations if q.block == passage.block and q.start <= verb.idx < q.end)
        said = next(quotations, None)
        if said is None or not said.speaker:
            return None
        country = self._organizations.get(said.speaker, "")
        if not (country or said.role or said.speaker in self._officials):
            return None
        return Giver(country, announced_by=said.speaker, is_country=bool(country), is_inferred=True)
