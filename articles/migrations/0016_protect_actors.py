"""Accounts that have acted cannot be deleted; standard names of a constraint and in a help text."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "loggedaction",
            "by",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "quotation",
            "inferred",
            models.BooleanField(default=False, help_text="The speaker was inferred from a pronoun"),
        ),
        migrations.RemoveConstraint("importitem", "a_file_is_taken_apart_once"),
        migrations.AddConstraint(
            "importitem",
            models.UniqueConstraint(fields=("parent", "position"), name="unique_position_per_split_item"),
        ),
    ]
