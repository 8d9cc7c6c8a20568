"""Lift login locks."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.core.management import BaseCommand, CommandError

from articles.desk.logins import lift_locks
from articles.wording.counts import counted


class Command(BaseCommand):
    help = "Lift the login locks of one user name, of one IP address, or all of them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--name", default="", help="only this user name")
        parser.add_argument("--address", default="", help="only this IP address")

    def handle(self, *_args: Any, name: str, address: str, **_options: Any) -> None:
        try:
            given = str(ip_address(address)) if address else ""
        except ValueError as error:
            raise CommandError(f"{address} is not an IP address.") from error
        count = lift_locks(name, given)
        self.stdout.write(f"{counted(count, 'failed attempt', 'failed attempts')} cleared.")
