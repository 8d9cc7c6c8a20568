"""What an undo of a merge needs, and splits of records. Merges made so far did not store it, and stay without."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_takedowns"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField("mergerecord", "former", models.JSONField(default=dict)),
        migrations.CreateModel(
            "SplitRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("target_name", models.CharField(max_length=200)),
                ("made_target", models.BooleanField(default=False)),
                ("moved", models.JSONField(default=dict)),
                ("own", models.JSONField(default=dict)),
                ("dropped", models.JSONField(default=list)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="splits", to="articles.entity"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="splits_from",
                        to="articles.entity",
                    ),
                ),
            ],
        ),
    ]
