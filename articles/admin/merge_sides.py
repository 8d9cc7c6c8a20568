"""What the pages of a merge show of each record. Stories are counted by the record, so that a country of very many costs the
same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from articles.admin.base import change_url
from articles.admin.record_counts import draft_counts, published_counts
from articles.admin.record_labels import RecordLabel, labels_of
from articles.desk.merging import in_particular
from articles.models import Entity, EntityStory, Membership, OtherName
from articles.text import fold
from articles.vocabulary import FactStatus
from articles.wording.identifier_schemes import scheme_label
from articles.wording.role_dates import period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_MAX_ROLES = 8
_MAX_OFFERED = 20


@dataclass(frozen=True, slots=True)
class NewestStory:
    pk: int
    headline: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Side:
    """A record of a merge: `record` is the person, organization or place. `stories` and `drafts` count those that name
    it, `newest` is the newest published one.
    """

    record: Any
    url: str
    address: str
    roles: Sequence[str]
    names: Sequence[OtherName]
    identifiers: Sequence[str]
    stories: int
    drafts: int
    newest: NewestStory | None

    @property
    def pk(self) -> int:
        return int(self.record.pk)

    @property
    def name(self) -> str:
        return str(self.record.name)


def sides_of(*entities: Entity) -> list[Side]:
    """In this order; a number of queries that does not depend on the number of stories."""
    ids = [entity.pk for entity in entities]
    stories, drafts = published_counts(ids), draft_counts(ids)
    return [_side(in_particular(one), stories.get(one.pk, 0), drafts.get(one.pk, 0)) for one in entities]


def _side(record: Any, stories: int, drafts: int) -> Side:
    return Side(
        record=record,
        url=change_url(record),
        address=record.get_absolute_url(),
        roles=_roles(record),
        names=list(record.other_names.select_related("article").order_by("name", "pk")),
        identifiers=[
            f"{scheme_label(one.scheme)} {one.identifier}"
            for one in record.identifiers.order_by("scheme", "identifier")
        ],
        stories=stories,
        drafts=drafts,
        newest=_newest(record.pk),
    )


def _newest(pk: int) -> NewestStory | None:
    rows = EntityStory.objects.filter(entity=pk, is_named=True).order_by("-newest")
    row = rows.values_list("article_id", "article__headline", "article__date_published").first()
    return NewestStory(*row) if row and row[1] else None


def offered_for(entity: Entity, typed: str) -> list[RecordLabel]:
    """Records of the same kind to merge with this one: those with the typed name, or with one of its own names."""
    keys = {fold(typed)} if typed else {entity.key, *entity.other_names.values_list("key", flat=True)}
    keys = {key for key in keys if key}
    others = OtherName.objects.filter(key__in=keys).values_list("entity_id", flat=True)[: _MAX_OFFERED * 5]
    named = Q(key__in=keys) | Q(pk__in=list(others))
    if typed:
        named |= Q(key__startswith=fold(typed)) if fold(typed) else Q()
    found = list(Entity.objects.filter(named).order_by("sort_name", "pk")[: _MAX_OFFERED * 5])
    of_kind = [one for one in found if one.kind == entity.kind and one.pk != entity.pk]
    return list(labels_of(of_kind[:_MAX_OFFERED]).values())


def name_in_words(name: OtherName) -> str:
    remarks = [name.get_kind_display().lower()]
    remarks += ["only beside the full name"] if name.is_weak else []
    remarks += [f"from “{name.article}”"] if name.article else []
    return f"{name.name} ({', '.join(remarks)})"


def _roles(record: Any) -> list[str]:
    rows = Membership.objects.filter(person=record.pk).select_related("organization").order_by("-start_date", "pk")
    shown = [row for row in rows if row.status == FactStatus.ACCEPTED][:_MAX_ROLES]
    return [
        ", ".join(filter(None, [f"{row.role} of {row.organization}" if row.organization else row.role, period(row)]))
        for row in shown
    ]
