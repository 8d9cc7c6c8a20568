"""Load the reference data: countries, organizations, officials, conflict places and a gazetteer of cities."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from articles.reference import load_reference_data


class Command(BaseCommand):
    help = "Load countries, organizations, officials and cities; after an update, correct what an older version loaded."

    def handle(self, **_options: Any) -> None:
        columns = (TextColumn("{task.description:<20}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        tasks: dict[str, TaskID] = {}
        with Progress(*columns, TimeElapsedColumn()) as bars:

            def tell(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=total)
                bars.update(tasks[what], completed=done)

            result = load_reference_data(tell)
        for sentence in result.left:
            self.stdout.write(sentence)
        if result:
            self.stdout.write(f"The reference data is loaded: {result.counts}.")
