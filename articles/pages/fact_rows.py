"""Quotations and pledges as readers see them, each with the URL of its source sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole, EntityKind, PledgeStatus
from articles.wording.formats import DateWords, date_words, figures, inference_note, initials, truncate
from articles.wording.role_dates import partial_date, story_day
from articles.wording.role_words import has_relative_time

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from articles.models import Article, Entity, Pledge, Quotation

_NUMBERED = (BlockRole.PARAGRAPH, BlockRole.LIST_ITEM)
_GLANCE_WORDS = 56
# Words for additions: they read better before the item than before the number.
_ADDITIONS = frozenset({"an additional", "additional", "more", "a further", "further", "an extra", "extra", "another"})
# Words that limit a number and are shown before it; others ("about") only hedge it.
_BOUNDS = ("up to", "as many as", "as much as", "no more than", "more than", "over", "at least", "under", "less than")
_DOTS = {PledgeStatus.DELIVERED: "done", PledgeStatus.REFUSED: "none"}


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """`speaker` is empty if the story does not name one; `inference` says what an inferred speaker is based on."""

    text: str
    speaker: str
    speaker_url: str
    speaker_kind: str
    role: str
    inference: str
    url: str
    date: DateWords
    headline: str = ""
    outlet_note: str = ""

    @property
    def initials(self) -> str:
        return initials(self.speaker)


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """`figures` is empty where the story gives no number. `status` is as reported on the day of the story."""

    who: str
    who_url: str
    figures: tuple[str, ...]
    qualifier: str
    what: str
    announced_by: str
    announced_by_url: str
    recipient: str
    recipient_url: str
    due: str
    duration: str
    status: str
    dot: str
    url: str
    paragraph: int
    date: DateWords
    headline: str = ""
    outlet_note: str = ""

    @property
    def short_what(self) -> str:
        return truncate(self.what, _GLANCE_WORDS)

    @property
    def bound(self) -> str:
        return self.qualifier if self.qualifier.startswith(_BOUNDS) else ""

    @property
    def hedge(self) -> str:
        return "" if self.bound else self.qualifier


def sentence_id(article: Article, block: int, start: int) -> str:
    """The id, on the story page, of the sentence at this offset."""
    if block < 0:
        return {HEADLINE_BLOCK: "headline", DESCRIPTION_BLOCK: "standfirst"}[block]
    sentences: Sequence[Sequence[int]] = article.body[block].get("sentences") or []
    number = max((index for index, (first, _) in enumerate(sentences, 1) if first <= start), default=1)
    return f"s-{block}-{number}"


def paragraph_number(article: Article, block: int) -> int:
    """The ¶ number that readers see at a block: headings and pull quotes do not count. 0 above the text."""
    return sum(1 for part in article.body[: block + 1] if part["role"] in _NUMBERED) if block >= 0 else 0


def quote_card(quotation: Quotation, article: Article, public: Container[int], *, elsewhere: bool = True) -> QuoteCard:
    """`public` holds the ids of entities with a public page; `elsewhere` is False only on the story's own page."""
    speaker = quotation.speaker
    name, speaker_url = _party(speaker, quotation.speaker_name, public)
    address = f"#{sentence_id(article, quotation.block, quotation.start)}"
    return QuoteCard(
        text=quotation.text.rstrip(","),  # the clause around the quotation continued, not the name
        speaker=name,
        speaker_url=speaker_url,
        speaker_kind=speaker.kind if speaker else EntityKind.PERSON,
        role=_role(quotation, article),
        inference=inference_note(quotation.attribution_text, name) if quotation.inferred else "",
        url=article.get_absolute_url() + address if elsewhere else address,
        date=date_words(article.date_published, article.date_precision),
        headline=article.headline if elsewhere else "",
        outlet_note=article.outlet.note if elsewhere and article.outlet else "",
    )


def _role(quotation: Quotation, article: Article) -> str:
    """As printed; relative dates ("envoy until last December") get the date of the story."""
    if not has_relative_time(quotation.role):
        return quotation.role
    day = partial_date(story_day(article))
    return f"{quotation.role} (as of {day})" if day else ""


def pledge_row(pledge: Pledge, article: Article, public: Container[int], *, elsewhere: bool = True) -> PledgeRow:
    """As `quote_card`."""
    who, who_url = _party(pledge.pledged_by, pledge.pledged_by_name, public)
    announced_by, announced_by_url = _party(pledge.announced_by, pledge.announced_by_name, public)
    recipient, recipient_url = _party(pledge.recipient, pledge.recipient_name, public)
    address = f"#{sentence_id(article, pledge.block, pledge.start)}"
    status = PledgeStatus(pledge.pledge_status)
    return PledgeRow(
        who=who[:1].upper() + who[1:] or ("Several parties jointly" if pledge.is_collective else ""),
        who_url=who_url,
        figures=figures(pledge),
        qualifier="" if _is_addition(pledge) else pledge.qualifier,
        what=_what(pledge),
        announced_by="" if announced_by == who else announced_by,
        announced_by_url=announced_by_url,
        recipient="" if _is_said(recipient, pledge.item) else recipient,
        recipient_url=recipient_url,
        due=pledge.due,
        duration=_for_how_long(pledge.duration),
        status=status.label,
        dot=_DOTS.get(status, "half" if pledge.due else "open"),
        url=article.get_absolute_url() + address if elsewhere else address,
        paragraph=paragraph_number(article, pledge.block),
        date=date_words(article.date_published, article.date_precision),
        headline=article.headline if elsewhere else "",
        outlet_note=article.outlet.note if elsewhere and article.outlet else "",
    )


def _is_said(name: str, text: str) -> bool:
    """Whether a text names somebody in whole words: "exports to Iraq" does, "Iraqi exports" does not."""
    return bool(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))


def _for_how_long(printed: str) -> str:
    """A duration that reads well after "For" ("over three years" would mean more than three)."""
    return re.sub(r"^(?:for|over|during)\s", "", printed)


def parties(facts: Iterable[Quotation | Pledge]) -> set[int]:
    """The ids of the entities in these facts."""
    fields = ("speaker_id", "pledged_by_id", "announced_by_id", "recipient_id")
    return {getattr(fact, field) for fact in facts for field in fields if getattr(fact, field, None)}


def _party(entity: Entity | None, name: str, public: Container[int]) -> tuple[str, str]:
    """Name and URL of a party; entities not named in a published story have no page."""
    if entity is None:
        return name, ""
    return entity.name, entity.get_absolute_url() if entity.pk in public else ""


def _what(pledge: Pledge) -> str:
    """The item pledged, with its unit unless the item already includes it."""
    item: str = pledge.item
    if pledge.unit and pledge.unit.casefold() not in item.casefold():
        item = f"{pledge.unit} {item}"
    if not _is_addition(pledge) or "more" in item.casefold().split():
        return item
    return f"{'another' if pledge.quantity_low == 1 else 'more'} {item}"


def _is_addition(pledge: Pledge) -> bool:
    return pledge.qualifier.casefold() in _ADDITIONS
