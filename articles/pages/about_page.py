"""What the page about the site needs: how much there is, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from articles.geography.reference import DisputedArea, disputed_areas
from articles.models import Article, Outlet, Pledge, Quotation
from articles.search.names import browse
from articles.search.query import search
from articles.search.result import StoryQuery
from articles.vocabulary import EntityKind


@dataclass(frozen=True, slots=True)
class AboutPage:
    counts: tuple[tuple[str, int], ...]
    outlets: tuple[Outlet, ...]
    disputed: tuple[DisputedArea, ...]


def about_page() -> AboutPage:
    """Three queries: quotations, pledges, outlets."""
    names = {kind: browse(kind, order="coverage", page=1).total for kind in EntityKind}
    return AboutPage(
        counts=(
            ("Stories", search(StoryQuery(page_size=1), facets=(), histogram=False).total),
            ("People", names[EntityKind.PERSON]),
            ("Organizations", names[EntityKind.ORGANIZATION]),
            ("Places", names[EntityKind.PLACE]),
            ("Quotations", Quotation.objects.public().count()),
            ("Pledges", Pledge.objects.public().count()),
        ),
        outlets=tuple(Outlet.objects.filter(articles__in=Article.objects.published()).distinct()),
        disputed=tuple(sorted(disputed_areas().values(), key=lambda area: area.name)),
    )
