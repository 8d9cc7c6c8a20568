"""The rights that each address of the desk requires, from address_rights.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_name("address_rights.toml")
_ROOT = "admin/"
_METHODS = ("GET", "POST")
_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Address:
    """`rights` are those required by method. `if_public`: changing a record that readers see requires PUBLISH, too."""

    route: str
    rights: Mapping[str, tuple[str, ...]]
    anyone: bool = False
    if_public: bool = False
    creates: tuple[str, ...] = ()
    note: str = ""

    def changes_public(self, method: str) -> bool:
        """Whether this method requires PUBLISH for a record that readers see."""
        return self.if_public and any(".change_" in right for right in self.rights.get(method, ()))


@cache
def addresses() -> dict[str, Address]:
    """By route, relative to /admin/."""
    found = {}
    for route, row in tomllib.loads(_FILE.read_text("utf-8")).items():
        rights = {method: tuple(row.pop(method)) for method in _METHODS if method in row}
        creates = tuple(row.pop("creates", ()))
        found[route] = Address(route, rights, creates=creates, **row)
    return found


def route_below_admin(route: str) -> str:
    """A route as address_rights.toml writes it: without its root, and named groups of regular expressions like parameters."""
    route = route.removeprefix(_ROOT)
    named = _NAMED_GROUP.search(route)
    return route if named is None else f"<{named[1]}>{'/' if '/' in route[named.end() :] else ''}"
