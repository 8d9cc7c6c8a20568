"""The links that a record got after another was merged into it: an undo asks to which of the two each of them goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.desk.merge_rules import RULES
from articles.desk.moved_links import FACTS, SPLITTABLE, assignable_links, field_of, moved_key, rows_of
from articles.models import Article, Mention, MergeRecord, OtherName, SplitRecord
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_NAMES, _MENTIONS = moved_key(OtherName, "entity"), moved_key(Mention, "entity")
# The first and last letters of the words around a fact in a block without sentences.
_AROUND = 120


@dataclass(frozen=True, slots=True)
class LinkSince:
    """A link by field and id. `says` are the words of the fact with their sentence, or the name of what refers to it."""

    value: str
    noun: str
    says: str
    sentence: str
    article: Article | None
    who: str
    when: datetime | None


@dataclass(frozen=True, slots=True)
class LinksOfMerge:
    """The ids of links by field: `back` will move back when the merge is undone, `since` were made since."""

    back: Mapping[str, Sequence[int]]
    since: Mapping[str, Sequence[int]]

    @property
    def total_back(self) -> int:
        return sum(map(len, self.back.values()))

    @property
    def total_since(self) -> int:
        return sum(map(len, self.since.values()))

    def back_by_noun(self) -> list[tuple[str, int]]:
        return [(RULES[key].noun, len(ids)) for key, ids in self.back.items()]


def links_of(record: MergeRecord) -> LinksOfMerge:
    """What an undo of a merge moves, and what it asks about."""
    now = assignable_links(record.kept_id)
    back = {key: sorted(set(ids) & set(record.moved.get(key, ()))) for key, ids in now.items()}
    return LinksOfMerge({key: ids for key, ids in back.items() if ids}, ids_since(record, now))


def links_of_split(record: SplitRecord) -> LinksOfMerge:
    """The same of a split, whose links are at the record that got them."""
    now = assignable_links(record.target_id or 0)
    back = {key: sorted(set(ids) & set(record.moved.get(key, ()))) for key, ids in now.items()}
    return LinksOfMerge({key: ids for key, ids in back.items() if ids}, ids_since_split(record, now))


def ids_since(record: MergeRecord, now: Mapping[str, Sequence[int]] | None = None) -> dict[str, list[int]]:
    """The ids of all links that the record kept has now, and neither of the two had when they were merged.

    Links that came with another merge belong to that one. `now` are all links of the record kept, if they are known.
    """
    known: dict[str, set[int]] = {}
    for merge in [record, *_merges_into(record.kept_id)]:
        _add_given(known, merge)
    _add(known, record.former["own"])
    return _others(assignable_links(record.kept_id) if now is None else now, known)


def ids_since_split(record: SplitRecord, now: Mapping[str, Sequence[int]] | None = None) -> dict[str, list[int]]:
    """The ids of all links that the record got after the split, except those that came with a merge."""
    known: dict[str, set[int]] = {}
    for merge in _merges_into(record.target_id or 0):
        _add_given(known, merge)
    _add(known, record.moved)
    _add(known, record.own)
    since = _others(assignable_links(record.target_id or 0) if now is None else now, known)
    splittable = {moved_key(model, field) for model, field in SPLITTABLE}
    return {key: ids for key, ids in since.items() if key in splittable}


def _merges_into(entity_id: int) -> list[MergeRecord]:
    """The merges into a record that are not undone."""
    merges = MergeRecord.objects.filter(kept=entity_id).order_by("pk")
    return [merge for merge in merges if merge.undone_at is None]


def _add_given(known: dict[str, set[int]], merge: MergeRecord) -> None:
    """The links that a record has from a merge."""
    names = [merge.former.get("added_name"), *(name["id"] for name in merge.former.get("names", []))]
    for ids_of in (merge.moved, {_MENTIONS: _still_open(merge)}, {_NAMES: names}):
        _add(known, ids_of)


def _others(now: Mapping[str, Sequence[int]], known: Mapping[str, set[int]]) -> dict[str, list[int]]:
    others = {key: [pk for pk in ids if pk not in known.get(key, ())] for key, ids in now.items()}
    return {key: ids for key, ids in others.items() if ids}


def _still_open(merge: MergeRecord) -> list[int]:
    """The mentions that the merge resolved and no editor decided on since."""
    resolved = Mention.objects.filter(pk__in=merge.former.get("resolved", []))
    return [mention.pk for mention in resolved if mention.status == FactStatus.PROPOSED]


def shown_links(since: Mapping[str, Sequence[int]], limit: int) -> list[LinkSince]:
    """At most so many of these links, the newest of each field first, in a constant number of queries."""
    shown: list[LinkSince] = []
    for key, ids in since.items():
        model, _ = field_of(key)
        rows = rows_of(model).filter(pk__in=sorted(ids)[max(0, len(ids) - (limit - len(shown))) :])
        if any(model is fact for fact, _ in FACTS):
            rows = rows.select_related("article", "decided_by")
        shown += [_shown(key, row) for row in rows.order_by("-pk")] if len(shown) < limit else []
    return shown


def _shown(key: str, row: Any) -> LinkSince:
    article = getattr(row, "article", None) if hasattr(row, "block") else None
    who = row.decided_by.get_username() if getattr(row, "decided_by", None) else ""
    return LinkSince(
        value=f"{key}:{row.pk}",
        noun=RULES[key].noun,
        says=str(row),
        sentence=sentence_of_fact(article, row) if article is not None else "",
        article=article,
        who=who,
        when=getattr(row, "decided_at", None),
    )


def sentence_of_fact(article: Article, fact: Any) -> str:
    """The sentence that the words of a fact are in; where none is known, the words around it."""
    text = article.text_of(fact.block)
    spans = article.body[fact.block].get("sentences", []) if 0 <= fact.block < len(article.body) else []
    first = max((start for start, _ in spans if start <= fact.start), default=max(0, fact.start - _AROUND))
    last = min((end for _, end in spans if end >= fact.end), default=fact.end + _AROUND)
    return text[first:last].strip()


def _add(known: dict[str, set[int]], ids_of: Mapping[str, Sequence[int | None]]) -> None:
    for key, ids in ids_of.items():
        known.setdefault(key, set()).update(pk for pk in ids if pk is not None)
