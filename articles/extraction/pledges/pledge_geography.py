"""The countries of a document's places: aid for one's own towns is no pledge, and "Seoul" may mean its country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.names.place_linking import CAPITAL, is_country
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.extraction.findings import KnownName, MentionFinding
    from articles.extraction.names.recognition import Demonym


class PledgeGeography:
    """`known` are the records behind the candidates of the mentions, by ref."""

    def __init__(
        self, mentions: Iterable[MentionFinding], demonyms: Iterable[Demonym], known: Mapping[str, KnownName]
    ) -> None:
        self._places = {
            mention.name: known[mention.candidates[0]]
            for mention in mentions
            if mention.kind == EntityKind.PLACE and mention.candidates and mention.candidates[0] in known
        }
        countries = [place for place in known.values() if is_country(place)]
        countries += [demonym.country for demonym in demonyms]
        self._countries = {country.country_code: country.main_name for country in countries}
        self._codes = {country.main_name: country.country_code for country in countries}

    def country(self, name: str) -> str:
        """The country of a capital, "" for any other name or where the document does not name the country."""
        place = self._places.get(name)
        is_capital = place is not None and place.feature_code == CAPITAL
        return self._countries.get(place.country_code, "") if place is not None and is_capital else ""

    def is_at_home(self, giver: str, recipient: str) -> bool:
        """Whether a recipient is a place within the country that gives."""
        code, place = self._codes.get(giver, ""), self._places.get(recipient)
        return bool(code) and place is not None and place.country_code == code
