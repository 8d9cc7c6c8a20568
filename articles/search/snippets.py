"""The sentence of a story that best matches the query, with its matching words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.search.phrases import Phrase, Term
from articles.search.stems import query_stems, stems
from articles.search.tokens import Token, joined_words, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAX_LENGTH = 320
_LEAD = 120  # characters shown before the first match of an overlong sentence

_Pieces = tuple[tuple[str, bool], ...]


def snippet(stored: dict[str, Any], terms: tuple[Term, ...]) -> tuple[_Pieces, str]:
    """(pieces of the best sentence, the name that matched); ((), "") if only the headline matches.

    The best sentence is the first one that matches the most parts of the query.
    """
    wanted = [_phrases(term, stored["surfaces"]) for term in terms]
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    names: dict[int, str] = {}
    for sentence, folded, stemmed in stored["sentences"]:
        likely = _likely(set(folded.split()), set(stemmed.split()), wanted, stored["language"])
        if not any(likely):
            continue
        words = tokens(sentence)
        spans = [list(_matches(words, phrases, stored["language"])) for phrases in likely]
        for place, found in enumerate(spans):
            if found and terms[place].entities:
                names.setdefault(place, sentence[found[0][0] : found[0][1]])
        number = sum(1 for found in spans if found)
        if number > best[0]:
            best = (number, sentence, [span for found in spans for span in found])
        if number == len(terms):
            break
    _, sentence, spans_found = best
    return _pieces(sentence, spans_found), names[min(names)] if names else ""


def _phrases(term: Term, surfaces: dict[str, list[str]]) -> list[Phrase]:
    """The phrases to mark: the words of the query and the names that the story uses for its entities."""
    printed = (text for pk in term.entities for text in surfaces.get(str(pk), ()))
    as_printed = [Phrase(tuple(word.cased for word in tokens(text)), cased=True) for text in printed]
    return [phrase for phrase in (*term.phrases, *as_printed) if phrase.words]


def _likely(words: set[str], stemmed: set[str], wanted: list[list[Phrase]], language: str) -> list[list[Phrase]]:
    """The phrases whose first word is in the sentence: a quick test that rules out most sentences."""
    return [
        [
            phrase
            for phrase in phrases
            if phrase.first in words
            or (phrase.stemmed and language and not stemmed.isdisjoint(query_stems(phrase.lower, language)))
        ]
        for phrases in wanted
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
