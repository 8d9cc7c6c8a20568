"""Modality: whether a verb is planned, announced, offered, delivered, refused, or only hypothetical."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import grammar, pledge_words
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

    Certainty = tuple[PledgeStatus | None, str]

FINITE = frozenset({"VBD", "VBN", "VBZ", "VBP"})
_NO_STATUS: Certainty = (None, "")
_FORMS_OF_BE = lexicon.words("pledge_words", "modality.be")
_FORMS_OF_CAN = lexicon.words("pledge_words", "modality.can")
_QUESTIONS = lexicon.words("pledge_words", "modality.questions")
# Beside these an infinitive says what is meant: "will use 5 million euros to fund".
_AUXILIARY_VERBS = pledge_words.VERBS.words("auxiliary")
_TIME_CONJUNCTIONS = lexicon.words("pledge_words", "modality.time_conjunctions")
_BACKGROUND_ADVERBS = lexicon.words("pledge_words", "modality.background_adverbs")


def read_modality(verb: Token, *, is_passive: bool) -> Certainty:
    """The status that the words give to what this verb gives, and the rule that says so; no status where they
    give none.
    """
    serving = verb.head if lemma(verb.head) in _AUXILIARY_VERBS and verb.dep_ in ("xcomp", "advcl") else verb
    auxiliaries = grammar.shared_auxiliaries(verb) | grammar.auxiliaries(serving)
    is_negative = grammar.is_negated(verb, serving)
    governed = governing_status(verb)
    if auxiliaries & pledge_words.FUTURE_AUXILIARIES:
        return _future(verb, governed, is_negative=is_negative)
    if governed is not None:
        return (PledgeStatus.REFUSED if is_negative else governed), "undertakes to"
    is_going_on = verb.tag_ == "VBG" and bool(auxiliaries & _FORMS_OF_BE)
    if is_negative:
        return (PledgeStatus.REFUSED, "is not giving") if is_going_on or auxiliaries & _FORMS_OF_CAN else _NO_STATUS
    if is_going_on:
        return PledgeStatus.ANNOUNCED, "is giving"
    if "to" in auxiliaries and verb.dep_ == "ROOT":
        return PledgeStatus.ANNOUNCED, "is to"  # "Norway to send 50 trainers", as headlines have it
    return _NO_STATUS if auxiliaries & (_FORMS_OF_CAN | {"to"}) else _unmarked(verb, is_passive=is_passive)


def _unmarked(verb: Token, *, is_passive: bool) -> Certainty:
    """What a verb says without any word beside it."""
    if verb.tag_ == "VBG" and not is_passive:
        return _participle(verb)
    is_finite = verb.tag_ in FINITE or verb.pos_ == "NOUN"  # a headline verb taken for a noun
    return _by_verb(lemma(verb)) if is_finite or is_passive else _NO_STATUS


def _participle(verb: Token) -> Certainty:
    """As in "will lead it, contributing 500 soldiers", "with Norway providing support"."""
    if lemma(verb) in pledge_words.PERFORMATIVE_VERBS:
        return (PledgeStatus.ANNOUNCED, "pledged") if verb.dep_ == "advcl" else _NO_STATUS
    if verb.dep_ == "advcl" and verb.i > verb.head.i:
        is_ahead = bool(grammar.auxiliaries(verb.head) & pledge_words.FUTURE_AUXILIARIES)
        return (PledgeStatus.ANNOUNCED if is_ahead else PledgeStatus.DELIVERED), "giving"
    return (PledgeStatus.DELIVERED, "giving") if grammar.subject_of(verb) is not None else _NO_STATUS


def _future(verb: Token, governed: PledgeStatus | None, *, is_negative: bool) -> Certainty:
    if is_negative or governed == PledgeStatus.REFUSED:
        return PledgeStatus.REFUSED, "will not"
    if _has_condition(verb):
        return PledgeStatus.OFFERED, "if"
    if governed == PledgeStatus.PLANNED:
        return PledgeStatus.PLANNED, "would"
    if "would" in grammar.shared_auxiliaries(verb) and not any(
        lemma(word) in pledge_words.SPEECH_VERBS for word in grammar.governors(verb)
    ):
        return PledgeStatus.PLANNED, "would"
    return PledgeStatus.ANNOUNCED, "will"


def _by_verb(verb: str) -> Certainty:
    """The status that the verb itself gives: "pledged", "offered", "has delivered", "sends"."""
    if verb == "offer":
        return PledgeStatus.OFFERED, "offered"
    if verb in pledge_words.PERFORMATIVE_VERBS | pledge_words.ANNOUNCING_VERBS and verb not in ("donate", "gift"):
        return PledgeStatus.ANNOUNCED, "pledged"
    return PledgeStatus.DELIVERED, "delivered"


def governing_status(verb: Token) -> PledgeStatus | None:
    """The status that a governing word gives: "committed to send", "plans to send", "ruled out sending"."""
    is_bare = any(child.lower_ == "to" and child.i < verb.i for child in verb.children) or verb.tag_ in ("VBG", "VB")
    found: PledgeStatus | None = None
    for word in grammar.governors(verb) if is_bare else ():
        status = _status_of(word)
        if word.dep_ == "advcl" and found is None and status is None:
            return None
        if status is not None:
            is_denied = any(child.dep_ == "neg" or child.lower_ in ("no", "not", "never") for child in word.children)
            if is_denied or status == PledgeStatus.REFUSED:
                return None if is_denied and status == PledgeStatus.REFUSED else PledgeStatus.REFUSED
            found = status if found in (None, PledgeStatus.ANNOUNCED) else found
        elif lemma(word) == "be" and found is None and any(child.dep_ == "xcomp" for child in word.children):
            found = PledgeStatus.ANNOUNCED  # "is to send"
    return found


def _status_of(word: Token) -> PledgeStatus | None:
    """The status that a word gives to what it governs."""
    name = lemma(word)
    if word.tag_ != pledge_words.GOVERNING_FORMS.get(name, word.tag_):
        return None
    particle = pledge_words.GOVERNING_PARTICLES.get(name)
    if particle is not None and not any(child.lower_ == particle for child in word.children):
        return None
    if name in pledge_words.ANSWERING_VERBS and not any(
        lemma(child) in pledge_words.DEMAND_WORDS for child in word.children
    ):
        return None
    return pledge_words.GOVERNING_STATUS.get(name)


def is_hypothetical(verb: Token) -> bool:
    """Possibilities, conditions and what others demand."""
    if _is_background(verb):
        return True
    chain = [verb]
    for word in grammar.governors(verb):
        if lemma(word) in pledge_words.SPEECH_VERBS and lemma(word) not in pledge_words.GOVERNING_STATUS:
            break
        chain.append(word)
    return any(_is_open(word) or (word is not verb and _is_demanded(word)) for word in chain)


def is_asserted(verb: Token) -> bool:
    """Whether it is asserted as done or decided, not merely wished for: "suspends", "will suspend", "plans to
    suspend".
    """
    is_indicative = (
        verb.tag_ in FINITE or verb.tag_ == "VBG" or bool(grammar.auxiliaries(verb) & pledge_words.FUTURE_AUXILIARIES)
    )
    return is_indicative or governing_status(verb) is not None


def _is_open(word: Token) -> bool:
    """Whether this word has a "may" or an "if"."""
    return any(
        (child.dep_ == "aux" and child.lower_ in pledge_words.MODAL_AUXILIARIES)
        or (child.dep_ in ("mark", "advmod") and child.lower_ in _QUESTIONS)
        for child in word.children
    )


def _is_demanded(word: Token) -> bool:
    """What is asked for, unless an answer is given: "rejected calls to send", "accepts a request to send"."""
    answer = word.head.head if word.dep_ == "pobj" else word.head  # "accepts a request", "agreed to a request"
    is_answered = word.pos_ == "NOUN" and word.dep_ in ("dobj", "pobj") and _status_of(answer) is not None
    return lemma(word) in pledge_words.DEMAND_WORDS and not is_answered


def _is_background(verb: Token) -> bool:
    """Whether it only dates something else: "after it had paused shipments", "previously sent"."""
    if verb.dep_ == "advcl" and any(child.lower_ in _TIME_CONJUNCTIONS for child in verb.children):
        return True
    return any(child.lower_ in _BACKGROUND_ADVERBS for child in verb.children)


def _has_condition(verb: Token) -> bool:
    """Whether it depends on an "if" before or after it."""
    return any(
        child.dep_ == "advcl" and any(word.lower_ in pledge_words.CONDITIONALS for word in child.children)
        for child in verb.children
    )
