"""A role as pages show it: from a story or from reference data, as a value that is stored in the record."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from articles.models import EntityRoles, Membership
from articles.pages.fact_rows import sentence_id
from articles.wording.role_dates import partial_date, period, story_day, vouched_until
from articles.wording.role_labels import RoleWords, role_key, role_label, role_words, with_bodies
from articles.wording.role_words import is_past, printed_role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

_DATE_BITS = 26
_DATE_DIGITS = len("20160720")


@dataclass(frozen=True, slots=True)
class Party:
    """A person, or the organization or country of a role."""

    pk: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role of a person as one source states it; `article_id` is None for reference data.

    `key` is equal for the same role of the same person in the same body. Of its statements the one with the highest
    `order`, then the lowest `pk`, is shown. `end_date` is the last day for which the source states it. `when` is the
    date in words, `when_past` the same where another statement gives the role its words. `label` is the role with its
    date as lists of people show it.
    """

    pk: int
    article_id: int | None
    person: Party | None
    organization: Party | None
    words: RoleWords
    key: str
    order: int
    role: str
    text: str
    start_date: str
    end_date: str
    when: str
    when_past: str
    url: str
    source: str
    # Not in the rows of a record that other software wrote.
    label: str = ""
    source_url: str = ""

    @property
    def as_of(self) -> str:
        return self.end_date

    @property
    def article(self) -> None:
        """The story itself is not needed: `end_date` has its day."""
        return

    @property
    def is_past(self) -> bool:
        return is_past(self)

    def parties(self) -> set[int]:
        return {party.pk for party in (self.person, self.organization) if party}


def role_rows(memberships: QuerySet[Membership]) -> list[RoleRow]:
    """Those of the roles that are public, in one query."""
    public = memberships.public()  # type: ignore[attr-defined]  # the membership manager has this method
    return list(map(_row, with_bodies(public).select_related("person", "organization__place", "article")))


def roles_stated_in(ids: Iterable[int]) -> dict[int, list[RoleRow]]:
    """The roles that these stories state, by story."""
    # Accepted, and published by the caller: the status of the story beside its id makes SQLite read all stories.
    rows = Membership.objects.accepted().filter(article__in=list(ids)).order_by("pk")
    found: dict[int, list[RoleRow]] = {}
    for row in map(_row, with_bodies(rows).select_related("person", "organization__place", "article")):
        found.setdefault(row.article_id or 0, []).append(row)
    return found


def stored_roles(entity_id: int) -> list[RoleRow]:
    """The latest statement of each role of an entity, from the record. One query by key."""
    stated = EntityRoles.objects.filter(pk=entity_id).values_list("stated", flat=True).first() or {}
    return [row_from_json(row) for row in stated.values()]


def latest_rows(rows: Iterable[RoleRow]) -> list[RoleRow]:
    """Of each role the statement that is shown, among those of stories; all of reference data."""
    rows = sorted(rows, key=lambda row: (-row.order, row.pk))
    latest: dict[str, RoleRow] = {}
    for row in rows:
        if row.article_id:
            latest.setdefault(row.key, row)
    return [*latest.values(), *(row for row in rows if not row.article_id)]


def row_as_json(row: RoleRow) -> dict[str, Any]:
    return asdict(row)


def row_from_json(stored: Mapping[str, Any]) -> RoleRow:
    parties = {name: Party(**stored[name]) if stored[name] else None for name in ("person", "organization")}
    return RoleRow(**{**stored, **parties, "words": RoleWords(**stored["words"])})


def _row(row: Membership) -> RoleRow:
    words = " ".join(sorted(role_key(row)))
    return RoleRow(
        pk=row.pk,
        article_id=row.article_id,
        person=Party(row.person.pk, row.person.kind, row.person.name) if row.person else None,
        organization=Party(row.organization.pk, row.organization.kind, row.organization.name)
        if row.organization
        else None,
        words=role_words(row),
        key=role_id(row.person_id, row.organization_id, hashlib.blake2b(words.encode(), digest_size=8).hexdigest()),
        order=_order(row),
        role=row.role,
        text=row.text,
        start_date=row.start_date,
        end_date=vouched_until(row),
        when=period(row) or ("in an undated story" if row.article_id else ""),
        when_past=_when_past(row) if is_past(row) else "",
        url=_evidence(row),
        source="" if row.article_id else row.source,
        label=role_label(row),
        source_url="" if row.article_id else row.source_url,
    )


def role_id(person: int | None, organization: int | None, words: str) -> str:
    """The key of a role; `words` is a hash of its name."""
    return f"{person or 0}:{organization or 0}:{words}"


def _order(row: Membership) -> int:
    """The most recently attested comes first; a role that a story calls former says little about when it was held."""
    held = 0 if is_past(row) else 1
    return (held << 2 * _DATE_BITS) + (_number(vouched_until(row)) << _DATE_BITS) + _number(row.start_date)


def _number(partial: str) -> int:
    """A partial date as a number of eight digits: 20160700 for "2016-07"."""
    digits = "".join(filter(str.isdecimal, partial))[:_DATE_DIGITS]
    return min(int(digits.ljust(_DATE_DIGITS, "0")), (1 << _DATE_BITS) - 1)


def _when_past(row: Membership) -> str:
    day = partial_date(story_day(row.article))
    return f"“{printed_role(row)}” in {f'a story of {day}' if day else 'an undated story'}"


def _evidence(row: Membership) -> str:
    article = row.article
    if article is None:
        return ""
    return f"{article.get_absolute_url()}#{sentence_id(article, row.block, row.start)}"
