"""Speech verbs near a quotation, with their subjects and a cost for their distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_VERBS = lexicon.classed_words("speech_verbs")
SPEECH_VERBS = _VERBS.words("speech")

CUE_VERBS = _VERBS.words("speech", "weak")
_INVERTING_VERBS = _VERBS.words("inverting")
_REPORTED_VERBS = _VERBS.words("reported")

_PERSON_ENDINGS = lexicon.ordered("quotations", "person_endings")
_PERSON_NOUNS = lexicon.words("quotations", "person_nouns")
# Bodies and papers speak too: "the ministry said", "the statement reads".
_ORGANIZATION_NOUNS = lexicon.words("quotations", "organization_nouns")
_DOCUMENT_NOUNS = lexicon.words("quotations", "document_nouns")
_SUBJECT_PRONOUNS = lexicon.words("quotations", "subject_pronouns")

# Clauses of time and reason beside a quotation: '"...," Smith said when Jones blasted him'.
_SUBORDINATING = lexicon.words("quotations", "subordinators")

_SENTENCE_COST = 20
_THING_COST = 12
_SUBORDINATE_COST = 10
_WEAK_COST = 6
_GOVERNOR_GAIN = 3
MAX_INVERSION = 7
MAX_RIGHT_AFTER = 6


@dataclass(frozen=True, slots=True)
class Cue:
    """A speech verb. The lower its `cost`, the nearer it is to the quotation and the better it fits."""

    cost: int
    verb: Token
    subject: Token


def find_cues(quoted: TokenSpan, first: int, last: int, is_quoted: Callable[[Token], bool]) -> Iterator[Cue]:
    """The verbs of saying with a subject among the tokens first:last of the document of `quoted`."""
    governors = set(quoted.root.ancestors)
    for verb in quoted.doc[first:last]:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        is_saying = lemma(verb) in CUE_VERBS or _must_be_saying(quoted, verb, is_quoted)
        if not is_saying or is_quoted(verb):
            continue
        subject = subject_of(verb, is_quoted) or _inverted(verb, is_quoted) or _noun_between(quoted, verb, is_quoted)
        if subject is not None:
            cost = _distance(quoted, verb, is_quoted) - _GOVERNOR_GAIN * (verb in governors)
            cost += _WEAK_COST * (lemma(verb) not in SPEECH_VERBS) + _THING_COST * (not can_speak(subject))
            yield Cue(cost, verb, subject)


def _distance(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> int:
    """The number of words in between, without quoted ones; a new sentence or clause counts for many."""
    doc = quoted.doc
    is_after = verb.i >= quoted.end
    between = doc[quoted.end : verb.i] if is_after else doc[verb.i + 1 : quoted.start]
    starts = doc[quoted.end : verb.i + 1] if is_after else doc[verb.i + 1 : quoted.start + 1]
    return (
        sum(not (token.is_punct or is_quoted(token)) for token in between)
        + _SENTENCE_COST * sum(token.is_sent_start is True for token in starts)
        + _SUBORDINATE_COST * (is_after and _is_subordinate(verb))
    )


def _must_be_saying(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> bool:
    """Whether any verb would be one of saying here: right after speech that ends in a comma, as in '"No more,"
    she seethed'.
    """
    return verb.tag_ in ("VBD", "VBZ") and verb.pos_ == "VERB" and _noun_between(quoted, verb, is_quoted) is not None


def _noun_between(quoted: TokenSpan, verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The noun of a short phrase between a whole sentence of speech and the verb: "the 37-year-old"."""
    is_speech = quoted.text[0].isupper() and quoted.text.rstrip()[-1] in ",!?"
    if not is_speech or not quoted.end < verb.i <= quoted.end + MAX_RIGHT_AFTER:
        return None
    words = [word for word in quoted.doc[quoted.end : verb.i] if not word.is_punct]
    if not words or any(is_quoted(word) or word.is_sent_start for word in words):
        return None
    is_noun = words[-1].pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
    is_phrase = not any(word.pos_ in ("VERB", "AUX", "ADP", "SCONJ", "CCONJ") for word in words)
    return words[-1] if is_noun and is_phrase else None


def subject_of(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """Who does what the verb says, through "and", "to" and "-ing": not the one it is done to."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return _passive_subject(verb, is_quoted)
    own = next((child for child in verb.children if child.dep_ == "nsubj" and not is_quoted(child)), None)
    if own is not None or verb.head == verb or is_quoted(verb.head):
        return own
    if verb.dep_ in ("acl", "relcl"):
        is_agent = verb.tag_ != "VBN" and verb.head.pos_ in ("NOUN", "PROPN", "PRON")
        return verb.head if is_agent else None
    return _shared_subject(verb, is_quoted)


def _shared_subject(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The subject of the verb that governs this one: "Smith stood up and said", "Smith left, saying"."""
    is_participle = verb.tag_ == "VBG" and verb.dep_ in ("advcl", "ccomp", "pcomp", "dep")
    if verb.dep_ not in ("conj", "xcomp") and not is_participle:
        return None
    head = verb.head.head if verb.dep_ == "pcomp" and verb.head.pos_ == "ADP" else verb.head
    if head.pos_ not in ("VERB", "AUX") or is_quoted(head):
        return None
    subject = subject_of(head, is_quoted)
    # "Smith said the talks had failed, adding ..." and "... and described ...": Smith speaks on, not the talks
    is_reported = head.dep_ == "ccomp" and lemma(head.head) in SPEECH_VERBS and not is_quoted(head.head)
    if is_reported and (is_participle or subject is None or not can_speak(subject)):
        return subject_of(head.head, is_quoted)
    return subject


def _is_subordinate(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(child.lower_ in _SUBORDINATING for child in verb.children)


def _passive_subject(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is not None:
        return next((child for child in agent.children if child.dep_ == "pobj" and not is_quoted(child)), None)
    if lemma(verb) in _REPORTED_VERBS:
        return next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
    return None


def _inverted(verb: Token, is_quoted: Callable[[Token], bool]) -> Token | None:
    """The noun right after the verb: 'said the Defense Secretary', not 'said by telephone'."""
    if lemma(verb) not in _INVERTING_VERBS:
        return None
    found = None
    for word in verb.doc[verb.i + 1 : verb.i + MAX_INVERSION]:
        if word.is_punct or is_quoted(word) or word.pos_ not in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "PART"):
            break
        if word.pos_ in ("NOUN", "PROPN", "PRON") and word.ent_type_ not in ("DATE", "TIME"):
            found = word
    return found


def can_speak(subject: Token) -> bool:
    """Whether the word names somebody: a name, a person, a body or a paper, rather than a thing."""
    if subject.pos_ == "PROPN" or subject.lower_ in _SUBJECT_PRONOUNS:
        return True
    if subject.pos_ == "PRON":
        return subject.lower_ not in ("it", "that", "which", "this", "what", "there", "you") and subject.tag_ != "PRP$"
    name = lemma(subject)
    return (
        is_person(subject) or name in _ORGANIZATION_NOUNS or name in _DOCUMENT_NOUNS or subject.pos_ in ("NUM", "ADJ")
    )


def is_person(noun: Token) -> bool:
    name = lemma(noun)
    return name in _PERSON_NOUNS or (len(name) > 4 and name.endswith(_PERSON_ENDINGS) and name not in _DOCUMENT_NOUNS)


def is_document(noun: Token) -> bool:
    return lemma(noun) in _DOCUMENT_NOUNS


def cue_window(quoted: TokenSpan, before: int, after: int) -> tuple[int, int]:
    """The tokens to look at: from the sentence in which the quotation begins to some words past its last one."""
    sentences = quoted[0].sent.start, quoted[-1].sent.end
    return max(0, sentences[0] - before), min(len(quoted.doc), sentences[1] + after)
