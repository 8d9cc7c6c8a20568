"""The retired terms of docs/glossary.md do not return."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
FOLDERS = ("articles", "newsroom", "templates", "static/js", "docs")
SUFFIXES = {".py", ".html", ".js", ".md", ".toml"}
SINGLE_FILES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", "Makefile")
# Files in which a term quotes news, markup or a table heading, or is a name that a database or a bookmark has.
EXCEPTIONS = {
    "door": {
        "articles/admin/imports.py",  # the filter in old bookmarks
        "articles/extraction/data/pledge_nouns.toml",
        "articles/extraction/data/pledge_verbs.toml",
        "articles/extraction/pledges/verb_phrases.py",
        "articles/readers/bylines.py",  # a Dutch word
    },
    "teaser": {"articles/readers/page/pruning.py", "articles/readers/table/guess.py"},
}


def table(heading):
    """The rows below a heading of the glossary: the terms of the first column, and the second column."""
    section = GLOSSARY.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE)[1:]
    return [(term.strip(), replacement) for terms, replacement in rows for term in terms.split(",")]


def plain(text):
    """Lower-case words with single spaces, so that `is_sure`, `IsSure` and a broken line all read "is sure"."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return re.sub(r"[\s_#/*-]+", " ", apart).lower()


def pattern(term):
    return re.compile(rf"\b{re.escape(plain(term))}s?\b")


@cache
def texts():
    found = [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SUFFIXES and "migrations" not in path.parts and path != GLOSSARY
    ]
    return {
        path.relative_to(ROOT): plain(path.read_text("utf-8")) for path in [*found, *map(ROOT.joinpath, SINGLE_FILES)]
    }


@pytest.mark.parametrize(("term", "replacement"), table("Retired terms"), ids=lambda value: value.replace(" ", "-"))
def test_a_retired_term_does_not_occur(term, replacement):
    files = {str(path) for path, text in texts().items() if pattern(term).search(text)}
    assert files - EXCEPTIONS.get(term, set()) == set(), f'"{term}" is retired: write "{replacement}"'


@pytest.mark.parametrize(
    ("term", "path"), [(term, path) for term, paths in EXCEPTIONS.items() for path in sorted(paths)]
)
def test_an_exception_is_still_needed(term, path):
    assert term in {retired for retired, _ in table("Retired terms")}
    assert pattern(term).search(texts()[Path(path)])


def test_no_term_of_the_glossary_is_retired():
    terms = re.findall(r"^\| (.+?) \| .+ \|$", GLOSSARY.read_text("utf-8").split("\n## Retired terms")[0], re.MULTILINE)
    defined = {term.strip() for row in terms for term in row.split(",")}
    assert not defined & {term for term, _ in table("Retired terms")}


@pytest.mark.parametrize("text", ["row.is_telling", "class IsTelling:", "it is\n    telling", "is-telling"])
def test_a_term_is_found_in_every_spelling(text):
    assert pattern("is telling").search(plain(text))


@pytest.mark.parametrize("text", ["this telling", "is_tellingly", "distelling"])
def test_a_term_is_not_found_within_longer_words(text):
    assert not pattern("is telling").search(plain(text))
