"""The noun that names what is given: "tanks" in "a shipment of 20 tanks", in the singular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import amounts, pledge_words

if TYPE_CHECKING:
    from spacy.tokens import Token

# How many "of" may lie between a number or a container and the noun.
MAX_DESCENTS = 4
MIN_MODEL, MAX_MODEL = 5, 10
_MODEL_TAGS = frozenset({"PROPN", "NOUN", "NUM", "ADJ"})
_LINKS = lexicon.ordered("pledge_words", "items.links")
_KNOWN_NOUNS = (
    pledge_words.ITEM_NOUNS
    | pledge_words.DISPLACED_PEOPLE
    | pledge_words.FACILITIES
    | pledge_words.CONTAINER_NOUNS
    | pledge_words.NOT_AID_NOUNS
)


def head_of(token: Token) -> Token:
    """The word for the thing itself: in "a shipment of 20 tanks" the tanks."""
    word = token
    for _ in range(MAX_DESCENTS):
        lemma = noun_of(word)
        is_number = word.pos_ in ("NUM", "SYM") or word.tag_ in ("CD", "$") or is_number_word(word)
        if not (is_number or lemma in pledge_words.CONTAINER_NOUNS):
            return word
        ways = (
            _LINKS
            if is_number
            else ("of", "in")
            if lemma in pledge_words.GROWTH_NOUNS
            else ("of", "to")
            if lemma == "access"
            else ("of",)
        )
        inside = (
            noun for child in word.children if child.lower_ in ways for noun in child.children if noun.dep_ == "pobj"
        )
        inner = next(inside, None)
        is_specific = inner is not None and noun_of(inner) in (
            _KNOWN_NOUNS
            if is_number
            else pledge_words.ITEM_NOUNS | pledge_words.DISPLACED_PEOPLE | pledge_words.CONTAINER_NOUNS
        )
        if inner is None or (not is_specific and (is_number or lemma in pledge_words.ITEM_NOUNS)):
            return word
        word = inner
    return word


def noun_of(token: Token) -> str:
    """The singular of a noun; the model has none for "doses", and another for "bases"."""
    name = lemma(token)
    if token.lower_ in pledge_words.DISPLACED_PEOPLE:
        return token.lower_  # "the wounded"
    if name in _KNOWN_NOUNS or not token.lower_.endswith("s"):
        return name
    return next((word for word in (token.lower_[:-1], token.lower_[:-2]) if word in _KNOWN_NOUNS), name)


def is_number_word(word: Token) -> bool:
    """Whether this is part of a number or a sum: "3bn", "kroner"."""
    return (
        word.like_num
        or amounts.is_money_word(word.text)
        or amounts.is_money_word(lemma(word))
        or word.text[:1].isdigit()
        or word.text[-1:].isdigit()
    )


def is_model_name(token: Token) -> bool:
    """Whether this is the name of a weapon, with a number or in capitals: "F-16s", "HIMARS"."""
    word = token.text.removesuffix("s")
    has_both = any(letter.isdigit() for letter in word) and word[:1].isupper()
    is_name = has_both or (token.text.isupper() and len(word) >= MIN_MODEL and token.ent_type_ != "GPE")
    return is_name and token.pos_ in _MODEL_TAGS and token.tag_ not in ("$", "CD") and len(word) < MAX_MODEL
