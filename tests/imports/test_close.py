"""One function closes an import, whatever its end, and only for who still holds it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import DataError

import articles
from articles.imports import claim_holder, close, item_actions, lease, read, receive, worker
from articles.imports.close import Outcome, close_item
from articles.models import ImportItem
from articles.vocabulary import ImportStatus, SourceType

CODE = Path(articles.__file__).parent
# The module that may write each status of an import; every status that is not listed is an end.
WRITERS = {"RECEIVED": "imports/requeue.py", "READING": "imports/lease.py"}
CLOSING = "imports/close.py"
QUERIES = {"filter", "exclude", "get", "Q"}


def received():
    return receive.receive_source(source_type=SourceType.TEXT, content=b"A text.", user=None)


def claimed():
    claim = claim_holder.new_claim()
    return lease.claim_item(received().pk, claim)


ENDS = [status for status in ImportStatus if status.name not in WRITERS]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ENDS)
def test_every_end_is_written_with_its_moment(status):
    item = claimed()
    assert close_item(item, Outcome(status, error="A sentence."))
    assert (item.status, item.error) == (status, "A sentence.")
    assert item.finished_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("status", ENDS)
def test_a_worker_that_lost_its_lease_closes_nothing(status):
    item = claimed()
    ImportItem.objects.update(claimed_by="elsewhere:1:2:other")
    assert not close_item(item, Outcome(status, error="A sentence."))
    assert ImportItem.objects.get().status == ImportStatus.READING


@pytest.mark.django_db
def test_an_import_that_was_discarded_meanwhile_stays_discarded():
    item = claimed()
    item_actions.discard(item, user=None)
    assert not close_item(item, Outcome(ImportStatus.READ, preview={"story": {}}))
    assert ImportItem.objects.get().status == ImportStatus.DISCARDED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kept"),
    [(ImportStatus.DRAFTED, {}), (ImportStatus.DUPLICATE, {}), (ImportStatus.FAILED, {"story": {}})],
)
def test_the_preview_goes_once_the_article_holds_it(status, kept):
    item = claimed()
    ImportItem.objects.update(preview={"story": {}})
    close_item(item, Outcome(status, error="A sentence."))
    assert item.preview == kept


def statuses_written(tree):
    """The names of ImportStatus that the code of a module gives to a status, outside queries and outcomes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) not in QUERIES:
            yield from (name for word in node.keywords if word.arg == "status" for name in _import_statuses(word.value))
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            yield from (name for key, value in pairs if _is_status(key) for name in _import_statuses(value))
        elif isinstance(node, ast.Assign):
            names = {child.attr for target in node.targets for child in ast.walk(target) if hasattr(child, "attr")}
            yield from _import_statuses(node.value) if "status" in names else ()


def _called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_status(key):
    return isinstance(key, ast.Constant) and key.value == "status"


def _import_statuses(value):
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "ImportStatus":
            yield node.attr


@pytest.mark.parametrize(
    "line",
    [
        "item.status = ImportStatus.READ", "item.status, item.error = ImportStatus.READ, ''",
        "items.update(status=ImportStatus.READ)", "ImportItem(status=ImportStatus.READ if good else other)",
        "columns = {'status': ImportStatus.READ}",
    ],
)  # fmt: skip
def test_the_guard_sees_every_way_to_write_a_status(line):
    assert list(statuses_written(ast.parse(line))) == ["READ"]


@pytest.mark.parametrize("line", ["items.filter(status=ImportStatus.READ)", "Outcome(ImportStatus.READ)"])
def test_the_guard_lets_questions_and_outcomes_pass(line):
    assert list(statuses_written(ast.parse(line))) == []


def test_nothing_but_the_closing_function_writes_an_end():
    written = {
        (path.relative_to(CODE).as_posix(), name)
        for path in CODE.rglob("*.py")
        if "migrations" not in path.parts
        for name in statuses_written(ast.parse(path.read_text("utf-8")))
    }
    assert written == {(module, status) for status, module in WRITERS.items()}


def test_only_the_closing_function_writes_an_outcome():
    callers = [path for path in CODE.rglob("*.py") if ".columns()" in path.read_text("utf-8")]
    assert Path(close.__file__) in callers
    assert not [path for path in callers if path.parent.name == "imports" and path.name != "close.py"]


@pytest.mark.django_db
@pytest.mark.parametrize("refused_in", ["load_story", "close_item"])
def test_what_the_database_does_not_accept_fails_once_and_is_not_tried_again(refused_in, monkeypatch, nothing_found):
    original, refused = getattr(read, refused_in), []

    def refuse_once(*args):
        if refused:
            return original(*args)
        refused.append(args)
        raise DataError("a character that it cannot hold")

    monkeypatch.setattr(read, refused_in, refuse_once)
    item = worker.read_item(received().pk)
    assert item.status == ImportStatus.FAILED
    assert item.error == "This contains values that cannot be stored, because of a fault in the reader."
