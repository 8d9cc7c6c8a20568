"""The examples of docs/how-to are complete: written down as they stand, they pass the linters and work."""

from __future__ import annotations

import re
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from types import ModuleType

import pytest

from articles.readers import file_kinds, registry
from articles.readers.part import Content
from articles.readers.story import UnreadableError
from articles.search import schema
from articles.search.facets import FACETS
from articles.search.query import search
from articles.search.result import StoryQuery
from articles.views.listings import listing as list_view
from tests.builders import an_article, an_outlet

ROOT = Path(__file__).resolve().parents[1]
HOW_TO = ROOT / "docs" / "how-to"
TEXT = "The army entered the town on Monday after three weeks of fighting around it."
# A heading that names a file, and the example below it.
EXAMPLE = re.compile(
    r"^## [^\n]*`(?P<path>[\w/.]+)`\n(?:(?!^## ).)*?^```\w+\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
EXAMPLES = {
    found["path"]: found["code"]
    for document in sorted(HOW_TO.glob("*.md"))
    for found in EXAMPLE.finditer(document.read_text("utf-8"))
}
FACET, LISTING, TEMPLATE, READER = (
    "articles/search/facets/length.py",
    "articles/listings/outlets.py",
    "templates/public/pages/outlet_list.html",
    "articles/readers/wire.py",
)


def module_of(path):
    """The example as a module that is not in the tree."""
    module = ModuleType(f"how_to_{Path(path).stem}")
    sys.modules[module.__name__] = module  # dataclasses look for it there
    exec(compile(EXAMPLES[path], path, "exec"), module.__dict__)  # noqa: S102  # our own document
    return module


def test_every_example_that_names_its_file_is_found():
    assert {FACET, LISTING, TEMPLATE, READER} == set(EXAMPLES)


@pytest.mark.parametrize("path", [FACET, LISTING, READER])
@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=" ".join)
def test_an_example_passes_the_linter_where_it_is_to_stand(path, command):
    ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", path, "-"]
    run = subprocess.run(ruff, input=EXAMPLES[path], capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_example_template_is_formatted_like_the_others(tmp_path):
    file = tmp_path / "outlet_list.html"
    file.write_text(EXAMPLES[TEMPLATE], "utf-8")
    run = subprocess.run(
        [Path(sys.executable).with_name("djhtml"), "--check", "--tabwidth", "2", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def length(monkeypatch):
    """The facet of the example, registered."""
    monkeypatch.setitem(FACETS, "length", module_of(FACET).LengthFacet())
    schema.schema.cache_clear()
    yield
    schema.schema.cache_clear()


def test_the_facet_counts_and_filters_stories(length, index):
    for words in (100, 200, 3000):
        an_article(word_count=words)
    index()
    assert {value.name: value.total for value in search(StoryQuery(), facets=("length",)).facets["length"]} == {
        "Short": 2,
        "Long": 1,
    }
    assert search(StoryQuery(filters={"length": ("long",)})).total == 1


def test_other_code_of_facets_is_another_format_of_the_index(tmp_path, monkeypatch):
    before = schema.index_format()
    schema.index_format.cache_clear()
    for name, code in (("base.py", "a"), ("length.py", EXAMPLES[FACET])):
        (tmp_path / name).write_text(code, "utf-8")
    monkeypatch.setattr(schema, "_FACETS_FOLDER", tmp_path)
    with_length = schema.index_format()
    (tmp_path / "length.py").write_text(EXAMPLES[FACET].replace("1000", "900"), "utf-8")
    schema.index_format.cache_clear()
    assert len({before, with_length, schema.index_format()}) == 3
    schema.index_format.cache_clear()


@pytest.fixture
def outlets(settings, tmp_path):
    """The listing of the example, with its template."""
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], tmp_path]
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "outlet_list.html").write_text(EXAMPLES[TEMPLATE], "utf-8")
    return module_of(LISTING).OutletListing()


@pytest.mark.parametrize("format_name", ["html", "csv", "json", "atom"])
def test_the_list_page_shows_outlets_of_published_stories_in_every_format(outlets, index, rf, format_name):
    an_article(outlet="Sample Desk")
    an_article(outlet="Hidden Desk", status="draft")
    an_outlet("Unused Desk")
    index()
    answer = list_view(rf.get("/outlets/", {"format": format_name}), listing=outlets)
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    assert answer.status_code == 200
    assert "Sample Desk" in text
    assert "Hidden Desk" not in text
    assert "Unused Desk" not in text


@pytest.fixture
def wire(monkeypatch):
    """The reader of the example, registered as the document says."""
    module = module_of(READER)
    document = (HOW_TO / "add-a-reader.md").read_text("utf-8")
    entry = re.search(r"^    Kind\(.*?^    \),$", document, re.MULTILINE | re.DOTALL)
    file_entry = re.search(r"^FileKind\(.*\)$", document, re.MULTILINE)
    names = {**vars(module), "Kind": registry.Kind, "FileKind": file_kinds.FileKind}
    kind, file_kind = (eval(one[0].strip().rstrip(","), names) for one in (entry, file_entry))  # noqa: S307  # our own
    monkeypatch.setattr(registry, "KINDS", (kind, *registry.KINDS))
    monkeypatch.setattr(file_kinds, "FILE_KINDS", (file_kind, *file_kinds.FILE_KINDS))


def a_message(headline, text=TEXT, number="1234"):
    return f"\x01RTR{number} 4 INT 245\r\n\x02{headline}\r\n{text}\r\n\x03061405 MAR\x04".encode()


def test_the_reader_reads_a_message_and_splits_a_line(wire):
    (story,) = registry.read(a_message("Army enters the town"))
    assert (story.headline, story.source_key) == ("Army enters the town", "RTR1234")
    assert [block.text for block in story.body] == [TEXT]
    line = a_message("First") + a_message("Second", number="1235")
    assert [story.headline for story in registry.read(line)] == ["First", "Second"]


def test_what_is_nearly_a_message_is_text_or_refused(wire):
    assert registry.identify(Content(TEXT.encode())).name == "text"
    with pytest.raises(UnreadableError, match="neither a headline nor a text"):
        registry.read(b"\x01\x02\x03")
    with pytest.raises(UnreadableError, match="IPTC 7901"):
        registry.read(b"\x01RTR1234 4 INT 245\r\n" + TEXT.encode())
