"""Data of the review page: the text with findings marked, and each suggestion with its status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from articles.admin.highlight import Segment, Span, segments
from articles.admin.review_order import Group, arranged
from articles.admin.suggestions import Suggestion, fact_rows, name_rows, stands
from articles.desk.action_sentences import sentence_of
from articles.extraction.coverage_notice import coverage_notice
from articles.vocabulary import CONFIDENT, DESCRIPTION_BLOCK, HEADLINE_BLOCK, BlockRole, EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from articles.admin.answers import Answer
    from articles.models import Article, LoggedAction

_MAX_ENTRIES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    number: int
    role: str
    says: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of the history."""

    action: LoggedAction
    says: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    article: Article
    groups: list[Group]
    blocks: list[MarkedBlock]
    history: list[HistoryEntry]
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
    def is_decided(self) -> bool:
        """Whether nothing is left to decide."""
        return not self.open

    def group(self, key: str) -> Group | None:
        return next((group for group in self.groups if group.key == key), None)

    @property
    def reviewed(self) -> int:
        return self.total - self.open

    @property
    def confident(self) -> int:
        return sum(row.is_confident for row in self.suggestions)

    @property
    def confident_percent(self) -> int:
        return round(100 * CONFIDENT)


def review_page(article: Article, answers: Mapping[str, Answer] | None = None) -> ReviewPage:
    """`answers` are the outcomes to show, by the anchor of the suggestion."""
    groups = arranged(suggestions_of(article), answers or {})
    rows = [row for group in groups for row in group.rows]
    for group in groups:
        group.rows[:] = [_answered(row, rows, answers or {}) for row in group.rows]
    return ReviewPage(
        article=article,
        groups=groups,
        blocks=list(_blocks(article, rows)),
        history=[HistoryEntry(one, sentence_of(one, on=article)) for one in actions_on(article)],
        warnings=list(_warnings(article, rows)),
    )


def suggestions_of(article: Article) -> list[Suggestion]:
    """All suggestions, by kind and then in text order."""
    facts = fact_rows(
        article,
        [
            *article.quotations.select_related("speaker").in_text_order(),
            *article.pledges.select_related("pledged_by", "announced_by", "recipient").in_text_order(),
            *article.figures.select_related("place", "claimed_by").in_text_order(),
            *article.memberships.select_related("person", "organization").in_text_order(),
        ],
    )
    return [*name_rows(article), *facts]


def still_hidden(article: Article) -> list[Suggestion]:
    """What readers do not see if the story is published as it is: the suggestions that are still to be decided."""
    return [row for row in suggestions_of(article) if row.is_open]


def _answered(row: Suggestion, rows: list[Suggestion], answers: Mapping[str, Answer]) -> Suggestion:
    """The row with its outcome, the editor's input, and the next suggestion."""
    answer = answers.get(row.anchor)
    if answer is None:
        return row
    return replace(row, answer=answer, form=answer.form or row.form, following=following(row, rows))


def following(row: Suggestion, rows: list[Suggestion]) -> Suggestion | None:
    """The next open suggestion, starting over after the last."""
    at = next(at for at, one in enumerate(rows) if one.anchor == row.anchor)
    return next((one for one in (*rows[at + 1 :], *rows[:at]) if one.is_open), None)


def _blocks(article: Article, rows: Iterable[Suggestion]) -> Iterator[MarkedBlock]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in rows:
        if row.fact.holds_names:
            continue
        for fact in row.facts:
            if stands(article, fact):
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
    yield from filter(None, [coverage_notice(article.in_language)])
    undecided = sum(row.is_open for row in rows)
    if undecided:
        pending = "1 finding is" if undecided == 1 else f"{undecided} findings are"
        yield f"{pending} still pending and will not be shown to readers."
    if article.date_published is None:
        yield "No date: readers see “Date not known”."
    if article.outlet is None:
        yield "No outlet: readers see “Not known”."


def actions_on(article: Article) -> Iterable[LoggedAction]:
    """The history of the story, without what the history of another record shows, and what it shows already."""
    return article.actions.exclude(action__in=("entity.add", "record.saved")).select_related("by")[:_MAX_ENTRIES_SHOWN]
