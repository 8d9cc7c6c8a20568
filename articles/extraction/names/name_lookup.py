"""Look up every phrase of a document that could be a known name, in one call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.text import fold
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from articles.extraction.findings import Gazetteer, KnownName
    from articles.extraction.passages import Passage

# A word keeps inner apostrophes (Sana'a) and the stops of initials (U.S.), and leaves the possessive 's outside.
WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*")
_GAP = re.compile(r"[ \u00a0]|[-‑]| ?& ?|\. |['’‘]")
_ABBREVIATED = lexicon.words("name_forms", "abbreviated")
_ARTICLES = lexicon.words("name_forms", "name_articles")
MAX_WORDS = 10
# Small words that end names: "US-led coalition", "UN refugee agency", "Rafah crossing". Only these, so that not
# each word
# after a capital is looked up; not "province" and "city", which follow names that are complete.
_TAILS = lexicon.words("name_forms", "name_tails")
MAX_SHORT_ACRONYM = 3
# A city this large is meant even where a people has the same name.
MIN_LARGE_CITY = 1_000_000
# "It IS", "what IS this": a verb in capitals, not a name. "The city that IS has held" is one: a verb follows it.
_BEFORE_VERB = re.compile(
    r"\b(?:it|this|that|he|she|what|who|which|there|here|where|how|why|i|they|we|you)\s$", re.IGNORECASE
)
_VERB_FOLLOWS = re.compile(
    r"\s(?:has|had|is|was|will|would|could|can|did|does|held|holds|lost|took|says?|said|fighters|\w+ed)\b"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the text that the gazetteer knows."""

    passage: Passage
    start: int
    end: int
    known: tuple[KnownName, ...]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def look_up_names(
    passages: Sequence[Passage], further: Iterable[str], gazetteer: Gazetteer
) -> Mapping[str, Sequence[KnownName]]:
    """What is known under any phrase of the passages, or under any of the `further` names. One call."""
    keys = {fold(passage.text[start:end]) for passage in passages for start, end in name_phrases(passage.text)}
    keys.update(fold(name) for name in further)
    keys.discard("")
    return gazetteer.lookup(keys)


def find_hits(passage: Passage, known: Mapping[str, Sequence[KnownName]]) -> list[Hit]:
    """The known phrases of one passage, overlapping ones included."""
    found = []
    for start, end in name_phrases(passage.text):
        names = known.get(fold(passage.text[start:end]), ())
        fitting = tuple(name for name in names if _is_spelled_like(passage, start, end, name))
        if fitting:
            found.append(Hit(passage, start, end, _without_towns(fitting)))
    return found


def _without_towns(known: tuple[KnownName, ...]) -> tuple[KnownName, ...]:
    """Prefer demonyms: "Kazakh" means Kazakhstan, not a town of that name in Azerbaijan."""
    if not any(name.is_demonym and not name.is_weak for name in known):
        return known
    return tuple(name for name in known if name.is_demonym or not _is_small_place(name))


def _is_small_place(name: KnownName) -> bool:
    return name.kind == EntityKind.PLACE and 0 <= name.weight < MIN_LARGE_CITY and name.feature_code.startswith("PPL")


def name_phrases(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of each run of words that could be a name: it begins and ends with a capital, or with a tail.

    Scripts without capitals offer every run.
    """
    words = list(WORD.finditer(text))
    for first, word in enumerate(words):
        if not _can_begin(words, first):
            continue
        for last in range(first, min(first + MAX_WORDS, len(words))):
            if last > first and not _is_joined(text, words[last - 1], words[last]):
                break
            if not words[last][0][0].islower() or (last > first and words[last][0] in _TAILS):
                yield word.start(), words[last].end()


def _can_begin(words: list[re.Match[str]], first: int) -> bool:
    word = words[first][0]
    if not word[0].islower():
        return not word.isdigit()
    return word in _ARTICLES and first + 1 < len(words) and words[first + 1][0][0].isupper()


def _is_joined(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    gap = text[before.end() : after.start()]
    if not _GAP.fullmatch(gap):
        return False
    return gap != ". " or before[0].casefold() in _ABBREVIATED or len(before[0]) == 1


def _is_short_acronym(passage: Passage, start: int, text: str) -> bool:
    """Whether this is a short acronym. At the start it may be a dateline: "QOM (Reuters)"."""
    return (
        start > 0
        and len(text) <= MAX_SHORT_ACRONYM
        and text.isupper()
        and text.isascii()
        and not passage.is_all_capitals
    )


def _is_spelled_like(passage: Passage, start: int, end: int, name: KnownName) -> bool:
    text = passage.text[start:end]
    if passage.text.startswith("$", end):
        return False  # US$5
    if _is_short_acronym(passage, start, text) and name.kind == EntityKind.PLACE and not name.name.isupper():
        return False  # "INA", an agency, is not the town of Ina
    if not (name.case_sensitive or (name.name.isupper() and len(name.name) <= MAX_SHORT_ACRONYM)):
        return True
    if passage.is_all_capitals or text.replace(".", "") != name.name.replace(".", ""):
        return False
    is_after_pronoun = _BEFORE_VERB.search(passage.text[max(0, start - 20) : start])
    return not is_after_pronoun or bool(_VERB_FOLLOWS.match(passage.text, end))
