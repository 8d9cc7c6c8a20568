"""The sentence of a story that best matches the query, with its matching words marked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from articles.search.phrases import Phrase, Term
from articles.search.stems import query_stems, stems
from articles.search.tokens import Token, joined_words, tokens
from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_LENGTH = 320
_PRINTED_NAMES = 20_000
_LEAD = 120  # characters shown before the first match of an overlong sentence

_Pieces = tuple[tuple[str, bool], ...]


class SnippetFinder:
    """Finds the sentences for the terms of one query: what depends on the query alone is computed once."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._terms = terms
        self._asked: dict[str, list[list[_Keyed]]] = {}

    def snippet(self, stored: dict[str, Any]) -> tuple[_Pieces, str]:
        """(pieces of the best sentence, the name that matched); ((), "") if only the headline matches.

        The best sentence is the first one that matches the most parts of the query.
        """
        language = stored["language"]
        wanted = self._wanted(stored["surfaces"], language)
        best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
        names: dict[int, str] = {}
        for sentence, folded, stemmed in stored["sentences"]:
            likely = _likely(set(folded.split()), set(stemmed.split()), wanted)
            if not any(likely):
                continue
            words = tokens(sentence)
            spans = [list(_matches(words, phrases, language)) for phrases in likely]
            for place, found in enumerate(spans):
                if found and self._terms[place].entities:
                    names.setdefault(place, sentence[found[0][0] : found[0][1]])
            number = sum(1 for found in spans if found)
            if number > best[0]:
                best = (number, sentence, [span for found in spans for span in found])
            if number == len(self._terms):
                break
        _, sentence, spans_found = best
        return _pieces(sentence, spans_found), names[min(names)] if names else ""

    def _wanted(self, surfaces: dict[str, list[str]], language: str) -> list[_Wanted]:
        """For each term the phrases to mark: the words of the query, and the names that the story uses for its entities."""
        if language not in self._asked:
            self._asked[language] = [[_keyed(phrase, language) for phrase in term.phrases] for term in self._terms]
        found = []
        for term, asked in zip(self._terms, self._asked[language], strict=True):
            printed = (text for pk in term.entities for text in surfaces.get(str(pk), ()))
            found.append(_Wanted.of([*asked, *map(_as_printed, printed)]))
        return found


class _Keyed(NamedTuple):
    """A phrase with the words of which a sentence has one if it may hold the phrase."""

    phrase: Phrase
    first: str
    stems: frozenset[str]


class _Wanted(NamedTuple):
    phrases: list[_Keyed]
    firsts: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, phrases: list[_Keyed]) -> _Wanted:
        known = [keyed for keyed in phrases if keyed.phrase.words]
        firsts = frozenset(keyed.first for keyed in known)
        return cls(known, firsts, frozenset(stem for keyed in known for stem in keyed.stems))


def _keyed(phrase: Phrase, language: str) -> _Keyed:
    is_stemmed = phrase.stemmed and bool(language)
    return _Keyed(
        phrase,
        fold(phrase.words[0]) if phrase.words else "",
        frozenset(query_stems(phrase.lower, language)) if is_stemmed else frozenset(),
    )


@lru_cache(maxsize=_PRINTED_NAMES)
def _as_printed(name: str) -> _Keyed:
    """A name as a story prints it; stories repeat the same ones."""
    return _keyed(Phrase(tuple(word.cased for word in tokens(name)), cased=True), "")


def _likely(words: set[str], stemmed: set[str], wanted: list[_Wanted]) -> list[list[Phrase]]:
    """The phrases whose first word is in the sentence: a quick test that rules out most sentences."""
    return [
        []
        if term.firsts.isdisjoint(words) and term.stems.isdisjoint(stemmed)
        else [phrase for phrase, first, stems in term.phrases if first in words or not stems.isdisjoint(stemmed)]
        for term in wanted
    ]


def _matches(words: list[Token], phrases: list[Phrase], language: str) -> Iterator[tuple[int, int]]:
    both_forms = [words, joined_words(words)] if any(word.glue == "'" for word in words) else [words]
    for phrase in phrases:
        if phrase.stemmed and language:
            asked = query_stems(phrase.lower, language)
            for form in both_forms:
                yield from (
                    (word.start, word.end) for word in form if not asked.isdisjoint(stems(word.lower, language))
                )
            continue
        for form in both_forms:
            yield from _places(phrase, form)


def _places(phrase: Phrase, words: list[Token]) -> Iterator[tuple[int, int]]:
    wanted, forms = phrase.words, [word.cased if phrase.cased else word.folded for word in words]
    size = len(wanted)
    for place, form in enumerate(forms):
        if form == wanted[0] and tuple(forms[place : place + size]) == wanted:
            yield words[place].start, words[place + size - 1].end


def _pieces(sentence: str, spans: Iterable[tuple[int, int]]) -> _Pieces:
    merged = _merged(spans)
    if not merged:
        return ()
    first, last = _window(sentence, merged[0][0])
    pieces = [("…", False)] if first else []
    place = first
    for start, end in merged:
        if end > last:
            break
        pieces += [(sentence[place:start], False), (sentence[start:end], True)]
        place = end
    pieces.append((sentence[place:last] + ("…" if last < len(sentence) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(sentence: str, match: int) -> tuple[int, int]:
    """The part of the sentence to show: all of it, or a part around the match, cut at word boundaries."""
    if len(sentence) <= _MAX_LENGTH:
        return 0, len(sentence)
    first = 0 if match <= _LEAD else sentence.find(" ", match - _LEAD, match) + 1 or match
    last = len(sentence) if first + _MAX_LENGTH >= len(sentence) else sentence.rfind(" ", match, first + _MAX_LENGTH)
    return first, last if last > match else min(len(sentence), first + _MAX_LENGTH)
