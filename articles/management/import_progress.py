"""Progress output of a command that processes a batch: a bar on a terminal, otherwise a line per import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.imports.batch_counts import count_batch
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from articles.imports.batch_counts import BatchCounts
    from articles.models import ImportBatch, ImportItem


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """A step of processing a batch, with its label and the numbers done and in total."""

    label: str
    done: Callable[[BatchCounts], int]
    total: Callable[[BatchCounts], int]


# Separate labels: those of the desk address an editor.
_WORDS = {
    ImportStatus.READ: "Read",
    ImportStatus.FAILED: "Failed",
    ImportStatus.MAPPING: "Waiting for its column mapping",
}
READING = ProgressStep("Reading", lambda counts: counts.total - counts.waiting, lambda counts: counts.total)
DRAFTING = ProgressStep(
    "Creating drafts", lambda counts: counts.drafted, lambda counts: counts.drafted + counts.to_draft
)


def follow(out: Any, step: ProgressStep, batch: ImportBatch, items: Iterable[ImportItem]) -> None:
    """Iterate over `items` and show the progress."""
    console = Console()
    if console.is_terminal:
        _with_bar(console, step, batch, items)
        return
    for item in items:
        word = _WORDS.get(ImportStatus(item.status), item.get_status_display())
        out.write(": ".join(filter(None, (word, str(item), item.error))))


def _with_bar(console: Console, step: ProgressStep, batch: ImportBatch, items: Iterable[ImportItem]) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.fields[name]}", markup=False), console=console) as bars:
        task = bars.add_task(step.label, total=None, name="")
        for item in items:
            counts = count_batch(batch)
            bars.update(task, total=step.total(counts), completed=step.done(counts), name=str(item)[:60])
