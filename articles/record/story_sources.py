"""What the records of stories are derived from: each table is read once for many stories, and names as plain values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from articles.models import Appearance, Article, Entity, Mention, Pledge, Quotation
from articles.pages.fact_rows import parties
from articles.pages.note_rows import notes_by_story
from articles.pages.role_rows import roles_stated_in
from articles.pages.story_age import NamedInStory
from articles.pages.story_page import weights_of_names
from articles.search.facets.base import NamedEntity
from articles.search.fact_owners import owners_of_pledges, owners_of_quotations
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.models import CorrectionNote
    from articles.pages.role_rows import RoleRow

# Columns of a story that no record shows.
_NOT_SHOWN = (
    "date_modified", "date_text", "editorial_note", "embargo", "modified", "retrieved_at", "touched_fields", "usage_terms",
    "utc_offset",
)  # fmt: skip


class NameInText(NamedTuple):
    """An accepted mention."""

    entity_id: int
    block: int
    is_about: bool


class NamedPlace(NamedTuple):
    """An appearance, in the order in which a card names places: `rank` is low for main subjects."""

    rank: tuple[bool, int, int]
    entity_id: int
    is_via_place: bool


class EntityValues(NamedTuple):
    name: str
    kind: EntityKind
    is_country: bool


@dataclass(frozen=True, slots=True)
class StorySources:
    """Of some public stories what their records show, by id of the story. `said` and `promised` are the ids of the
    entities on whose pages a quotation or pledge is, by id of the fact.
    """

    articles: dict[int, Article]
    appearances: Mapping[int, list[NamedPlace]]
    names: Mapping[int, list[NameInText]]
    entities: Mapping[int, EntityValues]
    quotations: list[Quotation]
    pledges: list[Pledge]
    said: Mapping[int, set[int]]
    promised: Mapping[int, set[int]]
    roles: Mapping[int, list[RoleRow]]
    notes: Mapping[int, list[CorrectionNote]]

    def entities_in(self, article_id: int) -> list[NamedEntity]:
        """The entities that appear in a story, in the order of their ids."""
        found = sorted(row.entity_id for row in self.appearances.get(article_id, ()))
        return [NamedEntity(pk, one.kind, one.is_country) for pk in found for one in (self.entities[pk],)]

    def places_in(self, article_id: int) -> list[str]:
        """The names of the places that a story names itself, main subjects first."""
        rows = sorted(row for row in self.appearances.get(article_id, ()) if not row.is_via_place)
        found = [self.entities[row.entity_id] for row in rows]
        return [entity.name for entity in found if entity.kind == EntityKind.PLACE]

    def named_in(self, article_id: int) -> tuple[NamedInStory, ...]:
        """The entities of the accepted mentions, those with the most weight first (as `story_page.entities_named`)."""
        names = self.names.get(article_id, ())
        weights, about = weights_of_names(names), {name.entity_id for name in names if name.is_about}
        ordered = sorted(dict.fromkeys(name.entity_id for name in names), key=lambda pk: -weights[pk])
        found = [(pk, self.entities[pk]) for pk in ordered]
        return tuple(
            NamedInStory(pk, entity.name, is_country=entity.is_country, is_about=pk in about) for pk, entity in found
        )

    def owners_by_story(self) -> tuple[dict[int, list[set[int]]], dict[int, list[set[int]]]]:
        """The owners of each quotation, and of each pledge, by story."""
        return _grouped(self.quotations, self.said), _grouped(self.pledges, self.promised)

    def parties_by_story(self) -> defaultdict[int, set[int]]:
        found: defaultdict[int, set[int]] = defaultdict(set)
        facts: list[Quotation | Pledge] = [*self.quotations, *self.pledges]
        for fact in facts:
            found[fact.article_id] |= parties([fact])
        return found


def read_sources(ids: Collection[int]) -> StorySources:
    """The sources of those of the stories that are public. At most fourteen queries, however many stories there are."""
    # The status is no condition of the query: beside several ids it makes SQLite read the index of all published stories.
    stories = Article.objects.filter(pk__in=ids).defer(*_NOT_SHOWN).prefetch_related("outlet")
    articles = {article.pk: article for article in stories if article.is_published}
    appearances, names = _appearances(articles), _names(articles)
    quotations, pledges = _facts(articles)
    wanted = {row.entity_id for rows in appearances.values() for row in rows}
    wanted.update(row.entity_id for rows in names.values() for row in rows)
    return StorySources(
        articles, appearances, names, _entities(wanted), quotations, pledges,
        owners_of_quotations(quotations), owners_of_pledges(pledges), roles_stated_in(articles), notes_by_story(articles),
    )  # fmt: skip


def _appearances(ids: Iterable[int]) -> defaultdict[int, list[NamedPlace]]:
    found: defaultdict[int, list[NamedPlace]] = defaultdict(list)
    rows = Appearance.objects.filter(article__in=list(ids)).order_by()
    for pk, article, entity, mentions, is_about, via in rows.values_list(
        "id", "article_id", "entity_id", "mentions", "is_about", "via_id"
    ):
        found[article].append(NamedPlace((not is_about, -mentions, pk), entity, via is not None))
    return found


def _names(ids: Iterable[int]) -> defaultdict[int, list[NameInText]]:
    found: defaultdict[int, list[NameInText]] = defaultdict(list)
    rows = Mention.objects.accepted().filter(article__in=list(ids), entity__isnull=False).in_text_order()
    for article, entity, block, is_about in rows.values_list("article_id", "entity_id", "block", "is_about"):
        found[article].append(NameInText(entity, block, is_about))
    return found


def _entities(ids: Collection[int]) -> dict[int, EntityValues]:
    rows = Entity.objects.filter(pk__in=ids).values_list("pk", "name", "kind", "place__feature_code")
    return {pk: EntityValues(name, EntityKind(kind), code in COUNTRY_FEATURE_CODES) for pk, name, kind, code in rows}


def _facts(articles: Mapping[int, Article]) -> tuple[list[Quotation], list[Pledge]]:
    """The accepted quotations and pledges of the stories in text order, with their stories and parties."""
    said = Quotation.objects.accepted().filter(article__in=list(articles)).select_related("speaker")
    promised = Pledge.objects.accepted().filter(article__in=list(articles))
    quotations = list(said.in_text_order())
    pledges = list(promised.select_related("pledged_by", "announced_by", "recipient").in_text_order())
    for fact in (*quotations, *pledges):
        fact.article = articles[fact.article_id]
    return quotations, pledges


def _grouped(facts: Iterable[Quotation | Pledge], owners: Mapping[int, set[int]]) -> dict[int, list[set[int]]]:
    found: dict[int, list[set[int]]] = {}
    for fact in facts:
        found.setdefault(fact.article_id, []).append(owners[fact.pk])
    return found
