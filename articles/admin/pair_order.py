"""Deciding possible duplicates one after another: where a pair is in the list of its kind, and which one follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from articles.admin.record_counts import published_counts
from articles.models import PossibleDuplicate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The parameter of the page of a merge that was opened from the list.
PAIRS = "pairs"
# More ids in one condition than any database refuses; of so many following pairs one still exists.
_MANY = 500


@dataclass(frozen=True, slots=True)
class PairPosition:
    """The pair is the `number`th of `total`, the likeliest first. `later` are the ids of the pairs to decide next: those
    below it, then those above it.
    """

    number: int
    total: int
    later: Sequence[int]

    @property
    def next_url(self) -> str:
        return url_of_first(self.later)


def pair_position(kind: str, one: int, other: int) -> PairPosition | None:
    """None if the two are not, or no longer, possible duplicates."""
    rows = list(PossibleDuplicate.objects.filter(kind=kind).values_list("pk", "first_id", "second_id"))
    pair = (min(one, other), max(one, other))
    ids = [pk for pk, _, _ in rows]
    for place, (_, first, second) in enumerate(rows):
        if (first, second) == pair:
            return PairPosition(place + 1, len(rows), [*ids[place + 1 :], *ids[:place]])
    return None


def url_of_first(pairs: Sequence[int]) -> str:
    """The page of the merge of the first of these pairs that still exists; empty if none does."""
    existing = PossibleDuplicate.objects.in_bulk(list(pairs[:_MANY]))
    row = next((existing[pk] for pk in pairs if pk in existing), None)
    if row is None:
        return ""
    merged, kept = in_direction(row, published_counts([row.first_id, row.second_id]))
    return merge_url(row.kind, kept, merged)


def in_direction(row: PossibleDuplicate, stories: Mapping[int, int]) -> tuple[int, int]:
    """The record that is merged, and the one in more stories, which is kept; of two with as many, the older one."""
    merged, kept = sorted((row.first_id, row.second_id), key=lambda pk: (stories.get(pk, 0), -pk))
    return merged, kept


def merge_url(kind: str, kept: int, merged: int) -> str:
    return f"{reverse(f'admin:articles_{kind}_merge', args=[kept])}?with={merged}&{PAIRS}=1"
