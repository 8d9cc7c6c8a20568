"""Data of the About page: totals, and credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Min, Q

from articles.geography.reference import DisputedArea, disputed_areas
from articles.models import Article, Membership, Outlet, Pledge, Quotation
from articles.pages.whole_lists import complete_counts, number_of, story_total
from articles.search.facets.outlet import OutletFacet
from articles.search.list_counts import ALL_STORIES, PLEDGES, QUOTATIONS, TOTAL
from articles.search.names import browse
from articles.vocabulary import EntityKind
from articles.wording.role_dates import partial_date

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    """A source of reference roles: their number, and the as-of date of open-ended ones."""

    name: str
    roles: int
    listed: str


@dataclass(frozen=True, slots=True)
class AboutPage:
    counts: tuple[tuple[str, int], ...]
    outlets: tuple[Outlet, ...]
    disputed: tuple[DisputedArea, ...]
    reference: tuple[ReferenceSource, ...]


def about_page() -> AboutPage:
    """Three queries: counts, outlets, sources of the reference data."""
    names = {kind: browse(kind, order="coverage", page=1).total for kind in EntityKind}
    totals, outlets = _totals()
    return AboutPage(
        counts=(
            ("Stories", totals[0]),
            ("People", names[EntityKind.PERSON]),
            ("Organizations", names[EntityKind.ORGANIZATION]),
            ("Places", names[EntityKind.PLACE]),
            ("Quotations", totals[1]),
            ("Pledges", totals[2]),
        ),
        outlets=tuple(outlets),
        disputed=tuple(sorted(disputed_areas().values(), key=lambda area: area.name)),
        reference=_reference_sources(),
    )


def _totals() -> tuple[tuple[int, int, int], QuerySet[Outlet]]:
    """The numbers of stories, quotations and pledges, and the outlets of the stories; counted while there is no record."""
    counts = complete_counts(ALL_STORIES)
    if counts is None:
        totals = (story_total(), Quotation.objects.public().count(), Pledge.objects.public().count())
        return totals, Outlet.objects.filter(articles__in=Article.objects.published()).distinct()
    outlets = Outlet.objects.filter(pk__in=list(map(int, counts.get(OutletFacet.name, {}))))
    return (number_of(counts, TOTAL), number_of(counts, QUOTATIONS), number_of(counts, PLEDGES)), outlets


def _reference_sources() -> tuple[ReferenceSource, ...]:
    listed = Membership.objects.public().filter(article__isnull=True).order_by("source").values("source")
    is_open = ~Q(as_of="")
    rows = listed.annotate(n=Count("pk"), first=Min("as_of", filter=is_open), last=Max("as_of", filter=is_open))
    return tuple(
        ReferenceSource(row["source"] or "compiled for this site", row["n"], _between(row["first"], row["last"]))
        for row in rows
    )


def _between(first: str | None, last: str | None) -> str:
    if not first or not last:
        return ""
    return f"in {partial_date(first)}" if first == last else f"between {partial_date(first)} and {partial_date(last)}"
