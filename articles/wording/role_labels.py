"""Wording of roles for readers: the role with its country or organization, unless the role already names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Length

from articles.models import Membership, OtherName
from articles.wording.role_dates import DatedRole, held_on, short_period, vouched_until
from articles.wording.role_words import is_past, is_said_of_a_country, printed_role, without_past_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

# Countries that English names with "the" inside a sentence.
_WITH_THE = ("United ", "Democratic ", "Central African ", "Dominican ", "Czech Republic", "Russian ")
_WITH_THE_TOO = ("Netherlands", "Philippines", "Maldives", "Gambia", "Bahamas", "Comoros", "Islands", "Territories")
# A role that contains one of these already names its field: "Secretary of Defense".
_OF = (" of ", " for ", " to ")
_Role = TypeVar("_Role", bound=DatedRole)
_EMPTY_WORDS = frozenset({"of", "the", "for", "and", "affairs", "to"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """`role`, followed by `link` and the name of the body if `link` is not empty: "Prime Minister", " of ", "Iraq"."""

    role: str
    link: str
    body: str

    def __str__(self) -> str:
        return f"{self.role}{self.link}{self.body}" if self.link else self.role


def with_bodies(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Select and annotate what `role_words` and `role_key` need: the body, and its name or demonym within the role."""
    role = Concat(Value(" "), OuterRef("role"), Value(" "), output_field=CharField())
    names = OtherName.objects.filter(entity=OuterRef("organization")).annotate(
        in_role=role, as_word=Concat(Value(" "), F("name"), Value(" "))
    )
    held = names.filter(in_role__icontains=F("as_word")).order_by(Length("name").desc()).values("name")[:1]
    return memberships.select_related("organization__place").annotate(held_name=Subquery(held))


def role_words(row: Membership) -> RoleWords:
    """A role with its country or organization: "Foreign Minister", " of ", "Turkey". Wording from a story is kept
    except for an initial capital.
    """
    body, role = row.organization, printed_role(row)
    role = role[:1].upper() + role[1:]
    if body is None or _held_name(row):
        return RoleWords(role, "", body.name if body else "")
    place = getattr(body, "place", None)
    is_said_of = row.article_id is None or (place is not None and place.is_country and is_said_of_a_country(role))
    if place is not None and is_said_of and not any(word in role for word in _OF):
        return RoleWords(role, " of the " if _takes_the(body.name) else " of ", body.name)
    return RoleWords(role, ", ", body.name)


def role_label(row: Membership) -> str:
    """A role with its date, for lists: "Defense Minister, Canada (July 2016)". Empty if it has no date."""
    dated = short_period(row)
    return f"{role_words(row)} ({dated})" if dated else ""


def headline_role(rows: Iterable[_Role], days: Collection[str]) -> _Role | None:
    """The role to describe a person by: the latest stated in a story, otherwise the reference role held at the time of the
    coverage, otherwise the latest. Roles that a story calls former come last.

    `days` are the days or months of the stories that name the person, as in `role_dates.known_day`.
    """

    def rank(row: _Role) -> tuple[bool, bool, str, str, str, int]:
        is_told, until = bool(row.article_id), vouched_until(row)
        covered = "" if is_told else max((day for day in days if held_on(row, day)), default="")
        in_office = not is_past(row)
        return in_office, is_told and in_office, covered, until, row.start_date, -row.pk

    return max((row for row in rows if vouched_until(row)), key=rank, default=None)


def role_key(row: Membership) -> frozenset[str]:
    """Equal for the same role in different words: "US Defense Secretary" and "former Secretary of Defense"."""
    words = without_past_words(row.role).casefold().replace("defence", "defense").split()
    return frozenset(words) - frozenset(_held_name(row).casefold().split()) - _EMPTY_WORDS


def _held_name(row: Membership) -> str:
    """The name or demonym of the body within the role, or empty. Requires rows from `with_bodies`."""
    if row.organization and f" {row.organization.name} ".casefold() in f" {printed_role(row)} ".casefold():
        return row.organization.name
    return row.held_name or ""  # type: ignore[attr-defined]  # annotated by with_bodies


def _takes_the(country: str) -> bool:
    return country.startswith(_WITH_THE) or country.endswith(_WITH_THE_TOO)
