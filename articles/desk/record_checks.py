"""What the tables refuse in a record, as sentences by field: for forms and for imported tables."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from django.db.models import CharField

from articles.geography.reference import disputed_areas
from articles.models import Organization, Place
from articles.text import clean, clean_name
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.models import Entity

_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180
MAX_POPULATION = 2**63 - 1
# More levels than any real organization has; a chain of parents that is longer is a circle.
_MAX_LEVELS = 50
_PROSE = ("summary", "setting")


def problems_of(model: type[Entity], values: Mapping[str, Any], *, pk: int | None) -> dict[str, str]:
    """A sentence for each field whose value the table refuses, or would refuse beside the others.

    `values` are those of all fields that are checked, by name, with ids for references; `pk` is that of the record, or
    None for a new one.
    """
    found = _too_long(model, values)
    if "name" in values and not clean_name(values["name"] or ""):
        found["name"] = "Enter a name: a record without one cannot be found."
    if model.entity_kind == EntityKind.PLACE:
        found |= _position_problems(values) | _country_problems(values, pk)
    elif model.entity_kind == EntityKind.ORGANIZATION:
        found |= _organization_problems(values, pk)
    return found


def length_problem(field: Any, text: str) -> str:
    """The sentence that refuses a text as too long for its column, or nothing."""
    if field.max_length is None or len(text) <= field.max_length:
        return ""
    return (
        f"{str(field.verbose_name).capitalize()} has {len(text)} characters; at most {field.max_length} can be saved."
    )


def _too_long(model: type[Entity], values: Mapping[str, Any]) -> dict[str, str]:
    """Checked after cleaning, which may make a text longer: some letters are stored as two characters."""
    found = {}
    for field in model._meta.concrete_fields:  # noqa: SLF001 (Django's public description of a model)
        value = values.get(field.name)
        if isinstance(field, CharField) and isinstance(value, str):
            cleaned = clean(value) if field.name in _PROSE else clean_name(value)
            problem = length_problem(field, cleaned)
            if problem:
                found[field.name] = problem
    return found


def _position_problems(values: Mapping[str, Any]) -> dict[str, str]:
    latitude, longitude, population = (values.get(name) for name in ("latitude", "longitude", "population"))
    found: dict[str, str] = {}
    if population is not None and not 0 <= population <= MAX_POPULATION:
        found["population"] = "A population is a whole number, or 0 if it is not known."
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        found[missing] = "Enter both latitude and longitude, or neither."
        return found
    if latitude is not None and not (isfinite(latitude) and abs(latitude) <= _MAX_LATITUDE):
        found["latitude"] = f"A latitude is between -{_MAX_LATITUDE} and {_MAX_LATITUDE} degrees."
    if longitude is not None and not (isfinite(longitude) and abs(longitude) <= _MAX_LONGITUDE):
        found["longitude"] = f"A longitude is between -{_MAX_LONGITUDE} and {_MAX_LONGITUDE} degrees."
    return found


def _country_problems(values: Mapping[str, Any], pk: int | None) -> dict[str, str]:
    found: dict[str, str] = {}
    code = values.get("country_code") or ""
    is_country = values.get("feature_code") in COUNTRY_FEATURE_CODES
    if values.get("latitude") is not None and not is_country and values.get("country") is None:
        found["country"] = "Choose the country, or remove latitude and longitude: a place on the map has one."
    elif values.get("country") is not None and values["country"] == pk:
        found["country"] = "A place cannot lie in itself."
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        found["country_code"] = "Enter the two letters of a country, such as IQ, or leave it empty."
    elif is_country and code:
        countries = Place.objects.countries().filter(country_code=code)
        other = (countries if pk is None else countries.exclude(pk=pk)).first()
        if other is not None:
            found["country_code"] = f"{other.name} has this code."
    area = values.get("disputed_area") or ""
    if area and area not in disputed_areas():
        found["disputed_area"] = (
            f"No disputed area is called “{area}”. Known are: {', '.join(sorted(disputed_areas()))}."
        )
    return found


def _organization_problems(values: Mapping[str, Any], pk: int | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if values.get("classification", OrganizationClass.OTHER) not in OrganizationClass.values:
        found["classification"] = f"A kind of organization is one of: {', '.join(OrganizationClass.values)}."
    above = values.get("parent")
    for _ in range(_MAX_LEVELS):
        if above is None or pk is None:
            return found
        if above == pk:
            break
        above = Organization.objects.filter(pk=above).values_list("parent_id", flat=True).first()
    found["parent"] = "An organization cannot be part of itself, or of one that is part of it."
    return found
