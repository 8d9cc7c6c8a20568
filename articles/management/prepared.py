"""Migrate the database and load the reference data for commands that may run before the first start of the site."""

from __future__ import annotations

import contextlib
import sys

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ensure_ready() -> None:
    """Migrate and load the reference data if needed.

    Progress goes to standard error: standard output is for results.
    """
    with contextlib.redirect_stdout(sys.stderr):
        if pending_migrations():
            call_command("migrate", verbosity=0)
        call_command("load_reference_data", stdout=sys.stderr)
