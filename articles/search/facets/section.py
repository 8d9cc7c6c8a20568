from __future__ import annotations

from typing import TYPE_CHECKING

from articles.search.facets.base import TextFacet
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.search.facets.base import IndexedStory, Labels


class SectionFacet(TextFacet):
    """The section of the outlet, as printed. Case is ignored, because outlets use both for the same section."""

    name = "section"
    legend = "Sections"
    any_of = True

    def index_values(self, story: IndexedStory) -> Iterable[str]:
        return self.values_in(story.article.section)

    def index_label(self, story: IndexedStory) -> tuple[str, str] | None:
        return next(((value, clean_line(story.article.section)) for value in self.index_values(story)), None)

    def labels(self, values: Collection[str], known: Labels) -> Mapping[str, str]:
        return known.stored(self.name, values)

    def unknown_label(self, value: str) -> str:
        return value
