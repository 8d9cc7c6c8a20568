"""What the page of a merge shows of each record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from articles.admin.base import change_url
from articles.admin.record_labels import RecordLabel, labels_of
from articles.desk.merging import in_particular
from articles.models import Article, Entity, Membership, OtherName
from articles.text import fold
from articles.vocabulary import FactStatus
from articles.wording.role_dates import period

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_ROLES = 8
_MAX_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Side:
    """A record of a merge. `stories` and `drafts` count the stories that name it; `newest` is the newest published one."""

    pk: int
    name: str
    label: str
    url: str
    address: str
    roles: Sequence[str]
    names: Sequence[str]
    identifiers: Sequence[str]
    stories: int
    drafts: int
    newest: Article | None


def side_of(entity: Entity) -> Side:
    named_in = Article.objects.filter(appearances__entity=entity.pk).only("headline", "date_published", "review_status")
    articles = list(named_in)
    public = [article for article in articles if article.is_published]
    dated = [article for article in public if article.date_published is not None]
    return Side(
        pk=entity.pk,
        name=entity.name,
        label=labels_of([entity])[entity.pk].says,
        url=change_url(in_particular(entity)),
        address=entity.get_absolute_url(),
        roles=_roles(entity),
        names=[_name(name) for name in entity.other_names.select_related("article")],
        identifiers=[str(one) for one in entity.identifiers.order_by("scheme", "identifier")],
        stories=len(public),
        drafts=len(articles) - len(public),
        newest=max(dated, key=_published_at) if dated else next(iter(public), None),
    )


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


def _published_at(article: Article) -> float:
    return article.date_published.timestamp() if article.date_published else 0.0


def _roles(entity: Entity) -> list[str]:
    rows = Membership.objects.filter(person=entity.pk).select_related("organization").order_by("-start_date", "pk")
    shown = [row for row in rows if row.status == FactStatus.ACCEPTED][:_MAX_ROLES]
    return [
        ", ".join(filter(None, [f"{row.role} of {row.organization}" if row.organization else row.role, period(row)]))
        for row in shown
    ]


def _name(name: OtherName) -> str:
    remarks = [name.get_kind_display().lower()]
    remarks += ["only beside the full name"] if name.is_weak else []
    remarks += [f"from “{name.article}”"] if name.article else []
    return f"{name.name} ({', '.join(remarks)})"
