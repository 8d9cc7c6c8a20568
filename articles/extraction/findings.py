"""The values that extraction returns: guesses with offsets. Nothing here is saved, nothing knows the database.

Offsets count code points in the text of one block: `document.text_of(block)[start:end]` is the text as printed.
Blocks of the body are numbered from 0; the headline is HEADLINE_BLOCK, the standfirst DESCRIPTION_BLOCK.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from articles.vocabulary import (
    DESCRIPTION_BLOCK,
    HEADLINE_BLOCK,
    BlockRole,
    EntityKind,
    FigureKind,
    PledgeStatus,
    Resolution,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Document:
    """What extraction reads. `blocks` are (role, text) of the body, in order; `date` helps to read "on Wednesday"."""

    blocks: tuple[tuple[BlockRole, str], ...]
    headline: str = ""
    description: str = ""
    date: date | None = None
    language: str = "en"

    def text_of(self, block: int) -> str:
        if block == HEADLINE_BLOCK:
            return self.headline
        if block == DESCRIPTION_BLOCK:
            return self.description
        return self.blocks[block][1]


@dataclass(frozen=True, slots=True)
class KnownName:
    """One name of one thing that we know before reading: an entity of the database, or a place of the gazetteer.

    `ref` is "entity:<id>" or "geonames:<id>". `name` is the name as we write it, `main_name` the thing's own name.
    `case_sensitive` names ("IS", "US") match only in exactly this spelling. `is_weak` names need support from context.
    `country_code` is ISO 3166-1 alpha-2 for places and state bodies. `weight` orders rivals: population for places.
    """

    ref: str
    kind: EntityKind
    name: str
    main_name: str
    case_sensitive: bool = False
    is_weak: bool = False
    is_demonym: bool = False
    country_code: str = ""
    feature_code: str = ""
    weight: int = 0
    latitude: float | None = None
    longitude: float | None = None


class Gazetteer(Protocol):
    """Knowledge to link with. One call a document: keys are articles.text.fold of every candidate phrase."""

    def lookup(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownName]]:
        """The known names under each key that has any."""
        ...


@dataclass(frozen=True, slots=True)
class MentionFinding:
    """A name in the text. `candidates` are refs, best first; `resolution` says whether one, none or several remain.

    `name` is the full name the document gives for it ("Ash Carter" for a bare "Carter"); equal `name` and `kind`
    mean the same thing within one document. `title` is the role printed before a person ("US Secretary of Defense").
    `shares_surname` marks a bare surname that several people of the document bear: never certain, even with one candidate.
    """

    block: int
    start: int
    end: int
    text: str
    kind: EntityKind
    name: str
    resolution: Resolution
    candidates: tuple[str, ...]
    rule: str
    confidence: float
    title: str = ""
    shares_surname: bool = False


@dataclass(frozen=True, slots=True)
class QuotationFinding:
    """Words in quotation marks with their speaker. start:end covers the words between the marks, not the marks.

    `speaker_text` is the attribution as printed ("Carter", "he"); `speaker` is the full name it refers to, "" where
    unknown; `inferred` marks a speaker inferred from a pronoun, a description or a surname of several. `cue` is the verb, `role` the title as printed.
    """

    block: int
    start: int
    end: int
    text: str
    speaker_text: str
    speaker: str
    cue: str
    role: str
    inferred: bool
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PledgeFinding:
    """Somebody promises, gives or refuses something. start:end covers the sentence that says so.

    `pledged_by`, `announced_by`, `recipient` are names as in MentionFinding.name, "" where unknown. Quantities are
    counts of `unit`; amounts are money in `currency` (ISO 4217), already scaled ("$2 billion" is 2000000000).
    `qualifier` keeps "nearly", "more than". `due` and `duration` are as printed.
    """

    block: int
    start: int
    end: int
    text: str
    pledged_by: str
    announced_by: str
    recipient: str
    item: str
    status: PledgeStatus
    rule: str
    confidence: float
    quantity_low: Decimal | None = None
    quantity_high: Decimal | None = None
    unit: str = ""
    amount_low: Decimal | None = None
    amount_high: Decimal | None = None
    currency: str = ""
    qualifier: str = ""
    due: str = ""
    duration: str = ""
    is_collective: bool = False


@dataclass(frozen=True, slots=True)
class FigureFinding:
    """A number of people, things or money that the text reports. start:end covers the number and what it counts.

    `counted` are the words for what is counted ("civilians"), "" where none are printed. A bound that the words do not
    state is None. `place` and `claimed_by` are names as in MentionFinding.name, or the claimant as printed; an empty
    `claimed_by` is the outlet itself. Dates are partial ("2024-03"); "since February" is a span that ends on the day of the
    story. `date_text` is the date as printed.
    """

    block: int
    start: int
    end: int
    text: str
    kind: FigureKind
    counted: str
    low: Decimal | None
    high: Decimal | None
    rule: str
    confidence: float
    qualifier: str = ""
    currency: str = ""
    place: str = ""
    start_date: str = ""
    end_date: str = ""
    date_text: str = ""
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """A role printed with a name: "Canadian Defense Minister Harjit Singh Sajjan". start:end covers the role."""

    block: int
    start: int
    end: int
    text: str
    person: str
    role: str
    organization: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one document. `sentences` are (start, end) of each sentence, per body block.

    `mentions` never overlap. `about` are the `name`s the story is chiefly about, most first.
    """

    mentions: tuple[MentionFinding, ...] = ()
    quotations: tuple[QuotationFinding, ...] = ()
    pledges: tuple[PledgeFinding, ...] = ()
    roles: tuple[RoleFinding, ...] = ()
    figures: tuple[FigureFinding, ...] = ()
    about: tuple[str, ...] = ()
    sentences: tuple[tuple[tuple[int, int], ...], ...] = ()
    problems: tuple[str, ...] = ()
