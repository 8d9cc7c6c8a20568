"""The spellings under which a printed word may be known: without the prefixes and endings of its language.

Arabic and Hebrew put "and", "in" and "to" before it, Slavic languages and German decline it, Turkish adds endings, and
Romance languages run an article into it. What is cut off may be part of the name: only names beyond doubt are
found in this way (see `foreign`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

MIN_LENGTH = 4
_ARABIC = re.compile(r"[وف]?(?:[بك](?=\w{3})|(?=\w{3}))(?=\w)")
_ARABIC_FOR_THE = re.compile(r"^([وف]?)لل(?=\w{3})")
_ARABIC_FOR = re.compile(r"^([وف]?)ل(?=[^ل]\w{3})")
_HEBREW = re.compile(r"^[ושכ]?[הבלמ]?(?=\w{3})")
_ELISION = re.compile(r"^(?:[ldcsnmjt]|qu|dell|nell|all|dall|sull|un|quell)['’](?=\w)", re.IGNORECASE)
_TURKISH = re.compile(r"['’]\w+$")
# Ending as printed -> endings of the name itself, in cases other than the nominative; the longest first.
_SLAVIC: Sequence[tuple[str, Sequence[str]]] = lexicon.mapping("languages", "inflection")["slavic_endings"]
_GERMAN = re.compile(r"(?<=\w{4})s$")


@dataclass(frozen=True, slots=True)
class BaseForm:
    """`name` is what to look for; the printed name begins `cut` letters into the word and is `length` letters long."""

    name: str
    cut: int
    length: int


def base_forms(word: str, language: str) -> Iterator[BaseForm]:
    """The other spellings of a single word that may be a name; none in languages that do not inflect names."""
    find = _BY_LANGUAGE.get(language)
    if find is not None and len(word) >= MIN_LENGTH:
        yield from find(word)


def _arabic(word: str) -> Iterator[BaseForm]:
    for pattern, article in ((_ARABIC_FOR_THE, "ال"), (_ARABIC_FOR, "")):
        match = pattern.match(word)
        if match:
            rest = word[match.end() :]
            # The l of the article is written into the l before it: the name is printed without its first letter.
            cut = match.end() - (1 if article else 0)
            yield BaseForm(article + rest, cut, len(word) - cut)
    match = _ARABIC.match(word)
    for cut in range(1, match.end() + 1) if match else ():
        yield BaseForm(word[cut:], cut, len(word) - cut)


def _hebrew(word: str) -> Iterator[BaseForm]:
    match = _HEBREW.match(word)
    for cut in range(1, match.end() + 1) if match else ():
        yield BaseForm(word[cut:], cut, len(word) - cut)


def _slavic(word: str) -> Iterator[BaseForm]:
    for ending, bases in _SLAVIC:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_LENGTH - len(ending[:2]):
            for base in bases:
                yield BaseForm(word[: -len(ending)] + base, 0, len(word))


def _romance(word: str) -> Iterator[BaseForm]:
    match = _ELISION.match(word)
    if match:
        yield BaseForm(word[match.end() :], match.end(), len(word) - match.end())


def _turkish(word: str) -> Iterator[BaseForm]:
    match = _TURKISH.search(word)
    if match:
        yield BaseForm(word[: match.start()], 0, match.start())


def _german(word: str) -> Iterator[BaseForm]:
    if _GERMAN.search(word):
        yield BaseForm(word[:-1], 0, len(word))


_BY_LANGUAGE: Mapping[str, Callable[[str], Iterator[BaseForm]]] = {
    "ar": _arabic,
    "he": _hebrew,
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr"), _slavic),
    **dict.fromkeys(("fr", "it", "pt", "es", "ca"), _romance),
    "tr": _turkish,
    **dict.fromkeys(("de", "sv", "da", "no"), _german),
}
