"""Pictures with a caption that no tag and no class tells: a small table, or a paragraph beside or below the picture."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from lxml.html import HtmlElement

from articles.readers.captions import split_caption
from articles.readers.page.metadata import inner_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOLDERS = ("p", "div", "center", "td")
_CAPTIONS = frozenset({"p", "div", "center", "font", "small"})
_MAX_CAPTION_LENGTH = 400
_MIN_WORDS = 4
# More than any story has; what comes after them is a gallery.
_MAX_PICTURES = 100
# A table of one picture and its caption has hardly a dozen.
_MAX_ELEMENTS = 30
# The text beside the picture in a small table: a line or two, without lists or links.
_NOT_OF_A_FIGURE = ("table", "a", "ul", "form", "h1", "h2", "h3")


def mark_plain_figures(tree: HtmlElement) -> None:
    """Give plain pictures with a caption the tags that say so, for the readers of figures and of the text."""
    for image in list(islice(tree.iter("img"), _MAX_PICTURES)):
        if next(image.iterancestors("figure", "a"), None) is not None:
            continue
        for element in _captions_near(image):
            element.tag = "figcaption"


def _captions_near(image: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the caption of a picture after making their common element a figure; nothing if no caption is near."""
    table = next(image.iterancestors("table"), None)
    holder = image.getparent()
    if table is not None and (cell := _caption_cell(table)) is not None:
        table.tag = "figure"
        yield cell
    elif holder is None or holder.tag not in _HOLDERS or len(list(islice(holder.iter("img"), 2))) > 1:
        return
    elif inner_text(holder, _MAX_CAPTION_LENGTH):
        yield from _beside(image, holder)
    elif not str(holder.text_content()).strip():
        below = holder.getnext()
        if isinstance(below, HtmlElement) and below.tag in _CAPTIONS and _is_caption_with_credit(below):
            holder.tag = "figure"
            holder.append(below)
            yield below


def _caption_cell(table: HtmlElement) -> HtmlElement | None:
    """The only cell with text of a small table with one picture."""
    near = list(islice(table.iterdescendants(), _MAX_ELEMENTS + 1))
    if len(near) > _MAX_ELEMENTS:
        return None
    inside = [element for element in near if element.tag in ("img", "td", *_NOT_OF_A_FIGURE)]
    cells = [element for element in inside if element.tag == "td"]
    worded = [cell for cell in cells if inner_text(cell, _MAX_CAPTION_LENGTH)]
    if len(inside) - len(cells) != 1 or len(worded) != 1 or len(str(table.text_content())) > 2 * _MAX_CAPTION_LENGTH:
        return None
    caption = inner_text(worded[0], _MAX_CAPTION_LENGTH)
    return worded[0] if len(caption.split()) >= _MIN_WORDS and next(worded[0].iter("img"), None) is None else None


def _beside(image: HtmlElement, holder: HtmlElement) -> Iterator[HtmlElement]:
    """The words in the paragraph of a picture, where they end in a credit."""
    if holder.tag == "td" or not _is_caption_with_credit(holder) or (holder.text or "").strip():
        return
    text = inner_text(holder, _MAX_CAPTION_LENGTH)
    image.tail = None
    for child in list(holder):
        if child is not image:
            holder.remove(child)
    caption = holder.makeelement("figcaption")
    caption.text = text
    holder.append(caption)
    holder.tag = "figure"
    yield caption


def _is_caption_with_credit(element: HtmlElement) -> bool:
    text = inner_text(element, _MAX_CAPTION_LENGTH)
    return bool(text) and all(split_caption(text)) and next(element.iter(*_NOT_OF_A_FIGURE), None) is None
