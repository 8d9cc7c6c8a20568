"""Data of the page of corrections: correction notes and withdrawals, the newest first, by outlet and month."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from articles.models import CorrectionEntry, ListRecord, Outlet
from articles.models.article import is_public_status
from articles.pages.note_rows import moment_words, note_label
from articles.vocabulary import ArticleStatus
from articles.wording.role_dates import partial_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

PAGE_SIZE = 20
_MAX_OUTLETS = 200
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_OUTLET = re.compile(r"[0-9]{1,18}")
# Microseconds since 1970 and the id of the last entry of the previous page.
_BEFORE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CorrectionQuery:
    """`before` is the sort key of the last entry of the previous page. `ignored` names parameters that could not be used."""

    outlet: int | None = None
    month: str = ""
    before: tuple[datetime, int] | None = None
    ignored: tuple[str, ...] = ()

    @property
    def is_filtered(self) -> bool:
        return self.outlet is not None or bool(self.month)

    @property
    def address(self) -> str:
        params = {"outlet": self.outlet, "month": self.month}
        chosen = {name: value for name, value in params.items() if value}
        if self.before:
            chosen["before"] = f"{(self.before[0] - _EPOCH) // _TICK}-{self.before[1]}"
        return reverse("articles:corrections") + (f"?{urlencode(chosen)}" if chosen else "")


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """`headline` is empty if the story was withdrawn and its headline hidden. `permalink` never changes."""

    label: str
    is_withdrawal: bool
    headline: str
    url: str
    permalink: str
    outlet: str
    text: str
    at: datetime
    moment: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    query: CorrectionQuery
    rows: tuple[CorrectionRow, ...]
    outlets: tuple[Option, ...]
    months: tuple[Option, ...]
    total: int
    older: str
    newest: str


def parse_corrections(params: Mapping[str, str]) -> CorrectionQuery:
    """Never raises."""
    given = {name: params.get(name, "") for name in ("outlet", "month", "before")}
    outlet, month = _OUTLET.fullmatch(given["outlet"]), _MONTH.fullmatch(given["month"])
    before = _before(given["before"])
    is_month = month is not None and int(month[1]) > 0
    used = {"outlet": outlet is not None, "month": is_month, "before": before is not None}
    return CorrectionQuery(
        outlet=int(outlet[0]) if outlet else None,
        month=given["month"] if is_month else "",
        before=before,
        ignored=tuple(name for name, value in given.items() if value and not used[name]),
    )


def corrections_page(query: CorrectionQuery) -> CorrectionsPage:
    """Three queries: the entries, their counts, and the names of outlets."""
    found = list(_with_status(_entries(query)[: PAGE_SIZE + 1]))
    shown = found[:PAGE_SIZE]
    counts = ListRecord.objects.filter(pk=CorrectionEntry.COUNTS).values_list("shown", flat=True).first() or {}
    by_outlet, by_month = counts.get("outlet", {}), counts.get("month", {})
    names = outlet_names({*map(int, by_outlet), *(entry.outlet_id for entry in shown if entry.outlet_id)})
    older = replace(query, before=(shown[-1].at, shown[-1].pk)).address if len(found) > PAGE_SIZE else ""
    return CorrectionsPage(
        query=query,
        rows=_rows(shown, names),
        outlets=_outlet_options(by_outlet, names, query.outlet),
        months=tuple(
            Option(month, partial_date(month), by_month[month], month == query.month)
            for month in sorted(by_month, reverse=True)
        ),
        total=sum(by_month.values()),
        older=older,
        newest=replace(query, before=None).address if query.before else "",
    )


def newest_corrections(number: int) -> tuple[CorrectionRow, ...]:
    """Two queries."""
    found = list(_with_status(_entries(CorrectionQuery())[:number]))
    return _rows(found, outlet_names({entry.outlet_id for entry in found if entry.outlet_id}))


def outlet_names(ids: set[int]) -> dict[int, str]:
    return dict(Outlet.objects.filter(pk__in=ids).values_list("pk", "name"))


def _entries(query: CorrectionQuery) -> QuerySet[CorrectionEntry]:
    found = CorrectionEntry.objects.order_by("-at", "-id")
    if query.outlet is not None:
        found = found.filter(outlet_id=query.outlet)
    if query.month:
        first, following = _month_bounds(query.month)
        found = found.filter(at__gte=first)
        found = found.filter(at__lt=following) if following else found
    if query.before:
        at, pk = query.before
        # The first condition alone can be looked up in the index.
        found = found.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=pk))
    return found


def _with_status(entries: QuerySet[CorrectionEntry]) -> QuerySet[CorrectionEntry]:
    return entries.select_related("article").only(
        "kind", "at", "outlet_id", "row", "article__review_status", "article__hides_headline"
    )


def _rows(entries: list[CorrectionEntry], names: Mapping[int, str]) -> tuple[CorrectionRow, ...]:
    """Without those of stories whose status changed since, which the record does not know yet."""
    return tuple(_row(entry, names) for entry in entries if _is_current(entry))


def _is_current(entry: CorrectionEntry) -> bool:
    status = entry.article.review_status
    if entry.kind == CorrectionEntry.WITHDRAWAL:
        return status == ArticleStatus.WITHDRAWN
    return is_public_status(status)


def _row(entry: CorrectionEntry, names: Mapping[int, str]) -> CorrectionRow:
    row, is_withdrawal = entry.row, entry.kind == CorrectionEntry.WITHDRAWAL
    is_hidden = is_withdrawal and entry.article.hides_headline
    slug = "" if is_hidden else row["slug"]
    permalink = f"{reverse('articles:story-list')}{entry.article_id}/"
    anchor = "withdrawal" if is_withdrawal else f"note-{entry.pk // 2}"
    address = reverse("articles:story-detail", args=[entry.article_id, slug]) if slug else permalink
    return CorrectionRow(
        label="Withdrawal" if is_withdrawal else note_label(entry.kind),
        is_withdrawal=is_withdrawal,
        headline="" if is_hidden else row["headline"],
        url=address if is_withdrawal else f"{address}#{anchor}",
        permalink=f"{permalink}#{anchor}",
        outlet=names.get(entry.outlet_id or 0, ""),
        text=row["text"],
        at=entry.at,
        moment=moment_words(entry.at),
        updated=datetime.fromisoformat(row["changed_at"]) if row["changed_at"] else entry.at,
    )


def _outlet_options(counts: Mapping[str, int], names: Mapping[int, str], chosen: int | None) -> tuple[Option, ...]:
    """Those with most entries, by name."""
    most = sorted(counts, key=lambda pk: (-counts[pk], int(pk)))[:_MAX_OUTLETS]
    options = [Option(pk, names[int(pk)], counts[pk], int(pk) == chosen) for pk in most if int(pk) in names]
    return tuple(sorted(options, key=lambda option: option.label.casefold()))


def _month_bounds(month: str) -> tuple[datetime, datetime | None]:
    """The first moment of the month, and of the next one; None after the last month that has one."""
    first = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    year, number = divmod(12 * first.year + first.month, 12)
    return first, datetime(year, number + 1, 1, tzinfo=UTC) if year <= MAXYEAR else None


def _before(text: str) -> tuple[datetime, int] | None:
    found = _BEFORE.fullmatch(text)
    if found is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None
