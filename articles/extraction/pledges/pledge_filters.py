"""Filters that reject candidates that are not aid: attacks, shows of force, purchases, spending at home."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import pledge_words, pledged_items
from articles.extraction.pledges.adjuncts import core_end
from articles.extraction.pledges.head_nouns import head_of, is_model_name, is_number_word, noun_of
from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.pledge_candidate import PledgeCandidate
    from articles.extraction.pledges.pledged_items import Item
    from articles.extraction.pledges.spokespersons import Giver

_NOT_AID = re.compile(rf"\b(?:{lexicon.alternatives('pledge_words', 'filters.not_aid')})\b")
_DISPATCH_VERBS = pledge_words.VERBS.words("dispatching")
_HOSTILE = re.compile(
    rf"\bagainst\b|\boff\s(?:the\s)?(?:\w+\s)?coast|\b(?:{lexicon.alternatives('pledge_words', 'filters.hostile')})\b"
)
_HELPFUL = re.compile(rf"\b(?:{lexicon.alternatives('pledge_words', 'filters.helpful')})\b")
_FIRING = re.compile(r"\b(?:at|into|over|onto)\b")
_PROJECTILES = pledge_words.NOUNS.words("projectile")
_BUYING = re.compile(r"\b(?:for)\s(?:\d|[a-z]+\s(?:new\s)?(?:tanks|jets|aircraft|ships|frigates|weapons|systems))")
# The rules under which any noun may be what is given.
OPEN_RULES = frozenset({"hands", "helps", "lets"})
_YEAR = re.compile(r"\b(?:in|since|during)\s(?:\w+\s)?(?:19|20)\d\d\b")
_DOMESTIC_SPENDING = pledge_words.VERBS.words("domestic")


def is_givable(candidate: PledgeCandidate) -> bool:
    """Whether the object of the verb can be given at all."""
    token = head_of(candidate.item)
    head, verb = noun_of(token), lemma(candidate.verb)
    if verb in ("use", "allow", "permit") or candidate.rule == "forbids":
        return head in pledge_words.FACILITIES
    if candidate.rule == "pays" or (candidate.rule == "agrees on" and head in pledge_words.LEGAL_ACTS):
        return True
    if candidate.rule == "arrives":
        return bool({head, *(lemma(child) for child in token.lefts)} & pledge_words.ITEM_NOUNS)
    is_number = token.tag_ in ("CD", "$") or is_number_word(token)
    if verb in pledge_words.INTAKE_VERBS and token.ent_type_ == "NORP":
        return True
    if verb in pledge_words.INTAKE_ONLY_VERBS and candidate.rule != "joins":
        return is_number or head in pledge_words.DISPLACED_PEOPLE or token.ent_type_ == "NORP"
    is_donated = verb == "donate" and token.pos_ in ("NOUN", "PROPN")
    return (
        is_number
        or is_donated
        or is_model_name(token)
        or head
        in pledge_words.ITEM_NOUNS
        | pledge_words.DISPLACED_PEOPLE
        | pledge_words.CONTAINER_NOUNS
        | pledge_words.FACILITIES
    )


def is_aid(candidate: PledgeCandidate) -> bool:
    """Whether the object of an aid action can be aid: counted where the verb only hands it over."""
    token = head_of(candidate.item)
    if candidate.rule == "arrives":
        return is_givable(candidate)
    is_counted = candidate.rule != "hands" or any(part.like_num for part in candidate.item.subtree)
    return is_counted and noun_of(token) not in pledge_words.NOT_AID_NOUNS


def is_about_aid(passage: Passage, candidate: PledgeCandidate) -> bool:
    """Whether the clause around the verb is about help at all."""
    verb = candidate.verb
    start, end = verb.idx, passage.sentence_at(verb.idx)[1]
    text = passage.text
    if _NOT_AID.search(text, min(start, candidate.item.left_edge.idx), end):
        return False
    if candidate.status == PledgeStatus.DELIVERED and _YEAR.search(text, start, end) and verb.tag_ == "VBD":
        return False
    name, head = lemma(verb), noun_of(head_of(candidate.item))
    if (
        name in _DISPATCH_VERBS
        and candidate.status != PledgeStatus.REFUSED
        and head not in pledge_words.RELIEF_GOODS | pledge_words.FUNDS
    ):
        fired = head in _PROJECTILES and _FIRING.search(text, candidate.item.idx, end)
        purpose = core_end(text, verb.idx, end)
        hostile = _HOSTILE.search(text, start, purpose) and not _HELPFUL.search(text, start, end)
        return not (fired or hostile)
    return not (name == "pay" and _BUYING.search(text, candidate.item.idx, end))


def is_pledge(item: Item, candidate: PledgeCandidate, giver: Giver, recipient: str, passage: Passage) -> bool:
    """Whether this is something to give: a sum, or a thing; a vague thing, or one merely sent, needs a number or
    a recipient.
    """
    if (
        item.head in pledge_words.NOT_AID_NOUNS
        or not _has_givable_item(item, candidate)
        or not _has_giver(item, candidate, giver, recipient)
    ):
        return False
    if candidate.rule in OPEN_RULES:
        return _is_for_others(item, candidate, giver, recipient)
    if candidate.rule in ("stops", "resumes"):
        return _is_withheld(item, recipient)
    is_definite = item.is_measured or bool(recipient)
    if candidate.status == PledgeStatus.REFUSED:
        is_lent = candidate.rule == "forbids"
        return (
            is_definite
            or is_lent
            or item.head
            in pledge_words.DISPLACED_PEOPLE
            | pledge_words.ITEM_NOUNS - (pledge_words.VAGUE_NOUNS - pledge_words.PERSONNEL)
        )
    if _is_own_business(candidate, giver, recipient) or _is_show_of_force(item, candidate, recipient, passage):
        return False
    needs_more = candidate.status == PledgeStatus.DELIVERED or (giver.is_collective and not giver.name)
    is_vague = item.head in pledge_words.VAGUE_NOUNS and not (
        candidate.rule == "undertakes to" and item.head in pledge_words.PERSONNEL
    )
    return is_definite or not (needs_more or is_vague)


def _is_for_others(item: Item, candidate: PledgeCandidate, giver: Giver, recipient: str) -> bool:
    """Actions for a named recipient; only a country may give a counted item without naming the recipient."""
    if not giver.name:
        return False
    is_handed = candidate.rule == "hands" and candidate.is_promised and giver.is_country and item.is_measured
    is_for_refugees = candidate.rule == "lets" and item.head in pledge_words.DISPLACED_PEOPLE
    return bool(recipient) or is_handed or is_for_refugees


def _has_giver(item: Item, candidate: PledgeCandidate, giver: Giver, recipient: str) -> bool:
    """One who is not named may only promise something definite, and not invest: "the company will invest"."""
    if giver.name or giver.is_collective or (giver.announced_by and candidate.is_promised):
        return True
    is_definite = item.is_measured or bool(recipient)
    return candidate.is_promised and is_definite and lemma(candidate.verb) != "invest"


def _is_own_business(candidate: PledgeCandidate, giver: Giver, recipient: str) -> bool:
    """What a country builds or spends without a word of anybody else, and what is merely done, not promised."""
    verb = lemma(candidate.verb)
    if candidate.rule in ("shelters", "joins"):
        return False
    is_at_home = verb in _DOMESTIC_SPENDING and giver.is_country and not recipient
    is_foreign = _is_people(candidate) and head_of(candidate.item).text[:4] != giver.name[:4]
    is_mere_act = verb in pledge_words.LIGHT_VERBS and not candidate.is_promised and not recipient and not is_foreign
    is_own_purchase = candidate.rule in ("buys", "backs") and not recipient
    is_own_people = verb == "evacuate" and _is_people(candidate) and not is_foreign
    return is_at_home or is_mere_act or is_own_purchase or is_own_people


def _has_givable_item(item: Item, candidate: PledgeCandidate) -> bool:
    verb, rule = lemma(candidate.verb), candidate.rule
    is_intake = rule == "stops" and lemma(candidate.item) in pledge_words.ACT_NOUNS  # not "police stop 40 migrants"
    if (verb in pledge_words.INTAKE_VERBS or rule == "shelters" or is_intake) and (
        item.head in pledge_words.DISPLACED_PEOPLE or _is_people(candidate)
    ):
        return True
    if rule in OPEN_RULES or rule == "pays" or (rule == "agrees on" and item.money is not None):
        return True
    if verb in pledge_words.INTAKE_ONLY_VERBS and rule != "joins":
        return item.head not in pledge_words.ITEM_NOUNS
    if verb in pledge_words.FACILITY_VERBS and item.head in pledge_words.FACILITIES:
        return True
    if verb in ("donate", "join"):
        return True
    return (
        item.head in pledge_words.ITEM_NOUNS
        or is_model_name(head_of(candidate.item))
        or (item.money is not None and not item.head)
        or (item.money is not None and item.text == pledged_items.MONEY)
    )


def _is_people(candidate: PledgeCandidate) -> bool:
    """As in "evacuated 120 Haitians"."""
    return head_of(candidate.item).ent_type_ == "NORP"


def _is_withheld(item: Item, recipient: str) -> bool:
    """Only help that flows can be stopped: aid, funding, supplies, and arms to somebody named."""
    return item.head in (
        pledge_words.FUNDS | pledge_words.RELIEF_GOODS | pledge_words.DISPLACED_PEOPLE
    ) - pledge_words.EARNINGS or (item.head in pledge_words.ARMS and bool(recipient))


def _is_show_of_force(item: Item, candidate: PledgeCandidate, recipient: str, passage: Passage) -> bool:
    """Troops and ships that are sent or arrive without a word of whom they help."""
    if candidate.rule == "arrives":
        is_force = item.head not in pledge_words.RELIEF_GOODS | pledge_words.FUNDS
    else:
        is_sent = lemma(candidate.verb) in _DISPATCH_VERBS and candidate.rule != "undertakes to"
        is_force = is_sent and not recipient and item.head in pledge_words.PERSONNEL | pledge_words.ARMS
    return is_force and not _is_helping(candidate, passage)


def _is_helping(candidate: PledgeCandidate, passage: Passage) -> bool:
    """Whether the words around say that it is meant as help, or it was promised before."""
    item, verb = candidate.item, candidate.verb
    if any(lemma(child) in pledge_words.GIVING_VERBS and child.dep_ == "acl" for child in item.children):
        return True
    return bool(_HELPFUL.search(passage.text, *passage.sentence_at(verb.idx)))
