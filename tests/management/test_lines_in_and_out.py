"""Commands for other programs: lines of JSON, refusals, and what they need before the first start."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from articles.management import import_progress, prepared
from articles.management.commands import find_facts, read_story
from articles.management.import_progress import DRAFTING, READING, follow
from articles.management.json_lines import read_jsonl, to_jsonl
from articles.models import ImportBatch, ImportItem
from articles.readers import file_kinds
from articles.vocabulary import ImportStatus, SourceType

PAGE = b"<html><head><title>Bridge opens</title></head><body><article><p>The bridge opened on Thursday.</p></article></body></html>"
TABLE = "headline,text\nBridge opens,The bridge opened on Thursday.\nHarvest is late,The harvest is late this year.\n"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE)
    return str(path)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b'{"id": 1}\n', [{"id": 1}]),
        (b"\n  \n", []),
        (b"[1]\n", [{"problem": "This line is not a JSON object."}]),
        (b"null\n", [{"problem": "This line is not a JSON object."}]),
    ],
)
def test_a_line_is_an_object_or_a_problem_and_an_empty_one_is_neither(line, found):
    assert list(read_jsonl([line])) == found


@pytest.mark.parametrize("line", [b"no json", b'{"id": ', b"\xff\xfe", b'{"id": 1} {"id": 2}'])
def test_a_line_that_is_no_json_says_why_and_the_next_one_is_read(line):
    broken, whole = read_jsonl([line, b'{"id": 2}'])
    assert broken["problem"].startswith("This line is not JSON: ")
    assert whole == {"id": 2}


def test_a_line_is_ascii_on_one_line_whatever_is_in_it():
    line = to_jsonl({"text": "Мосул\n\u2028é"})
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": "Мосул\n\u2028é"}


def problems(line):
    return [" ".join(answer["problems"]) for answer in read_story.answers_for(line)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({}, 'The line has no "file".'),
        ({"file": ""}, 'The line has no "file".'),
        ({"file": 7}, 'The line has no "file".'),
        ({"file": "page.html", "url": 7}, 'The "url" of the line is not a string.'),
        ({"file": "gone.html"}, "The file gone.html cannot be opened: No such file or directory."),
        ({"file": "a\0b"}, "The file a\0b cannot be opened: embedded null byte."),
        ({"problem": "This line is not a JSON object."}, "This line is not a JSON object."),
    ],
    ids=str,
)
def test_a_line_that_cannot_be_answered_is_answered_with_a_sentence(line, problem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert problems(line) == [problem]


@pytest.mark.parametrize("kind", ["parchment", "record", "summary", 7])
def test_a_kind_that_there_is_not_is_named_with_those_that_there_are(page, kind):
    (problem,) = problems({"file": page, "kind": kind})
    assert problem.startswith(f"Unknown kind {kind!r}; choose from auto, ")
    assert all(name in problem for name in file_kinds.file_kinds())


def test_every_story_of_a_file_is_a_line(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(TABLE)
    out = io.StringIO()
    call_command("read_story", str(path), stdout=out)
    stories = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [story["headline"] for story in stories] == ["Bridge opens", "Harvest is late"]


def test_one_story_that_can_be_read_is_enough(tmp_path):
    path = tmp_path / "stories.csv"
    path.write_text(TABLE.replace("Harvest is late,The harvest is late this year.", ","))
    out = io.StringIO()
    call_command("read_story", str(path), stdout=out)
    assert json.loads(out.getvalue().splitlines()[0])["headline"] == "Bridge opens"


@pytest.mark.parametrize("name", [None, ""])
def test_without_a_file_the_command_says_what_to_give(name):
    with pytest.raises(CommandError, match=r"^Give a file to read, or --jsonl with lines on standard input\.$"):
        call_command("read_story", *([] if name is None else [name]), stdout=io.StringIO())


def test_the_last_error_of_a_file_is_printed_as_a_line_too(tmp_path):
    path, out = tmp_path / "scan.pdf", io.StringIO()
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(CommandError):
        call_command("read_story", str(path), stdout=out)
    assert "PDF" in json.loads(out.getvalue())["problems"][0]


@pytest.fixture
def extracts(monkeypatch):
    """Extraction that answers with what it was asked."""
    asked = []
    monkeypatch.setattr(
        find_facts.fact_lines, "facts_answer", lambda text, day: asked.append((text, day)) or {"mentions": []}
    )
    monkeypatch.setattr(find_facts, "ensure_ready", lambda: None)
    return asked


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"problem": "This line is not a JSON object."}, "This line is not a JSON object."),
        ({}, 'The line has no "text".'),
        ({"text": None}, 'The line has no "text".'),
        ({"text": "x", "date": "soon"}, "The \"date\" 'soon' is not in the format 2026-11-22."),
        ({"text": "x", "date": 2016}, 'The "date" 2016 is not in the format 2026-11-22.'),
        ({"text": "x", "date": "2016-13-01"}, "The \"date\" '2016-13-01' is not in the format 2026-11-22."),
    ],
    ids=str,
)
def test_a_line_without_a_text_or_with_a_wrong_day_has_no_facts_and_a_problem(extracts, line, problem):
    assert find_facts.answer_for(line) == {
        "mentions": [],
        "quotations": [],
        "pledges": [],
        "figures": [],
        "problems": [problem],
    }
    assert extracts == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2016-07-21", "2016-07-21"), ("2016-07-21T10:00:00Z", "2016-07-21"), ("", "None"), (None, "None")],
)
def test_the_day_of_a_line_is_its_date_without_the_time(extracts, day, expected):
    find_facts.answer_for({"text": "x", "date": day})
    assert [(text, str(given)) for text, given in extracts] == [("x", expected)]


def test_text_of_any_charset_is_read_from_a_file_or_standard_input(extracts, tmp_path, monkeypatch):
    path = tmp_path / "text.txt"
    path.write_bytes("Café".encode("utf-16"))
    call_command("find_facts", str(path), stdout=io.StringIO())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Café".encode())))
    call_command("find_facts", stdout=io.StringIO())
    assert extracts == [("Café", None), ("Café", None)]


def test_a_folder_is_no_file_to_read(extracts, tmp_path):
    with pytest.raises(CommandError, match=r"cannot be opened: Is a directory\.$"):
        call_command("find_facts", str(tmp_path), stdout=io.StringIO())


@pytest.mark.parametrize(
    ("pending", "called"), [(True, ["migrate", "load_reference_data"]), (False, ["load_reference_data"])]
)
def test_before_the_first_start_the_database_is_prepared_and_results_stay_alone(monkeypatch, capsys, pending, called):
    ran = []
    monkeypatch.setattr(prepared, "pending_migrations", lambda: pending)
    monkeypatch.setattr(prepared, "call_command", lambda name, **_options: ran.append(name) or print("Progress"))
    prepared.ensure_ready()
    assert ran == called
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("Progress") == len(called)


@pytest.mark.django_db
def test_a_migrated_database_has_no_pending_migrations():
    assert not prepared.pending_migrations()


@pytest.fixture
def batch(db):
    """A batch with one import of each outcome."""
    batch = ImportBatch.objects.create()
    for number, (status, error) in enumerate(
        [("read", ""), ("failed", "This is a PDF file."), ("duplicate", ""), ("mapping", "")]
    ):
        ImportItem.objects.create(
            batch=batch, source_type=SourceType.FILE, name=f"{number}.txt", status=status, error=error
        )
    return batch


def test_elsewhere_than_on_a_terminal_each_outcome_is_a_line_with_its_reason(batch):
    out = io.StringIO()
    follow(SimpleOut(out), READING, batch, batch.items.order_by("pk"))
    assert out.getvalue().splitlines() == [
        "Read: 0.txt", "Failed: 1.txt: This is a PDF file.", f"{ImportStatus.DUPLICATE.label}: 2.txt",
        "Waiting for its column mapping: 3.txt",
    ]  # fmt: skip


class SimpleOut:
    """Writes lines, as the output of a command does."""

    def __init__(self, out):
        self.out = out

    def write(self, line):
        self.out.write(f"{line}\n")


@pytest.mark.parametrize(("step", "done"), [(READING, "4/4"), (DRAFTING, "0/1")])
def test_on_a_terminal_a_bar_counts_what_is_done(batch, monkeypatch, step, done):
    out = io.StringIO()
    console = import_progress.Console(file=out, force_terminal=True, width=120, legacy_windows=False)
    monkeypatch.setattr(import_progress, "Console", lambda: console)
    follow(sys.stderr, step, batch, batch.items.order_by("pk"))
    assert step.label in out.getvalue()
    assert done in out.getvalue()


def test_a_name_that_looks_like_markup_is_shown_as_it_is(batch, monkeypatch):
    batch.items.exclude(status="read").delete()
    batch.items.update(name="[red]story[/].txt")
    out = io.StringIO()
    console = import_progress.Console(file=out, force_terminal=True, width=120, no_color=True)
    monkeypatch.setattr(import_progress, "Console", lambda: console)
    follow(sys.stderr, READING, batch, batch.items.all())
    assert "[red]story[/].txt" in out.getvalue()
