"""Import stories from files, folders and web addresses as one batch, and read them here and now.

What cannot be read is told at the end and stops nothing. Stopped in the middle, `--resume` goes on; run again, it takes
only what is new. A worker that runs beside it shares the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from articles.imports.batch_actions import retry_failed
from articles.imports.batch_counts import BatchCounts, count_batch
from articles.imports.batch_reading import draft_batch, read_batch
from articles.imports.previous_import import find_previous_file
from articles.imports.receive import open_batch, receive_source
from articles.imports.requeue import requeue_stale
from articles.imports.upload_limits import size_problem
from articles.management.import_progress import DRAFTING, READING, follow
from articles.management.prepared import prepare
from articles.models import ImportBatch
from articles.readers.flat_record import FIELDS
from articles.readers.part import FILE_KINDS
from articles.vocabulary import ImportStatus, SourceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.models import ImportItem

_INTERRUPTED = 130
# What a batch came to, in the order of the summary.
_WORDS = {
    ImportStatus.READ: "read", ImportStatus.DRAFTED: "drafts created", ImportStatus.VERSION: "new versions",
    ImportStatus.DUPLICATE: "duplicates", ImportStatus.REVOKED: "cancelled or withheld by their source",
    ImportStatus.FAILED: "failed", ImportStatus.MAPPING: "waiting for their column mapping", ImportStatus.DISCARDED: "discarded",
}  # fmt: skip


class Command(BaseCommand):
    help = "Import stories from files, folders and web addresses as one batch. Nothing is published."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("sources", nargs="*", metavar="PATH_OR_URL")
        parser.add_argument("--draft", action="store_true", help="make drafts of all that look like no other story")
        parser.add_argument("--note", default="", help="what the batch is called")
        parser.add_argument(
            "--kind", choices=FILE_KINDS, default="auto", help="what the files are; found out unless given"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADING", dest="columns",
            help=f"for a table, the column that holds a field; guessed where not given. Fields: {', '.join(FIELDS)}",
        )  # fmt: skip
        parser.add_argument("--resume", type=int, metavar="BATCH", help="go on with what waits or failed in this batch")

    def handle(self, *_args: Any, **options: Any) -> None:
        if bool(options["sources"]) == (options["resume"] is not None):
            raise CommandError("Name files, folders or addresses to import, or a batch to --resume.")
        columns = _columns(options["columns"])
        prepare()
        self.here: list[ImportItem] = []
        self.problems: list[str] = []
        batch = self.receive(options) if options["resume"] is None else _resumed(options["resume"])
        if batch:
            self.work(batch, columns, with_drafts=options["draft"])
        self.tell(batch)

    def receive(self, options: dict[str, Any]) -> ImportBatch | None:
        """The batch of all that is new, with its bytes kept before any is read; None when nothing is."""
        batch = None
        for source_type, name, path in self.sources(options["sources"]):
            content = self.content_of(name, path)
            if path and content is None:
                continue
            known = find_previous_file(name, content) if content is not None else None
            if known:
                self.here.append(known)
                continue
            batch = batch or open_batch(user=None, note=options["note"])
            url = "" if path else name
            receive_source(
                source_type=source_type, content=content, name=name, url=url, kind=options["kind"], user=None, batch=batch
            )  # fmt: skip
        return batch

    def sources(self, given: Iterable[str]) -> Iterator[tuple[SourceType, str, Path | None]]:
        """Each thing to receive: its source type, its name, and its path where it is a file."""
        for one in given:
            path = Path(one)
            if one.startswith(("http://", "https://")):
                yield SourceType.ADDRESS, one, None
            elif path.is_dir():
                files = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(".")]
                for file in files:
                    yield SourceType.FILE, f"{path.resolve().name}/{file.relative_to(path).as_posix()}", file
            else:
                yield SourceType.FILE, path.name, path

    def content_of(self, name: str, path: Path | None) -> bytes | None:
        """The bytes of a file; None for an address, and for a file that cannot be had, which is told at the end."""
        if path is None:
            return None
        try:
            problem = size_problem(name, path.stat().st_size)
            content = b"" if problem else path.read_bytes()
        except OSError as error:
            problem, content = f"{name}: {error.strerror}.", b""
        self.problems += [problem] if problem else []
        return None if problem else content

    def work(self, batch: ImportBatch, columns: dict[str, str], *, with_drafts: bool) -> None:
        try:
            follow(self.stdout, READING, batch, read_batch(batch, columns=columns))
            if with_drafts:
                follow(self.stdout, DRAFTING, batch, draft_batch(batch))
        except KeyboardInterrupt as stopped:
            said = f"Stopped. To go on: manage.py import_stories --resume {batch.pk}"
            raise CommandError(said, returncode=_INTERRUPTED) from stopped

    def tell(self, batch: ImportBatch | None) -> None:
        """What became of how many, then each that failed; an error only when nothing at all could be read."""
        for item in self.here:
            self.stdout.write(f"{item}: already imported ({item.get_status_display().lower()}, batch {item.batch_id}).")
        counts = count_batch(batch) if batch else BatchCounts({})
        if batch:
            words = [f"{counts.of(status)} {word}" for status, word in _WORDS.items() if counts.of(status)]
            self.stdout.write(f"Batch {batch.pk}: {', '.join(words) or 'nothing in it'}.")
            if counts.lookalikes:
                self.stdout.write(f"Like another story, for an editor to compare: {counts.lookalikes}.")
            told = [ImportStatus.FAILED, ImportStatus.MAPPING, ImportStatus.REVOKED]
            for item in batch.items.exclude(error="").filter(status__in=told):
                self.stderr.write(f"{item}: {item.error}")
        for problem in self.problems:
            self.stderr.write(problem)
        if not self.here and not counts.read:
            raise CommandError("Nothing could be read.")


def _resumed(pk: int) -> ImportBatch:
    """The batch, with what failed and what a killed process left waiting again."""
    batch = ImportBatch.objects.filter(pk=pk).first()
    if batch is None:
        raise CommandError(f"There is no batch {pk}.")
    retry_failed(batch, user=None)
    requeue_stale()
    return batch


def _columns(given: Iterable[str]) -> dict[str, str]:
    columns = {}
    for one in given:
        field, equals, heading = one.partition("=")
        if not equals or field not in FIELDS:
            raise CommandError(f"Write --column as FIELD=HEADING, with one of these fields: {', '.join(FIELDS)}.")
        columns[field] = heading
    return columns
