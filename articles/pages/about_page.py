"""Data of the About page: totals, and credits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from articles.geography.reference import DisputedArea, disputed_areas
from articles.models import Article, Membership, Outlet, Pledge, Quotation
from articles.pages.whole_lists import counts_in_row, number_of, story_total
from articles.search.facets.outlet import OutletFacet
from articles.search.list_counts import ALL_STORIES, PLEDGES, QUOTATIONS, REFERENCE_ROLES, TOTAL
from articles.search.names import browse
from articles.vocabulary import EntityKind
from articles.wording.role_dates import partial_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from articles.pages.whole_lists import Counts


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
    """Three queries by key: counts, outlets, sources of the reference data."""
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
        reference=tuple(_reference_sources()),
    )


def _totals() -> tuple[tuple[int, int, int], QuerySet[Outlet]]:
    """The numbers of stories, quotations and pledges, and the outlets of the stories; counted while there is no record."""
    counts = counts_in_row(ALL_STORIES)
    if counts is None:
        totals = (story_total(), Quotation.objects.public().count(), Pledge.objects.public().count())
        return totals, Outlet.objects.filter(articles__in=Article.objects.published()).distinct()
    outlets = Outlet.objects.filter(pk__in=list(map(int, counts.get(OutletFacet.name, {}))))
    return (number_of(counts, TOTAL), number_of(counts, QUOTATIONS), number_of(counts, PLEDGES)), outlets


def reference_roles() -> Counts:
    """The number of roles of the reference data by source and as-of date, which is empty for roles that ended."""
    listed = Membership.objects.public().filter(article__isnull=True, source_url="")
    found: Counts = {}
    for source, as_of, number in listed.order_by().values_list("source", "as_of").annotate(Count("pk")):
        found.setdefault(source, {})[as_of] = number
    return {source: dict(sorted(numbers.items())) for source, numbers in sorted(found.items())}


def _reference_sources() -> Iterator[ReferenceSource]:
    """From the record; counted while there is none."""
    counts = counts_in_row(REFERENCE_ROLES)
    for source, numbers in sorted((reference_roles() if counts is None else counts).items()):
        dates = [as_of for as_of in sorted(numbers) if as_of]
        listed = _between(dates[0], dates[-1]) if dates else ""
        yield ReferenceSource(source or "compiled for this site", sum(numbers.values()), listed)


def _between(first: str, last: str) -> str:
    return f"in {partial_date(first)}" if first == last else f"between {partial_date(first)} and {partial_date(last)}"
