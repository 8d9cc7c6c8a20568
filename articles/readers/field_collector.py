"""A story while it is being read: the first source that states a field wins, and is remembered."""

from __future__ import annotations

from typing import Any

from articles.readers.dates import read_date
from articles.readers.story import FieldSource, Story


class FieldCollector:
    """Collects fields in the order of trust and becomes a Story at the end."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._sources: dict[str, FieldSource] = {}
        self._problems: list[str] = []

    def set_if_missing(self, name: str, value: object, source: str, confidence: float) -> None:
        """Set a field unless it is set already or the value is empty."""
        if value and name not in self._values:
            self._values[name] = value
            self._sources[name] = FieldSource(source, confidence)

    def set_date_if_missing(self, name: str, text: str, source: str, confidence: float, language: str = "") -> None:
        """Set a date as printed; one that cannot be read becomes a problem and leaves the field open."""
        stated = read_date(text, language)
        if stated is None:
            if text.strip() and any(c.isdecimal() for c in text):
                self.add_problem(f"The date \u201c{text.strip()[:60]}\u201d could not be read.")
            return
        if name == "date_published" and name not in self._values:
            self._values["date_precision"] = stated.precision
        self.set_if_missing(name, stated.moment, source, confidence)

    def add_problem(self, problem: str) -> None:
        """Keep a sentence about what could not be read."""
        if problem not in self._problems:
            self._problems.append(problem)

    def has(self, name: str) -> bool:
        """True if the field is set."""
        return name in self._values

    def get(self, name: str) -> Any:
        """What a field was set to; None while it is open."""
        return self._values.get(name)

    def story(self) -> Story:
        """The story as far as the source states it."""
        return Story(**self._values, problems=tuple(self._problems), field_sources=dict(self._sources))
