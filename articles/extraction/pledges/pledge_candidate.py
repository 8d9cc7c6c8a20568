"""A verb or a noun that may express a pledge, with what it gives: the value that the pledge rules hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.vocabulary import PledgeStatus

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class PledgeCandidate:
    """`verb` gives, `item` is the head word of what is given; `rule` is the id of the rule that found it.

    `recipient` is the word for the recipient where the grammar marks it: "supply Ukraine with", "Ukraine will receive".
    `is_passive` where the item comes before the verb, `is_received` where the subject of the verb is the recipient.
    """

    verb: Token
    item: Token
    status: PledgeStatus
    rule: str
    is_passive: bool = False
    recipient: Token | None = None
    is_received: bool = False

    @property
    def is_promised(self) -> bool:
        """Whether it is announced, planned, offered or refused rather than done."""
        return self.status != PledgeStatus.DELIVERED
