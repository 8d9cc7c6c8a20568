"""read_story and find_facts as called by other programs."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, ImportItem

PAGE = b"<html><head><title>Bridge opens</title></head><body><article><p>The bridge opened on Thursday.</p></article></body></html>"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return path


@pytest.fixture
def lines_in(monkeypatch):
    """Lines on standard input."""

    def give(*lines):
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return give


def answers(command, *arguments):
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_file_is_printed_as_a_line_of_json(page):
    [story] = answers("read_story", str(page), "--url", "https://example.org/bridge?utm_source=x")
    assert (story["headline"], story["url"]) == ("Bridge opens", "https://example.org/bridge")


@pytest.mark.django_db
def test_reading_saves_nothing(page):
    answers("read_story", str(page))
    assert not ImportItem.objects.exists()
    assert not Article.objects.exists()


def test_a_stream_answers_each_line_with_its_id_and_goes_on_past_bad_ones(page, tmp_path, lines_in):
    lines_in(
        {"id": 1, "file": str(page)},
        "no json",
        {"id": "gone", "file": str(tmp_path / "gone.html")},
        {"id": 2, "file": str(page), "kind": "html"},
        {"id": 3, "file": str(page), "kind": "parchment"},
    )
    found = answers("read_story", "--jsonl")
    assert [(one["id"], bool(one["body"])) for one in found] == [
        (1, True), (None, False), ("gone", False), (2, True), (3, False),
    ]  # fmt: skip
    assert all(one["problems"] for one in found if not one["body"])


def test_the_kind_can_be_forced(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text("<b>Bridge</b> opens\n\nThe bridge opened on Thursday, the governor's office said.")
    [story] = answers("read_story", str(path), "--kind", "text")
    assert story["headline"] == "<b>Bridge</b> opens"


def test_a_file_that_cannot_be_read_ends_with_its_reason(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError, match="This is a PDF file"):
        call_command("read_story", str(path), stdout=io.StringIO())


@pytest.mark.model
@pytest.mark.django_db
class TestFindFacts:
    def test_a_text_is_printed_as_json(self, tmp_path):
        path = tmp_path / "text.txt"
        path.write_text("Edda Lindqvist said on Monday: “We keep our word.”")
        [found] = answers("find_facts", str(path))
        assert [one["speaker"] for one in found["quotations"]] == ["Edda Lindqvist"]

    def test_a_stream_answers_each_line_with_its_id_and_goes_on_past_bad_ones(self, lines_in):
        lines_in({"id": 7, "text": "Edda Lindqvist spoke."}, {"id": 8}, {"id": 9, "text": "x", "date": "soon"}, "[]")
        found = answers("find_facts", "--jsonl")
        assert [(one["id"], len(one["mentions"]), len(one["problems"])) for one in found] == [
            (7, 1, 0), (8, 0, 1), (9, 0, 1), (None, 0, 1),
        ]  # fmt: skip

    def test_a_file_that_is_not_there_is_named(self):
        with pytest.raises(CommandError, match=r"gone\.txt cannot be opened"):
            call_command("find_facts", "gone.txt")

    def test_finding_saves_nothing(self, lines_in):
        lines_in({"id": 1, "text": "Edda Lindqvist spoke in Mosul."})
        answers("find_facts", "--jsonl")
        assert not Article.objects.exists()
