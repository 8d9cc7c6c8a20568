"""Sums for a new record, what its stories add to the counts of lists and to the roles of entities.

The list of a country has most stories in it. Added story by story, its counts would be written as often as there are
stories; here they are written once for many thousands of stories. `RecordState.counted_to` says how far that is. A story
that changes meanwhile changes the counts only if it is in them already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.batches import batches
from articles.models import EntityRoles, RecordState, StoryRecord
from articles.record.entity_roles import add_statements
from articles.record.list_records import stored_counts, write_counts
from articles.search.list_counts import add_counts, merged

if TYPE_CHECKING:
    from collections.abc import Mapping

# Values in memory, of about 100 bytes each, before they are written.
_MAX_VALUES = 1_000_000
_BATCH = 500

_Lists = dict[str, dict[str, dict[str, int]]]


def add_totals(state: RecordState) -> bool:
    """Add the next stories, until memory is full; False if there are none left."""
    lists: _Lists = {}
    roles: list[dict[str, Any]] = []
    values, last = 0, None
    rows = StoryRecord.objects.filter(pk__gt=state.counted_to).order_by("pk").values_list("pk", "counted", "roles")
    for pk, counted, stated in rows.iterator(_BATCH):
        values += add_counts(lists, counted)
        roles += stated
        last = pk
        if values > _MAX_VALUES:
            break
    if last is None:
        return False
    with transaction.atomic():
        _write_lists(lists, state.version)
        add_statements(roles, state.version)
        RecordState.objects.filter(pk=state.pk).update(counted_to=last)
    return True


def end_totals(state: RecordState) -> None:
    """From now on every story is counted when it is written."""
    EntityRoles.objects.filter(stated={}).delete()
    RecordState.objects.filter(pk=state.pk).update(counted_to=RecordState.ALL_COUNTED)


def _write_lists(lists: Mapping[str, Mapping[str, Mapping[str, int]]], version: int) -> None:
    for chunk in batches(sorted(lists), _BATCH):
        stored = stored_counts(chunk)
        write_counts({key: merged(stored.get(key, {}), lists[key]) for key in chunk}, version)
