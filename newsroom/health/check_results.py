"""What `manage.py doctor` found, and how a check says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A problem has to be solved; a warning should be looked at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`sentence` says what is there, and, unless it is in order, what to do."""

    subject: str
    level: Level
    sentence: str


def ok(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.OK, sentence)


def warning(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.WARNING, sentence)


def problem(subject: str, sentence: str) -> Finding:
    return Finding(subject, Level.PROBLEM, sentence)
