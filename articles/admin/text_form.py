"""The text of a story in plain-text form: paragraphs separated by blank lines, other blocks with a leading mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.story_form import LinesField, StoryForm, checked_headline, initial_of_preview
from articles.text import clean_line
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from articles.models import Article

# The leading mark of each block role; paragraphs have none.
MARKS = {BlockRole.HEADING: "##", BlockRole.PULL_QUOTE: ">", BlockRole.LIST_ITEM: "-"}
_ROLES = {mark: role for role, mark in MARKS.items()}
_MARKED = re.compile(r"(##|>|-)(?:\s+|$)")
# Escape for a paragraph that itself begins with a mark.
_ESCAPED = re.compile(r"\\(\\*(?:##|>|-)(?:\s|$))")
_NEEDS_ESCAPE = re.compile(r"\\*(?:##|>|-)(?:\s|$)")


def written(body: Iterable[Mapping[str, Any]]) -> str:
    """Write the blocks in the format that `read_written` reads."""
    return "\n\n".join(_written_block(block["role"], block["text"]) for block in body)


def read_written(text: str) -> list[dict[str, str]]:
    """Parse the editor's text into blocks. A blank line or the next mark ends a block; a heading is one line."""
    blocks: list[dict[str, str]] = []
    is_open = False
    for line in map(str.strip, text.splitlines()):
        if not line:
            is_open = False
            continue
        mark = _MARKED.match(line)
        role = _ROLES[mark[1]] if mark else BlockRole.PARAGRAPH
        words = clean_line(line[mark.end() :] if mark else _ESCAPED.sub(r"\1", line, count=1))
        if is_open and not mark:
            blocks[-1]["text"] = f"{blocks[-1]['text']} {words}".strip()
        else:
            blocks.append({"role": role.value, "text": words})
            is_open = role != BlockRole.HEADING
    return [block for block in blocks if block["text"]]


def _written_block(role: str, text: str) -> str:
    mark = MARKS.get(BlockRole(role))
    if mark:
        return f"{mark} {text}"
    return f"\\{text}" if _NEEDS_ESCAPE.match(text) else text


class TextForm(forms.Form):
    """The text of a story that findings refer to, and the lines excluded from it."""

    headline = LinesField(max_length=400, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    description = LinesField(
        label="Standfirst", required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    text = LinesField(widget=forms.Textarea(attrs={"rows": 24, "dir": "auto", "class": "written"}))
    notices = LinesField(
        label="Excluded lines",
        required=False,
        help_text="Text about the page, not part of the story. One per line.",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_headline(self) -> str:
        return checked_headline(self.cleaned_data["headline"])

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])

    def fields_for(self, article: Article) -> dict[str, Any]:
        """The columns in which the form differs from the story."""
        blocks = read_written(self.cleaned_data["text"])
        values = {
            "headline": clean_line(self.cleaned_data["headline"]),
            "description": self.cleaned_data["description"],
            "notices": list(filter(None, map(clean_line, self.cleaned_data["notices"].splitlines()))),
        }
        changed = {name: value for name, value in values.items() if value != getattr(article, name)}
        if blocks != list(_without_sentences(article.body)):
            changed["body"] = blocks
        return changed


class PreviewForm(StoryForm):
    """The fields and text of a story before it becomes a draft."""

    text = LinesField(
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "class": "written", "form": "draft-form"})
    )

    def changed_fields(self) -> dict[str, Any]:
        fields = super().changed_fields()
        text = fields.pop("text", None)
        return fields if text is None else fields | {"body": read_written(text)}

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])


def preview_form(story: Mapping[str, Any], data: Any = None) -> PreviewForm:
    """The form for the Story in ImportItem.preview. If no text is submitted, the text stays unchanged."""
    text = written(story["body"])
    if data is not None and "text" not in data:
        data = {**data.dict(), "text": text}
    return PreviewForm(data, initial={**initial_of_preview(dict(story)), "text": text})


def checked_text(text: str) -> str:
    """Raises ValidationError if the text is empty."""
    if not read_written(text):
        raise forms.ValidationError("Enter the text of the story.")
    return text


def initial_text(article: Article) -> dict[str, Any]:
    return {
        "headline": article.headline,
        "description": article.description,
        "text": written(article.body),
        "notices": "\n".join(article.notices),
        "version": article.version,
    }


def _without_sentences(body: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    return ({"role": block["role"], "text": block["text"]} for block in body)
