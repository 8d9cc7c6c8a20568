"""Erase what imports hold of a removed story: bytes, names, addresses and previews. The rows stay, with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.imports.close import Outcome, close_items
from articles.models import ImportBatch, ImportItem, Snapshot
from articles.vocabulary import AddressKind, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from articles.models import Article, Takedown

_ERASED: dict[str, Any] = {
    "name": "", "url": "", "snapshot": None, "entry": None, "preview": {}, "set_fields": None, "columns": None,
    "problem": "", "article": None, "is_lookalike": False, "claimed_at": None, "claimed_by": "", "retry_at": None,
}  # fmt: skip
_FILE_ERASED = "The original of this file was removed, because a story in it was taken down."
_JOBS = (jobs.read_import, jobs.read_long_import)


@dataclass(slots=True)
class ImportsOf:
    """The imports of a story, and the files of several stories that held it, by id.

    `addresses` are those that the story was imported from; `names` are what its imports are called.
    """

    items: set[int]
    files: set[int]
    batches: set[int]
    addresses: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def imports_of(article: Article) -> ImportsOf:
    """By the story, and of those that belong to no story: by the same bytes, by its addresses, and by what they wait to
    become a version of.
    """
    linked = ImportItem.objects.filter(article=article)
    own = article.addresses.exclude(kind=AddressKind.ELSEWHERE)
    addresses = {article.url or "", *own.values_list("url", flat=True)}
    addresses |= {url for row in linked.values_list("url", "snapshot__url") for url in row if url}
    addresses.discard("")
    hashes = {sha for row in linked.values_list("snapshot__sha256", "entry__sha256") for sha in row if sha}
    by_bytes = Q(snapshot__sha256__in=hashes) | Q(entry__sha256__in=hashes)
    by_address = Q(url__in=addresses) | Q(snapshot__url__in=addresses) | Q(entry__url__in=addresses)
    unlinked = Q(article__isnull=True) & (by_bytes | by_address)
    found = ImportItem.objects.filter(Q(article=article) | unlinked).exclude(status=ImportStatus.SPLIT)
    items = {*found.values_list("pk", flat=True), *_versions_waiting(article)}
    files = _files_of(items)
    of_one_story = {pk for pk in files if _has_no_other_part(pk, items)}
    items, files = items | of_one_story, files - of_one_story
    rows = ImportItem.objects.filter(pk__in=items).values_list("batch_id", "name", "url")
    result = ImportsOf(items, files, {batch for batch, _, _ in rows}, addresses)
    result.names = {name for _, name, _ in rows if name}
    result.addresses |= {url for _, _, url in rows if url}
    return result


def erase_imports(imports: ImportsOf, sentence: str) -> None:
    """Call while the story exists, in the transaction that removes it."""
    snapshots = _snapshots(imports.items | imports.files)
    close_items(ImportItem.objects.filter(pk__in=imports.items), Outcome(ImportStatus.DISCARDED, sentence))
    ImportItem.objects.filter(pk__in=imports.items).update(**_ERASED)
    _erase_files(imports.files)
    _delete_snapshots(snapshots)
    for pk in imports.items:
        # What the worker noted of an error may quote what could not be stored.
        paths = [path for job in _JOBS for path in jobs.paths_of(job)]
        DBTaskResult.objects.finished().filter(task_path__in=paths, args_kwargs__args=[pk]).delete()


def erase_batch_names(batches: Collection[int], words: Iterable[str]) -> None:
    """A batch may be named after its only file."""
    for batch in ImportBatch.objects.filter(pk__in=batches).exclude(note=""):
        if any(word in batch.note for word in words):
            ImportBatch.objects.filter(pk=batch.pk).update(note="")


def erase_from_previews(article: Article) -> None:
    """Other imports that resemble the story name it in their preview."""
    for item in _naming(article):
        similar = [row for row in item.preview.get("looks_like", ()) if row["id"] != article.pk]
        preview = {**item.preview, "looks_like": similar}
        is_lookalike = bool(similar) if item.status == ImportStatus.READ else item.is_lookalike
        ImportItem.objects.filter(pk=item.pk).update(preview=preview, is_lookalike=is_lookalike)


def refuse(item: ImportItem, takedown: Takedown) -> Outcome:
    """The import of a story that was removed: nothing of it is kept. Call in the transaction that closes the import."""
    files = _files_of({item.pk})
    snapshots = _snapshots({item.pk, *files})
    unclaimed = {name: value for name, value in _ERASED.items() if not name.startswith("claimed")}
    ImportItem.objects.filter(pk=item.pk).update(**unclaimed)
    _erase_files(files)
    _delete_snapshots(snapshots)
    return Outcome(ImportStatus.FAILED, f"{takedown.sentence} It cannot be imported again.", preview={})


def _versions_waiting(article: Article) -> set[int]:
    return {item.pk for item in _naming(article) if (item.preview.get("updates") or {}).get("id") == article.pk}


def _naming(article: Article) -> Iterable[ImportItem]:
    """Imports whose preview names the story; the columns of the text search are checked again by their callers."""
    text = Cast("preview", TextField())
    number = f'"id": {article.pk}'
    return ImportItem.objects.annotate(text=text).filter(text__contains=number).order_by("pk")


def _has_no_other_part(file: int, items: Collection[int]) -> bool:
    parts = set(ImportItem.objects.filter(parent=file).values_list("pk", flat=True))
    return bool(parts) and parts <= set(items)


def _files_of(items: Collection[int]) -> set[int]:
    """The files that these were parts of, and files with the same bytes."""
    found: set[int] = set()
    wanted = set(items)
    while wanted:
        parents = ImportItem.objects.filter(pk__in=wanted, parent__isnull=False).values_list("parent_id", flat=True)
        wanted = {pk for pk in parents if pk is not None} - found
        found |= wanted
    hashes = ImportItem.objects.filter(pk__in=found, snapshot__isnull=False).values_list("snapshot__sha256", flat=True)
    same = ImportItem.objects.filter(snapshot__sha256__in=list(hashes), parent__isnull=True)
    return (found | set(same.values_list("pk", flat=True))) - set(items)


def _snapshots(items: Collection[int]) -> set[int]:
    rows = ImportItem.objects.filter(pk__in=items).values_list("snapshot_id", "entry_id")
    return {pk for row in rows for pk in row if pk is not None}


def _erase_files(files: Collection[int]) -> None:
    """Its other stories are imports with their own bytes; the file itself cannot be read again."""
    rows = ImportItem.objects.filter(pk__in=files)
    rows.update(snapshot=None, entry=None, preview={}, error=_FILE_ERASED)


def _delete_snapshots(snapshots: Collection[int]) -> None:
    """Another import may share the stored bytes of an upload."""
    for column in ("snapshot", "entry"):
        ImportItem.objects.filter(**{f"{column}__in": snapshots}).update(**{column: None})
    Snapshot.objects.filter(pk__in=snapshots).delete()
