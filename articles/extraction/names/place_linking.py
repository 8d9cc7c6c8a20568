"""Link a name to one of several known places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.extraction.findings import KnownName

CAPITAL = "PPLC"
# Rules that others ask for by name: what was known when the name was linked, and why a known one was not meant.
ONLY_ONE_KNOWN = "only one known"
IN_ANOTHER_REGION = "a namesake in another region"
_REGION = "ADM"
# A namesake this many times smaller is not meant, even where its country is named: Paris in a story that names the US.
MIN_DWARFING_FACTOR = 20
# Nor is a small town while a place several times larger bears the name: Geneva, Illinois, in a story that names the US.
MAX_SMALL_TOWN, MIN_TOWN_FACTOR = 50_000, 5
# Without any country to go by, the larger place is meant when it is at least this many times larger.
MIN_FACTOR = 10
# Within one country that is named, less will do.
MIN_HOME_FACTOR = 3
# How far, in degrees, a town lies at most from the middle of its region: El Paso from that of Texas.
MAX_DEGREES = 10


@dataclass(frozen=True, slots=True)
class PlaceContext:
    """The context of a place name.

    `countries` are the ISO codes of the countries that it names, `nearby` those of its other places, `states` those whose
    regions it names. `explicit` is the country printed right after the name, `region` the region printed there.
    `is_region` where "province", "oblast" or the like is beside the name.
    """

    countries: Collection[str] = ()
    nearby: Collection[str] = ()
    states: Collection[str] = ()
    explicit: str = ""
    region: KnownName | None = None
    is_region: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The result of linking: the candidates that remain, best first, and the rule that chose them."""

    resolution: Resolution
    known: tuple[KnownName, ...]
    rule: str
    confidence: float

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(name.ref for name in self.known)


UNKNOWN = Choice(Resolution.NONE, (), "unknown", 0.5)


def is_country(name: KnownName) -> bool:
    return name.kind == EntityKind.PLACE and name.feature_code in COUNTRY_FEATURE_CODES


def is_region(name: KnownName) -> bool:
    return name.kind == EntityKind.PLACE and name.feature_code.startswith(_REGION)


def is_prominent(name: KnownName) -> bool:
    """A country or a capital: meant unless something speaks against it."""
    return is_country(name) or name.feature_code == CAPITAL


def choose_place(known: Iterable[KnownName], context: PlaceContext) -> Choice:
    """Choose among places: what is printed beside the name, the countries named in the story, then rank and size."""
    rivals = _by_ref(known)
    if not rivals:
        return UNKNOWN
    beside = _printed_beside(rivals, context)
    if beside is not None:
        return beside
    if len(rivals) == 1:
        return Choice(Resolution.ONE, rivals, ONLY_ONE_KNOWN, _single_confidence(rivals[0], context.countries))
    rivals = _without_lesser_names(_city_or_region(rivals, context))
    if len(rivals) == 1:
        return Choice(Resolution.ONE, rivals, "the only one so called", 0.85)
    if is_country(rivals[0]) and not is_country(rivals[1]):
        return _country_or_namesake(rivals, context)
    return _by_country_and_size(rivals, context)


def _printed_beside(rivals: tuple[KnownName, ...], context: PlaceContext) -> Choice | None:
    """Of "Mosul, Iraq" and "Springfield, Illinois": None where nothing beside the name decides."""
    if context.region is not None:
        return _in_region(rivals, context.region)
    inside = tuple(name for name in rivals if context.explicit and name.country_code == context.explicit)
    if len(rivals) == 1 or not inside:
        return None
    inside = _without_lesser_names(_city_or_region(inside, context))
    return _one_or_several(inside, "country printed beside it", 0.95)


def _in_region(rivals: tuple[KnownName, ...], region: KnownName) -> Choice | None:
    inside = tuple(
        name
        for name in rivals
        if name.country_code == region.country_code and not is_country(name) and not is_region(name)
    )
    near = sorted(
        (name for name in inside if _distance(name, region) <= MAX_DEGREES), key=lambda name: _distance(name, region)
    )
    if near:
        return Choice(Resolution.ONE, (near[0],), "region printed beside it", 0.9)
    states = tuple(name for name in rivals if is_region(name) and name.country_code == region.country_code)
    if states:
        return Choice(Resolution.ONE, states[:1], "region beside a region", 0.8)
    if region.latitude is None:
        return None  # of regions without a point nothing can be said
    return Choice(Resolution.NONE, (), IN_ANOTHER_REGION, 0.7)


def _distance(name: KnownName, region: KnownName) -> float:
    if name.latitude is None or name.longitude is None or region.latitude is None or region.longitude is None:
        return MAX_DEGREES + 1
    return max(abs(name.latitude - region.latitude), abs(name.longitude - region.longitude))


def _city_or_region(rivals: tuple[KnownName, ...], context: PlaceContext) -> tuple[KnownName, ...]:
    """Of a city and a region of the same name, the city, unless "province" or "oblast" is beside the name."""
    regions = tuple(name for name in rivals if is_region(name))
    if context.is_region and regions:
        return regions
    towns = {name.country_code for name in rivals if not is_region(name) and not name.is_weak}
    return tuple(name for name in rivals if not (is_region(name) and name.country_code in towns)) or rivals


def _without_lesser_names(rivals: tuple[KnownName, ...]) -> tuple[KnownName, ...]:
    """Where a town's own name is Palmyra, the towns that once had this name, or have it as a second one, are not
    meant.
    """
    own = tuple(
        name for name in rivals if is_country(name) or is_region(name) or fold(name.name) == fold(name.main_name)
    )
    return own or rivals


def _country_or_namesake(rivals: tuple[KnownName, ...], context: PlaceContext) -> Choice:
    """Georgia the country, unless the story names only the country of another Georgia, or its states."""
    country = rivals[0]
    elsewhere = tuple(name for name in rivals[1:] if name.country_code in context.countries)
    if country.country_code in context.countries or not elsewhere:
        return Choice(Resolution.ONE, rivals[:1], "a country", 0.9)
    states = tuple(name for name in elsewhere if is_region(name) and name.country_code in context.states)
    if len(states) == 1:
        return Choice(Resolution.ONE, states, "a state in a story of states", 0.8)
    return Choice(Resolution.SEVERAL, rivals, "a country or a namesake", 0.5)


def _by_country_and_size(rivals: tuple[KnownName, ...], context: PlaceContext) -> Choice:
    best = rivals[0]
    for codes, rule, confidence in (
        (context.countries, "country named in the story", 0.85),
        (context.nearby, "other places of its country in the story", 0.75),
    ):
        named = tuple(name for name in rivals if name.country_code in codes)
        if named and not _is_dwarfed(named[0], best):
            return _one_or_several(named, rule, confidence)
    is_clear = best.weight >= MIN_FACTOR * max(1, rivals[1].weight) or _is_dwarfed(rivals[1], best)
    if best.feature_code == CAPITAL or is_clear:
        return Choice(Resolution.ONE, (best,), "largest of its name", 0.75)
    return Choice(Resolution.SEVERAL, rivals, "several of the name", 0.4)


def _is_dwarfed(name: KnownName, best: KnownName) -> bool:
    if is_region(name):
        return False  # its inhabitants are not counted
    factor = MIN_TOWN_FACTOR if 0 < name.weight < MAX_SMALL_TOWN else MIN_DWARFING_FACTOR
    return best.weight >= factor * max(1, name.weight)


def _one_or_several(names: tuple[KnownName, ...], rule: str, confidence: float) -> Choice:
    if len(names) == 1 or names[0].weight >= MIN_HOME_FACTOR * max(1, names[1].weight):
        return Choice(Resolution.ONE, names[:1], rule, confidence)
    return Choice(Resolution.SEVERAL, names, rule, 0.5)


def _single_confidence(name: KnownName, countries: Collection[str]) -> float:
    if is_prominent(name) or name.country_code in countries:
        return 0.95
    return 0.6 if name.is_weak else 0.8


def _by_ref(known: Iterable[KnownName]) -> tuple[KnownName, ...]:
    """One name for each thing, the likeliest thing first."""
    best: dict[str, KnownName] = {}
    for name in known:
        held = best.get(name.ref)
        if held is None or _is_better(name, held):
            best[name.ref] = name
    return tuple(sorted(best.values(), key=_rank))


def _is_better(name: KnownName, held: KnownName) -> bool:
    return (name.is_weak, fold(name.name) != fold(name.main_name)) < (
        held.is_weak,
        fold(held.name) != fold(held.main_name),
    )


def _rank(name: KnownName) -> tuple[bool, bool, int, str]:
    return not is_country(name), name.feature_code != CAPITAL, -name.weight, name.ref
