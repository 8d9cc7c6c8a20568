"""The groups that the site makes, and their rights."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = Path(__file__).with_name("groups.toml")


@dataclass(frozen=True, slots=True)
class BuiltInGroup:
    """`rights` are all that its members have, in the form "app.codename"."""

    name: str
    purpose: str
    rights: frozenset[str]


@cache
def built_in_groups() -> tuple[BuiltInGroup, ...]:
    """Each includes the one before it."""
    found: dict[str, BuiltInGroup] = {}
    for name, row in tomllib.loads(_FILE.read_text("utf-8")).items():
        included = found[row["includes"]].rights if "includes" in row else frozenset()
        found[name] = BuiltInGroup(name, row["purpose"], included.union(row["rights"]))
    return tuple(found.values())


def is_built_in(group: Group) -> bool:
    return any(group.name == one.name for one in built_in_groups())


def groups_with(right: str) -> list[str]:
    """The built-in groups that have this right, the smallest first."""
    return [one.name for one in built_in_groups() if right in one.rights]


@transaction.atomic
def create_groups() -> None:
    """Create the built-in groups, or give them exactly their rights again."""
    for one in built_in_groups():
        group, _ = Group.objects.get_or_create(name=one.name)
        wanted = {permission.pk for permission in permissions_named(one.rights)}
        if wanted != set(group.permissions.values_list("pk", flat=True)):
            group.permissions.set(wanted)


def permissions_named(rights: Iterable[str]) -> list[Permission]:
    """Raises LookupError for a right that does not exist."""
    wanted = set(rights)
    rows = Permission.objects.select_related("content_type").filter(codename__in=[one.split(".")[1] for one in wanted])
    found = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    if missing := wanted - found.keys():
        raise LookupError(f"There is no right {', '.join(sorted(missing))}.")
    return [found[name] for name in sorted(wanted)]
