"""Languages in words, for editors: the English name and the name in the language itself."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Language(NamedTuple):
    english: str
    autonym: str

    def __str__(self) -> str:
        return self.english if self.english == self.autonym else f"{self.english} ({self.autonym})"


@cache
def languages() -> dict[str, Language]:
    """By BCP 47 tag, in the order of their English names."""
    data = tomllib.loads((files("articles.wording") / "languages.toml").read_text("utf-8"))
    return {tag: Language(*names) for tag, names in data.items()}


def language_in_words(tag: str) -> str:
    """For example "Ukrainian (Українська)"; a tag that the list does not have is returned unchanged."""
    found = languages().get(tag.replace("_", "-"))
    return str(found) if found else tag
