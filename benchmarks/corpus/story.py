"""The text of a generated story, with the offsets of every name, quotation, pledge and role in it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from articles.vocabulary import BYLINE_BLOCK, DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole
from benchmarks.corpus.population import in_topic, rank
from benchmarks.corpus.vocabulary import topics, wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.corpus.population import Named, Population
    from benchmarks.corpus.schedule import Plan
    from benchmarks.corpus.vocabulary import Pattern

_IN_TOPIC = 0.75  # of the names of a story belong to its topic
_WITH_QUOTATION, _WITH_PLEDGE, _WITH_ROLE, _WITH_HEADING, _WITH_PULL_QUOTE = 0.55, 0.25, 0.3, 0.15, 0.05
_MAX_MILLIONS = 400
# How many different records a story names at least, and at most: people, organizations, places, countries.
_CAST = {"P": (1, 4), "O": (1, 3), "L": (1, 4), "C": (1, 3)}


class Span(NamedTuple):
    block: int
    start: int
    end: int
    text: str


class MentionText(NamedTuple):
    span: Span
    named: Named


class QuotationText(NamedTuple):
    span: Span
    speaker: Named
    printed: str
    cue: str


class PledgeText(NamedTuple):
    span: Span
    by: Named
    to: Named
    millions: int
    item: str


class RoleText(NamedTuple):
    span: Span
    person: Named
    organization: Named
    role: str


class Block:
    """One block under construction: its text so far, and the names in it."""

    __slots__ = ("length", "names", "number", "parts", "words")

    def __init__(self, number: int) -> None:
        self.number = number
        self.parts: list[str] = []
        self.length = 0
        self.names: list[MentionText] = []
        self.words: list[str] = []

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def name(self, named: Named, printed: str) -> None:
        self.names.append(MentionText(Span(self.number, self.length, self.length + len(printed), printed), named))
        self.add(printed)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def since(self, start: int) -> Span:
        text = self.text[start:]
        return Span(self.number, start, start + len(text), text)


class StoryText:
    """Everything that a story says. A reprint has the text of its origin, with a different headline and end."""

    def __init__(self, plan: Plan, population: Population, seed: int) -> None:
        self._population = population
        self._topic_number = plan.topic
        self.topic = topics()[plan.topic]
        self.wording = wordings()[self.topic.language]
        self._rng = random.Random(f"{seed} text {plan.origin}")  # noqa: S311  # repeatable on purpose
        self._cast = {slot: self._chosen(slot, *bounds) for slot, bounds in _CAST.items()}
        self._named: set[int] = set()
        self.mentions: list[MentionText] = []
        self.quotations: list[QuotationText] = []
        self.pledges: list[PledgeText] = []
        self.roles: list[RoleText] = []
        self.blocks: list[tuple[str, str]] = []
        self._write_body()
        if plan.number != plan.origin:
            self._rng = random.Random(f"{seed} text {plan.number}")  # noqa: S311
            self._paragraph()
        self._write_head()

    def _chosen(self, slot: str, fewest: int, most: int) -> list[Named]:
        """The records that the story is about, the likeliest first, each once."""
        pools = self._population
        pool = {"P": pools.people, "O": pools.organizations, "L": pools.places, "C": pools.countries}[slot]
        rng, count = self._rng, fewest + int(self._rng.random() * (most - fewest + 1))
        positions = (rank(rng, len(pool)) for _ in range(count))
        return list(
            dict.fromkeys(
                pool[in_topic(at, self._topic_number, len(pool)) if rng.random() < _IN_TOPIC else at]
                for at in positions
            )
        )

    def _one_of(self, values: Sequence[str]) -> str:
        return values[int(self._rng.random() * len(values))]

    def _member(self, slot: str) -> Named:
        """One of the cast; the first is named most."""
        cast = self._cast[slot]
        return cast[int(self._rng.random() ** 2 * len(cast))]

    def _render(self, pattern: Pattern, block: Block) -> list[Named]:
        """Write a pattern; the names that filled its slots, in their order."""
        rng, words, add = self._rng.random, self.topic.words, block.add
        pairs, last = pattern
        filled = []
        for before, slot in pairs:
            add(before)
            if slot in words:
                choice = words[slot]
                word = choice[int(rng() * len(choice))]
                block.words.append(word)
                add(word)
            elif slot == "d":
                add(str(2 + int(rng() ** 3 * _MAX_MILLIONS)))
            else:
                named = self._member(slot)
                printed = named.short if named.pk in self._named else named.name
                self._named.add(named.pk)
                block.name(named, printed)
                filled.append(named)
        add(last)
        return filled

    def _write_body(self) -> None:
        rng = self._rng
        if rng.random() < _WITH_HEADING:
            self._keep(Block(len(self.blocks)), BlockRole.HEADING, self.wording.headlines)
        for _ in range(4 + int(rng.random() * 4)):
            self._paragraph()
        if rng.random() < _WITH_QUOTATION:
            self._quotation()
        if rng.random() < _WITH_PLEDGE:
            self._pledge()
        if rng.random() < _WITH_ROLE:
            self._role()
        if self.quotations and rng.random() < _WITH_PULL_QUOTE:
            self.blocks.append((BlockRole.PULL_QUOTE.value, self.quotations[0].span.text))

    def _paragraph(self) -> None:
        block = Block(len(self.blocks))
        for number in range(2 + int(self._rng.random() * 2)):
            if number:
                block.add(" ")
            self._render(self._pattern(self.wording.sentences), block)
        self._close(block, BlockRole.PARAGRAPH)

    def _pattern(self, patterns: Sequence[Pattern]) -> Pattern:
        return patterns[int(self._rng.random() * len(patterns))]

    def _keep(self, block: Block, role: BlockRole, patterns: Sequence[Pattern]) -> None:
        self._render(self._pattern(patterns), block)
        self._close(block, role)

    def _close(self, block: Block, role: BlockRole) -> None:
        self.blocks.append((role.value, block.text))
        self.mentions += block.names

    def _quotation(self) -> None:
        block, speaker, cue = Block(len(self.blocks)), self._member("P"), self._one_of(self.wording.said)
        block.add("“")
        self._render(self._pattern(self.wording.quotations), block)
        block.add(",”")
        span = block.since(0)
        block.add(f" {cue} ")
        printed = speaker.short if speaker.pk in self._named else speaker.name
        self._named.add(speaker.pk)
        block.name(speaker, printed)
        block.add(".")
        self.quotations.append(QuotationText(span, speaker, printed, cue))
        self._close(block, BlockRole.PARAGRAPH)

    def _pledge(self) -> None:
        block = Block(len(self.blocks))
        by, to = self._render(self.wording.pledge, block)
        span = block.since(0)
        amount = span.text.partition("$")[2].partition(" ")[0]
        self.pledges.append(PledgeText(span, by, to, int(amount), " ".join(block.words[:2])))
        self._close(block, BlockRole.PARAGRAPH)

    def _role(self) -> None:
        """The words of a role are those between the name and the end of its organization."""
        block, role = Block(len(self.blocks)), self._one_of(self.wording.roles)
        pairs, last = self.wording.role
        at = [slot for _, slot in pairs].index("r")
        self._render((pairs[:at], pairs[at][0] + role), block)
        start = block.length - len(role)
        self._render((pairs[at + 1 : at + 2], ""), block)
        span = block.since(start)
        self._render((pairs[at + 2 :], last), block)
        self.roles.append(RoleText(span, block.names[0].named, block.names[1].named, role))
        self._close(block, BlockRole.PARAGRAPH)

    def _write_head(self) -> None:
        self.headline = self._head(HEADLINE_BLOCK, self._pattern(self.wording.headlines))
        self.about = frozenset(mention.named.pk for mention in self.mentions if mention.span.block == HEADLINE_BLOCK)
        has_description = self._rng.random() < 0.8
        self.description = (
            self._head(DESCRIPTION_BLOCK, self._pattern(self.wording.sentences)) if has_description else ""
        )
        self.authors: list[str] = []
        self.byline = ""
        if self._rng.random() < 0.6:
            author = self._population.people[rank(self._rng, len(self._population.people))]
            self._cast["P"], self._named = [author], set()
            self.byline, self.authors = self._head(BYLINE_BLOCK, self.wording.byline), [author.name]

    def _head(self, number: int, pattern: Pattern) -> str:
        block = Block(number)
        self._render(pattern, block)
        self.mentions += block.names
        pairs, _ = pattern
        text = block.text
        # A word may be capitalized; a name is printed as it is.
        return text[0].upper() + text[1:] if pairs[0] in (("", "a"), ("", "n")) else text
