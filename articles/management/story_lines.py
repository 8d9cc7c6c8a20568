"""The stories in the file that a line of input names, as output for other programs.

These functions run in the child process of `read_story`: their arguments and results are JSON. The parts of the last
file are kept there, so that each story is read by a call of its own, within the limits of one import.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from articles.desk.extraction_input import with_language
from articles.desk.output import failure_output, story_output
from articles.extraction.language_detection import language_detector
from articles.readers import file_kinds, registry
from articles.readers.part import Content
from articles.readers.story import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from articles.desk.output import Answer
    from articles.readers.part import KindName, Part


def load() -> None:
    """Load what reading needs, before children are forked."""
    language_detector()


def count_stories(line_number: int, line: Mapping[str, Any]) -> dict[str, Any]:
    """How many parts the file of this line has, or the problem that prevents reading it.

    Its "file" may be relative to its "folder": the child process does not run in the folder of the command.
    """
    try:
        count = len(_parts(line_number, json.dumps(line)))
    except UnreadableError as error:
        return {"problem": str(error)}
    return {"count": count} if count else {"problem": "The file contains no story."}


def read_nth(line_number: int, line: Mapping[str, Any], number: int) -> Answer:
    """The output for one part. Numbers count from 0; `line_number` distinguishes a line from an earlier equal one."""
    part = _parts(line_number, json.dumps(line))[number]
    try:
        return story_output(with_language(registry.read_part(part)))
    except UnreadableError as error:
        return {**failure_output(str(error)), "url": part.url}


@lru_cache(maxsize=1)
def _parts(_line_number: int, line: str) -> Sequence[Part]:
    given = json.loads(line)
    return registry.parts(_content(given), _kind(given))


def _content(line: Mapping[str, Any]) -> Content:
    if "problem" in line:
        raise UnreadableError(str(line["problem"]))
    name, url = line.get("file"), line.get("url") or ""
    if not isinstance(name, str) or not name:
        raise UnreadableError('The line has no "file".')
    if not isinstance(url, str):
        raise UnreadableError('The "url" of the line is not a string.')
    try:
        return Content(Path(line.get("folder", ""), name).read_bytes(), url, Path(name).name)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(f"The file {name} cannot be opened: {reason}.") from error


def _kind(line: Mapping[str, Any]) -> KindName:
    kind = line.get("kind") or "auto"
    if kind not in file_kinds.file_kinds():
        raise UnreadableError(f"Unknown kind {kind!r}; choose from {', '.join(file_kinds.file_kinds())}.")
    return str(kind)
