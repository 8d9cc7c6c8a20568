"""Search for records that may be the same, and store the pairs for the duplicates page. Workers do it in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import jobs
from articles.batches import batches
from articles.desk.duplicate_candidates import CandidateSearch, ids_of
from articles.desk.record_likeness import context_reasons, contradictions, is_part_of_other, name_reason
from articles.desk.record_profiles import profiles_of
from articles.desk.shared_stories import story_context
from articles.models import DistinctRecords, DuplicateSearch, Entity, LoggedAction, PossibleDuplicate
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.desk.duplicate_candidates import Pair
    from articles.desk.record_likeness import Reason
    from articles.desk.record_profiles import Profile

# The searches of one kind begin at least so long after each other, and only after something was done.
MIN_INTERVAL = timedelta(minutes=10)
# No editor looks through more; the likeliest are stored.
MAX_STORED = 5_000
_PAIRS_AT_ONCE = 500
_MAX_LIKELIHOOD = 99
# The number of a job is the place of its kind.
_KINDS = tuple(EntityKind.values)


def queue_due() -> None:
    """Queue the searches that are due."""
    last = _last_logged()
    for number, kind in enumerate(_KINDS):
        now = timezone.now()
        DuplicateSearch.objects.get_or_create(kind=kind)
        is_due = Q(started_at=None) | Q(started_at__lt=now - MIN_INTERVAL, last_logged__lt=last)
        if DuplicateSearch.objects.filter(is_due, kind=kind).update(started_at=now):
            jobs.enqueue(jobs.find_duplicates, number, priority=jobs.LATER)


def search_numbered(number: int) -> None:
    search_duplicates(_KINDS[number])


def search_duplicates(kind: str) -> int:
    """Store the pairs of records of this kind that may be one, and drop those that no longer may. Returns their number."""
    last = _last_logged()
    found = sorted(_found(kind), key=lambda pair: (-pair.likelihood, -pair.stories, pair.first_id, pair.second_id))
    stored = _store(kind, found[:MAX_STORED])
    finished = {"finished_at": timezone.now(), "last_logged": last}
    DuplicateSearch.objects.update_or_create(kind=kind, defaults=finished)
    return stored


def _last_logged() -> int:
    """The last entry of the log, except those about logins, which change no record."""
    rows = LoggedAction.objects.exclude(action__startswith="user.").order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def _found(kind: str) -> Iterator[PossibleDuplicate]:
    pairs = sorted(CandidateSearch(kind).pairs())
    for some in batches(pairs, _PAIRS_AT_ONCE):
        yield from _judged(kind, some)


def _judged(kind: str, pairs: Sequence[Pair]) -> Iterator[PossibleDuplicate]:
    profiles = profiles_of(ids_of(pairs))
    likely: dict[Pair, Reason] = {}
    for pair in pairs:
        reason = _reason(profiles.get(pair[0]), profiles.get(pair[1]))
        if reason is not None:
            likely[pair] = reason
    context = story_context(ids_of(list(likely)))
    for (first, second), reason in likely.items():
        shared = [*context_reasons(profiles[first], profiles[second]), *context.reasons(first, second)]
        if reason.needs_context and all(one.needs_context for one in shared):
            continue
        yield PossibleDuplicate(
            first_id=first,
            second_id=second,
            kind=kind,
            likelihood=min(_MAX_LIKELIHOOD, reason.likelihood + sum(one.likelihood for one in shared)),
            stories=context.total.get(first, 0) + context.total.get(second, 0),
            reasons=[one.says for one in (reason, *shared)],
        )


def _reason(one: Profile | None, other: Profile | None) -> Reason | None:
    """None if the names are not alike, or something stated speaks against it."""
    if one is None or other is None or is_part_of_other(one, other) or contradictions(one, other):
        return None
    return name_reason(one, other)


@transaction.atomic
def _store(kind: str, found: Sequence[PossibleDuplicate]) -> int:
    """Replace the stored pairs. Records may have been removed, and pairs marked as different, since the search began."""
    ids = ids_of([(pair.first_id, pair.second_id) for pair in found])
    existing = set(Entity.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    distinct = set(DistinctRecords.objects.order_by().values_list("first", "second"))
    wanted = {
        (pair.first_id, pair.second_id): pair
        for pair in found
        if {pair.first_id, pair.second_id} <= existing and (pair.first_id, pair.second_id) not in distinct
    }
    stored = {(row.first_id, row.second_id): row for row in PossibleDuplicate.objects.filter(kind=kind)}
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    for some in batches(gone, _PAIRS_AT_ONCE):
        PossibleDuplicate.objects.filter(pk__in=some).delete()
    columns = ("likelihood", "stories", "reasons")
    changed = []
    for key, pair in wanted.items():
        row = stored.get(key)
        if row is not None and any(getattr(row, name) != getattr(pair, name) for name in columns):
            pair.pk = row.pk
            changed.append(pair)
    PossibleDuplicate.objects.bulk_update(changed, columns, batch_size=_PAIRS_AT_ONCE)
    new = [pair for key, pair in wanted.items() if key not in stored]
    PossibleDuplicate.objects.bulk_create(new, batch_size=_PAIRS_AT_ONCE)
    return len(wanted)
