"""The items of a pledge: the words, and a number or a sum. A list with several numbers is several items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import amounts, pledge_words
from articles.extraction.pledges.head_nouns import head_of, noun_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from articles.extraction.passages import Passage
    from articles.extraction.pledges.amounts import Count, Money
    from articles.extraction.pledges.pledge_candidate import PledgeCandidate
    from articles.extraction.sentences import Span

    Measure = tuple[int, Money | None, tuple[Count, str] | None]

MONEY = "money"
_EDGES = re.compile(
    r"^(?:(?:an?|the|its|their|his|her|our|some|all|any|several|further|additional|another|more|extra|new|such|up to|at least)\s)+",
    re.IGNORECASE,
)
_ADDITIONS = lexicon.words("pledge_words", "items.additions")
MAX_GAP = 2
_BRACKETS = re.compile(r"\s?\([^)]*\)")
_LOOSE_ENDS = re.compile(
    r"^(?:[:,\s]|(?:worth of|of|in|for|on|to|worth|up to|and|as)\s)++|(?<![\s,])[\s,]++(?:of|worth|with|about|or|and|including|to|for|in|by|as well as|plus)$"
    r"|\s(?:of|worth|with|about|or)(?=\s(?:for|to|in)\s)"
)
# What parts one numbered thing of a list from the one before it.
_NEXT = re.compile(r"(?:,|;|\band|\bas well as|\bplus|\balong with|\btogether with)\s*(?:also\s|another\s)?$")
# "..., Poland 14 and Spain six": further givers without a verb.
_SHARE = re.compile(
    r",\s(?:[a-z]+\s){0,2}(?:[A-Z][\w-]+\s){1,3}(?:with\s)?(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
_DESTINATION = re.compile(r"\s(?:to|towards?)\s(?:the\s)?[A-Z].*$")
_RATE = re.compile(r"^(?:an?|per|each|every)\s(?:year|month|week|day)\b(?:\suntil)?")
_NO_THING = re.compile(r"(?:this|next|last)\s\w+|[A-Z]\w+")
_NEXT_CLAUSE = re.compile(r"\s*(?:and|while|,)\s")
MAX_ITEM = 120
MAX_OPENING = 12
MAX_UNIT_WORDS = 5
_PARTITIVE = re.compile(r"of\s(?:the|its|their|his|these|those|our)\s")
_YEAR = re.compile(r"(?:19|20)\d\d\s$")


@dataclass(frozen=True, slots=True)
class Item:
    """`item` in words, "money" for a bare sum; `head` the lemma of the word for it; `unit` is what `number` counts."""

    text: str
    head: str
    money: Money | None = None
    number: Count | None = None
    unit: str = ""

    @property
    def is_measured(self) -> bool:
        return self.money is not None or self.number is not None

    @property
    def qualifier(self) -> str:
        return (self.money.qualifier if self.money else "") or (self.number.qualifier if self.number else "")


def read_items(passage: Passage, candidate: PledgeCandidate) -> Iterator[Item]:
    """The items of a candidate: the first with its modifiers, and each further one with its own number."""
    if candidate.rule == "pays":
        yield Item(MONEY, "")
        return
    start, end = item_clause(candidate)
    measures = list(_measures(passage, start, end)) or list(_sums_used(passage, candidate))
    firsts = [start]
    for offset, _, _ in measures[1:]:
        if _NEXT.search(passage.text[start:offset]) and measures[0][0] < offset:
            firsts.append(offset)
    for number, first in enumerate(firsts):
        last = firsts[number + 1] if number + 1 < len(firsts) else end
        inside = next((m for m in measures if first <= m[0] < last), None)
        yield _item_of(passage, (first, last), inside, candidate.item if number == 0 else None)


def item_clause(candidate: PledgeCandidate) -> Span:
    """The characters that say what is given: the noun with all its dependents, and "along with" what."""
    item, verb = candidate.item, candidate.verb
    item = head_of(item) if lemma(item) in pledge_words.ACT_NOUNS else item
    skipped = {part.i for child in item.subtree if child.dep_ in ("relcl", "advcl", "acl") for part in child.subtree}
    parts = [token for token in item.subtree if token.i not in skipped]
    if candidate.is_passive and item.i < verb.i:
        parts = [token for token in parts if token.i < verb.i]
    elif item.i > verb.i:
        parts = [token for token in parts if token.i > verb.i]
    for child in verb.rights:
        is_next = child.i - max(token.i for token in parts) <= MAX_GAP
        if child.dep_ == "prep" and child.lower_ in _ADDITIONS and child.i > item.i and is_next:
            parts += child.subtree
    first, last = min(parts, key=lambda token: token.i), max(parts, key=lambda token: token.i)
    return first.idx, last.idx + len(last)


def _sums_used(passage: Passage, candidate: PledgeCandidate) -> Iterator[Measure]:
    """The sum in "will use 5 million euros to fund a shelter"."""
    verb = candidate.verb.head
    sums = [child for child in verb.children if child.dep_ == "dobj"] if lemma(verb) in ("use", "spend") else []
    for child in sums:
        for money in amounts.read_sums(passage.text, child.left_edge.idx, child.right_edge.idx + len(child.right_edge)):
            yield item_clause(candidate)[0], money, None


def _measures(passage: Passage, start: int, end: int) -> Iterator[Measure]:
    """The sums and counts of a clause in order, without those in brackets."""
    text = passage.text
    hidden = [match.span() for match in _BRACKETS.finditer(text, start, end)]
    found: list[Measure] = []
    spans: list[Span] = []
    for money in amounts.read_sums(text, start, end):
        found.append((money.start, money, None))
        spans.append((money.start, money.end))
    for count in amounts.read_counts(text, start, min(end + 1, len(text))):
        unit = _unit(passage, count.end, end)
        is_taken = any(a < count.end and count.start < b for a, b in spans)
        if (
            unit
            and _can_be_given(passage, unit, is_first=count.start <= start + MAX_OPENING)
            and not is_taken
            and not _YEAR.search(text[count.start : count.end])
            and not _is_designation(passage, count)
        ):
            found.append((count.start, None, (count, unit)))
            spans.append((count.start, count.end + len(unit)))
    yield from (m for m in sorted(found, key=lambda m: m[0]) if not any(a <= m[0] < b for a, b in hidden))


def _unit(passage: Passage, start: int, end: int) -> str:
    """The words right after a number up to the noun that it counts: "Leopard 2 tanks", "medical personnel"."""
    taken: list[Token] = []
    partitive = _PARTITIVE.match(passage.text, start, end)
    start = partitive.end() if partitive else start
    for token in passage.tokens(start, end) or ():
        if token.idx < start:
            continue
        is_name = (
            token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
            or token.tag_ in ("VBN", "VBG", "HYPH", "JJ", "CD")
            or token.text in '-–"“”'
        )
        if not is_name or token.text in ",;" or (taken and taken[-1].tag_ == "NNS" and token.tag_ != "NNS"):
            break
        taken.append(token)
    while taken and not partitive and taken[-1].pos_ not in ("NOUN", "PROPN"):
        taken.pop()
    if not taken or len(taken) > MAX_UNIT_WORDS + 1:
        return ""
    return passage.text[start : taken[-1].idx + len(taken[-1])].strip()


def _can_be_given(passage: Passage, unit: str, *, is_first: bool) -> bool:
    return (
        is_first
        or _last_noun(passage, unit)
        in pledge_words.ITEM_NOUNS | pledge_words.CONTAINER_NOUNS | pledge_words.DISPLACED_PEOPLE
    )


def _is_designation(passage: Passage, count: Count) -> bool:
    """As in "leopard 2 tanks": the number belongs to the name before it."""
    tokens = passage.tokens(count.start, count.end)
    if not tokens or tokens[0].i == 0:
        return False
    before = tokens[0].nbor(-1)
    return (
        before.pos_ == "PROPN"
        and before.i > 0
        and before.nbor(-1).pos_ not in ("VERB", "AUX")
        and before.ent_type_ not in ("GPE", "NORP")
    )


def _item_of(passage: Passage, span: Span, measure: Measure | None, token: Token | None) -> Item:
    _, money, counted = measure or (0, None, None)
    number, unit = counted or (None, "")
    item = _item_text(passage.text, span, money)
    head = noun_of(head_of(token)) if token is not None else ""
    if token is None or (number is not None and head not in pledge_words.ITEM_NOUNS | pledge_words.NOT_AID_NOUNS):
        head = _last_noun(passage, unit) if unit else ("" if item == MONEY else _last_noun(passage, item))
    if amounts.is_money_word(head) or any(letter.isdigit() for letter in head):
        head = ""
    return Item(item, head, money, number, unit)


def _last_noun(passage: Passage, phrase: str) -> str:
    """The lemma of the last word of a phrase before "of" and the like."""
    last = re.split(r"\s(?:of|for|to|in|with|from|on|at|and|worth|including)\s|,", phrase)[0].split()[-1:]
    if not last:
        return ""
    return next((noun_of(t) for t in passage.doc or () if t.text == last[0]), last[0].lower())


def _item_text(text: str, span: Span, money: Money | None) -> str:
    """The thing in words, without its article, its number or its sum."""
    start, end = span
    phrase = text[start:end]
    if money is not None and start <= money.start < end:
        phrase = _BRACKETS.sub("", text[start : money.start] + " " + text[money.end : end])
        phrase = re.split(r"[:;(]", phrase)[0]
        other = next(amounts.read_sums(phrase, 0, len(phrase)), None)
        phrase = phrase[: other.start] if other else phrase
        phrase = "" if other and _NEXT_CLAUSE.match(phrase) else phrase
    phrase = _RATE.sub("", phrase.strip())
    phrase = _SHARE.split(phrase)[0]
    phrase = _EDGES.sub("", phrase.strip(" ,") + " ")
    count = next(amounts.read_counts(phrase, 0, len(phrase)), None)
    if count is not None and not phrase[: count.start].strip(" ,"):
        phrase = phrase[count.end :]
    phrase = re.sub(r"\s+", " ", _EDGES.sub("", phrase)).strip(" ,")
    for _ in range(2):
        phrase = _LOOSE_ENDS.sub("", phrase).strip(" ,")
    phrase = _DESTINATION.sub("", _EDGES.sub("", phrase + " ").strip())
    if money is not None and _NO_THING.fullmatch(phrase):
        return MONEY
    return phrase[:MAX_ITEM].strip(" ,") or MONEY
