"""The facts in a text, as output for other programs. Runs in the child process of `find_facts`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from articles.desk.output import facts_answer

if TYPE_CHECKING:
    from articles.desk.output import Answer


def find(text: str, day: str | None) -> Answer:
    """The findings in a text of this day (ISO 8601)."""
    return facts_answer(text, date.fromisoformat(day) if day else None)
