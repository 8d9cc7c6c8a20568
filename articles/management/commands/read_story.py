"""Read stories from files and print them as JSON lines. Nothing is saved or fetched.

Each story is read within the limits of an import (IMPORT_CPU_LIMIT and others).
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk.output import failure_output
from articles.management import story_lines
from articles.management.json_lines import read_jsonl, to_jsonl
from articles.management.limits import NoResultError, limited
from articles.readers import file_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from articles.desk.output import Answer

# Reading needs no language model, which takes seconds to load.
_PREPARE = "articles.management.story_lines.load"
_line_numbers = count()


class Command(BaseCommand):
    help = "Read the stories in a file and print each as a line of JSON. Nothing is saved."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE")
        parser.add_argument("--url", default="", help="the URL that the file was saved from")
        parser.add_argument(
            "--kind", choices=file_kinds.file_kinds(), default="auto", help="the file type (default: detected)"
        )
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='read one JSON object {"id", "file", "url", "kind"} per line from standard input',
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["jsonl"]:
            for line in read_jsonl(sys.stdin.buffer):
                for answer in answers_for(line):
                    self.stdout.write(to_jsonl({"id": line.get("id"), **answer}))
                self.stdout.flush()
            return
        if not options["file"]:
            raise CommandError("Give a file to read, or --jsonl with lines on standard input.")
        answers = list(answers_for({name: options[name] for name in ("file", "url", "kind")}))
        for answer in answers:
            self.stdout.write(to_jsonl(answer))
        if not any(answer["body"] or answer["headline"] for answer in answers):
            raise CommandError(" ".join(answers[0]["problems"]) if answers else "The file contains no story.")


def answers_for(line: Mapping[str, Any]) -> Iterator[Answer]:
    """One result per story in the file of an input line, or one result with the problem."""
    line_number, line = next(_line_numbers), {**line, "folder": str(Path.cwd())}
    try:
        found = limited(story_lines.count_stories, line_number, line, prepare=_PREPARE)
    except NoResultError as error:
        found = {"problem": str(error)}
    if "problem" in found:
        yield failure_output(found["problem"])
        return
    for number in range(found["count"]):
        try:
            yield limited(story_lines.read_nth, line_number, line, number, prepare=_PREPARE)
        except NoResultError as error:
            yield failure_output(str(error))
