"""A version with the text of its story refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations, models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BATCH = 500


def store_other_texts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Versions have none so far."""
    for some in _batches(apps):
        others = []
        for version in some:
            body = _blocks(version.body)
            if body != _blocks(version.article.body):
                version.other_body = body
                others.append(version)
        apps.get_model("articles", "ArticleVersion").objects.bulk_update(others, ["other_body"])


def store_all_texts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    for some in _batches(apps):
        for version in some:
            version.body = version.article.body if version.other_body is None else version.other_body
        apps.get_model("articles", "ArticleVersion").objects.bulk_update(some, ["body"])


def _batches(apps: Apps) -> Iterator[list[Any]]:
    rows, last = apps.get_model("articles", "ArticleVersion").objects.select_related("article").order_by("pk"), 0
    while some := list(rows.filter(pk__gt=last)[:_BATCH]):
        yield some
        last = some[-1].pk


def _blocks(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"role": block["role"], "text": block["text"]} for block in body]


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_packed_bands")]

    operations = [
        migrations.AddField("articleversion", "other_body", models.JSONField(null=True)),
        migrations.RunPython(store_other_texts, store_all_texts),
        migrations.RemoveField("articleversion", "body"),
    ]
