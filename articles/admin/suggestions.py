"""The suggestions of a review page: the effect of accepting each one, and the values to detect conflicts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from articles.admin.finding_reasons import found_by, names_found_by, reasons_for
from articles.admin.opened import Values, dump, values_of, written
from articles.admin.preview import confidence_label
from articles.admin.record_labels import RecordLabel, labels_of
from articles.admin.review_forms import FactForm, FigureForm, NameForm, PledgeForm, QuotationForm, RoleForm, initial_of
from articles.desk import anchors
from articles.desk.entity_resolution import accepted_records
from articles.desk.linking import LINKS, meant_by
from articles.desk.open_names import Meaning, meaning_of
from articles.desk.resolve import records_named
from articles.desk.review import EDITOR
from articles.desk.sentence_spans import sentences_around
from articles.models import Entity, Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import BYLINE_BLOCK, CONFIDENT, DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.admin.answers import Answer
    from articles.desk.anchors import AnyFact
    from articles.desk.linking import LinkedFact
    from articles.desk.resolve import NamedRecords
    from articles.models import Article

FORMS: Mapping[type[LinkedFact], type[FactForm]] = {
    Quotation: QuotationForm,
    Pledge: PledgeForm,
    Membership: RoleForm,
    Figure: FigureForm,
}
_PLACES = {HEADLINE_BLOCK: "Headline", DESCRIPTION_BLOCK: "Standfirst", BYLINE_BLOCK: "Byline"}
_TITLE_LENGTH = 70


@dataclass(frozen=True, slots=True)
class Context:
    """The sentence of a finding, split around the finding."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One item for the editor to decide. `facts` are its rows: the mentions of a name are decided together, unless the
    editor decides some of them on their own.

    `record` is the record that accepting a name links, `choice` the records to choose from first. `links` are the
    records of the names in other facts, or those that accepting will link. `found_by` is the name of the record by which a
    name was resolved. `all_times` is the number of all mentions of the name, however they were decided.
    """

    noun: str
    facts: tuple[Any, ...]
    context: Context
    is_lost: bool
    form: Any
    opened: str
    record: RecordLabel | None = None
    choice: tuple[RecordLabel, ...] = ()
    links: Mapping[str, Entity] | None = None
    found_by: str = ""
    all_times: int = 1
    answer: Answer | None = None
    following: Suggestion | None = None

    @property
    def fact(self) -> Any:
        return self.facts[0]

    @property
    def status(self) -> str:
        return str(self.fact.status)

    @property
    def confidence(self) -> float:
        return float(max(fact.confidence for fact in self.facts))

    @property
    def anchor(self) -> str:
        """Stable for the same facts, whatever their status."""
        return f"{self.noun}-{min(fact.pk for fact in self.facts)}"

    @property
    def title(self) -> str:
        text = self.fact.name if self.noun == "mention" else str(self.fact)
        return text if len(text) <= _TITLE_LENGTH else f"{text[:_TITLE_LENGTH].rstrip()}…"

    @property
    def noun_word(self) -> str:
        """What it is called in a sentence."""
        return "role" if self.noun == "membership" else self.noun

    @property
    def place(self) -> str:
        return label_of_place(self.fact)

    @property
    def is_marked(self) -> bool:
        """Whether it is marked in the text; the byline is not part of it."""
        return bool(self.fact.block != BYLINE_BLOCK)

    @property
    def times(self) -> int:
        return len(self.facts)

    @property
    def is_part(self) -> bool:
        """Whether other mentions of the name were decided otherwise."""
        return self.times < self.all_times

    @property
    def is_open(self) -> bool:
        return self.status == FactStatus.PROPOSED

    @property
    def is_several(self) -> bool:
        return bool(self.choice) and self.is_open

    @property
    def is_by_editor(self) -> bool:
        return bool(self.fact.method == EDITOR)

    @property
    def confidence_words(self) -> str:
        return "set by an editor" if self.is_by_editor else confidence_label(self.confidence)

    @property
    def is_confident(self) -> bool:
        """Whether "accept confident findings" includes it."""
        lacks_record = not self.fact.needed_links <= set(self.links or {})
        return self.is_open and self.confidence >= CONFIDENT and not (self.is_several or self.is_lost or lacks_record)

    @property
    def doubt(self) -> str:
        """Why a new name is probably not worth a record; empty for every other suggestion."""
        is_new = self.noun == "mention" and not (self.record or self.choice or self.is_by_editor)
        if not is_new or self.confidence >= CONFIDENT:
            return ""
        if self.fact.kind == EntityKind.ORGANIZATION:
            return "No organization on record has this name."
        if self.fact.kind == EntityKind.PLACE and len(self.fact.name.split()) == 1:
            return "No place on record has this name of one word."
        return ""

    @property
    def reasons(self) -> list[str]:
        """Why it is proposed."""
        return [] if self.is_by_editor else reasons_for(self.noun, self.facts, self.found_by)

    def shares_facts(self, other: Suggestion) -> bool:
        return self.noun == other.noun and not {fact.pk for fact in self.facts}.isdisjoint(f.pk for f in other.facts)

    @property
    def shown(self) -> tuple[Any, ...]:
        """Everything that its part of the page shows: equal values render alike."""
        links = {name: entity.pk for name, entity in (self.links or {}).items()}
        return (
            self.opened,
            self.times,
            self.all_times,
            self.is_lost,
            self.record,
            self.choice,
            links,
            self.answer is not None,
        )


def name_rows(article: Article, mentions: Iterable[Mention] | None = None) -> list[Suggestion]:
    """One row per name, in text order; more if an editor decided its mentions one by one. `mentions` are all of a name."""
    if mentions is None:
        mentions = article.mentions.select_related("entity").prefetch_related("candidates").in_text_order()
    names: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        # Headline and standfirst have negative block numbers, so they come first.
        names[mention.kind, mention.name].append(mention)
    groups = [_representative_first(article, facts) for same in names.values() for facts in _decided_alike(same)]
    records = records_named({facts[0].name for facts in groups if facts[0].status == FactStatus.PROPOSED})
    meanings = [_meaning(facts, names[facts[0].kind, facts[0].name], records) for facts in groups]
    labels = labels_of(chain.from_iterable(_entities(meaning) for meaning in meanings))
    by_name = names_found_by((facts, meaning.record) for facts, meaning in zip(groups, meanings, strict=True))
    counts = [len(names[facts[0].kind, facts[0].name]) for facts in groups]
    rows = zip(groups, meanings, counts, strict=True)
    return [
        _name_row(article, facts, meaning, labels, found_by=found_by(facts, meaning.record, by_name), all_times=count)
        for facts, meaning, count in rows
    ]


def _decided_alike(mentions: Sequence[Mention]) -> Iterable[list[Mention]]:
    """The mentions of one name by their decision: those still open, the accepted ones of each record, the rejected ones."""
    alike: dict[tuple[str, int | None], list[Mention]] = defaultdict(list)
    for mention in mentions:
        record = mention.entity_id if mention.status == FactStatus.ACCEPTED else None
        alike[mention.status, record].append(mention)
    return alike.values()


def _representative_first(article: Article, facts: list[Mention]) -> tuple[Mention, ...]:
    """The first mention that is still in the text, then the others."""
    first = next((fact for fact in facts if stands(article, fact)), facts[0])
    return (first, *(fact for fact in facts if fact is not first))


def _meaning(facts: Sequence[Mention], same: Sequence[Mention], records: Mapping[str, NamedRecords]) -> Meaning:
    """`same` are all mentions of the name."""
    first = facts[0]
    if first.status != FactStatus.PROPOSED:
        return Meaning(record=first.entity)
    accepted = accepted_records(same)
    if accepted and first.entity is None:
        return Meaning(record=accepted[0]) if len(accepted) == 1 else Meaning(choice=tuple(accepted))
    return meaning_of(first, records[first.name])


def _entities(meaning: Meaning) -> Iterable[Entity]:
    return [meaning.record, *meaning.choice] if meaning.record else meaning.choice


def _name_row(
    article: Article,
    facts: tuple[Mention, ...],
    meaning: Meaning,
    labels: Mapping[int, RecordLabel],
    **about: Any,
) -> Suggestion:
    first = facts[0]
    record = labels[meaning.record.pk] if meaning.record else None
    return Suggestion(
        noun="mention",
        facts=facts,
        context=context_of(article, first),
        is_lost=not stands(article, first),
        form=NameForm(
            initial={"new_kind": first.kind, "new_name": first.name},
            auto_id=f"mention-{min(fact.pk for fact in facts)}-%s",
        ),
        opened=dump({"status": first.status, "known_as": written(record.pk if record else None)}),
        record=record,
        choice=tuple(labels[entity.pk] for entity in meaning.choice),
        **about,
    )


def fact_rows(article: Article, facts: Iterable[LinkedFact]) -> list[Suggestion]:
    facts = list(facts)
    links = _links(article, facts)
    return [_fact_row(article, fact, found) for fact, found in zip(facts, links, strict=True)]


def _fact_row(article: Article, fact: LinkedFact, links: Mapping[str, Entity]) -> Suggestion:
    form = form_for(fact)
    return Suggestion(
        noun=type(fact).__name__.lower(),
        facts=(fact,),
        context=context_of(article, fact),
        is_lost=not stands(article, fact),
        form=form,
        opened=dump(state_of(fact, form)),
        links=links,
    )


def form_for(fact: LinkedFact, data: Any = None) -> FactForm:
    form, noun = FORMS[type(fact)], type(fact).__name__.lower()
    return form(data, initial=initial_of(form, fact), auto_id=f"{noun}-{fact.pk}-%s")


def state_of(fact: LinkedFact, form: FactForm) -> Values:
    """The values to detect conflicts: form fields, status, and linked records."""
    links = {field: written(getattr(fact, f"{field}_id")) for field, _, _ in LINKS[type(fact)]}
    return {**values_of(form), "status": fact.status, **links}


def _links(article: Article, facts: Sequence[LinkedFact]) -> list[dict[str, Entity]]:
    """For each fact the records of its names; for an open one also those that accepting will link."""
    empty = {getattr(fact, column) for fact in facts for _, column, _ in _unlinked(fact)} - {""}
    records = records_named(empty)
    here: dict[str, list[Mention]] = defaultdict(list)
    for mention in article.mentions.filter(name__in=empty).select_related("entity") if empty else ():
        here[mention.name].append(mention)
    found = []
    for fact in facts:
        linked = {field: getattr(fact, field) for field, _, _ in LINKS[type(fact)]}
        for field, column, kinds in _unlinked(fact):
            name = getattr(fact, column)
            mentions = [mention for mention in here[name] if mention.kind in kinds] if name else []
            known = records[name].of(kinds) if name else []
            if accepted_records(mentions):
                linked[field] = meant_by(article, fact, mentions)
            else:
                linked[field] = known[0] if len(known) == 1 else None
        found.append({field: entity for field, entity in linked.items() if entity is not None})
    return found


def _unlinked(fact: LinkedFact) -> Iterable[tuple[str, str, tuple[str, ...]]]:
    """The names of an open fact that have no record yet."""
    links = LINKS[type(fact)] if fact.status == FactStatus.PROPOSED else ()
    return [link for link in links if getattr(fact, f"{link[0]}_id") is None]


def label_of_place(fact: AnyFact) -> str:
    """The part of the story in which a fact is: "Headline", "¶3"."""
    return _PLACES.get(fact.block) or f"¶{fact.block + 1}"


def stands(article: Article, fact: AnyFact) -> bool:
    return anchors.is_anchored_at(article, fact.block, fact.start, fact.end, fact.text)


def context_of(article: Article, fact: AnyFact) -> Context:
    if not stands(article, fact):
        return Context("", fact.text, "")
    text = article.text_of(fact.block)
    first, last = sentences_around(article, fact.block, fact.start, fact.end)
    return Context(text[first : fact.start], fact.text, text[fact.end : last])
