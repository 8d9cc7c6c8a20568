"""Find people, organizations, places, quotations and pledges in plain text and print them as JSON. Nothing is saved.

Each text is looked through within the limits of an import (IMPORT_CPU_LIMIT and others).
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from articles.management import fact_lines
from articles.management.json_lines import read_jsonl, to_jsonl
from articles.management.limits import NoResultError, limited
from articles.management.prepared import ensure_ready
from articles.readers.charsets import decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.desk.output import Answer

NOTHING: Answer = {"mentions": [], "quotations": [], "pledges": [], "figures": []}


class Command(BaseCommand):
    help = "Find names, quotations and pledges in plain text and print them as JSON. Nothing is saved."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="plain text file; - reads standard input"
        )
        parser.add_argument("--jsonl", action="store_true", help='read one JSON object {"id", "text", "date"} per line')

    def handle(self, *_args: Any, **options: Any) -> None:
        ensure_ready()
        if options["jsonl"]:
            for line in read_jsonl(opened(options["file"])):
                self.stdout.write(to_jsonl({"id": line.get("id"), **answer_for(line)}))
                self.stdout.flush()
            return
        text = decode(opened(options["file"]).read()).text
        self.stdout.write(to_jsonl(_facts(text, None)))


def opened(name: str) -> BinaryIO:
    """Open a file, or standard input for "-". Raises CommandError if it cannot be opened."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"The file {name} cannot be opened: {error.strerror}.") from error


def answer_for(line: Mapping[str, Any]) -> Answer:
    """The facts for an input line, or the problem that prevents extraction."""
    text, day = line.get("text"), line.get("date")
    if "problem" in line:
        return {**NOTHING, "problems": [line["problem"]]}
    if not isinstance(text, str):
        return {**NOTHING, "problems": ['The line has no "text".']}
    try:
        day = date.fromisoformat(day[:10]).isoformat() if day else None
    except (TypeError, ValueError):
        return {**NOTHING, "problems": [f'The "date" {day!r} is not in the format 2026-11-22.']}
    return _facts(text, day)


def _facts(text: str, day: str | None) -> Answer:
    try:
        found: Answer = limited(fact_lines.find, text, day)
    except NoResultError as error:
        return {**NOTHING, "problems": [str(error)]}
    return found
