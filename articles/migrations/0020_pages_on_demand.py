"""Stories are derived without their pages, which are rendered later; a new record is counted in a step of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ALL_COUNTED = 2**63 - 1


def say_what_is_counted(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A record with all stories has counted all of them; one that was being derived starts again."""
    states = apps.get_model("articles", "RecordState").objects
    states.exclude(format="").update(counted_to=_ALL_COUNTED)
    states.filter(format="").update(cursor={}, next_format="")


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_whole_pages")]

    operations = [
        migrations.RenameField("recordstate", "rendered_to", "derived_to"),
        migrations.AddField("recordstate", "counted_to", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("recordstate", "render_from", models.PositiveBigIntegerField(default=0)),
        migrations.AlterField("storyrecord", "format", models.CharField(blank=True, max_length=16)),
        migrations.AlterField("storyrecord", "page", models.BinaryField(default=bytes)),
        migrations.AddIndex(
            "storyrecord",
            models.Index(
                fields=["-newest"], condition=models.Q(("format", "")), name="story_record_to_render"
            ),
        ),
        migrations.RunPython(say_what_is_counted, migrations.RunPython.noop),
    ]
