"""Read stories from files and print them as JSON lines. Nothing is saved or fetched."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from articles.desk.extraction_input import with_language
from articles.desk.output import failure_output, story_output
from articles.management.json_lines import read_jsonl, to_jsonl
from articles.readers import registry
from articles.readers.part import Content
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from articles.desk.output import Answer
    from articles.readers.part import KindName


class Command(BaseCommand):
    help = "Read the stories in a file and print each as a line of JSON. Nothing is saved."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE")
        parser.add_argument("--url", default="", help="the URL that the file was saved from")
        parser.add_argument(
            "--kind", choices=registry.file_kinds(), default="auto", help="the file type (default: detected)"
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
    try:
        parts = registry.parts(_content(line), _kind(line))
    except UnreadableError as error:
        yield failure_output(str(error))
        return
    if not parts:
        yield failure_output("The file contains no story.")
    for part in parts:
        try:
            yield story_output(with_language(registry.read_part(part)))
        except UnreadableError as error:
            yield {**failure_output(str(error)), "url": part.url}


def _content(line: Mapping[str, Any]) -> Content:
    if "problem" in line:
        raise UnreadableError(str(line["problem"]))
    name, url = line.get("file"), line.get("url") or ""
    if not isinstance(name, str) or not name:
        raise UnreadableError('The line has no "file".')
    if not isinstance(url, str):
        raise UnreadableError('The "url" of the line is not a string.')
    try:
        return Content(Path(name).read_bytes(), url, Path(name).name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(f"The file {name} cannot be opened: {reason}.") from error


def _kind(line: Mapping[str, Any]) -> KindName:
    kind = line.get("kind") or "auto"
    if kind not in registry.file_kinds():
        raise UnreadableError(f"Unknown kind {kind!r}; choose from {', '.join(registry.file_kinds())}.")
    return str(kind)
