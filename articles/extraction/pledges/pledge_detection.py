"""Pledges: who promises, gives or refuses troops, training, equipment, money or other aid to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.findings import PledgeFinding
from articles.extraction.pledges import (
    aid_actions,
    further_shares,
    pledge_filters,
    pledged_items,
    time_phrases,
    verb_phrases,
    verb_rules,
)
from articles.extraction.pledges.pledge_geography import PledgeGeography
from articles.extraction.pledges.pledge_parties import PartyFinder, has_own_subject
from articles.extraction.pledges.recipients import RecipientFinder
from articles.extraction.pledges.spokespersons import Spokespersons
from articles.vocabulary import BlockRole, PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import KnownName, MentionFinding, QuotationFinding, RoleFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.pledge_candidate import PledgeCandidate
    from articles.extraction.pledges.pledged_items import Item
    from articles.extraction.pledges.spokespersons import Giver

_FOLLOWS_UP = re.compile(
    r"^(?:It|They|The (?:\w+\s){0,2}(?:hospital|clinic|troops|personnel|trainers|mission|aid|package|deployment|training|money|funds))\b"
)
MAX_FOLLOW_UPS = 2
_MEASURED_CONFIDENCE, _UNMEASURED_CONFIDENCE = 0.75, 0.55
_DOUBT_PENALTY = 0.1


@dataclass(frozen=True, slots=True)
class DocumentParties:
    """The givers, recipients and places of one document."""

    parties: PartyFinder
    recipients: RecipientFinder
    geography: PledgeGeography


def find_pledges(
    passages: Sequence[Passage],
    mentions: Sequence[MentionFinding],
    roles: Sequence[RoleFinding],
    demonyms: Sequence[Demonym],
    *,
    quotations: Sequence[QuotationFinding] = (),
    known: Mapping[str, KnownName] | None = None,
) -> tuple[PledgeFinding, ...]:
    """The pledges of the body, in order. `quotations` resolve "we"; `known` are the records of the candidates, by
    ref.
    """
    geography = PledgeGeography(mentions, demonyms, known or {})
    people = Spokespersons(roles, quotations)
    reading = DocumentParties(
        PartyFinder(mentions, demonyms, people, geography), RecipientFinder(passages, mentions, demonyms), geography
    )
    found: list[PledgeFinding] = []
    for passage in passages:
        if passage.block < 0 or passage.role not in (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM):
            continue
        for candidate in _candidates(passage):
            found += _pledges(passage, candidate, reading)
        found += further_shares.find_further_shares(passage, [p for p in found if p.block == passage.block], mentions)
    return tuple(_with_shared_recipients(_without_repeats(found)))


def _candidates(passage: Passage) -> Iterator[PledgeCandidate]:
    """The candidates of a passage, without those that only explain another ("bases that will offer training")."""
    doc = passage.doc or ()
    read = [candidate for token in doc if (candidate := _candidate(token)) is not None]
    accepted: list[PledgeCandidate] = []
    for candidate in sorted(read, key=lambda u: (len(list(u.verb.ancestors)), u.verb.i)):
        verb = candidate.verb
        above = next((a for a in accepted if a.verb in verb.ancestors), None)
        is_explaining = above is not None and verb.dep_ != "conj" and not has_own_subject(verb, above.verb)
        if not is_explaining or (above is not None and above.item == verb.head):
            accepted.append(candidate)
    covered = {part.i for candidate in accepted for part in (candidate.verb, *candidate.item.subtree)}
    gifts = (verb_rules.read_nominal_pledge(token) for token in doc if token.i not in covered)
    accepted += [candidate for candidate in gifts if candidate is not None]
    yield from sorted(accepted, key=lambda candidate: candidate.verb.i)


def _candidate(token: Token) -> PledgeCandidate | None:
    """What a verb says by itself, else what it says together with the words beside it."""
    for read in (verb_rules.read_verb, verb_phrases.read_verb_phrase):
        candidate = read(token)
        if candidate is not None and pledge_filters.is_givable(candidate):
            return candidate
    done = aid_actions.read_aid_action(token)
    return done if done is not None and pledge_filters.is_aid(done) else None


def _pledges(passage: Passage, candidate: PledgeCandidate, reading: DocumentParties) -> Iterator[PledgeFinding]:
    giver = reading.parties.find_giver(passage, candidate)
    if giver is None or not pledge_filters.is_about_aid(passage, candidate):
        return
    recipient = reading.recipients.find_recipient(passage, candidate, giver.name)
    if reading.geography.is_at_home(giver.name, recipient):
        return
    for item in pledged_items.read_items(passage, candidate):
        if pledge_filters.is_pledge(item, candidate, giver, recipient, passage):
            yield _pledge(passage, candidate, giver, item, recipient)


def _pledge(passage: Passage, candidate: PledgeCandidate, giver: Giver, item: Item, recipient: str) -> PledgeFinding:
    sentence = passage.sentence_at(candidate.verb.idx)
    is_future = candidate.is_promised and candidate.status != PledgeStatus.REFUSED
    when = _time_window(passage, candidate)
    money, number = item.money, item.number
    return PledgeFinding(
        block=passage.block,
        start=sentence[0],
        end=sentence[1],
        text=passage.text[slice(*sentence)],
        pledged_by=giver.name,
        announced_by=giver.announced_by,
        recipient=recipient,
        item=item.text,
        status=candidate.status,
        rule=candidate.rule,
        confidence=_confidence(candidate, giver, item),
        quantity_low=number.low if number else None,
        quantity_high=number.high if number else None,
        unit=item.unit,
        amount_low=money.low if money else None,
        amount_high=money.high if money else None,
        currency=money.currency if money else "",
        qualifier=item.qualifier,
        due=time_phrases.read_due(when, is_future=candidate.verb.tag_ not in ("VBD", "VBN")) if is_future else "",
        duration=time_phrases.read_duration(when),
        is_collective=giver.is_collective,
    )


def _confidence(candidate: PledgeCandidate, giver: Giver, item: Item) -> float:
    confidence = _MEASURED_CONFIDENCE if item.is_measured else _UNMEASURED_CONFIDENCE
    doubts = (
        candidate.status == PledgeStatus.PLANNED,
        candidate.rule == "if",
        giver.is_collective,
        giver.is_inferred,
        not giver.name and not giver.is_collective,
    )
    return round(confidence - _DOUBT_PENALTY * sum(doubts), 2)


def _time_window(passage: Passage, candidate: PledgeCandidate) -> str:
    """The text that may state the time: before the subject, after the verb, and a sentence that continues it."""
    start, end = passage.sentence_at(candidate.verb.idx)
    following = [passage.text[slice(*span)] for span in passage.sentences if span[0] >= end][:MAX_FOLLOW_UPS]
    more = next((text for text in following if _FOLLOWS_UP.match(text)), "")
    first = min(candidate.verb.idx, candidate.item.left_edge.idx)
    opening = passage.text[start:first].split(",")[0] if "," in passage.text[start:first] else ""
    return f"{passage.text[first:end]} {opening} {more}".strip()


def _without_repeats(found: Sequence[PledgeFinding]) -> list[PledgeFinding]:
    """Two verbs of one sentence may lead to one thing: "announced that it approved"."""
    kept: dict[tuple[object, ...], PledgeFinding] = {}
    for pledge in found:
        key = (pledge.block, pledge.start, pledge.pledged_by, pledge.item, pledge.quantity_low, pledge.amount_low)
        if key not in kept or kept[key].confidence < pledge.confidence:
            kept[key] = pledge
    return list(kept.values())


def _with_shared_recipients(found: Sequence[PledgeFinding]) -> Iterator[PledgeFinding]:
    """As in "pledges 5 million to Syria, while Norway pledges 3": the second goes to Syria too."""
    for number, pledge in enumerate(found):
        before = found[number - 1] if number else None
        is_shared = (
            before is not None
            and not pledge.recipient
            and (before.block, before.start) == (pledge.block, pledge.start)
            and before.recipient not in pledge.pledged_by.split("; ")
        )
        yield replace(pledge, recipient=before.recipient) if is_shared and before is not None else pledge
