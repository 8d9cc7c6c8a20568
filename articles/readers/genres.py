"""What kind of story it says it is: the type in its data, else the name of its section, else the folder of its address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from articles.vocabulary import Genre

_TYPES = (
    ("OpinionNewsArticle", Genre.OPINION),
    ("AnalysisNewsArticle", Genre.ANALYSIS),
    ("BackgroundNewsArticle", Genre.BACKGROUND),
    ("ReportageNewsArticle", Genre.REPORTAGE),
)
_SECTIONS = (
    (
        re.compile(
            r"\b(?:opinions?|op-?eds?|comment(?:ary|isfree|s)?|editorials?|columns?|columnists?|letters|meinung(?:en)?|kommentare?|leitartikel|"
            r"tribunes?|d\u00e9bats?|id\u00e9es|opini[\u00f3o]n|opini\u00e3o|columnas?|tribuna|opinioni|commenti|g\u00f6r\u00fc\u015f|\u043c\u043d\u0435\u043d\u0438[\u0435\u044f])\b",
            re.IGNORECASE,
        ),
        Genre.OPINION,
    ),
    (re.compile(r"\b(?:analys[ei]s|analyses|an\u00e1lisis|an\u00e1lise|analisi|analiz|\u0430\u043d\u0430\u043b\u0438\u0442\u0438\u043a\u0430)\b", re.IGNORECASE), Genre.ANALYSIS),
    (re.compile(r"\b(?:explainers?|explained|backgrounders?|factbox|fact-?boxes|hintergrund|d\u00e9cryptages?|timeline)\b", re.IGNORECASE), Genre.BACKGROUND),
)  # fmt: skip
# Longer parts of an address are headlines, and may contain any word.
_MAX_FOLDER_LENGTH = 20


def genre_of_types(types: list[str]) -> Genre | None:
    """The genre that a schema.org type means; None for the plain ones."""
    return next((genre for name, genre in _TYPES for kind in types if kind.endswith(name)), None)


def genre_of_section(section: str, address: str) -> Genre | None:
    """The genre that a section is named for, or the folders of an address; None where they name a subject."""
    folders = [part for part in urlsplit(address).path.split("/")[1:-1] if len(part) <= _MAX_FOLDER_LENGTH]
    for text in (section, " ".join(folders)):
        for words, genre in _SECTIONS:
            if text and words.search(text):
                return genre
    return None
