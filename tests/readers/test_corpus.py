"""Measured floors on recorded pages with gold, and the fields of one pasted story. The material is not in the repository."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from datetime import UTC
from pathlib import Path

import pytest
from lxml.html import fromstring

from articles.readers.page.html import read_html
from articles.readers.plain import read_text

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).parents[2] / ".." / "shared")
WORD = re.compile(r"\w+")
# Measured on 33 pages; a change may raise these, never lower them in silence.
FLOORS = {"body": 0.975, "title": 0.96, "date": 1.0, "author": 0.86}


def _material(path):
    if not path.exists():
        pytest.skip("the recorded pages with gold are not here: set CORPUS_DIR to the folder that holds them")
    return path


@pytest.fixture(scope="module")
def pages():
    folder = _material(CORPUS / "corpus" / "html")
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text().splitlines()]
    return [
        (row["gold"], read_html(gzip.decompress((folder / row["file"]).read_bytes()), url=row["url"] or ""))
        for row in rows
    ]


def _grams(text):
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def _words(text):
    return set(WORD.findall((text or "").lower()))


def test_body_text_is_found(pages):
    precision, recall = [], []
    for gold, story in pages:
        expected = gold.get("body") or (fromstring(gold["body_html"]).text_content() if gold.get("body_html") else "")
        if expected:
            wanted, found = _grams(expected), _grams("\n".join(block.text for block in story.body))
            common = sum((wanted & found).values())
            precision.append(common / sum(found.values()))
            recall.append(common / sum(wanted.values()))
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    assert 2 * p * r / (p + r) >= FLOORS["body"]


def test_titles_are_found(pages):
    right = [
        len(_words(gold["title"]) & _words(story.headline)) / len(_words(gold["title"]) | _words(story.headline)) >= 0.6
        for gold, story in pages
        if gold.get("title")
    ]
    assert sum(right) / len(right) >= FLOORS["title"]


def test_dates_are_found(pages):
    right = [
        story.date_published is not None
        and gold["publishing_date"][:10]
        in (str(story.date_published)[:10], str(story.date_published.astimezone(UTC))[:10])
        for gold, story in pages
        if gold.get("publishing_date")
    ]
    assert sum(right) / len(right) >= FLOORS["date"]


def test_an_author_is_found(pages):
    right = []
    for gold, story in pages:
        if gold.get("authors"):
            names = set().union(*map(_words, gold["authors"]))
            right.append(any(_words(author) <= names for author in story.authors))
    assert sum(right) / len(right) >= FLOORS["author"]


@pytest.fixture(scope="module")
def pasted():
    folder = _material(CORPUS / "seed")
    text = next(folder.glob("*.txt")).read_text()
    return text, read_text(text)


def test_every_line_of_the_pasted_story_lands_in_its_field(pasted):
    text, story = pasted
    lines = [line for line in text.split("\n") if line]
    age, headline, standfirst, author, place, caption = lines[:6]
    assert story.notices == (age, lines[-1])
    assert (story.headline, story.description) == (headline, standfirst)
    assert (story.authors, story.dateline) == ((author,), place)
    assert f"{story.image.caption} ({story.image.credit})" == caption
    assert [f"Related: {link.title}" for link in story.related] == [
        line for line in lines if line.startswith("Related")
    ]
    assert story.missing == ("date", "outlet", "address")


def test_the_body_of_the_pasted_story_holds_the_text_only(pasted):
    text, story = pasted
    lines = [line for line in text.split("\n") if line]
    expected = [line for line in lines[6:-1] if not line.startswith("Related")]
    assert [block.text for block in story.body] == expected
    pull_quotes = [block.text for block in story.body if block.role == "pull_quote"]
    assert [text.count(quote.strip('".')) for quote in pull_quotes] == [2]
