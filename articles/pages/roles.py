"""The roles of a person, and the people with a role in an organization or a country.

Each role is shown with its evidence: a sentence of a published story with its date, another source that an editor stated
with its address, or reference data with its as-of date.
No role is shown as held today.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from articles.pages.links import NameLink, known_labels, url_of
from articles.pages.role_rows import latest_rows
from articles.pages.top_rows import TopRows
from articles.wording.role_labels import RoleWords, headline_role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from articles.pages.role_rows import Party, RoleRow
    from articles.search.result import Label

MAX_ROLES = 40


@dataclass(frozen=True, slots=True)
class RoleStatement:
    """`text` is the date in words: "as of 20 July 2016". `url` links to the sentence in a story. Without one, `source` is
    the title of a source, with its address `source_url`, or the source of reference data, which has no address; it is empty
    for what was compiled for this site.
    """

    text: str
    url: str
    source: str
    article_id: int | None = None
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """`who` is the other party. `statements` is never empty: stories come before other sources and reference data."""

    words: RoleWords
    who: NameLink | None
    statements: tuple[RoleStatement, ...]

    @property
    def is_reported(self) -> bool:
        """Whether a story or another source with an address states it, and not only the reference data."""
        return any(statement.url or statement.source_url for statement in self.statements)


@dataclass(frozen=True, slots=True)
class RoleList:
    """Roles stated in a published story or another source, the newest of them, and roles known only from reference data."""

    reported: TopRows[Role]
    listed: tuple[Role, ...]
    headline: Role | None = None

    def __bool__(self) -> bool:
        return bool(self.reported.rows or self.listed)

    @property
    def stories(self) -> frozenset[int]:
        """The ids of the stories that state what is shown."""
        shown = [*self.reported.rows, *self.listed, *([self.headline] if self.headline else ())]
        return frozenset(one.article_id for role in shown for one in role.statements if one.article_id)


def roles_of(rows: Iterable[RoleRow], days: Collection[str] = ()) -> RoleList:
    """The roles of one person. `days` are the dates (days or months) of the stories that name the person."""
    shown = latest_rows(rows)
    chosen = headline_role(shown, days)
    headline = _role([chosen], _link(chosen.organization, {})) if chosen else None
    return _by_source(_roles(shown, attrgetter("organization")), headline)


def people_with_roles(rows: Iterable[RoleRow]) -> RoleList:
    """The people with a role in one organization or country."""
    return _by_source(_roles(latest_rows(rows), attrgetter("person")))


def _by_source(roles: Iterable[Role], headline: Role | None = None) -> RoleList:
    both: dict[bool, list[Role]] = {True: [], False: []}
    for role in roles:
        both[role.is_reported].append(role)
    return RoleList(TopRows(tuple(both[True][:MAX_ROLES]), len(both[True])), tuple(both[False]), headline)


def _roles(rows: Sequence[RoleRow], other: Callable[[RoleRow], Party | None]) -> list[Role]:
    """One Role per person, body and role, with all its statements; the most recently attested comes first."""
    public = known_labels({party.pk for row in rows if (party := other(row))})
    same: defaultdict[str, list[RoleRow]] = defaultdict(list)
    for row in sorted(rows, key=_recency):
        same[row.key].append(row)
    return [_role(statements, _link(other(statements[0]), public)) for statements in same.values()]


def _link(party: Party | None, public: Mapping[int, Label]) -> NameLink | None:
    if party is None:
        return None
    return NameLink(party.name, url_of(public[party.pk]) if party.pk in public else "", party.kind)


def _role(rows: Sequence[RoleRow], who: NameLink | None) -> Role:
    """Worded as in reference data if available, otherwise as in the latest story that does not call it former.

    `rows` are in the order of `_recency`.
    """
    reported = [row for row in rows if row.article_id]
    listed = [row for row in rows if not row.article_id]
    words = (listed or reported)[0]
    statements = [_from_story(row, words) for row in reported[:1]]
    statements += [RoleStatement(row.when, "", row.source, source_url=row.source_url) for row in listed]
    return Role(words.words, who, tuple(dict.fromkeys(statements)))


def _recency(row: RoleRow) -> tuple[int, int]:
    return -row.order, row.pk


def _from_story(row: RoleRow, words: RoleRow) -> RoleStatement:
    return RoleStatement(row.when_past if row.is_past and row is not words else row.when, row.url, "", row.article_id)
