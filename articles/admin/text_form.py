"""The text of a story as an editor writes it: paragraphs with a blank line between them, and a mark before the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.story_form import LinesField, StoryForm, initial_of_preview
from articles.text import clean_line
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from articles.models import Article

# The mark that a block begins with; a paragraph has none.
MARKS = {BlockRole.HEADING: "##", BlockRole.PULL_QUOTE: ">", BlockRole.LIST_ITEM: "-"}
_ROLES = {mark: role for role, mark in MARKS.items()}
_MARKED = re.compile(r"(##|>|-)(?:\s+|$)")
# A paragraph that begins with such a mark itself.
_ESCAPED = re.compile(r"\\(\\*(?:##|>|-)(?:\s|$))")
_NEEDS_ESCAPE = re.compile(r"\\*(?:##|>|-)(?:\s|$)")


def written(body: Iterable[Mapping[str, Any]]) -> str:
    """The blocks as `read_written` reads them."""
    return "\n\n".join(_written_block(block["role"], block["text"]) for block in body)


def read_written(text: str) -> list[dict[str, str]]:
    """The blocks that an editor wrote. A blank line ends a block, and so does the next mark; a heading is one line."""
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
    """All words of a story that its findings stand on, and the lines that are kept out of them."""

    headline = LinesField(max_length=400, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    description = LinesField(
        label="Standfirst", required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    text = LinesField(widget=forms.Textarea(attrs={"rows": 24, "dir": "auto", "class": "written"}))
    notices = LinesField(
        label="Kept out of the text",
        required=False,
        help_text="Lines about the page, not of the story. One to a line.",
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return checked_text(self.cleaned_data["text"])

    def fields_for(self, article: Article) -> dict[str, Any]:
        """What the desk saves: the columns in which the form says other than the story."""
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
    """The fields of a story before a draft is made of it, and its text."""

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
    """The form of a story as it waits in ImportItem.preview. A browser that sends no text leaves it as it was read."""
    text = written(story["body"])
    if data is not None and "text" not in data:
        data = {**data.dict(), "text": text}
    return PreviewForm(data, initial={**initial_of_preview(dict(story)), "text": text})


def checked_text(text: str) -> str:
    """Raises ValidationError for a text without words."""
    if not read_written(text):
        raise forms.ValidationError("A story needs a text.")
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
