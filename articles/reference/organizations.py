"""Organizations and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.models import Organization
from articles.reference import data
from articles.reference.countries import country_key, country_names
from articles.reference.source import WIKIDATA, SourceRecord, record
from articles.vocabulary import OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def organization_key(key: str) -> str:
    return f"start:organization/{key}"


def organization_records() -> Iterator[SourceRecord]:
    names, members, numbers = country_names(), data.table("members"), data.table("wikidata")["organizations"]
    rows = data.table("organizations") | data.table("companies")
    for key, row in rows.items():
        states = _member_states(names, members["states"].get(key, ""))
        country, parent = row.get("country"), row.get("parent")
        organization = record(
            organization_key(key), Organization, row["name"], sort=row.get("sort", ""),
            classification=OrganizationClass(row["class"]).value,
            country=country_key(country) if country in names else None,
            parent=organization_key(parent) if parent in rows else None,
            summary=f"Members, as listed in {members['as_of']}: {states}." if states else "",
        )  # fmt: skip
        organization.add_names(row.get("names", []), exact=row.get("exact", []), weak=row.get("weak", []))
        if key in numbers:
            organization.identifiers[WIKIDATA] = numbers[key]
        yield organization


def _member_states(country_names: Mapping[str, str], codes: str) -> str:
    names = sorted(country_names[code] for code in codes.split() if code in country_names)
    return f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
