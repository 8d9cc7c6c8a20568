"""Parse the text of a query: known names, quoted phrases, excluded words, and plain words.

However a query is parsed, it matches every story that an exact search for the same words matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.search.known_names import Name, Span, recognize
from articles.search.names import labels_in
from articles.search.phrases import Phrase, Term, none_of
from articles.search.result import Label, RecognizedName
from articles.search.tokens import COMMON_WORDS, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tantivy import Query

    from articles.search.open_index import OpenIndex

MAX_TEXT = 300
_MAX_WORDS = 40
# If more people share a surname, their full names are not searched as phrases: the entities suffice.
_MAX_SPELT_OUT = 20

# A minus before a word or quoted phrase, and the word or phrase; an unclosed quotation extends to the end.
_PIECE = re.compile(
    r'(?P<minus>(?<!\S)[-\u2212](?=["“”„«»\w]))?(?:["“”„«»](?P<quoted>[^"“”„«»]*)["“”„«»]?|(?P<word>\S+))'
)
# Operators of other search engines. They are not searched as words, and a note says that they have no effect.
_FIELD = re.compile(
    r"(?<!\S)(about|author|by|country|date|from|intitle|outlet|person|place|quote|site|source|speaker|title|to|year):(?=\S)",
    re.IGNORECASE,
)
_BOOLEAN = re.compile(r"(?<=\s)(AND|OR|NOT|NEAR)(?=\s)")
_WILDCARD = re.compile(r"\w\*|\*\w")
_ONLY_COMMON_WORDS = "These are everyday words, so nearly every story matches. Add a name or a more specific word."
_NO_WORDS = "There are no words to search for."
# "US" and "IS" in capitals are not everyday words; a single capital letter is usually the start of a sentence.
_MIN_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """Matches stories with all `terms` and none of the `excluded`. `notes` are sentences for readers."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    recognized: tuple[RecognizedName, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()

    def queries(self) -> list[Query]:
        return [term.query() for term in self.terms] + ([none_of(self.excluded)] if self.excluded else [])


@dataclass
class _Parts:
    """The parts recognized so far."""

    terms: list[Term] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)
    excluded_words: list[str] = field(default_factory=list)
    recognized: list[RecognizedName] = field(default_factory=list)
    plain: list[Token] = field(default_factory=list)


def parse_text(index: OpenIndex, text: str, *, exact: bool) -> ParsedQuery:
    """Never raises for any text; an empty text has no terms."""
    problem = f"Only the first {MAX_TEXT} characters were searched." if len(text) > MAX_TEXT else ""
    text = text[:MAX_TEXT]
    notes: list[str] = []
    if not exact:
        without, notes = _without_operators(text)
        # If an operator is the only word, it is searched as a word.
        text, notes = (without, notes) if tokens(without) else (text, [])
    found = _Parts()
    for words, kind in _runs_of_words(text):
        if kind == "words":
            _read_words(index, text, words, found, exact=exact)
            continue
        phrase = Term((Phrase(tuple(word.folded for word in words)),))
        (found.excluded if kind == "excluded" else found.terms).append(phrase)
        if kind == "excluded":
            found.excluded_words.append(text[words[0].start : words[-1].end])
    plain = _plain_terms(found.plain, exact=exact)
    if not (found.terms or plain or found.excluded) and found.plain:
        plain, problem = _plain_terms(found.plain, exact=True), problem or _ONLY_COMMON_WORDS
    terms = (*found.terms, *plain)
    if text.strip() and not terms and not found.excluded:
        problem = problem or _NO_WORDS
    notes += [f"Stories with the words “{words}” are excluded." for words in found.excluded_words]
    return ParsedQuery(terms, tuple(found.excluded), tuple(found.recognized), problem, tuple(notes))


def _without_operators(text: str) -> tuple[str, list[str]]:
    """The text with unsupported operators replaced by spaces of the same length, and a sentence for each."""
    notes = []
    for pattern, sentence in (
        (_FIELD, "“{}:” is not a search operator here, so it was ignored. Use the filters beside the results."),
        (_BOOLEAN, "“{}” is not a search operator here, so it was ignored: a story must match every word."),
    ):
        operators = dict.fromkeys(match[1] for match in pattern.finditer(text))
        notes += [sentence.format(operator) for operator in operators]
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    if _WILDCARD.search(text):
        notes.append("“*” is not a search operator here: whole words were searched.")
    return text, notes


def _read_words(index: OpenIndex, text: str, words: list[Token], found: _Parts, *, exact: bool) -> None:
    spans, names = recognize(index, words)
    found.terms += [_exact_term(words, span) if exact else _name_term(words, span, names) for span in spans]
    found.recognized += [] if exact else _recognized_names(index, text, words, spans, names)
    taken = {place for span in spans for place in range(span.start, span.end)}
    found.plain += [
        word._replace(glue="") if place - 1 in taken else word for place, word in enumerate(words) if place not in taken
    ]


def _runs_of_words(text: str) -> Iterator[tuple[list[Token], str]]:
    """Pairs of words and "words", "quoted" or "excluded", in order; adjacent plain words form one run."""
    together: list[Token] = []
    for match in _PIECE.finditer(text):
        place = "quoted" if match["quoted"] is not None else "word"
        offset = match.start(place)
        words = [w._replace(start=w.start + offset, end=w.end + offset) for w in tokens(match[place])]
        if place == "word" and not match["minus"]:
            together += words
            continue
        if together:
            yield together[:_MAX_WORDS], "words"
            together = []
        if words:
            yield words[:_MAX_WORDS], "excluded" if match["minus"] else "quoted"
    if together:
        yield together[:_MAX_WORDS], "words"


def _plain_terms(words: list[Token], *, exact: bool) -> list[Term]:
    """Terms of plain words, without everyday words, which only an exact search includes."""
    found = []
    for run in _runs(words):
        if len(run) == 1 and not exact and run[0].folded in COMMON_WORDS and not _is_capitals(run[0]):
            continue
        found.append(Term(tuple(_plain(run, exact=exact))))
    return list(dict.fromkeys(found))


def _runs(words: list[Token]) -> Iterator[list[Token]]:
    """Each word separately, except words joined by a hyphen or an apostrophe, and adjacent characters of scripts
    without spaces, which form one run.
    """
    run: list[Token] = []
    for word in words:
        if run and not word.glue and not (word.is_joined and run[-1].end == word.start):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _plain(run: list[Token], *, exact: bool) -> Iterator[Phrase]:
    word = run[0]
    if len(run) > 1:
        yield Phrase(tuple(word.folded for word in run))
        if not exact and any(word.glue for word in run):
            yield Phrase(("".join(word.folded for word in run),))
    elif word.folded in COMMON_WORDS and _is_capitals(word):
        yield Phrase((word.cased,), cased=True)
    else:
        yield Phrase((word.folded,), stemmed=not exact, lower=word.lower)


def _is_capitals(word: Token) -> bool:
    return len(word.cased) >= _MIN_CAPITALS and word.cased.isupper()


def _exact_term(words: list[Token], span: Span) -> Term:
    chosen = words[span.start : span.end]
    if span.needs_case:
        return Term((Phrase(tuple(word.cased for word in chosen), cased=True),))
    return Term((Phrase(tuple(word.folded for word in chosen)),))


def _name_term(words: list[Token], span: Span, names: dict[int, tuple[Name, ...]]) -> Term:
    """A term that matches the entities, their names, or the words as typed."""
    phrases = list(_exact_term(words, span).phrases)
    if span.is_part and span.end - span.start == 1:
        word = words[span.start]
        phrases.append(Phrase((word.folded,), stemmed=True, lower=word.lower))
    for pk in span.entities[:_MAX_SPELT_OUT]:
        phrases += [_phrase(name) for name in names[pk] if name.alone and tokens(name.text)]
    return Term(tuple(dict.fromkeys(phrases)), span.entities)


def _phrase(name: Name) -> Phrase:
    words = tokens(name.text)
    return Phrase(tuple(word.cased if name.needs_case else word.folded for word in words), cased=name.needs_case)


def _recognized_names(
    index: OpenIndex, text: str, words: list[Token], spans: Iterable[Span], names: dict[int, tuple[Name, ...]]
) -> list[RecognizedName]:
    known: dict[int, Label] = labels_in(index, (pk for span in spans for pk in span.entities))
    return [
        RecognizedName(
            text[words[span.start].start : words[span.end - 1].end],
            known[pk],
            tuple(name.text for name in names[pk] if name.alone),
        )
        for span in spans
        for pk in span.entities
    ]
