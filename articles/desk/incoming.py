"""A story as it came from outside, with all that it is compared by: computed once, before anything is looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from articles.desk.columns import fitted_story, stated_fields, word_count
from articles.desk.other_addresses import addresses_of
from articles.desk.shingles import fingerprint
from articles.desk.statements import stated_by
from articles.readers.addresses import address_keys
from articles.readers.page_kinds import page_kinds
from articles.text import fold, words
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.desk.other_addresses import KnownAddress
    from articles.desk.shingles import Fingerprint
    from articles.readers.addresses import AddressKeys
    from articles.readers.story import Block, Story


@dataclass(frozen=True)
class IncomingStory:
    """`stated` is what its source states, by column. `headline_key` and `outlet_key` are folded for comparison."""

    story: Story
    address: AddressKeys
    headline_key: str
    outlet_key: str
    stated: Mapping[str, Any]

    @property
    def source_key(self) -> str:
        return self.story.source_key[:500]

    @cached_property
    def addresses(self) -> tuple[KnownAddress, ...]:
        return addresses_of(self.story)

    @cached_property
    def sha256(self) -> str:
        return text_sha256(self.story.body)

    @cached_property
    def fingerprint(self) -> Fingerprint:
        return fingerprint(block.text for block in self.story.body if block.role != BlockRole.PULL_QUOTE)

    @property
    def word_count(self) -> int:
        return word_count({"text": block.text} for block in self.story.body)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text."""
        return frozenset(word for block in self.story.body for word in words(block.text))


def incoming_story(story: Story) -> IncomingStory:
    """`story` with its lines cut to the length of the columns, which is what is compared and becomes an article."""
    story = fitted_story(story)
    fields = stated_fields(story)
    return IncomingStory(
        story,
        address=address_keys(story.url),
        headline_key=fold(story.headline),
        outlet_key=fold(story.outlet),
        stated=stated_by(fields),
    )


def text_sha256(body: Iterable[Block | Mapping[str, Any]]) -> str:
    """The hash of a text, the same for every source type."""
    return hashlib.sha256(_letters(body).encode()).hexdigest()


def lacks_part_of(stored: Iterable[Mapping[str, Any]], story: Story) -> bool:
    """Whether the story has only a part of the stored text: its beginning, or what a site sends in place of a story."""
    before, now = _letters(stored), _letters(story.body)
    if now.startswith(before):
        return False
    is_replaced = not {kind.sentence for kind in page_kinds()}.isdisjoint(story.problems)
    return is_replaced or bool(now and before.startswith(now))  # a story without a text takes none away


def _letters(body: Iterable[Block | Mapping[str, Any]]) -> str:
    """The letters and digits of a text, without pull quotes (a page's ornament)."""
    blocks = (
        (block["role"], block["text"]) if isinstance(block, Mapping) else (block.role, block.text) for block in body
    )
    return "".join(fold(text) for role, text in blocks if role != BlockRole.PULL_QUOTE)
