"""Which kind of figure a number is: what the words before and after it say happened to those it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from articles.extraction.figures import figure_words as words
from articles.extraction.figures.unreal_verbs import is_modal, is_unreal
from articles.extraction.language_model import lemma
from articles.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

    from articles.extraction.figures.counted_nouns import Counted


class Trigger(NamedTuple):
    kind: FigureKind
    rule: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number in its sentence, whose tokens are start:stop; its own begin at `first`, and `counted` follows them."""

    doc: Doc
    first: int
    counted: Counted
    start: int
    stop: int

    @property
    def before(self) -> Token | None:
        return self.doc[self.first - 1] if self.first > self.start else None


_TOLL_WINDOW, _VERB_WINDOW, _ASIDE_WINDOW = 12, 16, 14
_BE = frozenset("be is are was were been being".split())
_PERSON_MARKS = frozenset("who whom which".split())
_OBJECTS = frozenset({"DET", "NUM", "PROPN", "PRON", "NOUN"})
_JOINT = frozenset({"NUM", "ADJ", "NOUN", "PROPN"})
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"})
_PATIENTS = frozenset({"dobj", "nsubjpass"})
# After these a noun is no place or circumstance of those counted.
_NO_PLACE = frozenset("by for to as".split())


def read_trigger(number: Number) -> Trigger | None:
    """What happened to those whom the number counts, and the rule that says so."""
    counted, before = number.counted, number.before
    if counted.is_thing and not counted.is_people:
        return _done_to_things(number)
    if not counted.is_alone and not counted.is_people and not _is_own_kind(counted):
        return None
    if before is not None and (before.lower_ in ("no", "aged", "age") or before.text.rstrip(".") in words.MONTHS):
        return None
    found = (read(number) for read in (_toll, _own_kind, _after, _before, _noun_of, _troops))
    return next((one for one in found if one is not None), None)


def _lemma(token: Token) -> str:
    return lemma(token).lower()


def _is_own_kind(counted: Counted) -> bool:
    return counted.noun is not None and _lemma(counted.noun) in words.COUNTED


def _is_force(counted: Counted) -> bool:
    return counted.noun is not None and _lemma(counted.noun) in words.FORCES


def _own_kind(number: Number) -> Trigger | None:
    """As in "12 deaths", "claimed 12 lives", "left 12 dead"."""
    noun, before = number.counted.noun, number.before
    kind = words.COUNTED.get(_lemma(noun)) if noun is not None else None
    if noun is None or kind is None:
        return None
    if _lemma(noun) == "life" and (before is None or _lemma(before) not in words.LIFE_VERBS):
        return None
    governor = noun.head if noun.head.pos_ in ("VERB", "AUX") else before
    return None if governor is not None and is_unreal(governor) else Trigger(kind, "counted noun")


def _toll(number: Number) -> Trigger | None:
    """As in "raised the death toll to 12", "the number of wounded rose from 10 to 12"."""
    doc, before = number.doc, number.before
    is_from_to = doc[number.first].lower_ == "from"
    if before is None or not (is_from_to or before.lower_ in words.TOLL_PREPOSITIONS):
        return None
    for token in reversed(doc[max(number.start, number.first - _TOLL_WINDOW) : number.first]):
        if token.lower_ in (";", ":") or is_modal(token):
            return None
        if _lemma(token) in words.TOLLS:
            kind = _kind_of_toll(doc[max(number.start, token.i - 2) : min(token.i + 4, number.first)])
            return Trigger(kind, "toll") if kind is not None else None
    return None


def _kind_of_toll(near: Iterable[Token]) -> FigureKind | None:
    spelled = [word for one in near for word in (one.lower_, _lemma(one))]
    named = [word for word in spelled if word in words.TOLLS_OF]
    word = {"killed": "kill"}.get(named[0], named[0]) if named else ""
    return words.COUNTED.get(word) or words.DONE_TO.get(word) or words.STATES.get(word)


def _after(number: Number) -> Trigger | None:
    """As in "12 people, most of them children, were killed", "12 died", "left 12 dead"."""
    at, stop = number.counted.end, min(number.stop, number.counted.end + _VERB_WINDOW)
    is_passive = False
    while at < stop:
        token = number.doc[at]
        kind = _kind_after(token, is_passive=is_passive)
        if kind is not None:
            is_no_force = kind == FigureKind.TROOPS and not _is_force(number.counted)
            return None if is_no_force or is_unreal(token) else Trigger(kind, "verb after")
        step = _step(number.doc, at, stop)
        if step == 0:
            return None
        is_passive = is_passive or token.lower_ in _BE
        at += step
    return None


def _kind_after(token: Token, *, is_passive: bool) -> FigureKind | None:
    word = _lemma(token)
    if token.lower_ in words.STATES:
        return words.STATES[token.lower_]
    if word in words.DONE_BY and token.pos_ == "VERB":
        return words.DONE_BY[word]
    if word not in words.DONE_TO or token.tag_ not in ("VBN", "VBD", "JJ"):
        return None
    is_active = not is_passive and ((token.tag_ == "VBD" and _has_object(token)) or _object_of(token) is not None)
    return None if is_active else _joint_kind(token, words.DONE_TO[word])  # "12 soldiers killed two civilians"


def _object_of(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "dobj"), None)


def _has_object(verb: Token) -> bool:
    """Whether the word after a verb is or begins its object, also where the parse has it otherwise."""
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    return following is not None and (following.pos_ in _OBJECTS or following.like_num)


def _step(doc: Doc, at: int, stop: int) -> int:
    """How many tokens to pass over between a noun and its verb; 0 where they do not belong together."""
    token = doc[at]
    if token.lower_ in words.NEGATIONS or is_modal(token):
        return 0
    if token.lower_ in words.REPORTED_AS or token.lower_ in _PERSON_MARKS or token.pos_ in ("ADV", "AUX"):
        return 1
    if token.text in (",", "(", "–", "—"):
        closing = {"(": ")"}.get(token.text, token.text)
        ends = [one.i for one in doc[at + 1 : min(stop, at + _ASIDE_WINDOW)] if one.text == closing]
        return ends[0] - at + 1 if ends else 0
    if token.lower_ in ("and", "or", "as", "well"):
        return _step_over_joint(doc, at, stop)
    return _step_over_phrase(doc, at, stop) if token.pos_ == "ADP" and token.lower_ not in _NO_PLACE else 0


def _step_over_joint(doc: Doc, at: int, stop: int) -> int:
    """As in "12 insurgents and four soldiers are killed": the tokens of the second, if it is a number with its noun."""
    inside = at + 1
    while inside < stop and (doc[inside].pos_ in _JOINT or doc[inside].lower_ in ("at", "least")):
        inside += 1
    has_number = any(one.pos_ == "NUM" or one.like_num for one in doc[at + 1 : inside])
    return inside - at if has_number else 0


def _step_over_phrase(doc: Doc, at: int, stop: int) -> int:
    """As in "12 people in the village were killed"."""
    inside = at + 1
    while inside < stop and doc[inside].pos_ in _PHRASE:
        inside += 1
    return inside - at if inside > at + 1 else 0


def _before(number: Number) -> Trigger | None:
    """As in "killed 12 people", "killing 12", "took 12 people hostage", "forced 12,000 people to flee"."""
    verb = number.before
    if verb is None or verb.tag_ not in ("VBD", "VBN", "VBG", "VBZ", "VBP") or is_unreal(verb):
        return None
    kind = words.DONE_TO.get(_lemma(verb))
    if kind is not None and kind != FigureKind.TROOPS and not _is_passive(verb):
        return Trigger(_joint_kind(verb, kind), "verb before")
    following = {one.lower_ for one in number.doc[number.first + 1 : min(number.stop, number.counted.end + 4)]}
    if _lemma(verb) in words.TAKING and following & words.HELD:
        return Trigger(FigureKind.DETAINED, "verb before")
    if _lemma(verb) in words.FORCING and ("flee" in following or {"from", "their"} <= following):
        return Trigger(FigureKind.DISPLACED, "verb before")
    return None


def _noun_of(number: Number) -> Trigger | None:
    """As in "the deaths of 12 people"."""
    if number.first - 2 < number.start or number.doc[number.first - 1].lower_ != "of":
        return None
    noun = number.doc[number.first - 2]
    kind = words.NOUNS_OF.get(_lemma(noun))
    if kind is None or noun.pos_ not in ("NOUN", "PROPN") or is_unreal(noun):
        return None
    return None if kind == FigureKind.TROOPS and not _is_force(number.counted) else Trigger(kind, "noun before")


def _troops(number: Number) -> Trigger | None:
    """As in "12,000 soldiers are stationed there", "has deployed 12,000 troops"."""
    noun = number.counted.noun
    if noun is None or not _is_force(number.counted):
        return None
    is_verb = words.DONE_TO.get(_lemma(noun.head)) == FigureKind.TROOPS
    if is_verb and noun.head.tag_ in ("VBD", "VBN", "VBG") and not is_unreal(noun.head):
        return Trigger(FigureKind.TROOPS, "verb of deployment")
    return None


def _done_to_things(number: Number) -> Trigger | None:
    """As in "destroyed 12 houses", "40 drones were shot down"."""
    noun = number.counted.noun
    if noun is None:
        return None
    verb = noun.head
    is_object = noun.dep_ in _PATIENTS or (noun.dep_ == "conj" and verb.dep_ in _PATIENTS)
    if noun.dep_ == "conj":
        verb = verb.head
    kind = words.THINGS_DONE.get(_lemma(verb)) if is_object else None
    if kind is None or verb.tag_ not in ("VBD", "VBN", "VBG") or is_unreal(verb):
        return None
    return Trigger(kind, "done to things")


def _joint_kind(verb: Token, kind: FigureKind) -> FigureKind:
    """Words as in "killed or wounded 12" count both together."""
    other = {FigureKind.KILLED: FigureKind.WOUNDED, FigureKind.WOUNDED: FigureKind.KILLED}.get(kind)
    for step in (-1, 1):
        if other is not None and 0 <= verb.i + 2 * step < len(verb.doc) and verb.nbor(step).lower_ in ("or", "and"):
            beside = verb.nbor(2 * step)
            if words.DONE_TO.get(_lemma(beside)) == other:
                return FigureKind.CASUALTIES
    return kind


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ == "auxpass" for child in verb.children)
