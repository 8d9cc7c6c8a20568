"""What the preview page of an import shows, as JSON, with the story and the findings that a draft is made from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from articles.desk.propose import BYLINE_CONFIDENCE
from articles.desk.resolve import entities_for, entities_named
from articles.desk.serialization import to_json
from articles.desk.statements import labels_of
from articles.readers.bylines import looks_like_person
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.desk.duplicates import Known
    from articles.desk.near_duplicates import SimilarArticle
    from articles.extraction.findings import Findings, MentionFinding
    from articles.models import Entity
    from articles.readers.story import Story

# field of a Story -> its label, in the order of the page
FIELDS = {
    "headline": "Headline",
    "description": "Standfirst",
    "byline": "Byline",
    "authors": "Authors",
    "dateline": "Dateline",
    "date_published": "Date",
    "date_modified": "Last changed",
    "outlet": "Outlet",
    "url": "Address",
    "section": "Section",
    "genre": "Genre",
    "language": "Language",
    "image": "Picture",
    "notices": "Notices",
}


def preview_of(
    story: Story, findings: Findings, known: Known | None, similar: Iterable[SimilarArticle]
) -> dict[str, Any]:
    """`updates` names the story that this is a new version of, and what changed; `looks_like` those that share much of it."""
    preview = {
        "story": story,
        "findings": findings,
        "fields": _fields(story),
        "missing": list(story.missing),
        "problems": [*story.problems, *findings.problems],
        "named": _named(findings, filter(looks_like_person, story.authors)),
        "quotations": [
            {"text": one.text, "speaker": one.speaker, "cue": one.cue, "role": one.role, "inferred": one.inferred}
            for one in findings.quotations
        ],
        "pledges": [
            {"text": one.text, "item": one.item, "pledged_by": one.pledged_by, "recipient": one.recipient}
            for one in findings.pledges
        ],
        "figures": [
            {"text": one.text, "kind": one.kind.label, "place": one.place, "claimed_by": one.claimed_by}
            for one in findings.figures
        ],
        "looks_like": similar_rows(one for one in similar if known is None or one.article.pk != known.article.pk),
        "updates": {"id": known.article.pk, "headline": str(known.article), "changed": labels_of(known.changed)}
        if known
        else None,
    }
    return {name: to_json(value) for name, value in preview.items()}


def similar_rows(similar: Iterable[SimilarArticle]) -> list[dict[str, Any]]:
    return [{"id": one.article.pk, "headline": str(one.article), "share": round(one.share, 2)} for one in similar]


def _fields(story: Story) -> list[dict[str, Any]]:
    rows = []
    for name, label in FIELDS.items():
        source = story.field_sources.get(name)
        rows.append(
            {
                "name": name,
                "label": label,
                "value": getattr(story, name),
                "source": source.source if source else "",
                "confidence": source.confidence if source else None,
            }
        )
    return rows


def _named(findings: Findings, authors: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The names of each kind, the most mentioned first, with what each came to."""
    counts = Counter((mention.kind, mention.name) for mention in findings.mentions)
    first: dict[tuple[EntityKind, str], MentionFinding] = {}
    for mention in findings.mentions:
        first.setdefault((mention.kind, mention.name), mention)
    entities = entities_for(
        ref for mention in first.values() for ref in mention.candidates if ref.startswith("entity:")
    )
    named: dict[str, list[dict[str, Any]]] = {kind: [] for kind in EntityKind.values}
    for (kind, name), count in counts.most_common():
        named[kind].append(_name_row(first[kind, name], count, entities))
    named[EntityKind.PERSON] += [_author_row(author) for author in authors if (EntityKind.PERSON, author) not in counts]
    return named


def _author_row(name: str) -> dict[str, Any]:
    """Somebody whom only the byline names."""
    known = entities_named(name, [EntityKind.PERSON])
    resolution = {0: Resolution.NONE, 1: Resolution.ONE}.get(len(known), Resolution.SEVERAL)
    candidates = [{"id": entity.pk, "name": entity.name} for entity in known]
    return {
        "name": name, "title": "author", "count": 1, "resolution": resolution.value, "confidence": BYLINE_CONFIDENCE,
        "candidates": candidates,
    }  # fmt: skip


def _name_row(mention: MentionFinding, count: int, entities: Mapping[str, Entity]) -> dict[str, Any]:
    known = [entities[ref] for ref in mention.candidates if ref in entities]
    return {
        "name": mention.name,
        "title": mention.title,
        "count": count,
        "resolution": mention.resolution.value,
        "confidence": mention.confidence,
        "candidates": [{"id": entity.pk, "name": entity.name} for entity in known],
    }
