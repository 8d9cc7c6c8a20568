"""Fills the configured database with a generated corpus: some processes make the rows, this one writes them."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.models import F, Max

from articles.models import Article, CorrectionNote, DuplicateCluster, Entity
from articles.vocabulary import ArticleStatus, NoteKind
from benchmarks.corpus import population as populations
from benchmarks.corpus import rows as story_rows
from benchmarks.corpus.schedule import numbers_with
from benchmarks.corpus.tables import Table, copy, copy_text, insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.corpus.population import Population
    from benchmarks.corpus.tables import Row

EDITOR = "corpus"
# Stories per piece of work of a making process, and per transaction of the writing one. Bands of a transaction are
# sorted first: their index is in the order of their hashes, and would be filled at random places one by one.
_PIECE, _TRANSACTION = 250, 5_000
_AHEAD = 24
_NOTE_EVERY = 40


class RefusedError(Exception):
    """The database must not be filled with a corpus. The message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Made:
    """`stories` counts drafts and withdrawn stories, too; 0 where the corpus was there already."""

    stories: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Order:
    """What a making process needs to know; it gets this by being forked."""

    seed: int
    first: int
    editor: int
    population: Population
    tables: dict[str, Table]
    as_text: bool


_order: _Order | None = None


def existing(published: int, seed: int) -> bool:
    """Whether this very corpus is in the database. Raises RefusedError where something else is."""
    generated = Article.objects.filter(source_key__startswith=story_rows.MARK)
    others = Article.objects.exclude(source_key__startswith=story_rows.MARK).count()
    if others:
        raise RefusedError(
            f"The database holds {others} stories that are not generated: set DATA_DIR or DATABASE_URL to another one."
        )
    count = generated.count()
    if not count:
        return False
    is_same = generated.filter(source_key__startswith=f"{story_rows.MARK}{seed}:").count() == count
    if is_same and count == numbers_with(published):
        return True
    raise RefusedError(
        f"The database holds another generated corpus, of {generated.published().count()} published stories: set "
        "DATA_DIR or DATABASE_URL to a database without stories."
    )


def make(
    published: int, seed: int, progress: Callable[[int, int], None] = lambda _done, _of: None, *, makers: int = 0
) -> Made:
    """Write a corpus with this many published stories, unless it is there. Raises RefusedError.

    `makers` processes make the rows, which costs more than writing them; without any, this process does it, inside the
    transaction of the caller if there is one.
    """
    if existing(published, seed):
        return Made(0, 0)
    began, total = time.perf_counter(), numbers_with(published)
    editor, _ = User.objects.get_or_create(username=EDITOR)
    with transaction.atomic():
        population = populations.create(published, seed)
    first = (Article.objects.aggregate(top=Max("pk"))["top"] or 0) + 1
    first = max(first, (DuplicateCluster.objects.aggregate(top=Max("pk"))["top"] or 0) + 1)
    as_text = connection.vendor == "postgresql"
    order = _Order(seed, first, editor.pk, population, story_rows.tables(), as_text)
    with _made_pieces(order, total, makers) as pieces, _fast_loading(is_own_connection=makers > 0):
        done = 0
        while held := list(islice(pieces, _TRANSACTION // _PIECE)):
            with transaction.atomic():
                _write(order.tables, held)
            done = min(done + _TRANSACTION, total)
            progress(done, total)
    _write_corrections()
    _after_loading()
    return Made(total, time.perf_counter() - began)


@contextmanager
def _made_pieces(order: _Order, total: int, makers: int) -> Iterator[Iterator[dict[str, list[Row] | str]]]:
    """The rows of all stories in their order, made ahead by `makers` processes while the last ones are written."""
    global _order  # noqa: PLW0603  # inherited by the forked processes, which would otherwise unpickle the population
    _order = order
    pieces = [range(start, min(start + _PIECE, total)) for start in range(0, total, _PIECE)]
    if not makers:
        yield map(_made, pieces)
        return
    connections.close_all()  # a connection must not be shared with a fork
    with ProcessPoolExecutor(makers, multiprocessing.get_context("fork")) as pool:
        yield _ahead(pool, pieces)


def _ahead(pool: ProcessPoolExecutor, pieces: list[range]) -> Iterator[dict[str, list[Row] | str]]:
    """Results in order; never more than a few are made and not yet taken, so that memory stays flat."""
    waiting = deque(pool.submit(_made, piece) for piece in pieces[:_AHEAD])
    for number in range(len(pieces)):
        yield waiting.popleft().result()
        if number + _AHEAD < len(pieces):
            waiting.append(pool.submit(_made, pieces[number + _AHEAD]))


def _made(numbers: range) -> dict[str, list[Row] | str]:
    order = _order
    assert order is not None  # noqa: S101  # set before the fork
    rows: dict[str, list[Row]] = {name: [] for name in order.tables}
    for number in numbers:
        story = story_rows.StoryRows(number, order.seed, order.first, order.editor, order.population)
        for name, found in story.rows().items():
            rows[name] += found
    if not order.as_text:
        return dict(rows)
    return {name: found if name == "band" else copy_text(order.tables[name], found) for name, found in rows.items()}


def _write(tables: dict[str, Table], pieces: list[dict[str, list[Row] | str]]) -> None:
    for name, table in tables.items():
        if name == "band":
            bands = [row for piece in pieces for row in piece[name] if not isinstance(row, str)]
            insert(table, sorted(bands))
            continue
        for piece in pieces:
            found = piece[name]
            if isinstance(found, str):
                copy(table, found)
            else:
                insert(table, found)


def _write_corrections() -> None:
    """A correction note on every so many published stories, a day after its date, and a date for each withdrawal."""
    published = Article.objects.published().filter(date_published__isnull=False).order_by("pk")
    noted = published.values_list("pk", "date_published")[::_NOTE_EVERY]
    kinds = NoteKind.values
    CorrectionNote.objects.bulk_create(
        (
            CorrectionNote(
                article_id=pk, kind=kinds[number % len(kinds)], text="An earlier version gave another figure.",
                at=date + timedelta(days=1),
            )
            for number, (pk, date) in enumerate(noted)
        ),
        batch_size=_TRANSACTION,
    )  # fmt: skip
    withdrawn = Article.objects.filter(review_status=ArticleStatus.WITHDRAWN, withdrawn_at=None)
    withdrawn.update(withdrawn_at=F("date_published"), withdrawal_reason="The report was of another place.")


@contextmanager
def _fast_loading(*, is_own_connection: bool) -> Iterator[None]:
    """SQLite checks no foreign key and waits for no disk meanwhile: a load that is cut short is thrown away."""
    if not is_own_connection or connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        for setting in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000"):
            cursor.execute(f"PRAGMA {setting}")
    try:
        yield
    finally:
        connections.close_all()  # the next connection has the settings of the site


def _after_loading() -> None:
    """PostgreSQL goes on counting behind the keys that were given, and knows what its tables hold."""
    if connection.vendor != "postgresql":
        return
    models = (Article, CorrectionNote, DuplicateCluster, Entity)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
