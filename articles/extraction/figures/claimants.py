"""By whom a figure is claimed: the speaker of the quotation it is in, who says it in its sentence, or the outlet itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction.figures import figure_words as words
from articles.extraction.language_model import lemma

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding, QuotationFinding
    from articles.extraction.passages import Passage

MAX_NAME = 120
_CLIMB = 10


def claimant_of(
    passage: Passage,
    number: Token,
    mentions: Sequence[MentionFinding],
    quotations: Sequence[QuotationFinding],
) -> str:
    """The name of a mention, or the words as printed; "" for the outlet itself. Names and quotations are of this block."""
    for quotation in quotations:
        if quotation.start <= number.idx < quotation.end:
            return quotation.speaker or quotation.speaker_text
    said = _according_to(number) or _who_says(number)
    return _name(passage, said, mentions) if said is not None else ""


def _who_says(number: Token) -> Token | None:
    word = number
    for _ in range(_CLIMB):
        if word.head == word:
            return None
        came_from, word = word, word.head
        is_subject = came_from.dep_ in ("nsubj", "nsubjpass")
        claims_lives = came_from.dep_ == "dobj" and lemma(word).lower() in words.LIFE_VERBS
        if lemma(word).lower() in words.CLAIMING and not (is_subject or claims_lives):
            subject = next((one for one in word.children if one.dep_ == "nsubj"), None)
            if subject is not None and number not in set(subject.subtree):
                return subject
    return None


def _according_to(number: Token) -> Token | None:
    """The noun after "according to" in the sentence, unless another clause has words of saying between."""
    for token in number.sent:
        if token.lower_ == "according":
            for preposition in token.children:
                for noun in preposition.children:
                    if noun.dep_ == "pobj":
                        return noun
    return None


def _name(passage: Passage, noun: Token, mentions: Sequence[MentionFinding]) -> str:
    for mention in mentions:
        if mention.start <= noun.idx < mention.end:
            return mention.name
    first = min((one.i for one in noun.lefts if one.dep_ != "punct"), default=noun.i)
    left = min(noun.doc[first].left_edge.i, noun.i) if first != noun.i else noun.i
    words_of = passage.doc[left : noun.i + 1].text if passage.doc is not None else noun.text
    return words_of.removeprefix("the ").removeprefix("The ")[:MAX_NAME]
