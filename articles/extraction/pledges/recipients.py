"""The recipient of a pledge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.language_model import lemma
from articles.extraction.pledges import pledge_words
from articles.extraction.pledges.adjuncts import core_end
from articles.extraction.pledges.grammar import subject_of
from articles.extraction.pledges.head_nouns import noun_of
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from articles.extraction.findings import MentionFinding
    from articles.extraction.names.recognition import Demonym
    from articles.extraction.passages import Passage
    from articles.extraction.pledges.pledge_candidate import PledgeCandidate
_FOR = re.compile(
    rf"(?:\b(?:{lexicon.alternatives('pledge_words', 'recipients.leading')})\s(?:the\s)?(?:[\w-]+\s){{0,2}}"
    r"|\bfor\s(?:[a-z-]+\s){1,4}in\s(?:the\s)?|^\s*(?:the\s)?)$"
)
_PLACING_VERBS = pledge_words.VERBS.words("placing")
_AIRDROP_VERBS = pledge_words.VERBS.words("airdropping")
# "Train 100 Bosnian officers": whom it is done to is who gets it.
_TEACHING_VERBS = pledge_words.VERBS.words("teaching")
_ASKING_NOUNS = pledge_words.NOUNS.words("asking")
_NUMBERED = re.compile(r"\s(?:[\w,-]+\s){0,3}")
_IN = re.compile(r"\b(?:in|on|at|over|into)\s(?:the\s)?(?:[a-z]+\s){0,2}$")
# The beneficiary of an aid action: "repair trams in Borovia", "treat soldiers from Borovia", "feed 90 Borovian
# families".
_DONE_FOR = re.compile(r"\b(?:of|from|in|on|at|for|to|into)\s(?:the\s)?(?:[\w-]+\s){0,2}$|^\s(?:[\w,-]+\s){0,2}$")
_WITH = re.compile(r"\bwith\s(?:the\s)?$")
_FROM = re.compile(r"\b(?:from|deported by|expelled by)\s(?:the\s)?$")
_AGAINST = re.compile(rf"\b(?:{lexicon.alternatives('pledge_words', 'recipients.opposing')})\b")


class RecipientFinder:
    """Reads who receives in one document."""

    def __init__(
        self, passages: Sequence[Passage], mentions: Sequence[MentionFinding], demonyms: Sequence[Demonym]
    ) -> None:
        blocks = [passage.block for passage in passages]
        self._named = {block: sorted(_named(block, mentions, demonyms)) for block in blocks}

    def find_recipient(self, passage: Passage, candidate: PledgeCandidate, giver: str) -> str:
        """The country or organization that the help goes to, not the one that it is meant against, "" where none
        is named.
        """
        givers = giver.split("; ")
        by_grammar = [self._within(passage, word) for word in (candidate.recipient, _permitted(candidate.verb)) if word]
        asking = _asking(candidate.verb)
        asked_by = [self._within(passage, asking)] if asking is not None else []
        found = (*by_grammar, *self._after(passage, candidate), *asked_by)
        named = next((name for name in found if name and name not in givers), "")
        return named or _as_printed(candidate)

    def _within(self, passage: Passage, token: Token) -> str:
        left, right = token.left_edge, token
        found = (name for start, end, name in self._named[passage.block] if left.idx <= start <= right.idx + len(right))
        return next(found, "")

    def _after(self, passage: Passage, candidate: PledgeCandidate) -> Iterator[str]:
        """The names behind the verb, or behind the thing where that goes before it, that a word of giving leads to."""
        verb, item = candidate.verb, candidate.item
        start = verb.idx + len(verb)
        end = passage.sentence_at(verb.idx)[1]
        if not _AIRDROP_VERBS & {lemma(verb), lemma(item)}:  # "over Gaza" is no occasion there
            end = core_end(passage.text, start, end)
        starts = [start] if not candidate.is_passive else [start, item.left_edge.idx]
        for begin in starts:
            limit = end if begin == start else verb.idx
            for offset, _, name in self._named[passage.block]:
                if begin <= offset < limit and self._leads(
                    passage, begin, offset, verb, is_deed=candidate.rule == "helps"
                ):
                    yield name

    def _leads(self, passage: Passage, start: int, offset: int, verb: Token, *, is_deed: bool) -> bool:
        between = passage.text[start:offset]
        if is_deed and _DONE_FOR.search(between):
            return True
        if lemma(verb) in pledge_words.INTAKE_VERBS:
            return _FROM.search(between) is not None
        if lemma(verb) in _TEACHING_VERBS and _NUMBERED.fullmatch(between):
            return True
        if lemma(verb) in _PLACING_VERBS and _IN.search(between):
            return True
        if lemma(verb) == "share":
            return _WITH.search(between) is not None
        way = _FOR.search(between)
        return way is not None and not _AGAINST.search(way[0])


def _named(
    block: int, mentions: Sequence[MentionFinding], demonyms: Sequence[Demonym]
) -> Iterator[tuple[int, int, str]]:
    """The countries and organizations of a block, known ones by their own names: "the Ivorian army" is Ivory Coast."""
    countries = [(d.start, d.end, d.country.main_name) for d in demonyms if d.block == block]
    for mention in mentions:
        if mention.block == block and mention.kind != EntityKind.PERSON:
            inside = [c for c in countries if mention.start <= c[0] and c[1] <= mention.end]
            if mention.candidates or not inside:
                yield mention.start, mention.end, mention.name
                countries = [c for c in countries if c not in inside]
    yield from countries


def _asking(verb: Token) -> Token | None:
    """Who asked, in "accepts Latvia's request to deploy guards"."""
    if lemma(verb.head) not in _ASKING_NOUNS:
        return None
    for child in verb.head.children:
        if child.dep_ == "poss":
            return child
        if child.lower_ in ("by", "from"):
            return next(iter(child.children), None)
    return None


def _as_printed(candidate: PledgeCandidate) -> str:
    """Those who have no name: "to 12,000 families", "to the rebels"."""
    verb, item = candidate.verb, candidate.item
    if lemma(verb) in pledge_words.INTAKE_VERBS or candidate.rule in ("arrives", "shelters", "gift"):
        return ""
    words_of_giving = [child for word in (verb, item) for child in word.rights if child.lower_ == "to"]
    nouns = [noun for word in words_of_giving for noun in word.children if noun.dep_ == "pobj"]
    nouns += [child for child in verb.rights if child.dep_ == "dative"]
    noun = next((noun for noun in nouns if noun_of(noun) in pledge_words.RECIPIENT_NOUNS), None)
    if noun is None:
        return ""
    before = [child for child in noun.lefts if child.dep_ in ("amod", "compound", "poss")]
    first = before[0].left_edge if before else noun
    return noun.doc[first.i : noun.i + 1].text


def _permitted(verb: Token) -> Token | None:
    """Who may use it, in "allowed the United States to use its bases"."""
    if lemma(verb) != "use":
        return None
    return subject_of(verb) or next((child for child in verb.head.children if child.dep_ in ("dobj", "dative")), None)
