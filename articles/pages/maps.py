"""Places as a map wants them, from the index or from the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.drawing.locator import MapPlace
from articles.pages.links import url_of
from articles.vocabulary import COUNTRY_FEATURE_CODES

if TYPE_CHECKING:
    from articles.models import Place
    from articles.search.result import Label


def spot_of_label(label: Label, stories: int) -> MapPlace:
    return MapPlace(
        name=label.name,
        url=url_of(label),
        latitude=label.latitude,
        longitude=label.longitude,
        stories=stories,
        is_country=label.feature_code in COUNTRY_FEATURE_CODES,
        country_code=label.country_code,
        feature_code=label.feature_code,
    )


def spot_of_place(place: Place, stories: int = 0, weight: int = 0) -> MapPlace:
    return MapPlace(
        name=place.name,
        url=place.get_absolute_url(),
        latitude=place.latitude,
        longitude=place.longitude,
        stories=stories,
        is_country=place.is_country,
        country_code=place.country_code,
        feature_code=place.feature_code,
        weight=weight,
    )
