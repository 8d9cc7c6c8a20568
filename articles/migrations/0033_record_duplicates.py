"""Records that may be the same, and pairs that an editor marked as different."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [("person", "Person"), ("organization", "Organization"), ("place", "Place")]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0032_undo_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicateSearch",
            fields=[
                ("kind", models.CharField(choices=KINDS, max_length=12, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("last_logged", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DistinctRecords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.entity",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.entity"
                    ),
                ),
            ],
            options={
                "ordering": ["-created", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="unique_pair_of_distinct_records"),
                    models.CheckConstraint(
                        condition=models.Q(first__lt=models.F("second")), name="the_older_distinct_record_is_the_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PossibleDuplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("likelihood", models.PositiveSmallIntegerField()),
                ("stories", models.PositiveIntegerField(default=0)),
                ("reasons", models.JSONField(default=list)),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.entity",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.entity"
                    ),
                ),
            ],
            options={
                "ordering": ["-likelihood", "-stories", "first", "second"],
                "indexes": [
                    models.Index(
                        fields=["-likelihood", "-stories", "first", "second"], name="possible_duplicate_order"
                    ),
                    models.Index(
                        fields=["kind", "-likelihood", "-stories", "first", "second"],
                        name="possible_duplicate_by_kind",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="unique_possible_duplicate"),
                    models.CheckConstraint(
                        condition=models.Q(first__lt=models.F("second")),
                        name="the_older_possible_duplicate_is_the_first",
                    ),
                ],
            },
        ),
    ]
