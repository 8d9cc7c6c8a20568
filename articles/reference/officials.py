"""People of the hand-kept file and their roles, each with the date up to which it is known to be true.

A site that was loaded before gets what the file has corrected: changed dates, roles that are no longer listed, and people
whom an earlier release had twice. Roles that stories state, and what an editor deleted, are left as they are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from articles.desk.merging import is_used, merge
from articles.models import Identifier, Membership, Person
from articles.reference.data import table
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.reference.given import Given

METHOD = "start knowledge"
_SCHEME = "start"
# (role, organization or place, from): what tells two roles of one person apart
_RoleKey = tuple[str, int | None, str]


def merge_doubles() -> None:
    """Make one record of people whom the data once had under two keys (`was`)."""
    held = _held()
    for slug, row in table("officials").items():
        for former in row.get("was", []):
            gone, kept = held.get(former), held.get(slug)
            if gone is None:
                continue
            if kept is None:
                Identifier.objects.create(entity_id=gone, scheme=_SCHEME, identifier=f"person/{slug}")
                held[slug] = gone
            elif kept != gone:
                merge(Person.objects.get(pk=kept), Person.objects.get(pk=gone))


def load_officials(given: Given) -> None:
    loaded = _loaded_roles()
    for slug, row in table("officials").items():
        key = f"start:person/{slug}"
        pk = given.entity(Person, key, row["name"], family_name=row.get("family", row["name"].rpartition(" ")[2]))
        given.acronyms_and_names(key, row.get("names", []), weak=row.get("weak", []))
        if pk is not None:
            _load_roles(given, key, pk, row, loaded[pk])
    _remove_dropped(given)


def _load_roles(given: Given, key: str, pk: int, row: dict[str, Any], loaded: Sequence[Membership]) -> None:
    """Give the person the roles of the file, correct those that were loaded before, and take back what is not listed."""
    before: dict[_RoleKey, Membership] = {(one.role, one.organization_id, one.start_date): one for one in loaded}
    kept = set()
    for role, where, start, end, *as_of in row["roles"]:
        body = _body(given, where)
        dates = {"end_date": end, "as_of": "".join(as_of), "source": row.get("source", "")}
        is_new = given.is_new(key, f"role: {role}, {where}, {start}")
        there = before.get((role, body, start))
        kept.update([there.pk] if there else [])
        if there is None and is_new:
            Membership.objects.create(
                person_id=pk, organization_id=body, role=role, start_date=start, status=FactStatus.ACCEPTED,
                method=METHOD, **dates,
            )  # fmt: skip
            given.changed.add(pk)
        elif there is not None and dates != {name: getattr(there, name) for name in dates}:
            Membership.objects.filter(pk=there.pk).update(**dates)
            given.changed.add(pk)
    if Membership.objects.filter(pk__in={one.pk for one in loaded} - kept).delete()[0]:
        given.changed.add(pk)


def _remove_dropped(given: Given) -> None:
    """People that the file no longer has: with nothing resting on them they go, else only their listed roles do."""
    kept = {slug for slug, row in table("officials").items() for slug in (slug, *row.get("was", []))}
    for slug, pk in _held().items():
        if slug in kept:
            continue
        person = Person.objects.get(pk=pk)
        if person.is_start_knowledge and not is_used(person):
            person.delete()
        elif Membership.objects.filter(person=pk, method=METHOD, article__isnull=True).delete()[0]:
            given.changed.add(pk)


def _held() -> dict[str, int]:
    """The record of each key that was ever loaded and is still there."""
    rows = Identifier.objects.filter(scheme=_SCHEME, identifier__startswith="person/")
    return {identifier.removeprefix("person/"): pk for identifier, pk in rows.values_list("identifier", "entity_id")}


def _loaded_roles() -> defaultdict[int | None, list[Membership]]:
    """The roles that earlier releases gave, by person."""
    loaded: defaultdict[int | None, list[Membership]] = defaultdict(list)
    for row in Membership.objects.filter(method=METHOD, article__isnull=True).order_by("pk"):
        loaded[row.person_id].append(row)
    return loaded


def _body(given: Given, where: str) -> int | None:
    """A country by its code, else an organization or a place by its key."""
    keys = (f"iso3166:{where}", f"start:organization/{where}", f"start:place/{where}")
    return next((given.entities[key] for key in keys if key in given.entities), None)
