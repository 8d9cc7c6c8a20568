"""The roles of a person, and the people with a role in an organization or a country."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.pages.facts import sentence_id
from articles.pages.links import NameLink, known_labels
from articles.pages.wording import partial_date
from articles.search.roles import RoleWords, role_key, role_words, with_bodies
from articles.vocabulary import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from django.db.models import QuerySet

    from articles.models import Entity, Membership

_NOT_OVER = "9999"
_TOLD_LENGTHS = {DatePrecision.MONTH: len("2016-07"), DatePrecision.YEAR: len("2016")}


@dataclass(frozen=True, slots=True)
class Role:
    """`who` is the side that the page is not about. `since` is the time it was held, or the day of the story that names
    it, and empty where neither is known; `url` leads to the sentence of that story, and is empty for start knowledge.
    """

    words: RoleWords
    who: NameLink | None
    since: str
    url: str


def roles_of(memberships: QuerySet[Membership]) -> tuple[Role, ...]:
    """The roles of one person."""
    rows = _rows(memberships)
    return _roles(rows, [row.organization for row in rows])


def people_with_roles(memberships: QuerySet[Membership]) -> tuple[Role, ...]:
    """Who has or had a role in one organization or country."""
    rows = _rows(memberships)
    return _roles(rows, [row.person for row in rows])


def _rows(memberships: QuerySet[Membership]) -> list[Membership]:
    public = memberships.public()  # type: ignore[attr-defined]  # the manager of memberships has this word
    return list(with_bodies(public).select_related("person", "organization__place", "article"))


def _roles(rows: Sequence[Membership], others: Sequence[Entity | None]) -> tuple[Role, ...]:
    """One query for the rows. One line for each person, body and role, however many say so; the latest first."""
    public = known_labels({party.pk for party in others if party})
    same: defaultdict[Hashable, list[Membership]] = defaultdict(list)
    links: dict[Hashable, NameLink | None] = {}
    for row, party in zip(rows, others, strict=True):
        key = (role_key(row), party.pk if party else 0)
        same[key].append(row)
        url = party.get_absolute_url() if party and party.pk in public else ""
        links[key] = NameLink(party.name, url, party.kind) if party else None
    latest = sorted(same, key=lambda key: max(map(_recency, same[key])), reverse=True)
    return tuple(_role(same[key], links[key]) for key in latest)


def _role(rows: Sequence[Membership], who: NameLink | None) -> Role:
    """What is dated speaks before what a story only mentions; the story is linked all the same."""
    ordered = sorted(rows, key=_recency, reverse=True)
    dated = [row for row in ordered if row.start_date or row.end_date]
    periods = "; ".join(dict.fromkeys(map(_period, dated))) or _as_of(ordered[0])
    evidence = next(filter(None, map(_evidence, ordered)), "")
    return Role(role_words((dated or ordered)[0]), who, periods, evidence)


def _recency(row: Membership) -> tuple[str, str]:
    """A role without dates was held when the story that names it was published."""
    if row.start_date or row.end_date:
        return row.end_date or _NOT_OVER, row.start_date
    return _told(row), ""


def _told(row: Membership) -> str:
    """The day of the story that names the role, as precisely as it is known: "2016-07"."""
    if row.article is None or row.article.date_published is None:
        return ""
    day = row.article.date_published.date().isoformat()
    return day[: _TOLD_LENGTHS.get(DatePrecision(row.article.date_precision), len(day))]


def _as_of(row: Membership) -> str:
    told = _told(row)
    return f"as of {partial_date(told)}" if told else ""


def _period(row: Membership) -> str:
    start, end = partial_date(row.start_date), partial_date(row.end_date)
    if start and end:
        return f"{start} to {end}"
    return f"since {start}" if start else f"until {end}"


def _evidence(row: Membership) -> str:
    if row.article is None:
        return ""
    return f"{row.article.get_absolute_url()}#{sentence_id(row.article, row.block, row.start)}"
