"""What a number counts: the noun after it, with the words that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction.figures import figure_words as words
from articles.extraction.language_model import lemma

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MAX_WORDS = 7
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "PRON", "DET", "NUM"})
_LINKS = frozenset("of the its his her their our 's ’s - – / \" “ ”".split())
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLURAL_PEOPLES = frozenset({"NNS", "NNPS"})
_STATE_ADJECTIVES = frozenset({*words.STATES, *words.COUNTED, *words.DONE_TO})


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens start:end after a number. `noun` is None where the number stands alone: "killed 12"."""

    start: int
    end: int
    noun: Token | None
    is_people: bool = False
    is_thing: bool = False

    @property
    def is_alone(self) -> bool:
        return self.noun is None


def is_person(token: Token) -> bool:
    """Whether the word means people: a noun of the list, or a people in the plural ("Kenyans")."""
    if lemma(token).lower() in words.PEOPLE or token.lower_.endswith(("men", "women")):
        return True
    return token.ent_type_ == "NORP" and (token.tag_ in _PLURAL_PEOPLES or token.lower_.endswith("s"))


def read_counted(doc: Doc, first: int) -> Counted | None:
    """The noun that begins at token `first`, right after a number; None if the number counts something else or is a date."""
    found: Token | None = None
    at = first
    while at < min(len(doc), first + MAX_WORDS):
        token = doc[at]
        if found is not None and not _extends(found, token):
            break
        if found is None and not _may_precede(token, doc, at):
            break
        if _is_counted(token) and (token.pos_ in _NOUNS or is_person(token) or token.lower_ in ("others", "dead")):
            found = token
        elif found is not None:
            found = token if token.pos_ == "NOUN" else found
        at += 1
    if found is not None:
        noun = doc[found.i]
        return Counted(first, noun.i + 1, noun, is_people=is_person(noun), is_thing=_is_thing(noun))
    return Counted(first, first, None) if _stands_alone(doc, first) else None


def _is_counted(token: Token) -> bool:
    return is_person(token) or _is_thing(token) or lemma(token).lower() in words.COUNTED


def _is_thing(token: Token) -> bool:
    return lemma(token).lower() in words.THINGS


def _may_precede(token: Token, doc: Doc, at: int) -> bool:
    """Whether a word can be between a number and its noun: "12 badly wounded Kenyan soldiers", "dozens of its men"."""
    if token.pos_ == "NOUN" and lemma(token).lower() in words.MEASURES:
        return False
    if token.lower_ in _LINKS or token.pos_ in _INSIDE:
        return token.text not in words.MONTHS and not token.like_num
    return token.tag_ in ("VBN", "VBG") and at + 1 < len(doc) and doc[at + 1].pos_ in (*_NOUNS, "ADJ")


def _extends(found: Token, token: Token) -> bool:
    """Whether a noun belongs to the word before it: "police officers", "dead miners"."""
    if token.i != found.i + 1 or token.pos_ not in _NOUNS or token.lower_ in words.HELD:
        return False
    return found.pos_ == "ADJ" or token.ent_type_ in ("", found.ent_type_)


def _stands_alone(doc: Doc, first: int) -> bool:
    """Whether no noun follows: "killed 12 in the north", "12 were killed". "Killed 12 March" and "killed 3 birds" are none."""
    if first >= len(doc):
        return True
    token = doc[first]
    if token.lower_ in ("more", "others"):
        return _stands_alone(doc, first + 1)
    if token.lower_ == "of":
        return first + 1 < len(doc) and doc[first + 1].lower_ in ("them", "whom", "these", "those")
    if token.lower_ in _STATE_ADJECTIVES and first + 1 < len(doc) and doc[first + 1].pos_ in _NOUNS:
        return False  # "the two missing parts"
    is_free = token.is_punct or token.pos_ in ("ADP", "AUX", "CCONJ", "SCONJ", "ADV", "VERB", "SPACE")
    return token.text not in words.MONTHS and (is_free or token.lower_ in _STATE_ADJECTIVES)
