"""Pledges: somebody undertakes to give troops, training, equipment or money, hands it over, or refuses to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.extraction.findings import PledgeFinding
from articles.extraction.pledges import deeds, phrases, plausibility, shares, things, times, undertakings
from articles.extraction.pledges.geography import Geography
from articles.extraction.pledges.parties import Parties, has_own_subject
from articles.extraction.pledges.people import People
from articles.extraction.pledges.recipients import Recipients
from articles.vocabulary import BlockRole, PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import KnownName, MentionFinding, QuotationFinding, RoleFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.people import Giver
    from articles.extraction.pledges.things import Thing
    from articles.extraction.pledges.undertakings import Undertaking

_FOLLOWS_UP = re.compile(
    r"^(?:It|They|The (?:\w+\s){0,2}(?:hospital|clinic|troops|personnel|trainers|mission|aid|package|deployment|training|money|funds))\b"
)
_FOLLOW_UPS = 2
_MEASURED, _UNMEASURED = 0.75, 0.55
_LESS = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document tells about who gives, who receives and where they are."""

    parties: Parties
    recipients: Recipients
    geography: Geography


def find(
    passages: Sequence[Passage],
    mentions: Sequence[MentionFinding],
    roles: Sequence[RoleFinding],
    demonyms: Sequence[Demonym],
    *,
    quotations: Sequence[QuotationFinding] = (),
    known: Mapping[str, KnownName] | None = None,
) -> tuple[PledgeFinding, ...]:
    """The pledges of the body, in order. `quotations` tell who "we" is, `known` what lies behind the candidates."""
    geography = Geography(mentions, demonyms, known or {})
    people = People(roles, quotations)
    reading = Reading(
        Parties(mentions, demonyms, people, geography), Recipients(passages, mentions, demonyms), geography
    )
    found: list[PledgeFinding] = []
    for passage in passages:
        if passage.block < 0 or passage.role not in (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM):
            continue
        for undertaking in _undertakings(passage):
            found += _pledges(passage, undertaking, reading)
        found += shares.further(passage, [p for p in found if p.block == passage.block], mentions)
    return tuple(_with_shared_recipients(_without_repeats(found)))


def _undertakings(passage: Passage) -> Iterator[Undertaking]:
    """The undertakings of a passage, without those that only explain another ("bases that will offer training")."""
    doc = passage.doc or ()
    read = [undertaking for token in doc if (undertaking := _undertaking(token)) is not None]
    accepted: list[Undertaking] = []
    for undertaking in sorted(read, key=lambda u: (len(list(u.verb.ancestors)), u.verb.i)):
        verb = undertaking.verb
        above = next((a for a in accepted if a.verb in verb.ancestors), None)
        is_explaining = above is not None and verb.dep_ != "conj" and not has_own_subject(verb, above.verb)
        if not is_explaining or (above is not None and above.thing == verb.head):
            accepted.append(undertaking)
    covered = {part.i for undertaking in accepted for part in (undertaking.verb, *undertaking.thing.subtree)}
    gifts = (undertakings.gift(token) for token in doc if token.i not in covered)
    accepted += [undertaking for undertaking in gifts if undertaking is not None]
    yield from sorted(accepted, key=lambda undertaking: undertaking.verb.i)


def _undertaking(token: Token) -> Undertaking | None:
    """What a verb says by itself, else what it says together with the words beside it."""
    for read in (undertakings.read, phrases.read):
        undertaking = read(token)
        if undertaking is not None and plausibility.is_thing(undertaking):
            return undertaking
    done = deeds.read(token)
    return done if done is not None and plausibility.is_deed(done) else None


def _pledges(passage: Passage, undertaking: Undertaking, reading: Reading) -> Iterator[PledgeFinding]:
    giver = reading.parties.giver(passage, undertaking)
    if giver is None or not plausibility.is_giving(passage, undertaking):
        return
    recipient = reading.recipients.of(passage, undertaking, giver.name)
    if reading.geography.is_at_home(giver.name, recipient):
        return
    for thing in things.read(passage, undertaking):
        if plausibility.is_given(thing, undertaking, giver, recipient, passage):
            yield _pledge(passage, undertaking, giver, thing, recipient)


def _pledge(passage: Passage, undertaking: Undertaking, giver: Giver, thing: Thing, recipient: str) -> PledgeFinding:
    sentence = passage.sentence_at(undertaking.verb.idx)
    is_future = undertaking.is_promised and undertaking.status != PledgeStatus.REFUSED
    when = _time_window(passage, undertaking)
    money, number = thing.money, thing.number
    return PledgeFinding(
        block=passage.block,
        start=sentence[0],
        end=sentence[1],
        text=passage.text[slice(*sentence)],
        pledged_by=giver.name,
        announced_by=giver.announced_by,
        recipient=recipient,
        item=thing.item,
        status=undertaking.status,
        rule=undertaking.rule,
        confidence=_confidence(undertaking, giver, thing),
        quantity_low=number.low if number else None,
        quantity_high=number.high if number else None,
        unit=thing.unit,
        amount_low=money.low if money else None,
        amount_high=money.high if money else None,
        currency=money.currency if money else "",
        qualifier=thing.qualifier,
        due=times.due(when, is_future=undertaking.verb.tag_ not in ("VBD", "VBN")) if is_future else "",
        duration=times.duration(when),
        is_collective=giver.is_collective,
    )


def _confidence(undertaking: Undertaking, giver: Giver, thing: Thing) -> float:
    confidence = _MEASURED if thing.is_measured else _UNMEASURED
    doubts = (
        undertaking.status == PledgeStatus.PLANNED,
        undertaking.rule == "if",
        giver.is_collective,
        giver.is_inferred,
        not giver.name and not giver.is_collective,
    )
    return round(confidence - _LESS * sum(doubts), 2)


def _time_window(passage: Passage, undertaking: Undertaking) -> str:
    """What may tell the time: the words before the subject, those after the verb, and a sentence that goes on about it."""
    start, end = passage.sentence_at(undertaking.verb.idx)
    following = [passage.text[slice(*span)] for span in passage.sentences if span[0] >= end][:_FOLLOW_UPS]
    more = next((text for text in following if _FOLLOWS_UP.match(text)), "")
    first = min(undertaking.verb.idx, undertaking.thing.left_edge.idx)
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
