"""Search the records for duplicates now; workers do it some minutes after a change."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from articles.desk.distinct_records import NOUNS
from articles.desk.duplicate_search import search_duplicates


class Command(BaseCommand):
    help = (
        "Search people, organizations and places for records that may be the same, for the duplicates page of the desk."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        for kind, nouns in NOUNS.items():
            start = perf_counter()
            found = search_duplicates(kind)
            self.stdout.write(f"{nouns}: {found} possible duplicates ({perf_counter() - start:.1f} s)")
