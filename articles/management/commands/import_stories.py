"""Import stories from files, folders and URLs as one batch, and read them in this process.

Files that cannot be read are reported at the end and do not stop the batch. `--resume` continues an interrupted batch;
running the command again imports only what is new, and tries again what failed. A worker that runs at the same time shares the work.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from articles.imports.batch_actions import discard_open, retry_failed
from articles.imports.batch_counts import count_batch
from articles.imports.batch_reading import draft_batch, read_batch
from articles.imports.previous_import import find_failed_import, find_previous_file
from articles.imports.receive import open_batch, receive_source
from articles.imports.requeue import requeue_stale
from articles.imports.upload_limits import size_problem
from articles.management.import_progress import DRAFTING, READING, follow
from articles.management.prepared import ensure_ready
from articles.models import ImportBatch
from articles.readers import file_kinds
from articles.readers.record_fields import FIELDS
from articles.vocabulary import ImportStatus, SourceType
from articles.wording.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.models import ImportItem

_INTERRUPTED = 130
# Of stories that were not read, or not yet.
_UNREAD = (ImportStatus.FAILED, ImportStatus.MAPPING, ImportStatus.RECEIVED)
# Outcomes of a batch, of one import and of several, in the order of the summary.
_WORDS = {
    ImportStatus.READ: ("read", "read"),
    ImportStatus.DRAFTED: ("draft created", "drafts created"),
    ImportStatus.VERSION: ("new version", "new versions"),
    ImportStatus.DUPLICATE: ("duplicate", "duplicates"),
    ImportStatus.REVOKED: ("cancelled or withheld by its source", "cancelled or withheld by their source"),
    ImportStatus.FAILED: ("failed", "failed"),
    ImportStatus.MAPPING: ("waiting for its column mapping", "waiting for their column mapping"),
    ImportStatus.DISCARDED: ("discarded", "discarded"),
    ImportStatus.RECEIVED: ("waiting for its site", "waiting for their sites"),
}


class Command(BaseCommand):
    help = "Import stories from files, folders and URLs as one batch. Nothing is published."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("sources", nargs="*", metavar="PATH_OR_URL")
        parser.add_argument(
            "--draft", action="store_true", help="create drafts of all stories that are not near duplicates"
        )
        parser.add_argument(
            "--atomic", action="store_true",
            help="all or nothing: if one story cannot be read, discard all of them (new versions of known stories are kept)",
        )  # fmt: skip
        parser.add_argument("--note", default="", help="the name of the batch")
        parser.add_argument(
            "--kind", choices=file_kinds.file_kinds(), default="auto", help="the file type (default: detected)"
        )
        parser.add_argument(
            "--column", action="append", default=[], metavar="FIELD=HEADING", dest="columns",
            help=f"map a column of a table to a field (default: guessed). Fields: {', '.join(FIELDS)}",
        )  # fmt: skip
        parser.add_argument(
            "--resume", type=int, metavar="BATCH", help="continue a batch: import its waiting and failed items"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if bool(options["sources"]) == (options["resume"] is not None):
            raise CommandError("Give files, folders or URLs to import, or a batch to --resume.")
        columns = _columns(options["columns"])
        ensure_ready()
        self.here: list[ImportItem] = []
        self.failed_before: list[ImportItem] = []
        self.problems: list[str] = []
        new = self.receive(options) if options["resume"] is None else _resumed(options["resume"])
        batches = [*self.retried(), *([new] if new else [])]
        self.read(batches, columns)
        is_refused = options["atomic"] and self.is_incomplete(batches)
        if options["draft"] and not is_refused:
            self.make_drafts(batches)
        self.tell(batches)
        if is_refused:
            for batch in batches:
                discard_open(batch, user=None)
            raise CommandError("All of it was discarded, because not everything could be read (--atomic).")

    def receive(self, options: dict[str, Any]) -> ImportBatch | None:
        """Store the bytes of all new items in a batch before reading any. None if nothing is new.

        What failed before stays in its batch and is read again there.
        """
        batch = None
        for source_type, name, path in self.sources(options["sources"]):
            content = self.content_of(name, path)
            if path and content is None:
                continue
            known = find_previous_file(content, kind=options["kind"]) if content is not None else None
            if known:
                self.here.append(known)
                continue
            url = "" if path else name
            failed = find_failed_import(source_type, content, url=url, kind=options["kind"])
            if failed:
                self.failed_before.append(failed)
                continue
            batch = batch or open_batch(user=None, note=options["note"])
            receive_source(
                source_type=source_type, content=content, name=name, url=url, kind=options["kind"], user=None, batch=batch
            )  # fmt: skip
        return batch

    def retried(self) -> list[ImportBatch]:
        """The batches in which the same files and addresses failed before, with these queued again."""
        of_batch: dict[ImportBatch, set[int]] = {}
        for item in self.failed_before:
            of_batch.setdefault(item.batch, set()).add(item.pk)
        for batch, pks in of_batch.items():
            count = retry_failed(batch, user=None, only=pks)
            self.stdout.write(f"{counted(count, 'import', 'imports')} of batch {batch.pk} failed before: trying again.")
        return list(of_batch)

    def sources(self, given: Iterable[str]) -> Iterator[tuple[SourceType, str, Path | None]]:
        """Source type, name, and path (for files) of each item to receive."""
        for one in given:
            path = Path(one)
            if one.startswith(("http://", "https://")):
                yield SourceType.ADDRESS, one, None
            elif path.is_dir():
                files = [file for file in sorted(path.rglob("*")) if file.is_file() and not file.name.startswith(".")]
                self.problems += [] if files else [f"{one}: The folder is empty."]
                for file in files:
                    yield SourceType.FILE, f"{path.resolve().name}/{file.relative_to(path).as_posix()}", file
            else:
                yield SourceType.FILE, path.name if path.exists() else one, path

    def content_of(self, name: str, path: Path | None) -> bytes | None:
        """The bytes of a file; None for a URL, and for an unreadable file, which is reported at the end."""
        if path is None:
            return None
        try:
            problem = size_problem(name, path.stat().st_size)
            content = b"" if problem else path.read_bytes()
        except OSError as error:
            problem, content = f"{name}: {error.strerror}.", b""
        self.problems += [problem] if problem else []
        return None if problem else content

    def is_incomplete(self, batches: list[ImportBatch]) -> bool:
        """Whether something that was to be imported could not be read."""
        return bool(self.problems) or any(batch.items.filter(status__in=_UNREAD).exists() for batch in batches)

    def read(self, batches: list[ImportBatch], columns: dict[str, str]) -> None:
        for batch in batches:
            with _resumable(batch):
                follow(self.stdout, READING, batch, read_batch(batch, columns=columns))

    def make_drafts(self, batches: list[ImportBatch]) -> None:
        for batch in batches:
            with _resumable(batch):
                follow(self.stdout, DRAFTING, batch, draft_batch(batch))

    def tell(self, batches: list[ImportBatch]) -> None:
        """Print the counts by outcome, then each failure; raise an error only if nothing could be read."""
        for item in self.here:
            self.stdout.write(f"{item}: already imported ({item.get_status_display().lower()}, batch {item.batch_id}).")
        was_read = [self.tell_batch(batch) for batch in batches]
        for problem in self.problems:
            self.stderr.write(problem)
        if not self.here and not any(was_read):
            raise CommandError("Nothing could be read.")

    def tell_batch(self, batch: ImportBatch) -> bool:
        """Whether something of the batch was read."""
        counts = count_batch(batch)
        words = [counted(counts.of(status), *words) for status, words in _WORDS.items() if counts.of(status)]
        self.stdout.write(f"Batch {batch.pk}: {', '.join(words) or 'empty'}.")
        if counts.lookalikes:
            self.stdout.write(f"Near duplicates for an editor to compare: {counts.lookalikes}.")
        reported = [ImportStatus.FAILED, ImportStatus.MAPPING, ImportStatus.REVOKED, ImportStatus.RECEIVED]
        for item in batch.items.exclude(error="").filter(status__in=reported):
            self.stderr.write(f"{item}: {item.error}")
        return bool(counts.read)


@contextmanager
def _resumable(batch: ImportBatch) -> Iterator[None]:
    """Ctrl-C says how to continue with this batch."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        said = f"Interrupted. To continue: manage.py import_stories --resume {batch.pk}"
        raise CommandError(said, returncode=_INTERRUPTED) from stopped


def _resumed(pk: int) -> ImportBatch:
    """The batch, with its failed and abandoned items queued again."""
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
