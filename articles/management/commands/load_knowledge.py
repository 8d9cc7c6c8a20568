"""The former name of load_reference_data, for scripts that still use it."""

from __future__ import annotations

from articles.management.commands import load_reference_data


class Command(load_reference_data.Command):
    help = "Former name of load_reference_data."
