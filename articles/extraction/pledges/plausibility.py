"""Whether what reads like giving is help: not an attack, a show of force, a purchase or spending at home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.pledges import things, words
from articles.extraction.pledges.grammar import lemma
from articles.extraction.pledges.occasions import purpose_end
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.people import Giver
    from articles.extraction.pledges.things import Thing
    from articles.extraction.pledges.undertakings import Undertaking

_NOT_HELP = re.compile(
    r"\b(?:rewards?|bount(?:y|ies)|apolog\w+|speech|remarks|(?:evacuat|repatriat)\w+\s(?:\w+\s){0,3}(?:nationals|citizens))\b"
)
_SENDING = frozenset(
    "deploy redeploy send dispatch order station rush mobilize mobilise relocate announce extend".split()
)
_HOSTILE = re.compile(
    r"\bagainst\b|\boff\s(?:the\s)?(?:\w+\s)?coast|\b(?:blockade|seize|occupy|invade|attack|strike|capture|curfew|crack down|quell|intercept|patrol|border"
    r"|frontier|clear|retake|search for|manhunt|capital|stormed?|airstrikes?|into|secure|reinforce|control|warn|deter|threaten\w*|retaliat\w+)\b"
)
_HELPING = re.compile(
    r"\b(?:help\w*|support\w*|assist\w*|train\w*|peace-?keep\w*|rescu\w+|advis\w+|protect\w*|mission|reliev\w+|relief|bolster)\b"
)
_FIRING = re.compile(r"\b(?:at|into|over|onto)\b")
_FIRED = frozenset("drone missile rocket shell bomb munition".split())
_BUYING = re.compile(r"\b(?:for)\s(?:\d|[a-z]+\s(?:new\s)?(?:tanks|jets|aircraft|ships|frigates|weapons|systems))")
# The rules under which any noun may be what is given.
OPEN = frozenset({"hands", "helps", "lets"})
_YEAR = re.compile(r"\b(?:in|since|during)\s(?:\w+\s)?(?:19|20)\d\d\b")
_OWN = frozenset(
    "spend increase boost build expand open establish construct invest rebuild add double triple make set join step".split()
)


def is_thing(undertaking: Undertaking) -> bool:
    """Whether the object of the verb can be given at all."""
    token = things.head_of(undertaking.thing)
    head, verb = things.noun_of(token), lemma(undertaking.verb)
    if verb in ("use", "allow", "permit") or undertaking.rule == "forbids":
        return head in words.USED
    if undertaking.rule == "pays" or (undertaking.rule == "agrees on" and head in words.DECREES):
        return True
    if undertaking.rule == "arrives":
        return bool({head, *(lemma(child) for child in token.lefts)} & words.THINGS)
    is_number = token.tag_ in ("CD", "$") or things.is_number_word(token)
    if verb in words.TAKING_IN and token.ent_type_ == "NORP":
        return True
    if verb in words.ONLY_TAKING_IN and undertaking.rule != "joins":
        return is_number or head in words.TAKEN_IN or token.ent_type_ == "NORP"
    is_donated = verb == "donate" and token.pos_ in ("NOUN", "PROPN")
    return (
        is_number
        or is_donated
        or things.is_model(token)
        or head in words.THINGS | words.TAKEN_IN | words.CONTAINERS | words.USED
    )


def is_deed(undertaking: Undertaking) -> bool:
    """Whether the object of a deed can be something done for others: counted where a verb only hands it over."""
    token = things.head_of(undertaking.thing)
    if undertaking.rule == "arrives":
        return is_thing(undertaking)
    is_counted = undertaking.rule != "hands" or any(part.like_num for part in undertaking.thing.subtree)
    return is_counted and things.noun_of(token) not in words.NOT_GIVEN


def is_giving(passage: Passage, undertaking: Undertaking) -> bool:
    """Whether the clause around the verb is about help at all."""
    verb = undertaking.verb
    start, end = verb.idx, passage.sentence_at(verb.idx)[1]
    text = passage.text
    if _NOT_HELP.search(text, min(start, undertaking.thing.left_edge.idx), end):
        return False
    if undertaking.status == PledgeStatus.DELIVERED and _YEAR.search(text, start, end) and verb.tag_ == "VBD":
        return False
    name, head = lemma(verb), things.noun_of(things.head_of(undertaking.thing))
    if name in _SENDING and undertaking.status != PledgeStatus.REFUSED and head not in words.RELIEF | words.FUNDS:
        fired = head in _FIRED and _FIRING.search(text, undertaking.thing.idx, end)
        purpose = purpose_end(text, verb.idx, end)
        hostile = _HOSTILE.search(text, start, purpose) and not _HELPING.search(text, start, end)
        return not (fired or hostile)
    return not (name == "pay" and _BUYING.search(text, undertaking.thing.idx, end))


def is_given(thing: Thing, undertaking: Undertaking, giver: Giver, recipient: str, passage: Passage) -> bool:
    """Whether this is something to give: a sum, or a thing; a vague thing, or one merely sent, needs a number or a recipient."""
    if (
        thing.head in words.NOT_GIVEN
        or not _is_something(thing, undertaking)
        or not _has_giver(thing, undertaking, giver, recipient)
    ):
        return False
    if undertaking.rule in OPEN:
        return _is_for_others(thing, undertaking, giver, recipient)
    if undertaking.rule in ("stops", "resumes"):
        return _is_withheld(thing, recipient)
    is_definite = thing.is_measured or bool(recipient)
    if undertaking.status == PledgeStatus.REFUSED:
        is_lent = undertaking.rule == "forbids"
        return is_definite or is_lent or thing.head in words.TAKEN_IN | words.THINGS - (words.VAGUE - words.PEOPLE)
    if _is_own_business(undertaking, giver, recipient) or _is_show_of_force(thing, undertaking, recipient, passage):
        return False
    needs_more = undertaking.status == PledgeStatus.DELIVERED or (giver.is_collective and not giver.name)
    is_vague = thing.head in words.VAGUE and not (undertaking.rule == "undertakes to" and thing.head in words.PEOPLE)
    return is_definite or not (needs_more or is_vague)


def _is_for_others(thing: Thing, undertaking: Undertaking, giver: Giver, recipient: str) -> bool:
    """Whatever is done for somebody named; only a country may leave untold to whom it hands what it counts."""
    if not giver.name:
        return False
    is_handed = undertaking.rule == "hands" and undertaking.is_promised and giver.is_country and thing.is_measured
    is_for_refugees = undertaking.rule == "lets" and thing.head in words.TAKEN_IN
    return bool(recipient) or is_handed or is_for_refugees


def _has_giver(thing: Thing, undertaking: Undertaking, giver: Giver, recipient: str) -> bool:
    """One who is not named may only promise something definite, and not invest: "the company will invest"."""
    if giver.name or giver.is_collective or (giver.announced_by and undertaking.is_promised):
        return True
    is_definite = thing.is_measured or bool(recipient)
    return undertaking.is_promised and is_definite and lemma(undertaking.verb) != "invest"


def _is_own_business(undertaking: Undertaking, giver: Giver, recipient: str) -> bool:
    """What a country builds or spends without a word of anybody else, and what is merely done, not promised."""
    verb = lemma(undertaking.verb)
    if undertaking.rule in ("shelters", "joins"):
        return False
    is_at_home = verb in _OWN and giver.is_country and not recipient
    is_foreign = _is_people(undertaking) and things.head_of(undertaking.thing).text[:4] != giver.name[:4]
    is_mere_act = verb in words.DOING and not undertaking.is_promised and not recipient and not is_foreign
    is_own_purchase = undertaking.rule in ("buys", "backs") and not recipient
    is_own_people = verb == "evacuate" and _is_people(undertaking) and not is_foreign
    return is_at_home or is_mere_act or is_own_purchase or is_own_people


def _is_something(thing: Thing, undertaking: Undertaking) -> bool:
    verb, rule = lemma(undertaking.verb), undertaking.rule
    is_intake = rule == "stops" and lemma(undertaking.thing) in words.ACTS  # not "police stop 40 migrants"
    if (verb in words.TAKING_IN or rule == "shelters" or is_intake) and (
        thing.head in words.TAKEN_IN or _is_people(undertaking)
    ):
        return True
    if rule in OPEN or rule == "pays" or (rule == "agrees on" and thing.money is not None):
        return True
    if verb in words.ONLY_TAKING_IN and rule != "joins":
        return thing.head not in words.THINGS
    if verb in words.USES and thing.head in words.USED:
        return True
    if verb in ("donate", "join"):
        return True
    return (
        thing.head in words.THINGS
        or things.is_model(things.head_of(undertaking.thing))
        or (thing.money is not None and not thing.head)
        or (thing.money is not None and thing.item == things.MONEY)
    )


def _is_people(undertaking: Undertaking) -> bool:
    """As in "evacuated 120 Haitians"."""
    return things.head_of(undertaking.thing).ent_type_ == "NORP"


def _is_withheld(thing: Thing, recipient: str) -> bool:
    """Only help that flows can be stopped: aid, funding, supplies, and arms to somebody named."""
    return thing.head in (words.FUNDS | words.RELIEF | words.TAKEN_IN) - words.EARNINGS or (
        thing.head in words.ARMS and bool(recipient)
    )


def _is_show_of_force(thing: Thing, undertaking: Undertaking, recipient: str, passage: Passage) -> bool:
    """Troops and ships that are sent or arrive without a word of whom they help."""
    if undertaking.rule == "arrives":
        is_force = thing.head not in words.RELIEF | words.FUNDS
    else:
        is_sent = lemma(undertaking.verb) in _SENDING and undertaking.rule != "undertakes to"
        is_force = is_sent and not recipient and thing.head in words.PEOPLE | words.ARMS
    return is_force and not _is_helping(undertaking, passage)


def _is_helping(undertaking: Undertaking, passage: Passage) -> bool:
    """Whether the words around say that it is meant as help, or it was promised before."""
    thing, verb = undertaking.thing, undertaking.verb
    if any(lemma(child) in words.GIVING and child.dep_ == "acl" for child in thing.children):
        return True
    return bool(_HELPING.search(passage.text, *passage.sentence_at(verb.idx)))
