"""How a role is written for readers, in labels and on pages: of what, unless the role says so itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Length

from articles.models import Membership, OtherName

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Countries that English names with "the" inside a sentence.
_WITH_THE = ("United ", "Democratic ", "Central African ", "Dominican ", "Czech Republic", "Russian ")
_WITH_THE_TOO = ("Netherlands", "Philippines", "Maldives", "Gambia", "Bahamas", "Comoros", "Islands", "Territories")
# A role with one of these within names its field already: "Secretary of Defense".
_OF = (" of ", " for ", " to ")
_EMPTY_WORDS = frozenset({"of", "the", "for", "and", "affairs", "to"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """`role`, then `link` and the name of the body where `link` is not empty: "Prime Minister", " of ", "Iraq"."""

    role: str
    link: str
    body: str

    def __str__(self) -> str:
        return f"{self.role}{self.link}{self.body}" if self.link else self.role


def with_bodies(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """With what `role_words` and `role_key` need: the body, and the name or demonym of it that the role holds."""
    role = Concat(Value(" "), OuterRef("role"), Value(" "), output_field=CharField())
    names = OtherName.objects.filter(entity=OuterRef("organization")).annotate(
        in_role=role, as_word=Concat(Value(" "), F("name"), Value(" "))
    )
    held = names.filter(in_role__icontains=F("as_word")).order_by(Length("name").desc()).values("name")[:1]
    return memberships.select_related("organization__place").annotate(held_name=Subquery(held))


def role_words(row: Membership) -> RoleWords:
    """A role that came with the site says of what; one that a story prints stays as printed."""
    body = row.organization
    if body is None or _held_name(row):
        return RoleWords(row.role, "", body.name if body else "")
    place = getattr(body, "place", None)
    if row.article_id is None and place is not None and not any(word in row.role for word in _OF):
        return RoleWords(row.role, " of the " if _takes_the(body.name) else " of ", body.name)
    return RoleWords(row.role, ", ", body.name)


def role_key(row: Membership) -> frozenset[str]:
    """The same for "US Defense Secretary" and "Secretary of Defense" of the United States."""
    words = row.role.casefold().replace("defence", "defense").split()
    return frozenset(words) - frozenset(_held_name(row).casefold().split()) - _EMPTY_WORDS


def _held_name(row: Membership) -> str:
    """The name or demonym of the body that stands in the role; empty where none does. Rows are of `with_bodies`."""
    if row.organization and f" {row.organization.name} ".casefold() in f" {row.role} ".casefold():
        return row.organization.name
    return row.held_name or ""  # type: ignore[attr-defined]  # annotated by with_bodies


def _takes_the(country: str) -> bool:
    return country.startswith(_WITH_THE) or country.endswith(_WITH_THE_TOO)
