"""Pledges: somebody undertakes to give troops, training, equipment or money, or hands it over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction.findings import PledgeFinding
from articles.extraction.pledges import amounts, undertakings
from articles.extraction.pledges.parties import Giver, Parties, has_own_subject
from articles.extraction.quotations import marks
from articles.vocabulary import BlockRole, PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.extraction.findings import MentionFinding, RoleFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.amounts import Count, Money
    from articles.extraction.pledges.undertakings import Undertaking
    from articles.extraction.sentences import Span

# What can be given. The vague ones ("support") need a number or a sum beside them.
_ITEM = re.compile(
    r"(?:troops?|soldiers?|personnel|trainers?|instructors?|advis[eo]rs?|peacekeepers?|officers|police|forces|marines|battalions?|brigades?|medics?"
    r"|doctors|engineers|experts|observers|monitors|aircraft|jets?|fighters?|carriers?|helicopters?|drones?|warships?|frigates?|destroyers?|ships?|vessels?"
    r"|submarines?|tanks?|vehicles?|howitzers?|artillery|launchers?|batter(?:y|ies)|missiles?|rockets?|shells?|munitions?|ammunition|rounds|weapons?|weaponry"
    r"|arms|rifles|interceptors?|radars?|staff|teams?|nurses|hospitals?|clinics?|bases?|training|trucks|generators|tents|shelters|food|wheat|grain|medicines?|vaccines?|doses"
    r"|blankets|aid|funding|funds|money|loans?|grants?|packages?|parcels?|tranches?|contributions?|donations?|supplies|relief|systems?|equipment|kits"
    r"|assistance|support)\b",
    re.IGNORECASE,
)
_VAGUE = frozenset(
    "support assistance contribution contributions forces fighters experts officers police package money arms systems system ships vessels".split()
)
_PEOPLE = re.compile(r"troops?|soldiers?|marines|forces|fighters?|battalions?|brigades?", re.IGNORECASE)
_FOLLOWS_UP = re.compile(
    r"^(?:It|They|The (?:\w+\s){0,2}(?:hospital|clinic|troops|personnel|trainers|mission|aid|package|deployment|training|money|funds))\b"
)
_EDGES = re.compile(r"^(?:(?:an?|the|its|their|his|her|some|further|additional|another|more|extra)\s)+", re.IGNORECASE)
_FOLLOW_UPS = 2
_ALONG = frozenset({"with", "along", "including", "worth"})
_GAP = 2
_BRACKETS = re.compile(r"\s?\([^)]*\)")
_LOOSE_ENDS = re.compile(
    r"^(?:[:,\s]|(?:worth of|of|in|for|on|to|worth|up to)\s)+|\s(?:of|worth|with|about|or)(?=\s(?:for|to|in)\s|\s*$)"
)
_NOT_HELP = re.compile(r"\b(?:rewards?|bount(?:y|ies)|apolog\w+|speech|remarks)\b", re.IGNORECASE)
_LONGEST_ITEM = 120


def find(
    passages: Sequence[Passage],
    mentions: Sequence[MentionFinding],
    roles: Sequence[RoleFinding],
    demonyms: Sequence[Demonym],
) -> tuple[PledgeFinding, ...]:
    parties = Parties(passages, mentions, roles, demonyms)
    body = [p for p in passages if p.block >= 0 and p.role in (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM)]
    quoted = marks.stretches(body)
    found: list[PledgeFinding] = []
    for passage in body:
        for undertaking in _undertakings(passage):
            if any(s.passage is passage and s.holds(undertaking.verb.idx) for s in quoted):
                continue
            giver = parties.giver(passage, undertaking)
            pledge = _pledge(passage, undertaking, giver, parties) if giver is not None else None
            if pledge is not None:
                found.append(pledge)
    return tuple(found)


def _undertakings(passage: Passage) -> Iterator[Undertaking]:
    """The undertakings of a passage, without those that only explain another ("bases that will offer training")."""
    accepted: list[Undertaking] = []
    for token in sorted(passage.doc or (), key=lambda token: (len(list(token.ancestors)), token.i)):
        undertaking = undertakings.read(token)
        if undertaking is None:
            continue
        above = next((a for a in accepted if a.verb in token.ancestors), None)
        is_explaining = above is not None and token.dep_ != "conj" and not has_own_subject(token, above.verb)
        if not is_explaining or (above is not None and above.thing == token.head):
            accepted.append(undertaking)
    yield from sorted(accepted, key=lambda undertaking: undertaking.verb.i)


def _pledge(passage: Passage, undertaking: Undertaking, giver: Giver, parties: Parties) -> PledgeFinding | None:
    start, end = _clause(undertaking)
    money = next(amounts.sums(passage.text, start, end), None)
    number, unit = _count(passage, start, end) or (None, "")
    if _NOT_HELP.search(passage.text, start, end):
        return None
    if not _is_enough(_ITEM.search(passage.text, start, end), undertaking, giver, money, is_counted=number is not None):
        return None
    sentence = passage.sentence_at(undertaking.verb.idx)
    when = _time_window(passage, sentence)
    return PledgeFinding(
        block=passage.block,
        start=sentence[0],
        end=sentence[1],
        text=passage.text[slice(*sentence)],
        pledged_by=giver.name,
        announced_by=giver.announced_by,
        recipient=parties.recipient(passage, undertaking, giver.name),
        item=_item(passage.text, (start, end), money),
        status=undertaking.status,
        rule=undertaking.rule,
        confidence=_confidence(undertaking, giver, is_measured=money is not None or number is not None),
        quantity_low=number.low if number else None,
        quantity_high=number.high if number else None,
        unit=unit,
        amount_low=money.low if money else None,
        amount_high=money.high if money else None,
        currency=money.currency if money else "",
        qualifier=(money.qualifier if money else "") or (number.qualifier if number else ""),
        due=amounts.due(when),
        duration=amounts.duration(when),
        is_collective=giver.is_collective,
    )


def _is_enough(
    item: re.Match[str] | None, undertaking: Undertaking, giver: Giver, money: Money | None, *, is_counted: bool
) -> bool:
    """Whether this is something to give: a sum, or a thing; a vague thing, a collective or a delivery need a number too."""
    if money is not None or item is None:
        return money is not None
    if undertaking.rule == "delivered":
        return is_counted and not _PEOPLE.fullmatch(item[0])
    return is_counted or not (giver.is_collective or item[0].casefold() in _VAGUE)


def _confidence(undertaking: Undertaking, giver: Giver, *, is_measured: bool) -> float:
    confidence = 0.75 if is_measured else 0.55
    if undertaking.status == PledgeStatus.PLANNED or giver.is_collective:
        confidence -= 0.1
    return round(confidence, 2)


def _clause(undertaking: Undertaking) -> Span:
    """The characters that say what is given: the thing with all that hangs on it, and "along with" what."""
    thing, verb = undertaking.thing, undertaking.verb
    skipped = {part.i for child in thing.subtree if child.dep_ in ("relcl", "advcl", "acl") for part in child.subtree}
    parts = [token for token in thing.subtree if token.i not in skipped]
    if undertaking.is_passive and verb.head == thing:
        parts = [token for token in parts if token.i < verb.i]
    for child in verb.rights:
        is_next = child.i - max(token.i for token in parts) <= _GAP
        if child.dep_ == "prep" and child.lower_ in _ALONG and child.i > thing.i and is_next:
            parts += child.subtree
    first, last = min(parts, key=lambda token: token.i), max(parts, key=lambda token: token.i)
    return first.idx, last.idx + len(last)


def _count(passage: Passage, start: int, end: int) -> tuple[Count, str] | None:
    """The first number in the clause that counts something that can be given, with the words for it."""
    for count in amounts.counts(passage.text, start, min(end + 1, len(passage.text))):
        item = _ITEM.search(passage.text, count.end, end)
        words = passage.text[count.end : item.end()].split() if item else []
        if item and len(words) <= 4 and not re.search(r"[,;.]|\b(?:and|to|for|of|with)\b", " ".join(words)):
            return count, " ".join(words)
    return None


def _item(text: str, clause: Span, money: Money | None) -> str:
    """The thing in words, without its article, its number or its sum."""
    start, end = clause
    words = text[start:end]
    if money is not None:
        words = _BRACKETS.sub("", text[start : money.start] + text[money.end : end])
        words = re.split(r"[:;(]", words)[0]
        for other in amounts.sums(words, 0, len(words)):
            words = words[: other.start]
            break
    for count in amounts.counts(words, 0, len(words)):
        if count.start == 0 or not words[: count.start].strip(" another"):
            words = words[count.end :]
        break
    words = re.sub(r"\s+", " ", _EDGES.sub("", words.strip(" ,") + " ")).strip(" ,")
    words = _LOOSE_ENDS.sub("", words)
    return words[:_LONGEST_ITEM].strip(" ,") or "money"


def _time_window(passage: Passage, sentence: Span) -> str:
    """The sentence, and the one soon after it that goes on about the same thing: "It is expected by ..."."""
    following = [passage.text[slice(*span)] for span in passage.sentences if span[0] >= sentence[1]][:_FOLLOW_UPS]
    more = next((text for text in following if _FOLLOWS_UP.match(text)), "")
    return f"{passage.text[slice(*sentence)]} {more}".strip()
