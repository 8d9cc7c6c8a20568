"""The page docs/rights.md: every address of the site with the rights and groups that it requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import URLResolver, get_resolver

from articles.desk.address_rights import Address, addresses, route_below_admin
from articles.desk.groups import built_in_groups
from articles.desk.rights import NOBODY, SUPERUSER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ADMIN = "admin/"
_HEAD = """# Rights

This page is generated: `manage.py show_rights > docs/rights.md`. A test fails if it differs from the site.

## Groups

The site creates these groups at each start and gives them exactly these rights; to have others, create a group of your own.
Each group includes the one before it. A superuser has all rights. The first account is a superuser.

| group | purpose | rights in addition |
|---|---|---|
"""
_MIDDLE = """
Further rules:

- Whoever may change something may also view it.
- What readers see requires `articles.publish_article` to change: published stories with their facts, and records and
  outlets that published stories name.
- A new person, organization, place or outlet requires the right to add it, also where it results from accepting a name or
  from a draft. Places of the reference data, which become records when a story names them, are excepted.
- Accounts and records are never deleted: accounts are deactivated, stories are withdrawn, drafts and imports discarded.
- Only superusers make superusers, give single rights, and change groups. Other accounts with `auth.change_user` change
  only accounts that have no right that they lack themselves, and give only groups of which the same is true. Nobody
  deactivates the own account.
- Entries of the log about logins, accounts and groups require `auth.view_user`.
- A refused request of a logged-in account is answered with 403, a page that names the right and who can give it, and is in
  the log ("Access denied").

## Addresses of the desk

Without a login they lead to the login page. "Public" marks addresses that require `articles.publish_article`, too, if
readers see the record. Methods that are not listed are answered with 405.

| address below `/admin/` | method | rights | groups | remarks |
|---|---|---|---|---|
"""
_PUBLIC = """
## Addresses for everybody

GET and HEAD only.

"""


def rights_page() -> str:
    """Raises LookupError if the URL configuration and address_rights.toml do not list the same addresses."""
    routes = list(_routes(get_resolver()))
    public = [route for route in routes if not route.startswith(_ADMIN)]
    known, wanted = addresses(), [route_below_admin(route) for route in routes if route.startswith(_ADMIN)]
    if differing := known.keys() ^ set(wanted):
        raise LookupError(f"Only in one of address_rights.toml and the URL configuration: {sorted(differing)}")
    desk = [line for route, address in known.items() for line in _lines(route, address)]
    return _HEAD + "".join(_groups()) + _MIDDLE + "".join(desk) + _PUBLIC + "".join(f"- `/{one}`\n" for one in public)


def _routes(resolver: URLResolver, root: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = f"{root}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def _groups() -> Iterator[str]:
    below: frozenset[str] = frozenset()
    for group in built_in_groups():
        yield f"| {group.name} | {group.purpose} | {_listed(sorted(group.rights - below))} |\n"
        below = group.rights


def _lines(route: str, address: Address) -> Iterator[str]:
    for method, rights in address.rights.items():
        remarks = [
            "public" if address.changes_public(method) else "",
            f"if new: {_listed(address.creates)}" if address.creates and method == "POST" else "",
            address.note if method == list(address.rights)[-1] else "",
        ]
        cells = [
            f"`{route}`" if route else "the start page",
            method,
            _rights(rights),
            _who(address, rights),
            "; ".join(filter(None, remarks)),
        ]
        yield f"| {' | '.join(cells)} |\n"


def _rights(rights: Sequence[str]) -> str:
    named = [right for right in rights if right not in (SUPERUSER, NOBODY)]
    return _listed(named) if named else "none"


def _who(address: Address, rights: Sequence[str]) -> str:
    if address.anyone:
        return "everybody"
    if not rights:
        return "every account of the desk"
    if NOBODY in rights:
        return "nobody"
    names = [group.name for group in built_in_groups() if group.rights.issuperset(rights)]
    return ", ".join(names) or "superusers"


def _listed(rights: Sequence[str]) -> str:
    return ", ".join(f"`{right}`" for right in rights)
