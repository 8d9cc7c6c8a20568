"""Stored pages are whole pages, compressed with Brotli. Those from before have another format, and are rendered again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_front_page")]

    operations = [
        migrations.RenameField("storyrecord", "main", "page"),
        migrations.RenameField("entitypage", "main", "page"),
        migrations.RenameField("frontpage", "main", "page"),
    ]
