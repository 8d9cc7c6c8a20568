"""Print the page docs/rights.md."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from articles.management.rights_page import rights_page


class Command(BaseCommand):
    help = "Print every address of the site with the rights and groups that it requires (docs/rights.md)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(rights_page(), ending="")
