"""Keep what copies are found by, for the stories from before that was kept; quick when there are none."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from articles.desk import near_duplicates


class Command(BaseCommand):
    help = "Let the stories that are here be found as copies of others."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = near_duplicates.remember_those_without()
        if count:
            self.stdout.write(f"Compared {count} stories that were here already.")
