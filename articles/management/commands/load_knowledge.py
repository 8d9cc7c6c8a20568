"""Load the start knowledge: countries, organizations, officials, conflict places and a gazetteer of cities."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from articles.reference import load_knowledge


class Command(BaseCommand):
    help = "Load countries, organizations, officials and cities; again after an update, it adds what is new."

    def handle(self, **_options: Any) -> None:
        columns = (TextColumn("{task.description:<18}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        tasks: dict[str, TaskID] = {}
        with Progress(*columns, TimeElapsedColumn()) as bars:

            def tell(what: str, done: int, total: int) -> None:
                if what not in tasks:
                    tasks[what] = bars.add_task(what, total=total)
                bars.update(tasks[what], completed=done)

            is_new = load_knowledge(tell)
        if is_new:
            self.stdout.write("The start knowledge is loaded.")
