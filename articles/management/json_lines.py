"""Read and write JSON lines, for commands that use standard input and output."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Line = dict[str, Any]


def read_jsonl(lines: Iterable[bytes]) -> Iterator[Line]:
    """The objects of the input, one per line. An invalid line becomes an object with its `problem`."""
    for raw in lines:
        if raw.strip():
            yield _object(raw)


def _object(raw: bytes) -> Line:
    try:
        line = json.loads(raw)
    except ValueError as error:
        return {"problem": f"This line is not JSON: {error}."}
    return line if isinstance(line, dict) else {"problem": "This line is not a JSON object."}


def to_jsonl(answer: Line) -> str:
    """One line of plain ASCII, which works on any terminal and in any locale."""
    return json.dumps(answer)
