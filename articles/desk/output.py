"""The JSON output of the commands read_story and find_facts, on which other programs rely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.desk.resolve import GEONAMES, DatabaseGazetteer
from articles.desk.serialization import to_json
from articles.extraction import pipeline, plain_text
from articles.models import Entity, GazetteerPlace
from articles.readers.story import Story
from articles.vocabulary import Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from articles.extraction.findings import FigureFinding, MentionFinding, PledgeFinding, QuotationFinding

_STORY = (
    "headline", "description", "byline", "authors", "date_published", "date_precision", "date_modified", "language",
    "outlet", "url", "image", "body", "related", "problems",
)  # fmt: skip
_QUOTATION = ("text", "speaker_text", "speaker", "cue", "inferred")
_PLEDGE = (
    "pledged_by", "announced_by", "recipient", "item", "quantity_low", "quantity_high", "unit", "amount_low",
    "amount_high", "currency", "due", "duration", "status", "confidence",
)  # fmt: skip
_FIGURE = (
    "text", "kind", "counted", "currency", "qualifier", "place", "start_date", "end_date", "claimed_by", "rule", "confidence",
)  # fmt: skip
_NUMBERS = ("quantity_low", "quantity_high", "amount_low", "amount_high")

# The scheme of reference data keys, which are meaningless outside the site.
_OURS = "start"

Answer = dict[str, Any]


def story_output(story: Story) -> Answer:
    return {name: to_json(getattr(story, name)) for name in _STORY}


def failure_output(reason: str) -> Answer:
    """The output for a file that could not be read: every field unknown, and the reason."""
    return story_output(Story(problems=(reason,)))


def facts_answer(text: str, day: date | None) -> Answer:
    """The findings in plain text. Offsets count code points of `text`; nothing is saved."""
    plain = plain_text.read_plain_text(text, day)
    findings = pipeline.find(plain.document, DatabaseGazetteer())
    known = _known(ref for mention in findings.mentions for ref in mention.candidates)
    return {
        "mentions": [_mention(one, plain.starts[one.block], known) for one in findings.mentions],
        "quotations": [_quotation(one, plain.starts[one.block]) for one in findings.quotations],
        "pledges": [_pledge(one, plain.starts[one.block]) for one in findings.pledges],
        "figures": [_figure(one, plain.starts[one.block]) for one in findings.figures],
        "problems": list(findings.problems),
    }


def _known(refs: Iterable[str]) -> dict[str, Answer]:
    """The data of each ref; reference places are described without creating records."""
    wanted = set(refs)
    entities = Entity.objects.filter(pk__in=_ids(wanted, "entity")).prefetch_related("identifiers")
    places = GazetteerPlace.objects.filter(pk__in=_ids(wanted, GEONAMES))
    answers: dict[str, Answer] = {}
    for entity in entities:
        identifiers = {one.scheme: one.identifier for one in entity.identifiers.all() if one.scheme != _OURS}
        answers[f"entity:{entity.pk}"] = {"name": entity.name, "identifiers": identifiers}
    for place in places:
        answers[f"{GEONAMES}:{place.pk}"] = {"name": place.name, "identifiers": {GEONAMES: str(place.pk)}}
    return answers


def _ids(refs: Iterable[str], scheme: str) -> list[int]:
    return [int(number) for found, _, number in (ref.partition(":") for ref in refs) if found == scheme]


def _mention(mention: MentionFinding, start: int, known: Mapping[str, Answer]) -> Answer:
    candidates = [known[ref] for ref in mention.candidates if ref in known]
    return {
        "start": start + mention.start,
        "end": start + mention.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "entity": candidates[0] if mention.resolution == Resolution.ONE and candidates else None,
        "candidates": candidates,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _quotation(quotation: QuotationFinding, start: int) -> Answer:
    fields = {name: getattr(quotation, name) for name in _QUOTATION}
    return {"start": start + quotation.start, "end": start + quotation.end, **fields}


def _pledge(pledge: PledgeFinding, start: int) -> Answer:
    fields = {name: to_json(getattr(pledge, name)) for name in _PLEDGE}
    fields |= {name: _number(getattr(pledge, name)) for name in _NUMBERS}
    return {"start": start + pledge.start, "end": start + pledge.end, "sentence": pledge.text, **fields}


def _figure(figure: FigureFinding, start: int) -> Answer:
    fields = {name: to_json(getattr(figure, name)) for name in _FIGURE}
    bounds = {"low": _number(figure.low), "high": _number(figure.high)}
    return {"start": start + figure.start, "end": start + figure.end, **fields, **bounds}


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else int(number) if number == int(number) else float(number)
