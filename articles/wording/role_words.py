"""What a printed role implies: that it is over, that it needs a date, or how to append a country."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Membership
    from articles.wording.role_dates import DatedRole


def is_past(row: DatedRole) -> bool:
    """Whether a story says that the person no longer held the role: "former President"."""
    return bool(row.article_id) and bool(_words_of("past").search(f"{row.role} {row.text}"))


def printed_role(row: Membership) -> str:
    """The role as its source prints it: "minister at the time", even if an editor recorded "Minister"."""
    is_past_in_text = is_past(row) and not _words_of("past").search(row.role)
    return row.text if is_past_in_text and not row.end_date else row.role


def has_relative_time(role: str) -> bool:
    """Whether a printed role needs the date of its story to be understood: "envoy until last December"."""
    return bool(_words_of("relative_times").search(role))


def is_said_of_a_country(role: str) -> bool:
    """Whether a role takes "of": "Foreign Minister of Turkey", not "Spokesman, Turkey"."""
    return any(match.end() == len(role) for match in _words_of("said_of_a_country").finditer(role))


def without_past_words(role: str) -> str:
    """For example "President" for "former President" and "ex-President"."""
    return " ".join(_words_of("past").sub(" ", role).split())


@cache
def _words_of(kind: str) -> re.Pattern[str]:
    words = tomllib.loads((files("articles.wording") / "role_words.toml").read_text("utf-8"))[kind]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)-?", re.IGNORECASE)
