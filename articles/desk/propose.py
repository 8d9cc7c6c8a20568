"""Store findings as proposed facts. A new run replaces earlier proposals but nothing that an editor decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

from articles.desk import anchors
from articles.desk.anchors import is_anchored_at
from articles.desk.audit import RowChanges, log
from articles.desk.event_suggestions import suggest_for_story
from articles.desk.resolve import entities_for, known_entity
from articles.extraction.findings import MentionFinding
from articles.models import Article, Entity, Figure, Membership, Mention, Pledge, Quotation
from articles.readers.bylines import looks_like_person
from articles.vocabulary import BYLINE_BLOCK, EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from articles.extraction.findings import FigureFinding, Findings, PledgeFinding, QuotationFinding, RoleFinding

    AnyFinding = MentionFinding | PledgeFinding | QuotationFinding | RoleFinding | FigureFinding

Span = tuple[int, int, int]
_Finding = TypeVar("_Finding", bound="AnyFinding")
# More than an editor could review.
_MAX_CANDIDATES = 6
BYLINE_CONFIDENCE = 0.9


@transaction.atomic
def propose(article: Article, findings: Findings) -> None:
    """Store findings as proposals. Findings whose text is not at their offsets are skipped.

    Replaced proposals are not logged, because extraction finds them again. Lost facts are: an editor decided on them.
    """
    lost = RowChanges()
    lost.watch(fact for fact in anchors.facts_of(article) if anchors.is_lost(fact))
    _keep_sentences(article, findings)
    mentions = (*findings.mentions, *_authors(article))
    findings = replace(findings, mentions=mentions)
    entities = entities_for(ref for mention in mentions for ref in mention.candidates[:_MAX_CANDIDATES])
    _propose_mentions(article, findings, entities)
    by_name = _resolved_names(findings, entities)
    _propose_quotations(article, findings, by_name)
    _propose_pledges(article, findings, by_name)
    _propose_roles(article, findings, by_name)
    _propose_figures(article, findings, by_name)
    suggest_for_story(article)
    if lost.as_json():
        log("article.replace_lost", str(article), user=None, article=article, related=lost)


def _keep_sentences(article: Article, findings: Findings) -> None:
    ends = [sentences[-1][1] if sentences else 0 for sentences in findings.sentences]
    if ends != [len(block["text"]) for block in article.body]:
        return  # an editor changed the text in the preview
    for block, sentences in zip(article.body, findings.sentences, strict=True):
        block["sentences"] = [[start, end] for start, end in sentences]
    # An update, not a save: sentence boundaries are not an edit and leave no entry in the history.
    Article.objects.filter(pk=article.pk).update(body=article.body)


def _propose_mentions(article: Article, findings: Findings, entities: Mapping[str, Entity]) -> None:
    article.mentions.replaceable().delete()
    taken = set(article.mentions.values_list("block", "start", "end"))
    about = set(findings.about)
    for found in _new_findings(article, findings.mentions, taken):
        candidates = [entities[ref] for ref in found.candidates[:_MAX_CANDIDATES] if ref in entities]
        resolution = _resolution(found, candidates)
        mention = Mention.objects.create(
            article=article, **_words(found), kind=found.kind, name=found.name[:200], title=found.title[:200],
            resolution=resolution, entity=candidates[0] if resolution == Resolution.ONE else None,
            is_about=found.name in about,
        )  # fmt: skip
        if resolution == Resolution.SEVERAL:
            mention.candidates.set(candidates)


def _authors(article: Article) -> Iterator[MentionFinding]:
    """The people named in the byline, which extraction does not read."""
    for author in article.authors:
        start = article.byline.find(author)
        if start >= 0 and looks_like_person(author):
            known = known_entity(author, [EntityKind.PERSON])
            yield MentionFinding(
                block=BYLINE_BLOCK, start=start, end=start + len(author), text=author, kind=EntityKind.PERSON,
                name=author, resolution=Resolution.ONE if known else Resolution.NONE,
                candidates=(f"entity:{known.pk}",) if known else (), rule="byline", confidence=BYLINE_CONFIDENCE,
                title="author",
            )  # fmt: skip


def _propose_quotations(article: Article, findings: Findings, by_name: Mapping[str, Entity]) -> None:
    article.quotations.replaceable().delete()
    taken = set(article.quotations.values_list("block", "start", "end"))
    Quotation.objects.bulk_create(
        Quotation(
            article=article, **_words(found), speaker=by_name.get(found.speaker), speaker_name=found.speaker[:200],
            attribution_text=found.speaker_text[:200], cue=found.cue[:60], role=found.role[:200],
            inferred=found.inferred,
        )
        for found in _new_findings(article, findings.quotations, taken)
    )  # fmt: skip


def _propose_pledges(article: Article, findings: Findings, by_name: Mapping[str, Entity]) -> None:
    """A sentence may contain several pledges: if an editor decided on one of them, all pledges of that sentence are
    kept.
    """
    replaceable = article.pledges.replaceable()
    decided = set(article.pledges.exclude(pk__in=replaceable.values("pk")).values_list("block", "start", "end"))
    for pledge in replaceable:
        if (pledge.block, pledge.start, pledge.end) not in decided:
            pledge.delete()
    Pledge.objects.bulk_create(
        _pledge(article, found, by_name)
        for found in _new_findings(article, findings.pledges, decided, many_a_span=True)
    )


def _pledge(article: Article, found: PledgeFinding, by_name: Mapping[str, Entity]) -> Pledge:
    announcer = by_name.get(found.announced_by)
    return Pledge(
        article=article, **_words(found),
        pledged_by=by_name.get(found.pledged_by), pledged_by_name=found.pledged_by[:200],
        announced_by_id=announcer.pk if announcer and announcer.kind == EntityKind.PERSON else None,
        announced_by_name=found.announced_by[:200],
        recipient=by_name.get(found.recipient), recipient_name=found.recipient[:200],
        item=found.item[:400], quantity_low=found.quantity_low, quantity_high=found.quantity_high,
        unit=found.unit[:80], currency=found.currency[:3],
        # An amount without a currency cannot be shown.
        amount_low=found.amount_low if found.currency else None,
        amount_high=found.amount_high if found.currency else None,
        qualifier=found.qualifier[:40], due=found.due[:80], duration=found.duration[:80],
        pledge_status=found.status, is_collective=found.is_collective,
    )  # fmt: skip


def _propose_roles(article: Article, findings: Findings, by_name: Mapping[str, Entity]) -> None:
    article.memberships.replaceable().delete()
    taken = set(article.memberships.values_list("block", "start", "end"))
    for found in _new_findings(article, findings.roles, taken):
        person, organization = by_name.get(found.person), by_name.get(found.organization)
        Membership.objects.create(
            article=article, **_words(found),
            person_id=person.pk if person and person.kind == EntityKind.PERSON else None,
            person_name=found.person[:200], role=found.role[:200], organization_name=found.organization[:200],
            organization=organization if organization and organization.kind != EntityKind.PERSON else None,
        )  # fmt: skip


def _propose_figures(article: Article, findings: Findings, by_name: Mapping[str, Entity]) -> None:
    article.figures.replaceable().delete()
    taken = set(article.figures.values_list("block", "start", "end"))
    Figure.objects.bulk_create(
        _figure(article, found, by_name) for found in _new_findings(article, findings.figures, taken)
    )


def _figure(article: Article, found: FigureFinding, by_name: Mapping[str, Entity]) -> Figure:
    place = by_name.get(found.place)
    return Figure(
        article=article, **_words(found), kind=found.kind, counted=found.counted[:120], low=found.low, high=found.high,
        currency=found.currency[:3], qualifier=found.qualifier[:40],
        place_id=place.pk if place and place.kind == EntityKind.PLACE else None, place_name=found.place[:200],
        start_date=found.start_date, end_date=found.end_date, date_text=found.date_text[:80],
        claimed_by=by_name.get(found.claimed_by), claimed_by_name=found.claimed_by[:200],
    )  # fmt: skip


def _new_findings(
    article: Article, found: Iterable[_Finding], decided: Collection[Span], *, many_a_span: bool = False
) -> Iterator[_Finding]:
    """The findings whose text is in the story and does not coincide with a fact that an editor decided on."""
    seen: set[Span] = set()
    for one in found:
        span = (one.block, one.start, one.end)
        is_free = not any(block == one.block and start < one.end and one.start < end for block, start, end in decided)
        is_new = many_a_span or span not in seen
        if is_free and is_new and is_anchored_at(article, *span, one.text):
            seen.add(span)
            yield one


def _words(found: AnyFinding) -> dict[str, object]:
    return {
        "block": found.block, "start": found.start, "end": found.end, "text": found.text,
        "method": found.rule[:60], "confidence": min(1.0, max(0.0, found.confidence)),
    }  # fmt: skip


def _resolution(found: MentionFinding, candidates: list[Entity]) -> Resolution:
    """The resolution of a finding, checked against the records that still exist."""
    if not candidates:
        return Resolution.NONE
    return Resolution.ONE if found.resolution == Resolution.ONE or len(candidates) == 1 else Resolution.SEVERAL


def _resolved_names(findings: Findings, entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The entity of each name in the document, if all its mentions have the same one."""
    return {
        mention.name: entities[mention.candidates[0]]
        for mention in findings.mentions
        if mention.resolution == Resolution.ONE and mention.candidates and mention.candidates[0] in entities
    }
