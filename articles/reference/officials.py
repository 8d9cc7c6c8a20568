"""People in the files and their roles, each with its as-of date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.models import Person
from articles.reference import data
from articles.reference.countries import country_key, country_names
from articles.reference.organizations import organization_key
from articles.reference.places import place_key
from articles.reference.source import WIKIDATA, Role, SourceRecord, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def person_key(key: str) -> str:
    return f"start:person/{key}"


def official_records() -> Iterator[SourceRecord]:
    places, numbers = _role_places(), data.table("wikidata")["people"]
    for key, row in data.table("officials").items():
        family = row.get("family", row["name"].rpartition(" ")[2])
        person = record(person_key(key), Person, row["name"], sort=row.get("sort", ""), family_name=family)
        person.add_names(row.get("names", []), weak=row.get("weak", []))
        person.roles = _roles(row, places)
        person.former_keys = tuple(person_key(former) for former in row.get("was", []))
        if key in numbers:
            person.identifiers[WIKIDATA] = numbers[key]
        yield person


def _roles(row: dict[str, Any], places: Mapping[str, str]) -> list[Role]:
    roles = [
        Role(role, places.get(where, ""), start, end, "".join(as_of), row.get("source", ""))
        for role, where, start, end, *as_of in row["roles"]
    ]
    return list({role.what: role for role in roles}.values())


def _role_places() -> dict[str, str]:
    """The record that the second column of a role refers to: a country by its code, an organization or a place."""
    organizations = {**data.table("organizations"), **data.table("companies")}
    return (
        {key: place_key(key) for key in data.table("places")["places"]}
        | {key: organization_key(key) for key in organizations}
        | {code: country_key(code) for code in country_names()}
    )
