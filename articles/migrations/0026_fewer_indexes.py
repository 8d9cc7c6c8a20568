"""Indexes that begin another index, or that nothing reads by, are dropped; counts and JSON are stored more compactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.models.compact_json import CompactJSONEncoder

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

_CASCADE, _PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT
_NOTHING, _SET_NULL = django.db.models.deletion.DO_NOTHING, django.db.models.deletion.SET_NULL


class DropFieldIndex(migrations.AlterField):
    """The index of a field is all that changes: Django would copy the whole table for it on SQLite."""

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, _from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        with editor.connection.cursor() as cursor:
            found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, one in found.items():
            if one["index"] and not one["unique"] and one["columns"] == [column]:
                editor.execute(editor._delete_index_sql(model, name))

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, _from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in editor._field_indexes_sql(model, model._meta.get_field(self.name)):
            editor.execute(statement)


class NoteEncoder(migrations.AlterField):
    """Rows are written more compactly from now on. Nothing changes in the table, which Django would copy on SQLite."""

    def database_forwards(self, *_arguments: object) -> None:
        pass

    def database_backwards(self, *_arguments: object) -> None:
        pass


def keep_the_rest(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Of the counts of a list, those that are stored as shown too are left out."""
    lists = apps.get_model("articles", "ListRecord").objects
    for record in lists.iterator(_BATCH):
        rest = {
            name: {value: number for value, number in values.items() if value not in record.shown.get(name, {})}
            for name, values in record.rest.items()
        }
        lists.filter(pk=record.pk).update(rest={name: values for name, values in rest.items() if values})


def keep_all(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    lists = apps.get_model("articles", "ListRecord").objects
    for record in lists.iterator(_BATCH):
        counts = {
            name: dict(sorted({**record.shown.get(name, {}), **record.rest.get(name, {})}.items()))
            for name in sorted({*record.shown, *record.rest})
        }
        lists.filter(pk=record.pk).update(rest=counts)


def _json(**options: object) -> models.JSONField:
    return models.JSONField(encoder=CompactJSONEncoder, **options)


def _key(to: str, on_delete: object, related_name: str, **options: object) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=on_delete, related_name=related_name, to=to, **options)


_BATCH = 500
_OPTIONAL = {"blank": True, "null": True}


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_texts_once"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        # Another index begins with it.
        DropFieldIndex("appearance", "article", _key("articles.article", _CASCADE, "appearances")),
        DropFieldIndex("appearance", "entity", _key("articles.entity", _CASCADE, "appearances")),
        DropFieldIndex("articleversion", "article", _key("articles.article", _CASCADE, "versions")),
        DropFieldIndex("entitystory", "entity", _key("articles.entity", _NOTHING, "+", db_constraint=False)),
        DropFieldIndex("importitem", "parent", _key("articles.importitem", _CASCADE, "parts", **_OPTIONAL)),
        DropFieldIndex(
            "membership",
            "organization",
            _key(
                "articles.entity", _CASCADE, "members", **_OPTIONAL, help_text="An organization or a country"
            ),
        ),
        DropFieldIndex("membership", "person", _key("articles.person", _CASCADE, "memberships", **_OPTIONAL)),
        DropFieldIndex("mention", "article", _key("articles.article", _CASCADE, "mentions")),
        DropFieldIndex("mention", "entity", _key("articles.entity", _PROTECT, "mentions", **_OPTIONAL)),
        DropFieldIndex("notduplicate", "first", _key("articles.article", _CASCADE, "+")),
        DropFieldIndex("othername", "entity", _key("articles.entity", _CASCADE, "other_names")),
        DropFieldIndex("quotation", "article", _key("articles.article", _CASCADE, "quotations")),
        DropFieldIndex("recordchange", "version", models.PositiveBigIntegerField()),
        # Nothing reads by it.
        DropFieldIndex("article", "slug", models.SlugField(db_index=False, editable=False, max_length=120)),
        DropFieldIndex("entity", "slug", models.SlugField(db_index=False, editable=False, max_length=120)),
        *(
            DropFieldIndex(fact, "decided_by", _key(settings.AUTH_USER_MODEL, _SET_NULL, "+", **_OPTIONAL))
            for fact in ("membership", "mention", "pledge", "quotation")
        ),
        # Smaller ones: without the many rows that have no value; without the second one of PostgreSQL.
        DropFieldIndex("appearance", "via", _key("articles.entity", _CASCADE, "carries", **_OPTIONAL)),
        migrations.AddIndex(
            "appearance",
            models.Index(condition=models.Q(("via__isnull", False)), fields=["via"], name="appearance_via"),
        ),
        DropFieldIndex("article", "sha256", models.CharField(editable=False, max_length=64)),
        migrations.AddIndex("article", models.Index(fields=["sha256"], name="article_sha256")),
        DropFieldIndex("articleversion", "sha256", models.CharField(max_length=64)),
        migrations.AddIndex("articleversion", models.Index(fields=["sha256"], name="version_sha256")),
        migrations.RenameField("listrecord", "counts", "rest"),
        migrations.RunPython(keep_the_rest, keep_all),
        NoteEncoder("article", "body", _json(default=list)),
        NoteEncoder("articleversion", "fields", _json(blank=True, default=dict)),
        NoteEncoder("articleversion", "other_body", _json(null=True)),
        *(NoteEncoder("storyrecord", name, _json()) for name in ("card", "head", "counted")),
        NoteEncoder("storyrecord", "facts", _json(default=dict)),
        NoteEncoder("storyrecord", "roles", _json(default=list)),
        NoteEncoder("entityrecord", "label", _json()),
        NoteEncoder("storyrole", "row", _json()),
        NoteEncoder("entityroles", "stated", _json()),
        NoteEncoder("listrecord", "shown", _json()),
        NoteEncoder("listrecord", "rest", _json(default=dict)),
    ]
