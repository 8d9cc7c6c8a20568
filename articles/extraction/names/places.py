"""Which of several known places a name means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.extraction.findings import KnownName

CAPITAL = "PPLC"
# A namesake this many times smaller is not meant, even where its country is named: Paris in a story that names the US.
_OVERWHELMING = 20
# Nor is a small town while a place several times larger bears the name: Geneva, Illinois, in a story that names the US.
_SMALL_TOWN, _SEVERAL_TIMES = 50_000, 5
# Without any country to go by, the larger place is meant when it is at least this many times larger.
_CLEARLY_LARGER = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """What linking came to: the refs that remain, best first, and the rule that chose."""

    resolution: Resolution
    known: tuple[KnownName, ...]
    rule: str
    confidence: float

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(name.ref for name in self.known)


NOTHING = Choice(Resolution.NONE, (), "unknown", 0.5)


def is_country(name: KnownName) -> bool:
    return name.kind == EntityKind.PLACE and name.feature_code in COUNTRY_FEATURE_CODES


def is_prominent(name: KnownName) -> bool:
    """A country or a capital: meant unless something speaks against it."""
    return is_country(name) or name.feature_code == CAPITAL


def choose(known: Iterable[KnownName], countries: Collection[str], explicit: str = "") -> Choice:
    """Choose among places: the country printed after the name, the countries named in the story, then rank and size.

    `countries` are the ISO codes of the countries that the story names; `explicit` is the one named right after.
    """
    rivals = _by_ref(known)
    if not rivals:
        return NOTHING
    if len(rivals) == 1:
        return Choice(Resolution.ONE, rivals, "only one known", _single_confidence(rivals[0], countries))
    beside = tuple(name for name in rivals if explicit and name.country_code == explicit)
    if beside:
        return _one_or_several(beside, "country printed beside it", 0.95)
    rivals = _without_lesser_names(rivals)
    if len(rivals) == 1:
        return Choice(Resolution.ONE, rivals, "the only one so called", 0.85)
    if is_country(rivals[0]) and not is_country(rivals[1]):
        return _country_or_namesake(rivals, countries)
    return _by_country_and_size(rivals, countries)


def _without_lesser_names(rivals: tuple[KnownName, ...]) -> tuple[KnownName, ...]:
    """Where a town's own name is Palmyra, the towns that once had this name, or have it as a second one, are not meant."""
    own = tuple(name for name in rivals if is_country(name) or fold(name.name) == fold(name.main_name))
    return own or rivals


def _country_or_namesake(rivals: tuple[KnownName, ...], countries: Collection[str]) -> Choice:
    """Georgia the country, unless the story names only the country of another Georgia."""
    country = rivals[0]
    if country.country_code not in countries and any(name.country_code in countries for name in rivals[1:]):
        return Choice(Resolution.SEVERAL, rivals, "a country or a namesake", 0.5)
    return Choice(Resolution.ONE, rivals[:1], "a country", 0.9)


def _by_country_and_size(rivals: tuple[KnownName, ...], countries: Collection[str]) -> Choice:
    best = rivals[0]
    named = tuple(name for name in rivals if name.country_code in countries)
    if named and not _is_dwarfed(named[0], best):
        return _one_or_several(named, "country named in the story", 0.85)
    is_clear = best.weight >= _CLEARLY_LARGER * max(1, rivals[1].weight) or _is_dwarfed(rivals[1], best)
    if best.feature_code == CAPITAL or is_clear:
        return Choice(Resolution.ONE, (best,), "largest of its name", 0.75)
    return Choice(Resolution.SEVERAL, rivals, "several of the name", 0.4)


def _is_dwarfed(name: KnownName, best: KnownName) -> bool:
    factor = _SEVERAL_TIMES if 0 < name.weight < _SMALL_TOWN else _OVERWHELMING
    return best.weight >= factor * max(1, name.weight)


def _one_or_several(names: tuple[KnownName, ...], rule: str, confidence: float) -> Choice:
    if len(names) == 1 or names[0].weight >= _CLEARLY_LARGER * max(1, names[1].weight):
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
        if held is None or (held.is_weak and not name.is_weak):
            best[name.ref] = name
    return tuple(sorted(best.values(), key=_rank))


def _rank(name: KnownName) -> tuple[bool, bool, int, str]:
    return not is_country(name), name.feature_code != CAPITAL, -name.weight, name.ref
