"""Known names in texts of other languages, without a language model: countries, large places, organizations, people.

Precise before complete. A word of the language may be spelled as a small town is, and in some scripts nothing tells names
from other words: such a town counts only where the words before it say that a place follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.names import name_lookup as lookups
from articles.extraction.names.exonyms import exonyms_in, words_before_places
from articles.extraction.names.inflection import base_forms
from articles.extraction.names.place_linking import is_country, is_prominent
from articles.extraction.names.recognition import FoundNames, Name, likeliest_kind
from articles.text import UNSPACED, fold
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from articles.extraction.findings import Gazetteer, KnownName
    from articles.extraction.passages import Passage

_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_COMBINING_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u102b-\u103e\u17b4-\u17d3\u30fc]")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)['’ \u00a0]$")
MIN_RUN, MAX_RUN = 2, 10
# Smaller towns are spelled as words of the language too often; so are, where nothing is a capital, the shortest names.
MIN_CITY = 100_000
MIN_TOWN_LENGTH = 4
MIN_METROPOLIS = 1_000_000
_EXACT_CONFIDENCE, _INFLECTED_CONFIDENCE = 0.85, 0.75


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A span of a passage that may be the name with this key. `is_printed` when it is spelled as the name is."""

    passage: Passage
    start: int
    end: int
    key: str
    is_printed: bool

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def find_known_names(passages: Sequence[Passage], language: str, gazetteer: Gazetteer) -> FoundNames:
    language = language.partition("-")[0]
    candidates = [one for passage in passages for one in _candidates(passage, language)]
    called = exonyms_in(language)
    keys = {one.key for one in candidates}
    known = gazetteer.lookup({*keys, *(fold(name) for key in keys for name in called.get(key, ()))} - {""})
    names: list[Name] = []
    for one in _longest_first(candidates):
        found = _known(one, known, called, language)
        if found and not any(name.passage is one.passage and name.overlaps(one.start, one.end) for name in names):
            kind = likeliest_kind(found)
            confidence = _EXACT_CONFIDENCE if one.is_printed else _INFLECTED_CONFIDENCE
            chosen = tuple(name for name in found if name.kind == kind)
            names.append(Name(one.passage, one.start, one.end, kind, chosen, "gazetteer", confidence))
    order = {id(passage): at for at, passage in enumerate(passages)}
    names.sort(key=lambda name: (order[id(name.passage)], name.start))
    countries = frozenset(known.country_code for name in names for known in name.known if is_country(known))
    return FoundNames(tuple(names), (), countries)


def _candidates(passage: Passage, language: str) -> Iterator[_Candidate]:
    text = passage.text
    for start, end in lookups.name_phrases(text):
        if not _UNSPACED_RUN.search(text, start, end):
            yield _Candidate(passage, start, end, fold(text[start:end]), is_printed=True)
    for match in lookups.WORD.finditer(text):
        for form in base_forms(match[0], language):
            if form.name[0].islower():
                continue
            start = match.start() + form.cut
            yield _Candidate(passage, start, start + form.length, fold(form.name), is_printed=False)
    for match in _UNSPACED_RUN.finditer(text):
        for start, end in _substrings(match):
            yield _Candidate(passage, start, end, fold(text[start:end]), is_printed=True)


def _substrings(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Every substring of a run of characters; in Hangul only from the beginning of a word, which particles end."""
    text = run.string
    for start in range(run.start(), run.end() - 1):
        if start > run.start() and (_HANGUL.match(text, start) or _COMBINING_MARK.match(text, start)):
            continue
        for end in range(start + MIN_RUN, min(start + MAX_RUN, run.end()) + 1):
            if end == run.end() or not _COMBINING_MARK.match(text, end):
                yield start, end


def _longest_first(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    return sorted(candidates, key=lambda one: (one.start - one.end, not one.is_printed, one.start))


def _known(
    one: _Candidate, known: Mapping[str, Sequence[KnownName]], called: Mapping[str, Sequence[str]], language: str
) -> tuple[KnownName, ...]:
    """The known names that this candidate certainly means."""
    if one.text.isascii() and one.text.isupper() and len(one.text) < 3:
        return ()
    # The language's own names of countries and of the great organizations come before towns that are spelled alike.
    by_name = [name for english in called.get(one.key, ()) for name in known.get(fold(english), ()) if _is_called(name)]
    if by_name:
        return tuple(by_name)
    return tuple(name for name in known.get(one.key, ()) if _is_meant(one, name, language))


def _is_called(name: KnownName) -> bool:
    return not name.is_demonym and (is_country(name) or name.kind == EntityKind.ORGANIZATION)


def _is_meant(one: _Candidate, name: KnownName, language: str) -> bool:
    if name.is_demonym or name.is_weak or (name.case_sensitive and one.text != name.name):
        return False
    if name.kind != EntityKind.PLACE:
        return name.kind == EntityKind.ORGANIZATION or " " in one.text or bool(_UNSPACED_RUN.match(one.text))
    is_ours = is_prominent(name) or (name.ref.startswith("entity:") and one.is_printed)
    if not is_ours and name.weight < MIN_CITY:
        return False
    if not one.text[0].isupper():
        return is_ours or len(one.text) >= MIN_TOWN_LENGTH or bool(_UNSPACED_RUN.match(one.text))
    return is_country(name) or _reads_as_place(one, language, is_large=is_ours or name.weight >= MIN_METROPOLIS)


def _reads_as_place(one: _Candidate, language: str, *, is_large: bool) -> bool:
    """Whether the word before a name with a capital lets it be that of a town: "in Essen", not "das Essen"."""
    match = _WORD_BEFORE.search(one.passage.text, max(0, one.start - 30), one.start)
    before = match[1] if match else ""
    if before.lower() in words_before_places(language, "place"):
        return True
    if not is_large or before.lower() in words_before_places(language, "article"):
        return False
    # German writes every noun with a capital, and so does every language the first word of a sentence.
    begins_sentence = match is not None and match.start(1) == one.passage.sentence_at(one.start)[0]
    return not before[:1].isupper() or begins_sentence or language == "de"
