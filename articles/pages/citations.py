"""Citations of a story: as text, and in the formats that reference managers import.

Names are kept as printed: which part of a name is the family name is not known.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from articles.pages.cards import story_cards
from articles.search.result import Hit
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

# Characters that TeX would take for commands.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TEX_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class CitedStory:
    """`date` has year, month and day as far as they are known. `address` is a path that never changes, `shown` the page."""

    pk: int
    headline: str
    authors: tuple[str, ...]
    outlet: str
    date: tuple[int, ...]
    date_words: str
    language: str
    source_url: str
    address: str
    shown: str


def cited_story(article_id: int) -> CitedStory | None:
    """None for a story that is not public. One query by key."""
    cards = story_cards([Hit(article_id)])
    if not cards:
        return None
    [card] = cards
    return CitedStory(
        pk=card.pk,
        headline=clean_line(card.headline),
        authors=card.authors,
        outlet=card.outlet,
        date=tuple(int(part) for part in card.date.iso[:10].split("-") if part),
        date_words=card.date.text if card.date.iso else "no date",
        language=card.language,
        source_url=card.source_url,
        address=reverse("articles:story-permalink", args=[card.pk]),
        shown=card.url,
    )


def as_text(story: CitedStory, url: str) -> str:
    """Authors, “Headline”, outlet, date. Name of this site, URL."""
    outlet = "" if story.outlet in story.authors else story.outlet
    parts = [_joined(story.authors), f"“{story.headline}”", outlet, story.date_words]
    return f"{', '.join(filter(None, parts))}. {settings.SITE_NAME}, {url}"


def as_bibtex(story: CitedStory, url: str) -> str:
    fields = {
        "title": f"{{{_tex(story.headline)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in story.authors),
        "howpublished": _tex(story.outlet),
        "year": str(story.date[0]) if story.date else "",
        "note": _tex(f"{settings.SITE_NAME}, story {story.pk}"),
        "language": _tex(story.language),
        "url": url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if len(story.date) > 1:
        lines.append(f"  month = {_MONTHS[story.date[1] - 1]}")
    return f"@misc{{story-{story.pk},\n" + ",\n".join(lines) + "\n}\n"


def as_ris(story: CitedStory, url: str) -> str:
    """Lines end with CR LF, as the format demands."""
    fields = [
        ("TY", "NEWS"),
        ("TI", story.headline),
        *(("AU", name) for name in story.authors),
        ("T2", story.outlet),
        ("PY", str(story.date[0]) if story.date else ""),
        ("DA", "/".join(f"{part:02d}" for part in story.date)),
        ("LA", story.language),
        ("DB", settings.SITE_NAME),
        ("UR", url),
        ("L2", story.source_url),
    ]
    lines = [f"{tag}  - {clean_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_csl_json(story: CitedStory, url: str) -> str:
    """CSL-JSON, an array of one item."""
    item: dict[str, Any] = {
        "id": f"story-{story.pk}",
        "type": "article-newspaper",
        "title": story.headline,
        "author": [{"literal": name} for name in story.authors],
        "container-title": story.outlet,
        "issued": {"date-parts": [list(story.date)]} if story.date else None,
        "archive": settings.SITE_NAME,
        "language": story.language,
        "URL": url,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """`name` is the value of `?format=` and ends the name of the file."""

    name: str
    label: str
    content_type: str
    extension: str
    write: Callable[[CitedStory, str], str]


CITATION_FORMATS = {
    one.name: one
    for one in (
        CitationFormat("bibtex", "BibTeX", "application/x-bibtex", "bib", as_bibtex),
        CitationFormat("ris", "RIS", "application/x-research-info-systems", "ris", as_ris),
        CitationFormat("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", as_csl_json),
    )
}


def _joined(names: tuple[str, ...]) -> str:
    """As in a sentence: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda match: _TEX[match[0]], text)
