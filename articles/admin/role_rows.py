"""The roles of a record as the desk lists them, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from articles.admin.base import change_url
from articles.desk.anchors import is_anchored
from articles.desk.links_since import sentence_of_fact
from articles.models import Membership
from articles.vocabulary import EntityKind, FactStatus
from articles.wording.role_dates import period

if TYPE_CHECKING:
    from datetime import datetime

    from articles.models import Article, Entity

_MAX_ROWS = 200


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """What a role rests on: a sentence of a story, empty if the story no longer has it; a source with its address; or
    reference data, whose `source` is empty if it was compiled for this site.
    """

    article: Article | None
    sentence: str
    source: str
    source_url: str

    @property
    def is_missing(self) -> bool:
        return not (self.sentence if self.article else self.source)


@dataclass(frozen=True, slots=True)
class RoleEntry:
    """`who` is the other party: of a person the organization, otherwise the person. `url` is the page of the role."""

    pk: int
    role: str
    who: Entity | None
    printed_who: str
    when: str
    status: str
    is_shown: bool
    url: str
    evidence: RoleEvidence
    by: str
    at: datetime | None


def role_entries(record: Entity) -> list[RoleEntry]:
    """The roles of a person, or in an organization or a place, the latest first and removed ones last. One query."""
    is_person = record.kind == EntityKind.PERSON
    roles = Membership.objects.filter(**{"person" if is_person else "organization": record.pk})
    rows = roles.select_related("person", "organization", "article", "decided_by").order_by("-start_date", "-pk")
    found = [role_entry(row, of_person=is_person) for row in rows[:_MAX_ROWS]]
    return sorted(found, key=lambda entry: entry.status == FactStatus.REJECTED)


def role_entry(row: Membership, *, of_person: bool) -> RoleEntry:
    article = row.article
    is_accepted = row.status == FactStatus.ACCEPTED
    is_dated = bool(row.end_date or row.as_of)
    return RoleEntry(
        pk=row.pk,
        role=row.role,
        who=row.organization if of_person else row.person,
        printed_who=row.organization_name if of_person else row.person_name,
        when=period(row),
        status=row.status,
        is_shown=is_accepted and (article.is_published if article else is_dated),
        url=reverse("admin:articles_person_role", args=[row.person_id, row.pk]) if row.person_id else _story_url(row),
        evidence=RoleEvidence(
            article,
            sentence_of_fact(article, row) if article and is_anchored(article, row) else "",
            "" if article else row.source,
            row.source_url,
        ),
        by=row.decided_by.get_username() if row.decided_by else "",
        at=row.decided_at,
    )


def _story_url(row: Membership) -> str:
    return change_url(row.article) if row.article else ""
