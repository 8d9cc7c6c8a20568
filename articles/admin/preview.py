"""Data of the import page: its progress, and the preview of the story and its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.admin.story_form import known_outlets
from articles.admin.text_form import PreviewForm, preview_form
from articles.desk.differences import Difference, difference, wording, wording_of
from articles.imports.set_fields import with_columns_set
from articles.models import Article
from articles.readers.hosts import shown_address
from articles.vocabulary import ArticleStatus, BlockRole, EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.forms import BoundField

    from articles.models import ImportItem

# form field -> the Story field under which its source is stored
_SOURCE_NAMES = {"date": "date_published", "in_language": "language", "image_caption": "image", "image_credit": "image"}
# form field -> its key in `Story.missing`
_WANTED = {
    "headline": "headline", "description": "description", "authors": "author", "date": "date", "outlet": "outlet",
    "url": "address",
}  # fmt: skip
# keys of `Story.missing` -> labels of the page
_MISSING = {"description": "standfirst", "body": "text"}
_KINDS = {EntityKind.PERSON: "People", EntityKind.ORGANIZATION: "Organizations", EntityKind.PLACE: "Places"}
_HIGH, _MEDIUM = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A form field with the source of its value; `is_wanted` if it is missing but expected."""

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
    """`Story` and `Findings` of an import, for review before a draft is created."""

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
    figures: list[dict[str, Any]]
    looks_like: list[dict[str, Any]]
    updates: dict[str, Any] | None
    is_discarded: bool
    difference: Difference | None
    outlets: list[str]


def preview_of(item: ImportItem, data: Any = None) -> Preview:
    """`data` is the editor's submitted input, if it has to be shown again with errors."""
    kept = item.preview
    story = with_columns_set(item)
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
        links=[{**link, "url": shown_address(link["url"])} for link in (*story["related"], *story["sources"])],
        groups=[NamedGroup(kind, title, _named(kept["named"].get(kind, []))) for kind, title in _KINDS.items()],
        quotations=kept["quotations"],
        pledges=kept["pledges"],
        figures=kept.get("figures", []),  # a preview of an earlier version has none
        looks_like=[{**row, "percent": round(100 * row["share"])} for row in kept["looks_like"]],
        updates=kept["updates"],
        is_discarded=known is not None and known.review_status == ArticleStatus.DISCARDED,
        difference=_difference(known, story),
        outlets=known_outlets(),
    )


def _difference(article: Article | None, story: Mapping[str, Any]) -> Difference | None:
    """The difference between the existing text and the imported one."""
    if article is None:
        return None
    return difference(wording_of(article), wording(story["headline"], story["description"], story["body"]))


def confidence_label(confidence: float | None) -> str:
    """A confidence in words, followed by the number."""
    if confidence is None:
        return ""
    word = (
        "high confidence" if confidence >= _HIGH else "medium confidence" if confidence >= _MEDIUM else "low confidence"
    )
    return f"{word}, {round(100 * confidence)}%"


def _rows(form: PreviewForm, kept: Mapping[str, Mapping[str, Any]], missing: list[str]) -> Iterator[FieldRow]:
    for field in form:
        if field.name == "text":
            continue  # shown with the text
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
    """The resolution in words.

    No record and several candidates differ; a gazetteer place is known even without a record.
    """
    if row["resolution"] == Resolution.NONE:
        return "new"
    if row["resolution"] == Resolution.SEVERAL:
        return "one of several"
    return "known" if row["candidates"] else "known place"


def _says(role: str) -> str:
    return "" if role == BlockRole.PARAGRAPH else BlockRole(role).label
