"""What an editor sets for the drafts of imports, and outlets whose confident findings may be published together."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_feed_subscriptions")]

    operations = [
        migrations.AddField(
            "importitem",
            "set_fields",
            models.JSONField(blank=True, help_text="What an editor set for its draft", null=True),
        ),
        migrations.AddField(
            "outlet",
            "is_trusted",
            models.BooleanField(
                default=False,
                help_text="Confident findings in its stories may be accepted and published together, from the page of a batch",
                verbose_name="trusted",
            ),
        ),
    ]
