"""What the review page of a story shows: its text with the findings marked, and each suggestion with what became of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.admin.highlight import Segment, Span, segments, sentences_around
from articles.admin.preview import how_sure
from articles.admin.review_forms import FactForm, PledgeForm, QuotationForm, RoleForm, initial_of
from articles.desk import guard
from articles.extraction.limits import not_attempted
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole, EntityKind, FactStatus, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from articles.desk.guard import AnyFact
    from articles.models import Article, Entity, LoggedAction, Membership, Mention, Pledge, Quotation

# Suggestions that are at least this sure may be accepted together.
SURE = 0.85
_FORMS: dict[str, type[FactForm]] = {"quotation": QuotationForm, "pledge": PledgeForm, "membership": RoleForm}
_MOVES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence of a finding, parted at its words."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing for the editor to settle. `facts` are the rows behind it: all mentions of a name are settled together."""

    noun: str
    facts: tuple[Any, ...]
    status: str
    confidence: float
    context: Context
    is_lost: bool
    form: FactForm | None = None
    candidates: tuple[Entity, ...] = ()

    @property
    def fact(self) -> Any:
        return self.facts[0]

    @property
    def anchor(self) -> str:
        return f"{self.noun}-{self.fact.pk}"

    @property
    def times(self) -> int:
        return len(self.facts)

    @property
    def is_open(self) -> bool:
        return self.status == FactStatus.PROPOSED

    @property
    def is_several(self) -> bool:
        return bool(self.candidates) and self.is_open

    @property
    def sureness(self) -> str:
        return "set by an editor" if self.fact.method == "editor" else how_sure(self.confidence)

    @property
    def is_sure(self) -> bool:
        """Whether "accept all the sure ones" would take it."""
        needs_person = self.noun == "membership" and self.fact.person_id is None
        return self.is_open and self.confidence >= SURE and not (self.is_several or self.is_lost or needs_person)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    empty: str
    rows: list[Suggestion]

    @property
    def settled(self) -> int:
        return sum(not row.is_open for row in self.rows)


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    number: int
    role: str
    says: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the history."""

    action: LoggedAction
    says: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    article: Article
    groups: list[Group]
    blocks: list[MarkedBlock]
    moves: list[Move]
    warnings: list[str] = field(default_factory=list)

    @property
    def suggestions(self) -> list[Suggestion]:
        return [row for group in self.groups for row in group.rows]

    @property
    def total(self) -> int:
        return len(self.suggestions)

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.suggestions)

    @property
    def settled(self) -> int:
        return self.total - self.open

    @property
    def sure(self) -> int:
        return sum(row.is_sure for row in self.suggestions)

    @property
    def sure_percent(self) -> int:
        return round(100 * SURE)


def review_page(article: Article) -> ReviewPage:
    groups = groups_of(article)
    rows = [row for group in groups for row in group.rows]
    return ReviewPage(
        article=article,
        groups=groups,
        blocks=list(_blocks(article, rows)),
        moves=[Move(one, _in_words(one, article)) for one in article.actions.select_related("by")[:_MOVES_SHOWN]],
        warnings=list(_warnings(article, rows)),
    )


def groups_of(article: Article) -> list[Group]:
    """The suggestions in the order of the page."""
    quotations = article.quotations.select_related("speaker").in_text_order()
    pledges = article.pledges.select_related("pledged_by", "announced_by", "recipient").in_text_order()
    roles = article.memberships.select_related("person", "organization").order_by("block", "start", "id")
    return [
        Group("Names", "No names were found.", list(_names(article))),
        Group("Quotations", "No quotations were found.", [_row("quotation", article, fact) for fact in quotations]),
        Group("Pledges", "No pledges were found.", [_row("pledge", article, fact) for fact in pledges]),
        Group("Roles", "No roles were found.", [_row("membership", article, fact) for fact in roles]),
    ]


def next_anchor(article: Article, noun: str, pk: int) -> str:
    """Where the editor goes on after settling this one: the next open suggestion, else the top, where Publish is."""
    rows = [row for group in groups_of(article) for row in group.rows]
    here = next((at for at, row in enumerate(rows) if row.noun == noun and pk in [fact.pk for fact in row.facts]), -1)
    if here < 0:
        return "progress"
    following = rows[here + 1 :] + rows[:here]
    return next((row.anchor for row in following if row.is_open), "progress")


def anchor_of(article: Article, noun: str, pk: int) -> str:
    """The suggestion that this fact belongs to."""
    rows = (row for group in groups_of(article) for row in group.rows)
    return next((row.anchor for row in rows if row.noun == noun and pk in [fact.pk for fact in row.facts]), "progress")


def _names(article: Article) -> Iterator[Suggestion]:
    mentions = article.mentions.select_related("entity").prefetch_related("candidates").in_text_order()
    names: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        # The headline and the standfirst are negative blocks, and come first.
        names[mention.kind, mention.name].append(mention)
    for facts in names.values():
        open_facts = [fact for fact in facts if fact.status == FactStatus.PROPOSED]
        shown = open_facts or [fact for fact in facts if fact.status == FactStatus.ACCEPTED] or facts
        first = next((fact for fact in shown if _stands(article, fact)), shown[0])
        several = {
            e.pk: e for fact in open_facts if fact.resolution == Resolution.SEVERAL for e in fact.candidates.all()
        }
        yield Suggestion(
            noun="mention",
            facts=(first, *(fact for fact in facts if fact is not first)),
            status=first.status,
            confidence=max(fact.confidence for fact in facts),
            context=_context(article, first),
            is_lost=not _stands(article, first),
            candidates=tuple(several.values()),
        )


def _row(noun: str, article: Article, fact: Quotation | Pledge | Membership) -> Suggestion:
    form = _FORMS[noun]
    return Suggestion(
        noun=noun,
        facts=(fact,),
        status=fact.status,
        confidence=fact.confidence,
        context=_context(article, fact),
        is_lost=not _stands(article, fact),
        form=form(initial=initial_of(form, fact), auto_id=f"{noun}-{fact.pk}-%s"),
    )


def form_for(noun: str, fact: Quotation | Pledge | Membership, data: Any) -> FactForm:
    form = _FORMS[noun]
    return form(data, initial=initial_of(form, fact))


def _stands(article: Article, fact: AnyFact) -> bool:
    return guard.holds(article, fact.block, fact.start, fact.end, fact.text)


def _context(article: Article, fact: AnyFact) -> Context:
    if not _stands(article, fact):
        return Context("", fact.text, "")
    text = article.text_of(fact.block)
    first, last = sentences_around(article, fact.block, fact.start, fact.end)
    return Context(text[first : fact.start], fact.text, text[fact.end : last])


def _blocks(article: Article, rows: Iterable[Suggestion]) -> Iterator[MarkedBlock]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in rows:
        if row.noun == "membership":
            continue
        for fact in row.facts:
            if _stands(article, fact):
                spans[fact.block].append(_span(row, fact))
    wanted = [HEADLINE_BLOCK, *([DESCRIPTION_BLOCK] if article.description else []), *range(len(article.body))]
    for number in wanted:
        role = {HEADLINE_BLOCK: "headline", DESCRIPTION_BLOCK: "standfirst"}.get(number) or article.body[number]["role"]
        says = BlockRole(role).label if number >= 0 and role != BlockRole.PARAGRAPH else ""
        yield MarkedBlock(number, role, says, segments(article.text_of(number), spans[number]))


def _span(row: Suggestion, fact: Any) -> Span:
    look = fact.kind if row.noun == "mention" else row.noun
    noun = EntityKind(look).label if row.noun == "mention" else look.capitalize()
    name = f" {fact.name}" if row.noun == "mention" else ""
    says = f"{noun}{name}, {fact.get_status_display().lower()}"
    return Span(fact.start, fact.end, look, fact.status, f"{row.noun}-{fact.pk}", row.anchor, says)


def _warnings(article: Article, rows: Iterable[Suggestion]) -> Iterator[str]:
    yield from filter(None, [not_attempted(article.in_language)])
    undecided = sum(row.is_open for row in rows)
    if undecided:
        said = (
            "1 finding is undecided: it stays" if undecided == 1 else f"{undecided} findings are undecided: they stay"
        )
        yield f"{said} invisible."
    if article.date_published is None:
        yield "The date is not stated: readers are told that it is unknown."
    if article.outlet is None:
        yield "The outlet is not stated: readers are told that it is unknown."


def _in_words(action: LoggedAction, article: Article) -> str:
    if action.verb == "accepted all":
        return "accepted all that was sure"
    return f"{action.verb} this story" if action.what == str(article) else f"{action.verb} “{action.what}”"
