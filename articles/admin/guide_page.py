"""The editor's guide (docs/editors-guide.md) as a page of the desk, with its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString
    from markdown_it.token import Token

_DOCS = Path(settings.BASE_DIR) / "docs"
_PICTURES = "guide/"


@dataclass(frozen=True, slots=True)
class GuideSection:
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Guide:
    """`html` is made from our own file, with markup in it escaped. `sections` are its main headings."""

    html: SafeString
    sections: Sequence[GuideSection]


def guide_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    try:
        guide = guide_from((_DOCS / "editors-guide.md").read_text("utf-8"))
    except FileNotFoundError as error:
        raise Http404("This site was installed without its documents.") from error
    return TemplateResponse(request, "admin/guide.html", {**context, "title": "Editor\u2019s guide", "guide": guide})


def guide_picture(picture: str) -> HttpResponse:
    """`picture` is a slug, so that no other folder can be named."""
    path = _DOCS / _PICTURES / f"{picture}.png"
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")


@cache
def guide_from(text: str) -> Guide:
    """Links to other documents become plain words, because only this one is served; the title is that of the page."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        tokens = tokens[3:]
    sections = []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[number + 1].content
            token.attrSet("id", slugify(title))
            if token.tag == "h2":
                sections.append(GuideSection(slugify(title), title))
        if token.children:
            token.children = _served(token.children)
    html = parser.renderer.render(tokens, parser.options, {})
    return Guide(mark_safe(html), sections)  # noqa: S308  # our own file, in which markup is escaped


def _served(tokens: Sequence[Token]) -> list[Token]:
    """The parts of a line without links to other documents, and pictures at their addresses in the desk."""
    kept, is_left_out = [], False
    for token in tokens:
        if token.type == "link_open":
            is_left_out = not str(token.attrGet("href") or "").startswith(("https://", "#"))
        if token.type in ("link_open", "link_close") and is_left_out:
            continue
        if token.type == "image":
            name = str(token.attrGet("src") or "").removeprefix(_PICTURES).removesuffix(".png")
            token.attrSet("src", reverse("admin:guide_picture", args=[name]))
            token.attrSet("loading", "lazy")
        kept.append(token)
    return kept
