"""Keeps the record in step with the tables: reads the outbox, and rewrites what the changes affect, and nothing else.

What is to be written is computed first, outside a transaction. Then one short transaction writes the records, their
version, the keys of the pages that changed and the cursor of the outbox, so that a process killed in between starts again
from the last one. A change that happens meanwhile has a row of its own, which comes next. The caller holds the lock of the
indexer (one projector per site), and has brought the search index up to date: what a page reads from the index is at least
as new as its record.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from articles.batches import batches
from articles.models import (
    Article,
    EntityRecord,
    EntityRoles,
    EntityStory,
    Place,
    RecordState,
    StoryRecord,
)
from articles.record import changes
from articles.record.affected_pages import entities_below, entities_with_roles_in
from articles.record.corrections_ledger import LedgerChange, derive_ledger, ledger_change, write_ledger
from articles.record.entity_labels import (
    changed_labels,
    parties_in,
    parties_of_facts,
    people_with_reference_roles_in,
    stories_with,
)
from articles.record.entity_pages import drop_all_pages, drop_pages, render_pages
from articles.record.entity_roles import (
    entities_of_roles,
    entities_with_roles_of,
    remember_names,
    renamed_bodies,
    stories_with_roles_in,
    write_roles,
    write_story_roles,
)
from articles.record.front_page import store_front_page
from articles.record.list_records import change_counts, delete_counts
from articles.record.page_format import can_render, page_format
from articles.record.published_versions import VersionsChange, derive_versions, versions_change, write_versions
from articles.record.reference_sources import write_reference_sources
from articles.record.related_stories import stories_linked_to
from articles.record.story_records import derive, rendered_pages, stored_values
from articles.record.totals import add_totals, end_totals
from articles.record.waiting_pages import first_to_render, render_waiting
from articles.search.list_counts import difference
from articles.search.outbox_cursor import OutboxCursor
from articles.search.schema import index_format

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from articles.models import SearchOutbox

logger = logging.getLogger(__name__)

_CHUNK = 500
# Of a new record, this many stories are derived at a time while the site runs, and no more after so many seconds: what is
# published meanwhile waits for as long.
_STEP, _SECONDS = 200, 0.25
# Of the stories that a change affects, the pages of so many are rendered at once. If there are more, they wait.
_MAX_PAGES = 50
# Rows in one statement.
_ROWS = 500
_STATE = 1


def drain() -> int:
    """Apply all pending rows of the outbox, then do some of what a new record or its pages still need; the caller comes
    again. Returns how many rows there were.
    """
    state = _state()
    is_outdated = not state.cursor or OutboxCursor.from_json(state.cursor).rows_were_pruned()
    if is_outdated or state.counts_format != index_format():
        logger.info("The record is new, has other facets, or missed changes: deriving it from the tables.")
        _begin()
        state.refresh_from_db()
    cursor, count = OutboxCursor.from_json(state.cursor), 0
    while rows := cursor.pending():
        plan = _plan_for(rows)
        cursor.mark_done(rows)
        _write(plan, cursor)
        count += len(rows)
    until = time.monotonic() + _SECONDS
    while _derive_some(_STEP) is not None and time.monotonic() < until:
        pass
    state.refresh_from_db()
    if state.format and can_render():
        render_pages()  # not before: the pages of a new record would be built from the tables
        render_waiting(state.render_from)
        store_front_page()
    return count


def _state() -> RecordState:
    """The state of the record. A new one goes on from the last version, which caches may have seen."""
    state, _ = RecordState.objects.get_or_create(pk=_STATE, defaults={"version": changes.last_version()})
    return state


def rebuild(progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Derive all records from the tables; those that are as they should be keep their version. Pages are rendered later:
    by the running indexer, newest first, and for requests until then.
    """
    _state()
    _begin()
    public = Article.objects.published().values_list("pk", flat=True)
    total, done = len({*public, *StoryRecord.objects.values_list("pk", flat=True)}), 0
    while (count := _derive_some(_CHUNK)) is not None:
        done += count
        if count:
            progress(done, total)
    if can_render():
        store_front_page()


def request_rebuild() -> None:
    """Have the running projector derive the whole record again."""
    RecordState.objects.filter(pk=_STATE).update(cursor={})


def _begin() -> None:
    """Start to derive the record: until all stories are in it, no page uses its counts, and no story or entity a stored
    page. Caches drop everything.
    """
    cursor = OutboxCursor.now()  # before the first read: whatever changes from here on has a row that comes after
    StoryRecord.objects.exclude(format="").update(format="")
    drop_all_pages()
    with transaction.atomic():
        RecordState.objects.filter(pk=_STATE).update(
            format="", next_format="", derived_to=0, counted_to=0, counts_format=index_format()
        )
        delete_counts()
        EntityRoles.objects.all().delete()
        changes.forget_all(_STATE)
    _write_labels()
    _write(_Plan(), cursor)


def _write_labels() -> None:
    for chunk in batches(sorted(_shown_entities() | set(EntityRecord.objects.values_list("pk", flat=True))), _CHUNK):
        plan = _Plan()
        plan.add_labels(chunk)
        _write(plan)
    write_reference_sources(changes.current_version())


def _derive_some(number: int) -> int | None:
    """Derive the next stories of a new record, or of one that other software derived, in the order of their ids; after the
    last one, add them up. Returns how many stories were derived; None if nothing is left to do.

    Only some at a time, so that what is published meanwhile does not wait for all of them.
    """
    state = RecordState.objects.get(pk=_STATE)
    current = page_format()
    if state.format == current:
        return None
    if state.next_format != current:
        state.next_format, state.derived_to = current, 0
        derive_ledger(state.version)
        derive_versions()
    progress: dict[str, Any] = {"next_format": current}
    if chunk := _stories_after(state.derived_to, number):
        plan = _Plan(counted_to=state.counted_to, is_of_changes=False)
        plan.add_stories(chunk)
        _write(plan)
        progress["derived_to"] = chunk[-1]
    elif state.counted_to == RecordState.ALL_COUNTED:
        progress = {"format": current, "next_format": "", "derived_to": 0, "render_from": first_to_render()}
    elif not add_totals(state):
        end_totals(state)
        for entities in batches(sorted(EntityRecord.objects.values_list("pk", flat=True)), _CHUNK):
            drop_pages(map(changes.entity_key, entities), state.version)
    RecordState.objects.filter(pk=_STATE).update(**progress)
    return len(chunk)


def _stories_after(pk: int, number: int) -> list[int]:
    """The next stories that are public or have a record, by id."""
    public = Article.objects.published().filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True)[:number]
    stored = StoryRecord.objects.filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True)[:number]
    return sorted({*public, *stored})[:number]


@dataclass(slots=True)
class _Plan:
    """What a transaction writes and deletes, and the keys of the pages that change with it.

    Stories with an id above `counted_to` are not in the counts yet, and stay out. `is_of_changes` if it follows from the
    outbox, and not from deriving all stories; only then are pages rendered, if they are few. `outdated_pages` are stories
    whose record is as it was, but whose page may not be: it waits to be rendered.
    """

    counted_to: int = RecordState.ALL_COUNTED
    is_of_changes: bool = True
    renders: bool = False
    labels: dict[int, dict[str, Any]] = field(default_factory=dict)
    names_of_bodies: dict[int, list[str]] = field(default_factory=dict)
    renamed_bodies: dict[int, list[str]] = field(default_factory=dict)
    stories: list[StoryRecord] = field(default_factory=list)
    roles_before: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    has_renamed_country: bool = False
    has_other_sources: bool = False
    removed_entities: set[int] = field(default_factory=set)
    removed_stories: set[int] = field(default_factory=set)
    outdated_pages: set[int] = field(default_factory=set)
    ledger: LedgerChange = field(default_factory=LedgerChange)
    versions: VersionsChange = field(default_factory=VersionsChange)
    keys: set[str] = field(default_factory=set)
    deltas: defaultdict[str, Counter[tuple[str, str]]] = field(default_factory=lambda: defaultdict(Counter))

    def add_labels(self, entities: Collection[int]) -> set[int]:
        """The labels that changed; returns the stories that show one of them."""
        found = [changed_labels(entities)]
        # Whether an organization counts for a country decides for whom its people speak.
        if people := people_with_reference_roles_in(found[0].shown) - set(entities):
            found.append(changed_labels(people))
        affected = {pk for labels in found for pk in labels.shown}
        for labels in found:
            self.labels |= labels.changed
            self.removed_entities |= labels.removed
            self.has_renamed_country |= labels.has_renamed_country
            self.has_other_sources |= labels.has_other_sources
        shown_on = affected | entities_below(affected) | entities_with_roles_of(affected)
        self.keys |= {changes.entity_key(pk) for pk in shown_on}
        renamed = renamed_bodies(entities)
        self.renamed_bodies |= renamed
        self.keys |= {changes.entity_key(pk) for pk in renamed}
        return stories_with(affected) | stories_with_roles_in(renamed)

    @property
    def is_of_new_record(self) -> bool:
        """Nothing of it is shown before it has counts: there is no page to drop."""
        return not self.is_of_changes and self.counted_to == 0

    def add_stories(self, ids: Collection[int]) -> None:
        """The records of these stories as far as they are public and changed; the others are removed."""
        stored = {record.pk: record for record in StoryRecord.objects.filter(pk__in=ids)}
        derived = derive(ids)
        pages = rendered_pages(derived.stories) if self.renders else {}
        self.names_of_bodies |= derived.names_of_bodies
        for pk in sorted(ids):
            old, new = stored.get(pk), derived.stories.get(pk)
            if old is None and new is None:
                continue
            is_same = old is not None and new is not None and stored_values(old) == stored_values(new)
            if new is None:
                self.removed_stories.add(pk)
            elif pk in pages:
                new.page, new.format = pages[pk], page_format() if pages[pk] else StoryRecord.NOT_RENDERED
                if old is not None and is_same and (bytes(old.page), old.format) == (new.page, new.format):
                    continue
                self.stories.append(new)
            elif is_same:
                self.outdated_pages.add(pk)
                if not self.is_of_changes:
                    continue  # whether its page changed is seen when it is rendered
            else:
                self.stories.append(new)
            self._add_changes(pk, old, new)

    def _add_changes(self, pk: int, old: StoryRecord | None, new: StoryRecord | None) -> None:
        """The pages that change with a story, and what it adds to the counts and takes away."""
        self.roles_before |= {pk: old.roles} if old else {}
        if pk <= self.counted_to:
            for key, delta in difference(old.counted if old else None, new.counted if new else None).items():
                self.deltas[key].update(delta)
        if self.is_of_new_record:
            return
        self.keys.add(changes.story_key(pk))
        for record in filter(None, (old, new)):
            shown_on = entities_of_roles(record.roles).union(
                record.head["entities"], map(int, record.counted["entities"])
            )
            self.keys |= {changes.entity_key(entity) for entity in shown_on}


def _plan_for(rows: Iterable[SearchOutbox]) -> _Plan:
    stories: set[int] = set()
    entities: set[int] = set()
    for row in rows:
        stories |= {row.article_id} if row.article_id else set()
        entities |= {row.entity_id} if row.entity_id else set()
    plan = _Plan(counted_to=RecordState.objects.get(pk=_STATE).counted_to)
    # The page of an entity shows more than its label and its stories: its other names, and roles.
    shown = entities | entities_with_roles_in(stories)
    plan.keys |= {changes.entity_key(pk) for pk in shown}
    changed = frozenset(stories)
    # A story may bring in, or take away, parties that its text does not name.
    entities |= parties_in(stories) | _shown_so_far(stories)
    stories = stories_linked_to(stories) | plan.add_labels(entities)
    plan.ledger, plan.versions = ledger_change(changed), versions_change(changed)
    plan.keys |= set(map(changes.story_key, plan.versions.kept))
    plan.keys |= {changes.CORRECTIONS_KEY} if plan.ledger.stories else set()
    plan.renders = len(stories) <= _MAX_PAGES and can_render()
    for chunk in batches(sorted(stories), _CHUNK):
        plan.add_stories(chunk)
    return plan


def _shown_so_far(stories: Collection[int]) -> set[int]:
    rows = StoryRecord.objects.filter(pk__in=stories).values_list("head", "counted", "roles")
    return {
        pk
        for head, counted, roles in rows
        for pk in entities_of_roles(roles).union(head["entities"], map(int, counted["entities"]))
    }


@transaction.atomic
def _write(plan: _Plan, cursor: OutboxCursor | None = None) -> None:
    state = RecordState.objects.select_for_update().get(pk=_STATE)
    if plan.keys:
        state.version += 1
    if plan.keys or plan.is_of_new_record or plan.outdated_pages:
        _write_records(plan, state.version)
    if plan.keys:
        drop_pages(plan.keys, state.version)
        if plan.has_renamed_country:
            _draw_maps_again()
        if plan.has_other_sources:
            write_reference_sources(state.version)
        changes.write(state.version, plan.keys)
        changes.prune()
    if cursor is not None:
        state.cursor = cursor.as_json()
    state.save()


def _draw_maps_again() -> None:
    """Maps anywhere may name a country that has another name now: no stored page is used until it is rendered again."""
    drop_all_pages()
    StoryRecord.objects.exclude(format="").update(format="")


def _write_records(plan: _Plan, version: int) -> None:
    stories = plan.stories
    for record in stories:
        record.version = version
    EntityRecord.objects.bulk_create(
        [EntityRecord(entity_id=pk, version=version, label=label) for pk, label in plan.labels.items()],
        update_conflicts=True, unique_fields=["entity"], update_fields=["version", "label"],
    )  # fmt: skip
    StoryRecord.objects.bulk_create(
        stories, update_conflicts=True, unique_fields=["article"],
        update_fields=[
            "version", "format", "newest", "card", "head", "counted", "facts", "roles", "quotations", "pledges", "page",
        ],
    )  # fmt: skip
    _write_rows(stories, plan.removed_stories)
    for pk, names in plan.renamed_bodies.items():
        EntityRoles.objects.filter(pk=pk).update(names=names)
    if plan.is_of_new_record:
        write_story_roles(stories, plan.removed_stories)
        remember_names(plan.names_of_bodies, version)
    else:
        write_roles(stories, plan.roles_before, plan.removed_stories, plan.names_of_bodies, version)
    change_counts(plan.deltas, version)
    if plan.ledger.stories:
        write_ledger(plan.ledger, version)
    write_versions(plan.versions)
    EntityRecord.objects.filter(pk__in=plan.removed_entities).delete()
    StoryRecord.objects.filter(pk__in=plan.removed_stories).delete()
    StoryRecord.objects.filter(pk__in=plan.outdated_pages).exclude(format="").update(format="")


def _write_rows(stories: Collection[StoryRecord], removed: Collection[int]) -> None:
    """Replace the rows of these stories in the lists of entities."""
    EntityStory.objects.filter(article__in=[*(record.pk for record in stories), *removed]).delete()
    rows = [
        f"({int(pk)},{record.pk:d},{record.newest:d},{bool(is_named)},{quotations:d},{pledges:d})"
        for record in stories
        for pk, (quotations, pledges, is_named) in record.counted["entities"].items()
    ]
    # A dozen rows of numbers a story: as model instances they took a fifth of the time of a rebuild.
    columns = "entity_id, article_id, newest, is_named, quotations, pledges"
    table = EntityStory._meta.db_table  # noqa: SLF001  # the name of our own table
    with connection.cursor() as cursor:
        for values in map(",".join, batches(rows, _ROWS)):
            cursor.execute(f'INSERT INTO "{table}" ({columns}) VALUES {values}')  # noqa: S608  # numbers only


def _shown_entities() -> set[int]:
    """Countries, the entities that a published story names, and those that have a part in one of its facts."""
    named = Article.objects.published().values_list("appearances__entity", flat=True).distinct()
    countries = Place.objects.countries().values_list("pk", flat=True)
    return {*countries, *(pk for pk in named if pk is not None), *parties_of_facts(None)}
