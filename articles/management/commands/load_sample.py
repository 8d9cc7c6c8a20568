"""Load the sample coverage through the normal import pipeline, and publish it as the user "editor".

Each story file under sample/ is received, read, drafted and reviewed: confident findings are accepted, corrections are
applied from `<name>.decisions.json` in the same folder (format: articles.management.sample_decisions), then the story is published.
Existing stories are left alone, so that loading again changes nothing. Problems are reported by file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.desk import records, review
from articles.desk.transitions import IllegalTransitionError
from articles.imports import drafts, receive, worker
from articles.management import sample_decisions
from articles.models import Article, ImportBatch, ImportItem, Outlet
from articles.text import fold
from articles.vocabulary import ArticleStatus, ImportStatus, SourceType
from articles.wording.counts import counted

if TYPE_CHECKING:
    from pathlib import Path

EDITOR = "editor"
# The name of the sample batch; its presence means that this site has the sample.
SAMPLE_NOTE = "Sample coverage"
SAMPLE_OUTLET = "Sample Desk"
OUTLET_NOTE = "Sample coverage, written for this site from the reports that each story names. Not a news report."
STORY_SUFFIXES = (".html", ".txt")
# Names found only by the language model have 0.6, and about a third of those in the sample are wrong: leave them open.
MINIMUM_CONFIDENCE = 0.7


class Command(BaseCommand):
    help = "Load and publish the stories under sample/. Existing stories are skipped."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--strict", action="store_true", help="fail if a story cannot be loaded with its decisions")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "sample"
        paths = [path for path in sorted(folder.rglob("*")) if path.suffix in STORY_SUFFIXES]
        user, batch, problems = _editor(), None, []
        here = set(ImportItem.objects.filter(article__isnull=False).values_list("name", flat=True))
        new = [
            path for path in paths if path.relative_to(folder).as_posix() not in here or not _is_decided(path, folder)
        ]
        columns = (TextColumn("Sample coverage   "), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, disable=not new) as bars:
            bar = bars.add_task("", total=len(new))
            for path in new:
                batch = batch or ImportBatch.objects.create(created_by=user, note=SAMPLE_NOTE)
                problem = load_story(path, path.relative_to(folder).as_posix(), user=user, batch=batch)
                problems += [f"{path.relative_to(folder)}: {problem}"] if problem else []
                bars.advance(bar)
        _note_outlet(user)
        for problem in problems:
            self.stderr.write(self.style.ERROR(problem))
        if problems and options["strict"]:
            total = counted(len(new), "story", "stories")
            raise CommandError(f"{len(problems)} of {total} could not be loaded with the decisions.")
        if new:
            loaded = counted(len(new) - len(problems), "sample story", "sample stories")
            self.stdout.write(f"{loaded} loaded, {len(paths) - len(new)} already existed.")


def load_story(path: Path, name: str, *, user: User, batch: ImportBatch) -> str:
    """Load one file, continuing an earlier attempt. Returns a problem as a sentence, or an empty string."""
    item = ImportItem.objects.filter(name=name, source_type=SourceType.FILE).order_by("-pk").first()
    if item is None or item.status in (ImportStatus.FAILED, ImportStatus.DISCARDED):
        item = receive.receive_source(
            source_type=SourceType.FILE, content=path.read_bytes(), name=name, user=user, batch=batch
        )
    if item.status in (ImportStatus.RECEIVED, ImportStatus.READING):
        item = worker.read_item(item.pk)
    if item.article is None and item.status != ImportStatus.READ:
        return item.error or f"The import is {item.get_status_display().lower()}."
    try:
        return _apply_decisions(item, path, user)
    except (sample_decisions.DecisionError, IllegalTransitionError, json.JSONDecodeError) as error:
        return str(error)


@transaction.atomic
def _apply_decisions(item: ImportItem, path: Path, user: User) -> str:
    """Atomic: if the decisions cannot be applied, the story stays an untouched draft."""
    article = drafts.make_draft(item, user=user, fields={"outlet": SAMPLE_OUTLET})
    if article.review_status != ArticleStatus.DRAFT:
        return ""
    beside = path.with_suffix(".decisions.json")
    decided = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    sample_decisions.apply_decisions(article, decided, user=user, minimum_confidence=MINIMUM_CONFIDENCE)
    review.publish(article, user=user)
    return ""


def _is_decided(path: Path, folder: Path) -> bool:
    """Whether an editor or an earlier run has already decided on this story."""
    name = path.relative_to(folder).as_posix()
    return Article.objects.filter(imports__name=name).exclude(review_status=ArticleStatus.DRAFT).exists()


def _note_outlet(user: User) -> None:
    """Add the outlet note shown with every sample story; an editor's note is kept."""
    outlet = Outlet.objects.filter(key=fold(SAMPLE_OUTLET), note="").first()
    if outlet:
        outlet.note = OUTLET_NOTE
        records.save_outlet(outlet, user=user, changed=["note"])


def _editor() -> User:
    user, is_new = User.objects.get_or_create(username=EDITOR)
    if is_new:
        user.set_unusable_password()
        user.save()
    return user
