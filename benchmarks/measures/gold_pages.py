"""Pages with gold: recorded ones of real outlets, which are not in this repository, and ones of our own writing."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml.html import fromstring

from articles.readers.page.html import read_html

if TYPE_CHECKING:
    from articles.readers.story import Story

OWN = Path(__file__).parents[1] / "gold" / "pages"
# Written before their author had read a line of the readers; `gold/README.md` says what was measured then.
BLIND = OWN.with_name("pages_blind")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page. An empty field has no gold. `is_judged` is false where another program wrote the gold of the body."""

    name: str
    content: bytes
    url: str
    headline: str
    authors: tuple[str, ...]
    date: str
    body: str
    is_judged: bool = True


def real_pages(corpus: Path) -> list[GoldPage]:
    """The recorded pages; none where the corpus is not laid out."""
    folder = corpus / "html"
    if not (folder / "gold.jsonl").exists():
        return []
    return [_recorded(folder, json.loads(line)) for line in (folder / "gold.jsonl").read_text().splitlines()]


def own_pages(folder: Path = OWN) -> list[GoldPage]:
    """Pages of our own writing."""
    return [
        GoldPage(
            name=row["id"],
            content=(folder / f"{row['id']}.html").read_bytes(),
            url=row["url"],
            headline=row["headline"],
            authors=tuple(row["authors"]),
            date=row["date_published"],
            body="\n".join(row["body"]),
        )
        for row in own_gold(folder)
    ]


def own_gold(folder: Path = OWN) -> list[dict[str, Any]]:
    """The gold of pages of our own writing, as written."""
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text().splitlines()]


@cache
def story_of(page: GoldPage) -> Story:
    """What is read on the page. Several measures ask for it, and reading is most of what they cost."""
    return read_html(page.content, url=page.url)


def _recorded(folder: Path, row: dict[str, Any]) -> GoldPage:
    gold = row["gold"]
    markup = gold.get("body_html")
    return GoldPage(
        name=row["id"],
        content=gzip.decompress((folder / row["file"]).read_bytes()),
        url=row["url"] or "",
        headline=gold.get("title") or "",
        authors=tuple(gold.get("authors") or ()),
        date=gold.get("publishing_date") or "",
        body=gold.get("body") or (fromstring(markup).text_content() if markup else ""),
        is_judged=not markup,
    )
