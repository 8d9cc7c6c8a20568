"""What an undo of a merge needs. Merges made so far did not store it, and stay without."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_withdrawals")]

    operations = [
        migrations.AddField("mergerecord", "former", models.JSONField(default=dict)),
    ]
