"""The background tasks. Each does one thing by id, may be asked for twice, and does it once."""

from __future__ import annotations

from django_tasks import task

from articles.desk.imports import batches, reading


@task()
def read_import(item_id: int) -> None:
    reading.read_item(item_id)


@task()
def find_again(article_id: int) -> None:
    reading.find_again(article_id)


@task()
def make_drafts(batch_id: int) -> None:
    batches.make_drafts(batch_id)
