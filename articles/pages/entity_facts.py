"""The quotations and pledges of an entity's page: read from the record, or from the tables while there is none."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Count, F, Window

from articles.models import Entity, Organization, Pledge, Quotation, StoryRecord
from articles.models.article import is_public_status
from articles.pages.fact_rows import PledgeRow, QuoteCard, parties, pledge_row, quote_card
from articles.pages.links import NameLink, known_labels, url_of
from articles.pages.top_rows import TopRows
from articles.pages.whole_lists import newest_with, number_of
from articles.search.list_counts import BODIES, PLEDGES, QUOTATIONS
from articles.vocabulary import EntityKind
from articles.wording.formats import DateWords

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from django.db.models import Q, QuerySet

    from articles.pages.whole_lists import Counts

MAX_QUOTATIONS = 12
MAX_PLEDGES = 40
_NEWEST_FIRST = (F("article__date_published").desc(nulls_last=True), "-article_id", "block", "start")

_Fact = TypeVar("_Fact", Quotation, Pledge)


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """`bodies` are the organizations that count for a country and have a part in its quotations or pledges. `stories`
    are the ids of the stories that state the facts shown.
    """

    quotations: TopRows[QuoteCard]
    pledges: TopRows[PledgeRow]
    bodies: tuple[NameLink, ...]
    stories: frozenset[int]


@dataclass(frozen=True, slots=True)
class FactOwnership:
    """Which facts are on the page of the entity with an id, as conditions for the tables; `bodies` those of a country."""

    quotations: Callable[[int], Q]
    pledges: Callable[[int], Q]
    bodies: Callable[[int], Collection[int]]


def facts_of_stories(
    quotations: Iterable[Quotation],
    pledges: Iterable[Pledge],
    owners: tuple[Mapping[int, Collection[int]], Mapping[int, Collection[int]]],
) -> defaultdict[int, dict[str, list[Any]]]:
    """These facts as JSON, by story and in their order, with the ids of the entities on whose pages they are. `owners` has
    these by id of the quotation and of the pledge. Each fact needs its article and its parties. One query.
    """
    said, promised = owners
    # From the tables and not from the search index, so that a record does not depend on which of the two is built first.
    named = Entity.objects.public().filter(pk__in=parties([*quotations, *pledges]))
    public = frozenset(named.values_list("pk", flat=True))
    found: defaultdict[int, dict[str, list[Any]]] = defaultdict(lambda: {QUOTATIONS: [], PLEDGES: []})
    for quotation in quotations:
        card = asdict(quote_card(quotation, quotation.article, public))
        found[quotation.article_id][QUOTATIONS].append([sorted(said[quotation.pk]), card])
    for pledge in pledges:
        row = asdict(pledge_row(pledge, pledge.article, public))
        row["figures"] = list(row["figures"])
        found[pledge.article_id][PLEDGES].append([sorted(promised[pledge.pk]), row])
    return found


def entity_facts(owned: FactOwnership, entity: Entity, counts: Counts | None) -> EntityFacts:
    """What the page of an entity shows. `counts` are those of its list, None while the record does not have it.

    With counts at most four queries by key, however many quotations and pledges there are.
    """
    if counts is None:
        return _from_tables(owned, entity)
    listed = {
        name: dict(newest_with(entity.pk, name, limit)) if number_of(counts, name) else {}
        for name, limit in ((QUOTATIONS, MAX_QUOTATIONS), (PLEDGES, MAX_PLEDGES))
    }
    stories = _stored({pk for found in listed.values() for pk in found})
    is_place = entity.kind == EntityKind.PLACE
    quotations = [
        QuoteCard(**{**card, "date": DateWords(**card["date"])})
        for pk, is_named in listed[QUOTATIONS].items()
        for owners, card in stories.get(pk, {}).get(QUOTATIONS, ())
        if (is_place and is_named) or entity.pk in owners
    ]
    pledges = [
        PledgeRow(**{**row, "date": DateWords(**row["date"]), "figures": tuple(row["figures"])})
        for pk in listed[PLEDGES]
        for owners, row in stories.get(pk, {}).get(PLEDGES, ())
        if entity.pk in owners
    ]
    return EntityFacts(
        TopRows(tuple(quotations[:MAX_QUOTATIONS]), number_of(counts, QUOTATIONS)),
        TopRows(tuple(pledges[:MAX_PLEDGES]), number_of(counts, PLEDGES)),
        _links(map(int, counts.get(BODIES, {}))),
        frozenset(stories),
    )


def _stored(ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """The facts of these stories, without those of stories that were withdrawn since."""
    rows = StoryRecord.objects.filter(pk__in=ids).values_list("pk", "article__review_status", "facts") if ids else ()
    return {pk: facts for pk, status, facts in rows if is_public_status(status)}


def _from_tables(owned: FactOwnership, entity: Entity) -> EntityFacts:
    said = Quotation.objects.public().select_related("article__outlet", "speaker")
    promised = Pledge.objects.public().select_related("article__outlet", "pledged_by", "announced_by", "recipient")
    quotations, said_total = _counted(said.filter(owned.quotations(entity.pk)), MAX_QUOTATIONS)
    pledges, promised_total = _counted(promised.filter(owned.pledges(entity.pk)), MAX_PLEDGES)
    public = known_labels(parties([*quotations, *pledges]))
    return EntityFacts(
        TopRows(tuple(quote_card(row, row.article, public) for row in quotations), said_total),
        TopRows(tuple(pledge_row(row, row.article, public) for row in pledges), promised_total),
        _links(owned.bodies(entity.pk)),
        frozenset(fact.article_id for fact in (*quotations, *pledges)),
    )


def _counted(facts: QuerySet[_Fact], limit: int) -> tuple[list[_Fact], int]:
    """The newest facts, and how many there are, in one query that reads all of them."""
    rows: list[Any] = list(facts.annotate(total=Window(Count("pk"))).order_by(*_NEWEST_FIRST)[:limit])
    return rows, rows[0].total if rows else 0


def _links(bodies: Iterable[int]) -> tuple[NameLink, ...]:
    """These organizations by name, linked if they have a page."""
    wanted = list(bodies)
    found = (
        sorted(Organization.objects.in_bulk(wanted).values(), key=lambda body: (body.name, body.pk)) if wanted else []
    )
    public = known_labels([body.pk for body in found])
    return tuple(NameLink(body.name, url_of(public[body.pk]) if body.pk in public else "", body.kind) for body in found)
