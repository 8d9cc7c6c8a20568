"""When a page says that its story came out, and when it was changed: its time elements, else its dated lines."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from articles.readers.bylines import has_lead_in
from articles.readers.dates import is_date_line, read_date
from articles.readers.page.metadata import inner_text, plain_value
from articles.readers.page.pruning import class_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_DATE_NAMES = re.compile(
    r"(?:^|-)(?:date|dates|datum|fecha|data|tarih|pub-?date|published|publication|publish|timestamp|posted|dateline|time|meta|info|byline|"
    r"created|zeit|stand|submitted|entry-meta|article-info)(?:$|-)"
)
_CHANGED = re.compile(
    r"(?:updated?|modified|last (?:changed|edited)|aktualisiert|ge\u00e4ndert|mis \u00e0 jour|modifi\u00e9|actualizado|atualizado|aggiornato|"
    r"g\u00fcncelle(?:me|ndi)|\u043e\u0431\u043d\u043e\u0432\u043b\u0435\u043d\u043e|\u062a\u062d\u062f\u064a\u062b|bijgewerkt|uppdaterad|zaktualizowano)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published|posted|first published|ver\u00f6ffentlicht|erstellt|stand|publi\u00e9|publicado|publicada|pubblicato|yay\u0131n(?:lanma|land\u0131)?|"
    r"\u043e\u043f\u0443\u0431\u043b\u0438\u043a\u043e\u0432\u0430\u043d\u043e|gepubliceerd|publicerad|opublikowano|\u53d1\u5e03|\u767c\u5e03|\u65f6\u95f4|"
    r"\u0646\u064f?\u0634\u0631|\u062a\u0627\u0631\u064a\u062e)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20|\u0661\u0669|\u0662\u0660)\d\d|\u0662\u0660\d\d")
_LINE_TAGS = (
    "p",
    "div",
    "span",
    "li",
    "dd",
    "small",
    "em",
    "i",
    "b",
    "strong",
    "font",
    "td",
    "a",
    "h4",
    "h5",
    "h6",
    "summary",
)
_MAX_DATE_LENGTH = 80
_MAX_LINE_LENGTH = 160
_MAX_ELEMENTS = 6000


def printed_times(tree: HtmlElement, language: str) -> tuple[str, str]:
    """(published, modified) as the page prints them; empty where it prints none."""
    published, changed = "", ""
    for text, is_change in (*_time_elements(tree, language), *_dated_lines(tree, language)):
        if is_change:
            changed = changed or text
        else:
            published = published or text
        if published and changed:
            break
    # A page that only says when it was changed was out by then, and says nothing better.
    return published or changed, changed


def _time_elements(tree: HtmlElement, language: str) -> Iterator[tuple[str, bool]]:
    for element in tree.iter("time"):
        if next(element.iterancestors("aside"), None) is not None:
            continue
        printed = inner_text(element, _MAX_DATE_LENGTH)
        stamp = plain_value(element.get("datetime"))
        text = stamp if stamp and read_date(stamp, language) else printed
        if text and read_date(text, language):
            yield text, _says_changed(element, printed)


def _says_changed(element: HtmlElement, printed: str) -> bool:
    parent = element.getparent()
    before = (parent.text or "") if parent is not None and parent.index(element) == 0 else ""
    previous = element.getprevious()
    before += f"{inner_text(previous, _MAX_DATE_LENGTH)} {previous.tail or ''}" if previous is not None else ""
    names = class_words(element)
    if "published" in names:
        return False
    return any(_CHANGED.search(text) for text in (names, printed, before[-_MAX_DATE_LENGTH:]))


def _dated_lines(tree: HtmlElement, language: str) -> Iterator[tuple[str, bool]]:
    """Lines that are only a date, that have the class of a date, or that begin with "Published"."""
    for element in islice(tree.iter(*_LINE_TAGS), _MAX_ELEMENTS):
        own = element.text or ""
        if not _YEAR.search(own) and not any(_YEAR.search(inner.tail or "") for inner in element):
            continue
        line = inner_text(element, _MAX_LINE_LENGTH)
        if not line or (next(element.iterancestors("aside", "li"), None) is not None and not is_date_line(line)):
            continue
        yield from _dates_of(line, language, is_named=bool(_DATE_NAMES.search(class_words(element))))


def _dates_of(line: str, language: str, *, is_named: bool) -> Iterator[tuple[str, bool]]:
    """The dates of a line that says when it came out and when it was changed."""
    change, first = _CHANGED.search(line), _PUBLISHED.search(line)
    if change and first:
        parts = [(line[first.start() : change.start()] if first.start() < change.start() else line[first.start() :], False),
                 (line[change.start() : first.start()] if change.start() < first.start() else line[change.start() :], True)]  # fmt: skip
    elif change and change.start() > 0 and read_date(line[: change.start()][-_MAX_DATE_LENGTH:], language):
        parts = [(line[: change.start()], False), (line[change.start() :], True)]
    else:
        parts = [(line, bool(change))]
    for part, is_change in parts:
        text = part[first.start() :] if first and not is_change and part is line else part
        text = text.strip(" (),|\u2013\u2014-")[-_MAX_DATE_LENGTH:]
        if read_date(text, language) and (is_named or first or change or is_date_line(text) or has_lead_in(line)):
            yield text, is_change
