"""Convert places from the index or the database for maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.drawing.map_place import MapPlace
from articles.models import Place
from articles.pages.links import url_of
from articles.search.open_index import open_index
from articles.vocabulary import COUNTRY_FEATURE_CODES

if TYPE_CHECKING:
    from articles.search.result import Label


def country_names() -> dict[str, str]:
    """The site's name of each country by code; maps use no other names.

    One query per index generation, or one per call while there is no index.
    """
    index = open_index()
    if index is not None and index.countries:
        return index.countries
    names = dict(Place.objects.countries().exclude(country_code="").order_by().values_list("country_code", "name"))
    if index is not None:
        index.countries.update(names)
    return names


def map_place_of_label(label: Label, stories: int) -> MapPlace:
    return MapPlace(
        name=label.name,
        url=url_of(label),
        latitude=label.latitude,
        longitude=label.longitude,
        stories=stories,
        is_country=label.feature_code in COUNTRY_FEATURE_CODES,
        country_code=label.country_code,
        feature_code=label.feature_code,
        disputed_area=label.disputed_area,
        is_in_country=label.is_in_country,
    )


def map_place_of(place: Place, stories: int = 0, weight: int = 0) -> MapPlace:
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
        disputed_area=place.disputed_area,
        is_in_country=place.words.is_in_country,
    )
