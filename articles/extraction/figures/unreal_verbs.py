"""Whether the words above a verb say that it did not happen, or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.figures import figure_words as words
from articles.extraction.language_model import lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOVERNORS = 6
_UP = frozenset("xcomp conj pcomp acl ccomp prep advcl".split())
_CONDITIONS = frozenset("if unless whether".split())


def is_modal(token: Token) -> bool:
    return token.tag_ == "MD" or token.lower_ in words.MODALS


def is_unreal(verb: Token) -> bool:
    """As in "could kill 12", "did not kill 12", "threatened to kill 12", "if it kills 12"."""
    word = verb
    for _ in range(_GOVERNORS):
        if _is_restricted(word) or (word is not verb and word.dep_ != "ROOT" and _is_unreal_word(word)):
            return True
        if word.tag_ == "VB" and any(one.lower_ == "to" and one.i < word.i for one in word.children):
            is_perfect = any(one.lower_ in ("have", "be") for one in word.children)
            return not is_perfect or _is_unreal_word(word.head)
        if word.head == word or word.dep_ not in _UP:
            return False
        if word.dep_ in ("ccomp", "advcl", "conj") and _has_subject(word) and word.head.pos_ in ("VERB", "AUX"):
            return _is_unreal_word(word.head)
        word = word.head
    return False


def _is_restricted(word: Token) -> bool:
    """Whether a modal, a negation or a condition belongs to the word itself."""
    before = [one for one in word.children if one.i < word.i]
    return any(is_modal(one) or one.dep_ == "neg" or one.lower_ in _CONDITIONS for one in before)


def _is_unreal_word(word: Token) -> bool:
    return lemma(word).lower() in words.UNREAL


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
