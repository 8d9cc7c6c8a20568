"""A story as it came from outside, with all that it is compared by: computed once, before anything is looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from articles.desk.shingles import fingerprint
from articles.desk.statements import stated_by
from articles.readers.addresses import address_keys, site_of
from articles.text import fold, words
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.desk.shingles import Fingerprint
    from articles.models import Article
    from articles.readers.addresses import AddressKeys
    from articles.readers.story import Block, Story

# Two texts of one story have at least this share of the words of the shorter one in common.
_MIN_COMMON_WORDS = 0.5


@dataclass(frozen=True)
class IncomingStory:
    """`stated` is what its source states, by column; `sha256` the hash of its text.

    `headline_key` and `outlet_key` are folded for comparison.
    """

    story: Story
    address: AddressKeys
    stated: Mapping[str, Any]
    sha256: str
    headline_key: str
    outlet_key: str

    @property
    def source_key(self) -> str:
        return self.story.source_key[:500]

    @cached_property
    def fingerprint(self) -> Fingerprint:
        return fingerprint(block.text for block in self.story.body if block.role != BlockRole.PULL_QUOTE)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text."""
        return frozenset(word for block in self.story.body for word in words(block.text))

    def may_be(self, article: Article) -> bool:
        """Whether both have one headline or many words in common: some feeds give all their entries one identifier."""
        if not self.story.body or self.headline_key == fold(article.headline):
            return True
        theirs = {word for block in article.body for word in words(block["text"])}
        return len(self.words & theirs) >= _MIN_COMMON_WORDS * min(len(self.words), len(theirs))

    def is_elsewhere(self, article: Article) -> bool:
        """Whether it says that another outlet prints it. Where one of the two says nothing, it is the same story."""
        theirs = site_of(article.url or "")
        if self.address.site and theirs:
            return self.address.site != theirs
        return bool(self.outlet_key and article.outlet and self.outlet_key != article.outlet.key)


def incoming_story(story: Story) -> IncomingStory:
    address = address_keys(story.url)
    return IncomingStory(
        story, address, stated_by(story), text_sha256(story.body), fold(story.headline), fold(story.outlet)
    )


def text_sha256(body: Iterable[Block | Mapping[str, Any]]) -> str:
    """The hash of a text, the same for every source type: letters and digits only, pull quotes (a page's ornament) left out."""
    blocks = (
        (block["role"], block["text"]) if isinstance(block, Mapping) else (block.role, block.text) for block in body
    )
    text = "".join(fold(text) for role, text in blocks if role != BlockRole.PULL_QUOTE)
    return hashlib.sha256(text.encode()).hexdigest()
