"""The roles of a person, and the people with a role in an organization or a country.

Each role is shown with its evidence: a sentence of a published story with its date, or reference data with its as-of date.
No role is shown as held today.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.pages.fact_rows import sentence_id
from articles.pages.links import NameLink, known_labels
from articles.wording.role_dates import partial_date, period, story_day, vouched_until
from articles.wording.role_labels import RoleWords, headline_role, role_key, role_words, with_bodies
from articles.wording.role_words import is_past, printed_role

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Sequence

    from django.db.models import QuerySet

    from articles.models import Entity, Membership


@dataclass(frozen=True, slots=True)
class RoleStatement:
    """`text` is the date in words: "as of 20 July 2016". `url` links to the sentence in the story; it is empty for
    reference data. `source` is the source of reference data, and empty if it was compiled for this site.
    """

    text: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Role:
    """`who` is the other party. `statements` is never empty; stories come before reference data."""

    words: RoleWords
    who: NameLink | None
    statements: tuple[RoleStatement, ...]

    @property
    def is_reported(self) -> bool:
        return any(statement.url for statement in self.statements)


@dataclass(frozen=True, slots=True)
class RoleList:
    """Roles stated in a published story, and roles known only from reference data."""

    reported: tuple[Role, ...]
    listed: tuple[Role, ...]
    headline: Role | None = None

    def __bool__(self) -> bool:
        return bool(self.reported or self.listed)


def public_roles(memberships: QuerySet[Membership]) -> list[Membership]:
    """The roles to show, in one query with everything that the functions below need."""
    public = memberships.public()  # type: ignore[attr-defined]  # the membership manager has this method
    return list(with_bodies(public).select_related("person", "organization__place", "article"))


def roles_of(rows: Sequence[Membership], days: Collection[str] = ()) -> RoleList:
    """The roles of one person. `days` are the dates (days or months) of the stories that name the person."""
    others = [row.organization for row in rows]
    chosen = headline_role(rows, days)
    headline = _role([chosen], _link(chosen.organization, {})) if chosen else None
    return _by_source(_roles(rows, others), headline)


def people_with_roles(rows: Sequence[Membership]) -> RoleList:
    """The people with a role in one organization or country."""
    return _by_source(_roles(rows, [row.person for row in rows]))


def _by_source(roles: Iterable[Role], headline: Role | None = None) -> RoleList:
    both: dict[bool, list[Role]] = {True: [], False: []}
    for role in roles:
        both[role.is_reported].append(role)
    return RoleList(tuple(both[True]), tuple(both[False]), headline)


def _roles(rows: Sequence[Membership], others: Sequence[Entity | None]) -> list[Role]:
    """One Role per person, body and role, with all its statements; the most recently attested comes first."""
    public = known_labels({party.pk for party in others if party})
    same: defaultdict[Hashable, list[Membership]] = defaultdict(list)
    links: dict[Hashable, NameLink | None] = {}
    for row, party in zip(rows, others, strict=True):
        key = (role_key(row), party.pk if party else 0)
        same[key].append(row)
        links[key] = _link(party, public)
    latest = sorted(same, key=lambda key: max(map(_recency, same[key])), reverse=True)
    return [_role(same[key], links[key]) for key in latest]


def _link(party: Entity | None, public: Collection[int]) -> NameLink | None:
    if party is None:
        return None
    return NameLink(party.name, party.get_absolute_url() if party.pk in public else "", party.kind)


def _role(rows: Sequence[Membership], who: NameLink | None) -> Role:
    """Worded as in reference data if available, otherwise as in the latest story that does not call it former."""
    ordered = sorted(rows, key=_recency, reverse=True)
    reported = [row for row in ordered if row.article_id]
    listed = [row for row in ordered if not row.article_id]
    words = min(ordered, key=lambda row: (bool(row.article_id), is_past(row)))
    statements = [_from_story(row, words) for row in reported[:1]] + [_from_reference_data(row) for row in listed]
    return Role(role_words(words), who, tuple(dict.fromkeys(statements)))


def _recency(row: Membership) -> tuple[bool, str, str]:
    """Sort key; a role that a story calls former says little about when it was held."""
    return not is_past(row), vouched_until(row), row.start_date


def _from_story(row: Membership, words: Membership) -> RoleStatement:
    when = period(row) or "in an undated story"
    if is_past(row) and row is not words:
        day = partial_date(story_day(row.article))
        when = f"“{printed_role(row)}” in {f'a story of {day}' if day else 'an undated story'}"
    return RoleStatement(when, _evidence(row), "")


def _from_reference_data(row: Membership) -> RoleStatement:
    return RoleStatement(period(row), "", row.source)


def _evidence(row: Membership) -> str:
    article = row.article
    if article is None:
        return ""
    return f"{article.get_absolute_url()}#{sentence_id(article, row.block, row.start)}"
