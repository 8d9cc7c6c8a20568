"""The duplicates page: pairs of records that may be the same, and pairs that editors marked as different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.pair_order import in_direction, merge_url
from articles.admin.record_labels import RecordLabel, labels_of
from articles.desk.distinct_records import NOUNS
from articles.desk.rights import holds
from articles.models import DistinctRecords, DuplicateSearch, Entity, PossibleDuplicate
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser, User
    from django.http import HttpRequest, HttpResponse

_PER_PAGE = 20
_KIND, _PAGE, _SHOWN = "kind", "page", "shown"
_DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class KindCount:
    label: str
    url: str
    count: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class RecordPair:
    """`sides` have the record that is kept by default last: the one in more stories."""

    kind: str
    nouns: str
    sides: Sequence[tuple[RecordLabel, str]]
    reasons: Sequence[str]
    merge_url: str
    judge_url: str
    other_id: int
    by: str = ""
    at: datetime | None = None


def may_see_records(user: User | AnonymousUser) -> bool:
    return all(holds(user, f"articles.view_{kind}") for kind in EntityKind.values)


def duplicate_counts(current: str = "") -> list[KindCount]:
    """The number of possible duplicates of each kind, in one query."""
    rows = PossibleDuplicate.objects.order_by().values_list("kind").annotate(Count("pk"))
    counts: dict[str, int] = dict(rows)
    return [
        KindCount(nouns.capitalize(), _address(kind=kind), counts.get(kind, 0), kind == current)
        for kind, nouns in NOUNS.items()
    ]


def duplicates_address(data: Mapping[str, str]) -> str:
    """Back to the page and filter from which a form was sent."""
    kept = {name: data.get(name, "") for name in (_KIND, _PAGE, _SHOWN)}
    is_page = kept[_PAGE].isdecimal()
    return _address(
        kind=kept[_KIND] if kept[_KIND] in NOUNS else "",
        shown=_DIFFERENT if kept[_SHOWN] == _DIFFERENT else "",
        page=kept[_PAGE] if is_page else "",
    )


def duplicates_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    kind = request.GET.get(_KIND, "")
    kind = kind if kind in NOUNS else ""
    shows_different = request.GET.get(_SHOWN) == _DIFFERENT
    rows = _different(kind) if shows_different else _possible(kind)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get(_PAGE))
    counts = duplicate_counts("" if shows_different else kind)
    shown = {
        "title": "Records marked as different" if shows_different else "Possible duplicates",
        "pairs": _pairs(page, request.user),
        "page": page,
        "kind": kind,
        "shows_different": shows_different,
        "kinds": counts,
        "total": sum(one.count for one in counts),
        "searched": _searched(kind),
        # What links to other pages begin with.
        "query": "".join(
            f"{part}&" for part in [_query(kind=kind, shown=_DIFFERENT if shows_different else "")] if part
        ),
        "different_url": _address(shown=_DIFFERENT),
    }
    return TemplateResponse(request, "admin/articles/duplicates.html", {**context, **shown})


def _address(**parameters: str) -> str:
    query = _query(**parameters)
    return reverse("admin:duplicates") + (f"?{query}" if query else "")


def _query(**parameters: str) -> str:
    return urlencode({name: value for name, value in parameters.items() if value})


def _possible(kind: str) -> Any:
    rows = PossibleDuplicate.objects.all()
    return rows.filter(kind=kind) if kind else rows


def _different(kind: str) -> Any:
    rows = DistinctRecords.objects.select_related("by")
    return rows.filter(first__kind=kind) if kind else rows


def _searched(kind: str) -> datetime | None:
    """When the search last finished; of all kinds, the one that finished first. None if one never did."""
    rows = DuplicateSearch.objects.filter(kind__in=[kind] if kind else list(NOUNS))
    times = [row.finished_at for row in rows]
    done = [time for time in times if time is not None]
    return min(done) if len(done) == (1 if kind else len(NOUNS)) else None


def _pairs(page: Page[Any], user: Any) -> list[RecordPair]:
    rows = list(page.object_list)
    entities = Entity.objects.in_bulk({pk for row in rows for pk in (row.first_id, row.second_id)})
    labels = labels_of(entities.values())
    may_change = {kind for kind in NOUNS if holds(user, f"articles.change_{kind}")}
    complete = [row for row in rows if row.first_id in entities and row.second_id in entities]
    return [_pair(row, entities[row.first_id].kind, labels, may_change) for row in complete]


def _pair(row: Any, kind: str, labels: Mapping[int, RecordLabel], may_change: set[str]) -> RecordPair:
    merged, kept = in_direction(row, {pk: labels[pk].stories for pk in (row.first_id, row.second_id)})
    is_marked = isinstance(row, DistinctRecords)
    judge = "distinct_undo" if is_marked else "distinct"
    return RecordPair(
        kind=kind,
        nouns=NOUNS[kind],
        sides=[(labels[pk], reverse(f"admin:articles_{kind}_change", args=[pk])) for pk in (merged, kept)],
        reasons=() if is_marked else row.reasons,
        merge_url=merge_url(kind, kept, merged) if kind in may_change else "",
        judge_url=reverse(f"admin:articles_{kind}_{judge}", args=[kept]) if kind in may_change else "",
        other_id=merged,
        by=(row.by.get_username() if row.by else "the site") if is_marked else "",
        at=row.created if is_marked else None,
    )
