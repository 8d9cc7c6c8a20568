"""How well a page is read: `python -m benchmarks.measures.pages CORPUS [--errors N]`.

The body is compared as a bag of 4-grams, F1 of the mean precision and recall over the pages, as in scrapinghub's
article-extraction-benchmark; a headline is right when it shares six tenths of its words, a date when the day is the
same, an author when all words of a name that was found are among those of the gold. Trafilatura alone is the yardstick.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

import trafilatura

from articles.readers.dates import read_date
from articles.readers.story import Block, Story
from articles.vocabulary import BlockRole
from benchmarks.measures.figure import Figure
from benchmarks.measures.gold_pages import BLIND, GoldPage, own_pages, real_pages, story_of

_WORD = re.compile(r"\w+")
_SAME_HEADLINE = 0.6


@dataclass(slots=True)
class Score:
    """What was right, kept page by page so that the wrong ones can be shown."""

    body: dict[str, tuple[float, float]] = field(default_factory=dict)
    headline: dict[str, bool] = field(default_factory=dict)
    date: dict[str, bool] = field(default_factory=dict)
    author: dict[str, bool] = field(default_factory=dict)

    def body_f1(self) -> float:
        if not self.body:
            return 0.0
        precision, recall = (sum(pair[i] for pair in self.body.values()) / len(self.body) for i in (0, 1))
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(corpus: Path) -> list[Figure]:
    """Figures of the recorded pages, of our own and of those written unseen, beside those of trafilatura alone."""
    figures = []
    sets = (("", real_pages(corpus)), ("own pages, ", own_pages()), ("blind pages, ", own_pages(BLIND)))
    for label, pages in sets:
        if not pages:
            continue
        judged = [page for page in pages if page.is_judged]
        golden = [page for page in pages if not page.is_judged]
        began = time.process_time()
        stories = {page.name: story_of(page) for page in pages}
        seconds = time.process_time() - began
        ours = score(judged, stories)
        figures += _figures(label, ours)
        if golden:
            apart = score(golden, stories)
            figures.append(
                Figure(f"{label}body 4-gram F1, Readability's output", apart.body_f1(), f"{len(apart.body)} pages")
            )
            figures += _figures(f"{label}with Readability's pages, ", score(pages, stories), body=False)
        plain = score(judged, {page.name: _by_trafilatura(page) for page in judged})
        figures += _figures(f"{label}trafilatura ", plain)
        if pages:
            figures.append(Figure(f"{label}CPU seconds a page", seconds / len(pages), f"{len(pages)} pages"))
    return figures


def score(pages: list[GoldPage], stories: dict[str, Story]) -> Score:
    """Compare what was read with the gold, field by field; a field without gold is not counted."""
    result = Score()
    for page in pages:
        story = stories[page.name]
        if page.body:
            result.body[page.name] = _overlap(page.body, "\n".join(block.text for block in story.body))
        if page.headline:
            result.headline[page.name] = _same_words(page.headline, story.headline)
        if page.date:
            moment = story.date_published
            days = (str(moment)[:10], str(moment.astimezone(UTC))[:10]) if moment else ()
            result.date[page.name] = page.date[:10] in days
        if page.authors:
            names = set().union(*(_words(author) for author in page.authors))
            result.author[page.name] = any(_words(author) <= names for author in story.authors)
    return result


def _figures(label: str, result: Score, *, body: bool = True) -> list[Figure]:
    found = (
        [Figure(f"{label}body 4-gram F1", result.body_f1(), f"{len(result.body)} pages")]
        if body and result.body
        else []
    )
    for name, pages in (
        ("headline right", result.headline),
        ("date right", result.date),
        ("any author right", result.author),
    ):
        if pages:
            found.append(Figure(f"{label}{name}", sum(pages.values()) / len(pages), f"{len(pages)} pages"))
    return found


def _by_trafilatura(page: GoldPage) -> Story:
    """What trafilatura finds by itself, as a plain story with one block."""
    document = trafilatura.bare_extraction(
        page.content, url=page.url or None, favor_precision=True, include_comments=False, with_metadata=True
    )
    if document is None:
        return Story()
    stated = read_date(document.date or "")
    return Story(
        headline=document.title or "",
        authors=tuple(name for name in (document.author or "").split("; ") if name),
        date_published=stated.moment if stated else None,
        body=(Block(BlockRole.PARAGRAPH, document.text or ""),),
    )


def _overlap(wanted: str, found: str) -> tuple[float, float]:
    gold, ours = _grams(wanted), _grams(found)
    common = sum((gold & ours).values())
    return common / max(1, sum(ours.values())), common / max(1, sum(gold.values()))


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _same_words(one: str, other: str) -> bool:
    return len(_words(one) & _words(other)) >= _SAME_HEADLINE * len(_words(one) | _words(other))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    for figure in measure(options.corpus):
        print(f"{figure.value:.3f}  {figure.name} ({figure.on})")
    if options.errors:
        for pages in (real_pages(options.corpus), own_pages(), own_pages(BLIND)):
            _show_errors(pages, options.errors)


def _show_errors(pages: list[GoldPage], most: int) -> None:
    stories = {page.name: story_of(page) for page in pages}
    result = score(pages, stories)
    worst = sorted(result.body.items(), key=lambda item: sum(item[1]))[:most]
    for name, (precision, recall) in worst:
        print(
            f"body {name}: precision {precision:.3f} recall {recall:.3f} by {stories[name].field_sources.get('body')}"
        )
    gold = {page.name: page for page in pages}
    for field_name in ("headline", "date", "author"):
        for name, right in getattr(result, field_name).items():
            if not right:
                story, page = stories[name], gold[name]
                ours = {"headline": story.headline, "date": story.date_published, "author": story.authors}[field_name]
                wanted = {"headline": page.headline, "date": page.date, "author": page.authors}[field_name]
                print(f"{field_name} {name}: {ours!r}, not {wanted!r}")


if __name__ == "__main__":
    main()
