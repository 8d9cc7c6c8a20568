"""What a story adds to the lists that it is in: one for each value of each facet, its month, its quotations and pledges.

A list is counted by adding and subtracting what its stories add, never by counting again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC
from typing import TYPE_CHECKING, Any

from articles.models import Article, Pledge, Quotation
from articles.search.facets import FACETS
from articles.search.facets.base import IndexedStory
from articles.search.index_documents import named_entities
from articles.search.sort_keys import newest_key
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

ALL_STORIES = "stories"
# Keys of a list's counts besides those of facets.
TOTAL, MONTHS, QUOTATIONS, PLEDGES = "total", "months", "quotations", "pledges"


def list_key(entity_id: int) -> str:
    return f"entity:{entity_id}"


def counted_by(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What each of these stories adds to its lists, for those that are public. Four queries.

    `values` are the values of each facet, `entities` [quotations, pledges] for each entity that the story names.
    """
    named, quotations, pledges = named_entities(ids), _quotations(ids), _pledges(ids)
    found = {}
    for article in Article.objects.published().for_cards().filter(pk__in=ids):
        story = IndexedStory(article, named[article.pk])
        date = article.date_published.astimezone(UTC) if article.date_published else None
        values = {name: list(facet.index_values(story)) for name, facet in FACETS.items()}
        # An organization's page has the quotations of its people, too: they are not counted by story.
        entities = {
            str(entity.id): [
                sum(quotations[article.pk].values())
                if entity.kind == EntityKind.PLACE
                else quotations[article.pk][entity.id],
                pledges[article.pk][entity.kind == EntityKind.PERSON, entity.id],
            ]
            for entity in story.entities
        }
        found[article.pk] = {
            "newest": newest_key(article.pk, article.date_published),
            "month": date.year * 100 + date.month if date else None,
            "values": {name: listed for name, listed in values.items() if listed},
            "entities": entities,
        }
    return found


def lists_of(counted: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The lists that a story is in, with the quotations and pledges that it adds to each."""
    found = {list_key(pk): (quotations, pledges) for pk, (quotations, pledges) in counted["entities"].items()}
    return {ALL_STORIES: (0, 0), **found}


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> dict[str, Counter[tuple[str, str]]]:
    """What a change of a story adds to each list, by (facet or other key, value). Negative where it takes away."""
    deltas: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for counted, sign in ((before, -1), (after, 1)):
        if counted is None:
            continue
        common = [(TOTAL, "")] + [(name, str(value)) for name, values in counted["values"].items() for value in values]
        common += [(MONTHS, str(counted["month"]))] if counted["month"] else []
        for key, (quotations, pledges) in lists_of(counted).items():
            delta = deltas[key]
            for name in common:
                delta[name] += sign
            delta[QUOTATIONS, ""] += sign * quotations
            delta[PLEDGES, ""] += sign * pledges
    return {
        key: Counter({name: n for name, n in delta.items() if n})
        for key, delta in deltas.items()
        if any(delta.values())
    }


def added(counts: Mapping[str, Mapping[str, int]], delta: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """The counts of a list after a change, in the order of their keys; values that no story has any more are left out."""
    changed = {name: dict(values) for name, values in counts.items()}
    for (name, value), number in delta.items():
        values = changed.setdefault(name, {})
        values[value] = values.get(value, 0) + number
        if not values[value]:
            del values[value]
    return {name: dict(sorted(values.items())) for name, values in sorted(changed.items()) if values}


def _quotations(ids: Collection[int]) -> defaultdict[int, Counter[int | None]]:
    """The accepted quotations of each story by speaker."""
    found: defaultdict[int, Counter[int | None]] = defaultdict(Counter)
    for article, speaker in (
        Quotation.objects.accepted().filter(article__in=ids).values_list("article_id", "speaker_id")
    ):
        found[article][speaker] += 1
    return found


def _pledges(ids: Collection[int]) -> defaultdict[int, Counter[tuple[bool, int]]]:
    """The accepted pledges of each story by party: (True, id) for the page of a person, (False, id) for others.

    A pledge is on the page of who announces and makes it if that is a person, of who makes and receives it if not.
    """
    found: defaultdict[int, Counter[tuple[bool, int]]] = defaultdict(Counter)
    rows = Pledge.objects.accepted().filter(article__in=ids)
    for article, by, announced, to in rows.values_list(
        "article_id", "pledged_by_id", "announced_by_id", "recipient_id"
    ):
        found[article].update((is_person, pk) for is_person, pk in _parties(by, announced, to))
    return found


def _parties(by: int | None, announced: int | None, to: int | None) -> Iterable[tuple[bool, int]]:
    yield from ((True, pk) for pk in {by, announced} if pk is not None)
    yield from ((False, pk) for pk in {by, to} if pk is not None)
