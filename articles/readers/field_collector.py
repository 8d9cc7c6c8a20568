"""A story while it is being read: the first source that states a field wins, and is remembered."""

from __future__ import annotations

from typing import Any

from articles.readers.dates import StatedDate, implausible, read_date
from articles.readers.story import FieldSource, Story
from articles.text import clean_line, has_words

# What programs write for a date that there is not.
_NO_DATE = frozenset({"", "null", "none", "nil", "n/a", "unknown", "undefined", "false", "true", "invalid date"})
_MAX_DATE_TEXT_LENGTH = 200
_MAX_SHOWN_LENGTH = 60


class FieldCollector:
    """Collects fields in the order of trust and becomes a Story at the end."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._sources: dict[str, FieldSource] = {}
        self._problems: list[str] = []

    def set_if_missing(self, name: str, value: object, source: str, confidence: float) -> None:
        """Set a field unless it is set already or the value is empty; a text without a letter or digit is empty, too."""
        if isinstance(value, str) and not has_words(value):
            return
        if value and name not in self._values:
            self._values[name] = value
            self._sources[name] = FieldSource(source, confidence)

    def set_date_if_missing(self, name: str, text: str, source: str, confidence: float, language: str = "") -> None:
        """Set a date as printed. One that cannot be read or cannot be right becomes a problem and leaves the field open.

        Of the date of publication the words are kept, unless another source states it (`Story.date_text`).
        """
        stated = read_date(text, language)
        why = _unusable(text, stated)
        has_date = name in self._values
        if why and (not has_date or any(c.isdecimal() for c in text)):
            printed = clean_line(text)
            self.add_problem(f"The date \u201c{printed[:_MAX_SHOWN_LENGTH]}\u201d {why}.")
            if name == "date_published" and not has_date:
                self._values.setdefault("date_text", printed[:_MAX_DATE_TEXT_LENGTH])
        if stated is None or why:
            return
        if name == "date_published" and not has_date:
            self._values["date_precision"] = stated.precision
            self._values.pop("date_text", None)
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


def _unusable(text: str, stated: StatedDate | None) -> str:
    """Why this is no date to be used, to continue a sentence about it; empty for a date, and for no words at all."""
    if stated is not None:
        why = implausible(stated)
        return f"cannot be right, because it {why}" if why else ""
    printed = clean_line(text)
    return "could not be read" if has_words(printed) and printed.casefold() not in _NO_DATE else ""
