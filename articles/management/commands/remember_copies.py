"""The former name of backfill_fingerprints, for scripts that still use it."""

from __future__ import annotations

from articles.management.commands import backfill_fingerprints


class Command(backfill_fingerprints.Command):
    help = "Former name of backfill_fingerprints."
