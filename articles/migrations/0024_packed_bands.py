"""A near-duplicate band is one number: its first 32 bits, and the id of its story."""

from __future__ import annotations

import struct
from collections import defaultdict
from typing import TYPE_CHECKING

import django.db.models.deletion
from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_STORIES = 1_000


def pack(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A story without bands gets its fingerprint with the next start of the site."""
    old, new = apps.get_model("articles", "LSHBand"), apps.get_model("articles", "PackedBand")
    fingerprints = apps.get_model("articles", "TextFingerprint")
    ids = list(old.objects.order_by("article_id").values_list("article_id", flat=True).distinct())
    for start in range(0, len(ids), _STORIES):
        some = ids[start : start + _STORIES]
        rows = old.objects.filter(article_id__gte=some[0], article_id__lte=some[-1]).order_by()
        bands = defaultdict(set)
        for article_id, band in rows.values_list("article_id", "band"):
            bands[article_id].add(band >> 32)
        new.objects.bulk_create(
            [new(key=key) for key in sorted((band << 32) + pk for pk, of_story in bands.items() for band in of_story)],
            batch_size=5_000,
        )
        fingerprints.objects.bulk_create(
            fingerprints(article_id=pk, packed=struct.pack(f">{len(of_story)}i", *sorted(of_story)))
            for pk, of_story in bands.items()
        )


class Migration(migrations.Migration):
    """Backwards the bands are dropped: earlier software computes those of stories without any when it starts."""

    dependencies = [("articles", "0023_heartbeat")]

    operations = [
        migrations.CreateModel(
            "TextFingerprint",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="fingerprint",
                        serialize=False, to="articles.article",
                    ),
                ),
                ("packed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            "PackedBand", fields=[("key", models.BigAutoField(primary_key=True, serialize=False))]
        ),
        migrations.RunPython(pack, migrations.RunPython.noop),
        migrations.DeleteModel("LSHBand"),
        migrations.RenameModel("PackedBand", "LSHBand"),
    ]
