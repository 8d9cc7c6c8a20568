"""What a story adds to the lists that it is in: one for each value of each facet, its month, its quotations and pledges.

A list is counted by adding and subtracting what its stories add, never by counting again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from articles.search.facets import FACETS
from articles.search.facets.base import IndexedStory
from articles.search.roll_up import countries_of_bodies
from articles.search.sort_keys import newest_key
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from articles.models import Article
    from articles.search.facets.base import NamedEntity

# The counts of a list by facet or other name and value as text, and what a change adds to them by (name, value).
Counts = Mapping[str, Mapping[str, int]]
Delta = Mapping[tuple[str, str], int]
# Numbers by key of the list, name of the facet or other key, and value.
_Lists = dict[str, dict[str, dict[str, int]]]

ALL_STORIES = "stories"
# Not a list of stories: the roles of the reference data, by source and as-of date.
REFERENCE_ROLES = "reference roles"
# Keys of a list's counts besides those of facets.
TOTAL, MONTHS, QUOTATIONS, PLEDGES, BODIES = "total", "months", "quotations", "pledges", "bodies"


def list_key(entity_id: int | str) -> str:
    return f"entity:{entity_id}"


def counted_by(
    articles: Iterable[Article],
    named: Mapping[int, Sequence[NamedEntity]],
    quotations: Mapping[int, Sequence[Collection[int]]],
    pledges: Mapping[int, Sequence[Collection[int]]],
) -> dict[int, dict[str, Any]]:
    """What each of these public stories adds to its lists. The other arguments have by story the entities that appear in
    it, and the owners of each of its quotations and pledges. One query.

    `facts` are its numbers of quotations and pledges, `values` the values of each facet. `entities` has [quotations,
    pledges, whether the story names it] for each entity on whose page the story is. `bodies` has for a country the
    number of quotations and pledges that it has from each organization that counts for it.
    """
    owners = {pk for stories in (quotations, pledges) for facts in stories.values() for one in facts for pk in one}
    countries, found = countries_of_bodies(owners), {}
    for article in articles:
        story = IndexedStory(article, named.get(article.pk, ()))
        said, promised = quotations.get(article.pk, ()), pledges.get(article.pk, ())
        date = article.date_published.astimezone(UTC) if article.date_published else None
        values = {name: list(facet.index_values(story)) for name, facet in FACETS.items()}
        entities = {entity.id: [0, 0, 1] for entity in story.entities}
        for pk, (quoted, pledged) in _facts(story.entities, said, promised).items():
            entities[pk] = [quoted, pledged, int(pk in entities)]
        found[article.pk] = {
            "newest": newest_key(article.pk, article.date_published),
            "month": date.year * 100 + date.month if date else None,
            "facts": [len(said), len(promised)],
            "values": {name: listed for name, listed in values.items() if listed},
            "entities": {str(pk): numbers for pk, numbers in sorted(entities.items())},
            "bodies": _bodies([*said, *promised], countries),
        }
    return found


def add_counts(lists: _Lists, counted: Mapping[str, Any]) -> int:
    """Add what a story adds to its lists, by key of the list, facet or other key, and value. Returns how many values are
    new to their lists: what memory the sum takes grows with them.
    """
    values = [(name, list(map(str, values))) for name, values in counted["values"].items()]
    values += [(TOTAL, [""]), *([(MONTHS, [str(counted["month"])])] if counted["month"] else [])]
    new = _add(lists, ALL_STORIES, values, counted["facts"])
    for pk, (*facts, is_named) in counted["entities"].items():
        new += _add(lists, list_key(pk), values if is_named else (), facts)
    for pk, bodies in counted["bodies"].items():
        of_bodies = lists.setdefault(list_key(pk), {}).setdefault(BODIES, {})
        for body, number in bodies.items():
            new += body not in of_bodies
            of_bodies[body] = of_bodies.get(body, 0) + number
    return new


def _add(lists: _Lists, key: str, values: Iterable[tuple[str, list[str]]], facts: Sequence[int]) -> int:
    """Count a story once under these values, and its (quotations, pledges)."""
    new, counts = 0, lists.setdefault(key, {})
    for name, listed in values:
        of_name = counts.setdefault(name, {})
        before = len(of_name)
        for value in listed:
            of_name[value] = of_name.get(value, 0) + 1
        new += len(of_name) - before
    for name, number in zip((QUOTATIONS, PLEDGES), facts, strict=True):
        if number:
            of_name = counts.setdefault(name, {})
            of_name[""] = of_name.get("", 0) + number
    return new


def complete(
    shown: Mapping[str, Mapping[str, int]], rest: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, int]]:
    """All counts of a list: those that pages can show, and the others, in the order of `added`."""
    return {
        name: dict(sorted({**shown.get(name, {}), **rest.get(name, {})}.items())) for name in sorted({*shown, *rest})
    }


def merged(counts: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The sum of two counts of a list."""
    return added(counts, {(name, value): number for name, values in more.items() for value, number in values.items()})


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> dict[str, Counter[tuple[str, str]]]:
    """What a change of a story adds to each list, by (facet or other key, value). Negative where it takes away."""
    deltas: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for counted, sign in ((before, -1), (after, 1)):
        if counted is None:
            continue
        values = [(TOTAL, "")] + [(name, str(value)) for name, values in counted["values"].items() for value in values]
        values += [(MONTHS, str(counted["month"]))] if counted["month"] else []
        deltas[ALL_STORIES].update(dict.fromkeys(values, sign))
        deltas[ALL_STORIES].update(_signed(counted["facts"], sign))
        for pk, (quotations, pledges, is_named) in counted["entities"].items():
            delta = deltas[list_key(pk)]
            delta.update(dict.fromkeys(values if is_named else (), sign))
            delta.update(_signed((quotations, pledges), sign))
        for pk, bodies in counted["bodies"].items():
            deltas[list_key(pk)].update({(BODIES, body): sign * number for body, number in bodies.items()})
    changed = {key: Counter({name: n for name, n in delta.items() if n}) for key, delta in deltas.items()}
    return {key: delta for key, delta in changed.items() if delta}


def _signed(facts: Sequence[int], sign: int) -> dict[tuple[str, str], int]:
    """The numbers of (quotations, pledges) that a change adds or takes away."""
    return {(name, ""): sign * number for name, number in zip((QUOTATIONS, PLEDGES), facts, strict=True)}


def added(counts: Mapping[str, Mapping[str, int]], delta: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """The counts of a list after a change, in the order of their keys; values that no story has any more are left out."""
    changed = {name: dict(values) for name, values in counts.items()}
    for (name, value), number in delta.items():
        values = changed.setdefault(name, {})
        values[value] = values.get(value, 0) + number
        if not values[value]:
            del values[value]
    return {name: dict(sorted(values.items())) for name, values in sorted(changed.items()) if values}


def _facts(
    named: Sequence[NamedEntity], quotations: Sequence[Collection[int]], pledges: Sequence[Collection[int]]
) -> dict[int, tuple[int, int]]:
    """The quotations and pledges of a story that the page of each entity has."""
    said = Counter(pk for owners in quotations for pk in owners)
    said |= Counter({entity.id: len(quotations) for entity in named if entity.kind == EntityKind.PLACE})
    promised = Counter(pk for owners in pledges for pk in owners)
    return {pk: (said[pk], promised[pk]) for pk in {*said, *promised} if said[pk] or promised[pk]}


def _bodies(facts: Iterable[Collection[int]], countries: Mapping[int, int]) -> dict[str, dict[str, int]]:
    """By country and organization that counts for it, the number of facts; `facts` are the owners of each."""
    found: dict[str, dict[str, int]] = {}
    counted = Counter((countries[pk], pk) for owners in facts for pk in owners if pk in countries)
    for (country, body), number in sorted(counted.items()):
        found.setdefault(str(country), {})[str(body)] = number
    return found
