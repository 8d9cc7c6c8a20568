"""Why two records may be one, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

from articles.desk.name_matching import Likeness, likeness, matched_name
from articles.text import fold
from articles.vocabulary import EntityKind
from articles.wording.identifier_schemes import scheme_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from articles.desk.name_matching import MatchedName
    from articles.desk.record_profiles import Profile

# Terms of office further apart than this are hardly of one person. In years.
MAX_YEARS_APART = 25
# Coordinates of one town in two sources differ by less. In kilometres.
MAX_KM_APART = 30
_EARTH_RADIUS = 6371
# Names that are not equal are suggested only with context, such as the same country.
_LIKELIHOODS = {
    Likeness.SAME: 80, Likeness.ORDER: 60, Likeness.SPELLING: 55, Likeness.PART: 45, Likeness.INITIALS: 40, Likeness.LETTER: 40,
}  # fmt: skip
_SAME_IDENTIFIER, _ALIAS_IS_NAME, _SHARED_ALIAS, _SHARED_ACRONYM = 95, 75, 65, 45
_SAME_OFFICE, _SAME_BODY, _SAME_COUNTRY, _NEARBY = 15, 10, 8, 8


@dataclass(frozen=True, slots=True)
class Reason:
    """`says` is a sentence for editors. `needs_context`: it is enough only beside something else that both share."""

    likelihood: int
    says: str
    needs_context: bool = False


def name_reason(one: Profile, other: Profile) -> Reason | None:
    """The strongest reason in identifiers and names to take two records for one; None if there is none."""
    found = [*_identifier_reasons(one, other), *_name_reasons(one, other), *_alias_reasons(one, other)]
    return max(found, key=lambda reason: (not reason.needs_context, reason.likelihood), default=None)


def context_reasons(one: Profile, other: Profile) -> list[Reason]:
    """What both records state besides their names; `likelihood` is what it adds."""
    reasons = []
    offices = one.offices.keys() & other.offices.keys()
    for office in sorted(offices)[:1]:
        body = {**one.bodies, **one.countries}.get(office[0], "")
        words = ", ".join(filter(None, [one.offices[office], body]))
        reasons.append(Reason(_SAME_OFFICE, f"Same office: {words}."))
    shared_bodies = one.bodies.keys() & other.bodies.keys()
    if shared_bodies and not offices:
        reasons.append(Reason(_SAME_BODY, f"Same organization: {one.bodies[min(shared_bodies)]}."))
    countries = one.countries.keys() & other.countries.keys()
    if countries:
        reasons.append(Reason(_SAME_COUNTRY, f"Same country: {one.countries[min(countries)]}."))
    apart = _kilometres(one, other)
    if apart is not None and apart <= MAX_KM_APART:
        reasons.append(Reason(_NEARBY, f"{apart:.0f} km apart."))
    return reasons


def contradictions(one: Profile, other: Profile) -> list[str]:
    """Sentences about what the two state differently: hardly one person, organization or place."""
    return [
        sentence
        for sentence in (_countries(one, other), _years(one, other), *_identifiers(one, other), _places(one, other))
        if sentence
    ]


def is_part_of_other(one: Profile, other: Profile) -> bool:
    return one.parent == other.pk or other.parent == one.pk


def _identifier_reasons(one: Profile, other: Profile) -> Iterator[Reason]:
    for scheme in sorted(one.identifiers.keys() & other.identifiers.keys()):
        for number in sorted(one.identifiers[scheme] & other.identifiers[scheme])[:1]:
            yield Reason(_SAME_IDENTIFIER, f"Same identifier: {scheme_label(scheme)} {number.upper()}.")


def _name_reasons(one: Profile, other: Profile) -> Iterator[Reason]:
    a, b = _matched(one, one.name), _matched(other, other.name)
    found = likeness(a, b, one.kind)
    if found:
        yield Reason(_LIKELIHOODS[found], _says(found, a, b), needs_context=found != Likeness.SAME)


def _alias_reasons(one: Profile, other: Profile) -> Iterator[Reason]:
    for this, that in ((one, other), (other, one)):
        for alias in this.aliases:
            if fold(alias) == fold(that.name) != fold(this.name):
                yield Reason(_ALIAS_IS_NAME, f"“{that.name}” is another name of {this.name}.")
    shared = {fold(name) for name in one.aliases} & {fold(name) for name in other.aliases}
    for alias in sorted(name for name in one.aliases if fold(name) in shared)[:1]:
        yield Reason(_SHARED_ALIAS, f"“{alias}” is another name of both.")
    for acronym in sorted(set(one.acronyms) & set(other.acronyms))[:1]:
        yield Reason(_SHARED_ACRONYM, f"“{acronym}” is another name of both.", needs_context=True)
    for name, other_name in product((one.name, *one.aliases), (other.name, *other.aliases)):
        if (name, other_name) != (one.name, other.name):
            found = likeness(_matched(one, name), _matched(other, other_name), one.kind)
            if found in (Likeness.ORDER, Likeness.SPELLING):
                says = f"“{name}” and “{other_name}”: {_WORDS[found]}."
                yield Reason(_LIKELIHOODS[found] - 5, says, needs_context=True)


_WORDS = {
    Likeness.ORDER: "the same words in another order",
    Likeness.SPELLING: "two spellings of one name",
    Likeness.INITIALS: "one name has initials of the other",
    Likeness.LETTER: "the names differ by one letter",
}


def _says(found: Likeness, a: MatchedName, b: MatchedName) -> str:
    if found == Likeness.SAME:
        return "Same name."
    if found == Likeness.PART:
        short, long = sorted((a, b), key=lambda name: len(name.words))
        if long.spelled[: len(short.spelled)] == short.spelled:
            return "One name is the beginning of the other."
        is_end = long.spelled[-len(short.spelled) :] == short.spelled
        return "One name is the end of the other." if is_end else "One name lacks a middle name of the other."
    words = _WORDS[found]
    return f"{words[0].upper()}{words[1:]}."


def _matched(profile: Profile, name: str) -> MatchedName:
    return matched_name(name, profile.kind, profile.family_name if name == profile.name else "")


def _countries(one: Profile, other: Profile) -> str:
    if not (one.countries and other.countries) or one.countries.keys() & other.countries.keys():
        return ""
    if one.is_country or other.is_country:
        return ""
    first, second = (", ".join(sorted(profile.countries.values())) for profile in (one, other))
    return f"Different countries: {first} and {second}."


def _years(one: Profile, other: Profile) -> str:
    if not (one.years and other.years):
        return ""
    early, late = sorted((one.years, other.years), key=min)
    apart = min(late) - max(early)
    if apart <= MAX_YEARS_APART:
        return ""
    return f"{apart} years apart: the roles of one end in {max(early)}, those of the other begin in {min(late)}."


def _identifiers(one: Profile, other: Profile) -> Iterator[str]:
    for scheme in sorted(one.identifiers.keys() & other.identifiers.keys()):
        mine, others = one.identifiers[scheme], other.identifiers[scheme]
        if not mine & others:
            numbers = [", ".join(sorted(number.upper() for number in numbers)) for numbers in (mine, others)]
            yield f"Different identifiers: {scheme_label(scheme)} {numbers[0]} and {numbers[1]}."


def _places(one: Profile, other: Profile) -> str:
    if one.kind != EntityKind.PLACE:
        return ""
    if one.is_country != other.is_country:
        return "One is a country, the other is not."
    if one.place_class != other.place_class:
        return "Places of different kinds."
    apart = _kilometres(one, other)
    return f"{apart:.0f} km apart." if apart is not None and apart > MAX_KM_APART and not one.is_country else ""


def _kilometres(one: Profile, other: Profile) -> float | None:
    if one.position is None or other.position is None:
        return None
    (lat, lon), (lat2, lon2) = [tuple(map(radians, place)) for place in (one.position, other.position)]
    part = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(min(1.0, part)))
