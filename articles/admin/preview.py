"""What the page of an import shows: how far it got, and the preview of what was read and found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.admin.story_form import known_outlets
from articles.admin.text_form import PreviewForm, preview_form
from articles.desk.differences import Difference, difference, wording, wording_of
from articles.models import Article
from articles.vocabulary import ArticleStatus, BlockRole, EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

    from articles.models import ImportItem

# field of the form -> field of the Story that its source is kept under
_SOURCE_NAMES = {"date": "date_published", "in_language": "language", "image_caption": "image", "image_credit": "image"}
# field of the form -> its word in `Story.missing`
_WANTED = {
    "headline": "headline", "description": "description", "authors": "author", "date": "date", "outlet": "outlet",
    "url": "address",
}  # fmt: skip
# `Story.missing` in the words of the page
_MISSING = {"description": "standfirst", "body": "text"}
_KINDS = {EntityKind.PERSON: "People", EntityKind.ORGANIZATION: "Organizations", EntityKind.PLACE: "Places"}
_SURE, _FAIRLY_SURE = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the form, and where its value was read; `is_wanted` when it is missing and should not be."""

    field: BoundField
    origin: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class NamedRow:
    name: str
    title: str
    times: int
    answer: str
    candidates: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NamedGroup:
    kind: str
    title: str
    rows: list[NamedRow]


@dataclass(frozen=True, slots=True)
class Preview:
    """`Story` and `Findings` of an import as an editor looks at them before a draft is made."""

    form: PreviewForm
    rows: list[FieldRow]
    missing: str
    problems: list[str]
    blocks: list[dict[str, str]]
    notices: list[str]
    links: list[dict[str, str]]
    groups: list[NamedGroup]
    quotations: list[dict[str, Any]]
    pledges: list[dict[str, Any]]
    looks_like: list[dict[str, Any]]
    updates: dict[str, Any] | None
    is_discarded: bool
    difference: Difference | None
    outlets: list[str]


def preview_of(item: ImportItem, data: Any = None) -> Preview:
    """`data` is what the editor sent, when it has to be shown again with its errors."""
    kept = item.preview
    story = kept["story"]
    form = preview_form(story, data)
    known = Article.objects.filter(pk=kept["updates"]["id"]).first() if kept["updates"] else None
    return Preview(
        form=form,
        rows=list(_rows(form, {row["name"]: row for row in kept["fields"]}, kept["missing"])),
        missing=", ".join(_MISSING.get(name, name) for name in kept["missing"]),
        problems=kept["problems"],
        blocks=[
            {"text": block["text"], "role": block["role"], "says": _says(block["role"])} for block in story["body"]
        ],
        notices=story["notices"],
        links=[*story["related"], *story["sources"]],
        groups=[NamedGroup(kind, title, _named(kept["named"].get(kind, []))) for kind, title in _KINDS.items()],
        quotations=kept["quotations"],
        pledges=kept["pledges"],
        looks_like=[{**row, "percent": round(100 * row["share"])} for row in kept["looks_like"]],
        updates=kept["updates"],
        is_discarded=known is not None and known.review_status == ArticleStatus.DISCARDED,
        difference=_difference(known, story),
        outlets=known_outlets(),
    )


def _difference(article: Article | None, story: Mapping[str, Any]) -> Difference | None:
    """Between the text of the story that is here and the one that came."""
    if article is None:
        return None
    return difference(wording_of(article), wording(story["headline"], story["description"], story["body"]))


def confidence_label(confidence: float | None) -> str:
    """A confidence in words; the number stays beside it for those who want it."""
    if confidence is None:
        return ""
    word = "sure" if confidence >= _SURE else "fairly sure" if confidence >= _FAIRLY_SURE else "unsure"
    return f"{word}, {round(100 * confidence)} %"


def _rows(form: PreviewForm, kept: Mapping[str, Mapping[str, Any]], missing: list[str]) -> Iterator[FieldRow]:
    for field in form:
        if field.name == "text":
            continue  # it stands with the text
        source = kept.get(_SOURCE_NAMES.get(field.name, field.name), {})
        is_stated = bool(field.initial)
        says = (
            f"Read from: {source['source']} ({confidence_label(source['confidence'])})" if source.get("source") else ""
        )
        is_wanted = _WANTED.get(field.name, "") in missing
        yield FieldRow(field, says if is_stated else "Not stated", is_wanted)


def _named(rows: list[dict[str, Any]]) -> list[NamedRow]:
    return [NamedRow(row["name"], row["title"], row["count"], _answer(row), row["candidates"]) for row in rows]


def _answer(row: Mapping[str, Any]) -> str:
    """None and several are different answers. A place of the gazetteer is known, though it has no record yet."""
    if row["resolution"] == Resolution.NONE:
        return "new"
    if row["resolution"] == Resolution.SEVERAL:
        return "one of several"
    return "known" if row["candidates"] else "known place"


def _says(role: str) -> str:
    return "" if role == BlockRole.PARAGRAPH else BlockRole(role).label
