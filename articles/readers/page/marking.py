"""Marks in a copy of a page: extractors move, trim and rename what they keep, and the marks tell which blocks it was."""

from __future__ import annotations

import copy
import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from articles.readers.page.rendered import block_lines, is_block, is_unrendered

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

# Two symbols of a script that no news is written in count the blocks: extractors take them for text, and not for words.
_FIRST = 0x1D800
_BASE = 512
_SYMBOL = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _BASE - 1)}]")
_MARK = re.compile(f"({_SYMBOL.pattern})({_SYMBOL.pattern})")
# Extractors know these; they may drop any other inline element.
_KNOWN_INLINE_TAGS = frozenset({"a", "b", "strong", "i", "em", "u", "code", "br", "img", "span", "picture"})


def marked_copy(tree: HtmlElement, leaves_out: Callable[[HtmlElement], bool] | None = None) -> HtmlElement:
    """A copy of the page in which each block bears its mark, and inline elements have neither classes nor rare tags.

    The blocks are numbered as `rendered.rendered_blocks` does with the same `leaves_out`.
    """
    page = copy.deepcopy(tree)
    for element in page.iter():
        for slot in ("text", "tail"):
            text = getattr(element, slot)
            if text and _SYMBOL.search(text):
                setattr(element, slot, _SYMBOL.sub("-", text))
    for number, lines in reversed(list(enumerate(islice(block_lines(page, leaves_out), _BASE * _BASE)))):
        worded = [part for line in lines for part in line.parts if not part.text.isspace()]
        # At both ends, since an extractor may cut off one of them; the last comes first, so that offsets hold.
        for part in dict.fromkeys((worded[-1], worded[0])):
            text = getattr(part.node, part.slot)
            setattr(part.node, part.slot, text[: part.offset] + _mark(number) + text[part.offset :])
    for element in page.iter(etree.Element):
        if not is_block(element) and not is_unrendered(element):
            _make_plain(element)
    return page


def marked_numbers(text: str) -> frozenset[int]:
    """The numbers of the blocks of which a text holds the marks."""
    return frozenset(_BASE * _value(match[1]) + _value(match[2]) for match in _MARK.finditer(text))


def _mark(number: int) -> str:
    return chr(_FIRST + number // _BASE) + chr(_FIRST + number % _BASE)


def _value(symbol: str) -> int:
    return ord(symbol) - _FIRST


def _make_plain(element: HtmlElement) -> None:
    for name in list(element.attrib):
        if name not in ("href", "src"):
            del element.attrib[name]
    if element.tag not in _KNOWN_INLINE_TAGS:
        element.tag = "span"
