"""Names of entities from the index: labels for links, autocomplete, nearest names, A-Z lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tantivy import Occur, Query

from articles.search.open_index import OpenIndex, open_index
from articles.search.result import MAX_PAGE, PAGE_SIZE, Label
from articles.search.schema import ENTITY, key_of, schema
from articles.search.tokens import index_letter, key, tokens
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tantivy import DocAddress

ListedKind = EntityKind | Literal["country"]
NameOrder = Literal["name", "coverage"]

_MAX_WORDS = 8
_MIN_FUZZY, _MIN_VERY_FUZZY = 4, 8  # minimum word lengths for one and for two wrong letters
_MAX_LETTERS = 500
# Labels that a process caches, of about 700 bytes.
_MAX_LABELS = 20_000


@dataclass(frozen=True, slots=True)
class NamesPage:
    """A page of an A-Z list. `letters` counts all names of the kind by first letter, not only those shown."""

    labels: tuple[Label, ...] = ()
    total: int = 0
    letters: tuple[tuple[str, int], ...] = ()

    @property
    def pages(self) -> int:
        return min(MAX_PAGE, -(-self.total // PAGE_SIZE))


def labels(ids: Iterable[int]) -> dict[int, Label]:
    """The labels of these entities, if named in a published story."""
    index = open_index()
    return labels_in(index, ids) if index else {}


def labels_in(index: OpenIndex, ids: Iterable[int]) -> dict[int, Label]:
    wanted = list(dict.fromkeys(ids))
    found = {pk: label for pk in wanted if (label := index.labels.get(pk))}
    unknown = [key_of(ENTITY, pk) for pk in wanted if pk not in found]
    if unknown:
        addresses = index.find(Query.term_set_query(schema(), "key", unknown), limit=len(unknown)).addresses
        found |= {label.id: label for label in _labels_at(index, addresses)}
    return {pk: found[pk] for pk in wanted if pk in found}


def _labels_at(index: OpenIndex, addresses: Sequence[DocAddress]) -> list[Label]:
    """The labels of these entity documents. A document is decoded once for a state of the index."""
    found = []
    for pk, address in zip(index.ids(addresses), addresses, strict=True):
        label = index.labels.get(pk)
        if label is None:
            label = _label(index.stored(address))
            if len(index.labels) >= _MAX_LABELS:
                index.labels.clear()
            index.labels[pk] = label
        found.append(label)
    return found


def suggest(text: str, limit: int = 8) -> list[Label]:
    """Names that may complete the text, most covered first: each word is the beginning of a word of the name."""
    index, words = open_index(), tokens(text[:200])[:_MAX_WORDS]
    if index is None or not words:
        return []
    begun = [_begins("name_word", word.folded) for word in words]
    together = Query.boolean_query([(Occur.Must, part) for part in begun])
    return _most_covered(index, _entities(_either([together, _begins("name_key", key(words))])), limit)


def nearest_names(text: str, limit: int = 5) -> list[Label]:
    """The most similar names to a text that may be misspelt or incomplete."""
    index, words = open_index(), tokens(text[:200])[:_MAX_WORDS]
    if index is None or not words:
        return []
    ways = [Query.term_query(schema(), "name_word", word.folded) for word in words]
    ways += [fuzzy for word in words for fuzzy in _fuzzy("name_word", word.folded)]
    ways += _fuzzy("name_key", key(words))
    whole = Query.term_query(schema(), "name_key", key(words))
    scored = [Query.const_score_query(way, 1.0) for way in ways] + [Query.const_score_query(whole, 10.0)]
    hits = index.find(_entities(_either(scored)), limit=limit * 4)
    found = list(zip(hits.keys, _labels_at(index, hits.addresses), strict=True))
    found.sort(key=lambda hit: (-hit[0], -hit[1].stories, hit[1].name, hit[1].id))
    return [label for _, label in found[:limit]]


def browse(
    kind: ListedKind, *, letter: str = "", order: NameOrder = "name", page: int = 1, page_size: int = PAGE_SIZE
) -> NamesPage:
    """A page of all people, organizations, places or countries named in published stories."""
    index = open_index()
    if index is None:
        return NamesPage()
    of_kind = _entities(Query.term_query(schema(), "kind", str(kind)))
    shown = of_kind
    if letter:
        shown = Query.boolean_query(
            [(Occur.Must, of_kind), (Occur.Must, Query.term_query(schema(), "letter", index_letter(letter)))]
        )
    last = min(max(page, 1), MAX_PAGE) * page_size
    ordered, total = _in_order(index, (kind, letter, order), shown, last)
    addresses = ordered[last - page_size : last]
    return NamesPage(tuple(_labels_at(index, addresses)), total, _letters(index, kind, of_kind))


def _in_order(
    index: OpenIndex, key: tuple[str, str, NameOrder], query: Query, count: int
) -> tuple[Sequence[DocAddress], int]:
    """At least the first `count` names of a list, if it has so many, and the number of all.

    Ordering by a text costs .02 ms for each name before the page, so that the beginning of a list is ordered once for a
    state of the index, and four times as many names as asked for when it is not long enough.
    """
    found = index.name_orders.get(key)
    if found is None or len(found[0]) < min(count, found[1]):
        by = "by_coverage" if key[2] == "coverage" else "by_name"
        limit = count if found is None else min(count * 4, MAX_PAGE * PAGE_SIZE)
        answer = index.find(query, limit=max(limit, count), by=by, descending=False)
        found = index.name_orders[key] = answer.addresses, answer.total
    return found


def _letters(index: OpenIndex, kind: ListedKind, query: Query) -> tuple[tuple[str, int], ...]:
    """Counted once for a state of the index."""
    found = index.letters.get(kind)
    if found is None:
        answer = index.aggregate(query, {"letters": {"terms": {"field": "letter", "size": _MAX_LETTERS}}})
        found = tuple(sorted((bucket["key"], bucket["doc_count"]) for bucket in answer["letters"]["buckets"]))
        index.letters[kind] = found
    return found


def _label(stored: dict[str, Any]) -> Label:
    values = stored["label"]
    return Label(**{**values, "kind": EntityKind(values["kind"])})


def _most_covered(index: OpenIndex, query: Query, limit: int) -> list[Label]:
    found = index.find(query, limit=limit, by="by_coverage", descending=False)
    return _labels_at(index, found.addresses)


def _entities(query: Query) -> Query:
    only = Query.const_score_query(Query.term_query(schema(), "type", ENTITY), 0.0)
    return Query.boolean_query([(Occur.Must, only), (Occur.Must, query)])


def _either(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _begins(field: str, text: str) -> Query:
    return Query.fuzzy_term_query(schema(), field, text, distance=0, prefix=True)


def _fuzzy(field: str, text: str) -> list[Query]:
    """One letter may be wrong, in long words two. Both queries count, so that closer names score higher."""
    distances = [d for d, least in ((1, _MIN_FUZZY), (2, _MIN_VERY_FUZZY)) if len(text) >= least]
    return [Query.fuzzy_term_query(schema(), field, text, distance=distance) for distance in distances]
