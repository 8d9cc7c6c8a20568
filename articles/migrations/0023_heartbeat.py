"""When the worker and the indexer last said that they run."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_publishing_right")]

    operations = [
        migrations.CreateModel(
            "Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(max_length=20)),
                ("host", models.CharField(max_length=100)),
                ("pid", models.PositiveBigIntegerField()),
                ("seen", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("process", "host", "pid"), name="unique_heartbeat_per_process")
                ]
            },
        ),
    ]
