"""The text of a page as a browser renders it, block by block: what HTMLElement.innerText gives, without ruby readings.

Which blocks are the story is for others to decide. A block is kept whole or left out whole: its words never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from articles.text import clean_line, words
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

# What the style sheet of the HTML standard displays as blocks, and the cells and items that hold blocks.
_BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option",
    "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul", "xmp",
})  # fmt: skip
# What it does not display, what is replaced by something that is no text, and the readings above ruby.
_UNRENDERED_TAGS = frozenset({
    "applet", "area", "audio", "base", "basefont", "canvas", "datalist", "embed", "frame", "head", "iframe", "input",
    "link", "meta", "noembed", "noframes", "noscript", "object", "meter", "param", "progress", "rp", "rt", "rtc",
    "script", "select", "source", "style", "svg", "template", "textarea", "title", "track", "video", "annotation",
    "annotation-xml",
})  # fmt: skip
_PREFORMATTED_TAGS = frozenset({"pre", "listing", "xmp", "plaintext"})
# A line break in these does not part paragraphs.
_PARAGRAPH_TAGS = frozenset(
    {"p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "summary"}
)
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
_ITEM_TAGS = frozenset({"li", "dd", "dt"})
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([\w-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?\u2026:\u3002\uff01\uff1f\u061f][\"'\u201d\u2019\u00bb)\]\u300d\u300f]*$")
# CSS Text 3, 4.1.3: a line end of the source beside a zero-width space is no space. A <wbr> counts as one for what
# follows it; it is kept as NUL, which no parsed text holds.
_WORD_BREAK = "\0"
_VANISHING_LINE_END = re.compile(
    r"(?<=[\u200b\0])[ \t\r\f]*\n[ \t\r\f\n]*|(?<![ \t\r\f\n])[ \t\r\f]*\n[ \t\r\f\n]*(?=\u200b)"
)
# Lines separated by line breaks are separate paragraphs from this many words on.
_MIN_PARAGRAPH_WORDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class SourceBlock:
    """A stretch of inline content: `text` on one line, `element` the nearest block-level element around it.

    `number` counts the blocks of a page from 0, in the order of its source.
    """

    number: int
    element: HtmlElement
    role: BlockRole
    text: str


@dataclass(frozen=True, slots=True)
class TextPart:
    """Text as the source has it: in the "text" or "tail" of `node`, from `offset` characters on."""

    node: HtmlElement
    slot: str
    offset: int
    text: str


@dataclass(slots=True)
class Line:
    """What line breaks part, as the parts of text that it is made of; `_source` has the places of <wbr> as well."""

    element: HtmlElement
    parts: list[TextPart] = field(default_factory=list)
    _source: list[str] = field(default_factory=list)
    _text: str | None = None

    def add(self, part: TextPart) -> None:
        self.parts.append(part)
        self._source.append(part.text)
        self._text = None

    def add_word_break(self) -> None:
        self._source.append(_WORD_BREAK)
        self._text = None

    @property
    def text(self) -> str:
        """Cleaned when it is first read: lines are complete by then, and read several times."""
        if self._text is None:
            text = "".join(self._source)
            if "\n" in text and (_WORD_BREAK in text or "\u200b" in text):
                text = _VANISHING_LINE_END.sub("", text)
            self._text = clean_line(text.replace(_WORD_BREAK, ""))
        return self._text


def rendered_blocks(tree: HtmlElement, leaves_out: Callable[[HtmlElement], bool] | None = None) -> list[SourceBlock]:
    """The blocks with words of a page. Elements for which `leaves_out` is true are skipped with their content."""
    return [
        SourceBlock(
            number, lines[0].element, _role(lines[0].element), clean_line(" ".join(line.text for line in lines))
        )
        for number, lines in enumerate(block_lines(tree, leaves_out))
    ]


def rendered_text(element: HtmlElement) -> str:
    """The text of one element on one line, with a space where a block or a line break begins."""
    return clean_line(" ".join(line.text for lines in block_lines(element) for line in lines))


def block_lines(tree: HtmlElement, leaves_out: Callable[[HtmlElement], bool] | None = None) -> Iterator[list[Line]]:
    """The lines of each block with words, in order."""
    for run in _runs(tree, leaves_out):
        yield from _paragraphs(run)


def is_block(element: HtmlElement) -> bool:
    """Whether an element is displayed as a block, as far as its tag and its own style say."""
    display = _stated_display(element)
    if display:
        return not display.startswith("inline") and display not in ("contents", "none", "ruby")
    return element.tag in _BLOCK_TAGS


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element says itself that it is not shown."""
    display = _stated_display(element)
    is_closed = element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None)
    return display == "none" or (is_closed and not display) or bool(_INVISIBLE.search(element.get("style") or ""))


def _stated_display(element: HtmlElement) -> str:
    style = element.get("style")
    match = _DISPLAY.search(style) if style else None
    return match[1].lower() if match else ""


def _runs(tree: HtmlElement, leaves_out: Callable[[HtmlElement], bool] | None) -> Iterator[list[Line]]:
    """The stretches of inline content between the edges of blocks, each as the lines that its breaks part."""
    blocks, kept_spaces = [tree], 0
    run = [Line(tree)]
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_start, is_end = event == "start", event == "end"
        is_edge = (is_start or is_end) and element is not tree and is_block(element)
        if is_edge:
            yield run
        if is_start:
            if element is not tree and (is_unrendered(element) or (leaves_out and leaves_out(element))):
                walk.skip_subtree()
                kept_spaces += element.tag in _PREFORMATTED_TAGS
                blocks.append(blocks[-1])
                if is_edge:
                    run = []
                continue
            blocks.append(element if is_edge else blocks[-1])
            kept_spaces += element.tag in _PREFORMATTED_TAGS
            if is_edge:
                run = [Line(element)]
            _add(run, element, "text", keeps_lines=kept_spaces > 0)
            continue
        if is_end:
            blocks.pop()
            kept_spaces -= element.tag in _PREFORMATTED_TAGS
        if element is tree:
            break
        if is_edge or element.tag == "br":
            run = [] if is_edge else run  # grown in place: a page may hold a million breaks
            run.append(Line(blocks[-1]))
        _add(run, element, "tail", keeps_lines=kept_spaces > 0)
    yield run


def is_unrendered(element: HtmlElement) -> bool:
    return element.tag in _UNRENDERED_TAGS or is_hidden(element)


def _add(run: list[Line], node: HtmlElement, slot: str, *, keeps_lines: bool) -> None:
    """Append the text of a node to the last line of a run; if line ends are kept, each starts a new line."""
    text = getattr(node, slot)
    offset = 0
    if node.tag == "wbr" and slot == "text":  # libxml2 takes what follows a <wbr> for its content
        run[-1].add_word_break()
    for number, part in enumerate((text or "").split("\n") if keeps_lines else [text or ""]):
        if number:
            run.append(Line(run[-1].element))
        if part:
            run[-1].add(TextPart(node, slot, offset, part))
        offset += len(part) + 1


def _paragraphs(run: list[Line]) -> Iterator[list[Line]]:
    """The blocks of a run: one, unless its line breaks part what is plainly several paragraphs."""
    paragraph: list[Line] = []
    is_after_blank = False
    for line in run:
        if not line.text:
            is_after_blank = is_after_blank or bool(paragraph)
            continue
        if paragraph and _parts_paragraphs(paragraph[-1], line, is_blank=is_after_blank):
            yield paragraph
            paragraph = []
        paragraph.append(line)
        is_after_blank = False
    if paragraph:
        yield paragraph


def _parts_paragraphs(before: Line, after: Line, *, is_blank: bool) -> bool:
    """Whether a break ends a paragraph: there are sentences on both sides, or the element is laid out with breaks only."""
    is_loose = before.element.tag not in _PARAGRAPH_TAGS
    is_preformatted = before.element.tag in _PREFORMATTED_TAGS
    if is_blank and is_loose:
        return True
    if is_preformatted or not (is_blank or is_loose):
        return False
    return bool(_SENTENCE_END.search(before.text)) and all(
        len(words(text)) >= _MIN_PARAGRAPH_WORDS for text in (before.text, after.text)
    )


def _role(element: HtmlElement) -> BlockRole:
    current: HtmlElement | None = element
    while current is not None:
        if current.tag in _HEADING_TAGS:
            return BlockRole.HEADING
        if current.tag in _ITEM_TAGS:
            return BlockRole.LIST_ITEM
        current = current.getparent()
    return BlockRole.PARAGRAPH
