"""The source type of an import was called its door; labels and help texts of imports are in plain words.

Only the column of the source type changes in the database: stored values stay as they are.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_membership_fact")]

    operations = [
        migrations.RenameField("importitem", "door", "source_type"),
        migrations.AlterField(
            model_name="importbatch",
            name="drafts_wanted",
            field=models.BooleanField(default=False, help_text="The worker creates drafts of everything that was read"),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="How many processes died while reading it"),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="claimed_at",
            field=models.DateTimeField(blank=True, help_text="When a worker last renewed its lease", null=True),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="claimed_by",
            field=models.CharField(blank=True, help_text="machine:process:start:claim of the worker", max_length=120),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="columns",
            field=models.JSONField(
                blank=True, help_text="For a table: field to heading, as an editor mapped them", null=True
            ),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="is_lookalike",
            field=models.BooleanField(default=False, help_text="It looks like an existing story"),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="position",
            field=models.PositiveIntegerField(blank=True, help_text="Its place in the file that was split", null=True),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="problem",
            field=models.TextField(blank=True, help_text="Why this item of a file is not a story, as its reader says"),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="status",
            field=models.CharField(
                choices=[
                    ("received", "Waiting to be read"),
                    ("reading", "Being read"),
                    ("mapping", "Map columns"),
                    ("unpacked", "Split into items"),
                    ("read", "Ready to check"),
                    ("drafted", "Draft created"),
                    ("version", "Saved as a new version"),
                    ("duplicate", "Duplicate"),
                    ("failed", "Could not be read"),
                    ("discarded", "Discarded"),
                    ("revoked", "Cancelled or withheld by its source"),
                ],
                default="received",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="importitem",
            name="url",
            field=models.CharField(blank=True, help_text="The address to fetch, or given with a file", max_length=2000),
        ),
    ]
