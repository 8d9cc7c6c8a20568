"""Compute near-duplicate fingerprints for stories that have none yet; quick if there are none."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from articles.desk import near_duplicates
from articles.wording.counts import counted


class Command(BaseCommand):
    help = "Compute near-duplicate fingerprints for existing stories that have none."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = near_duplicates.backfill_fingerprints()
        if count:
            self.stdout.write(f"Computed fingerprints for {counted(count, 'existing story', 'existing stories')}.")
