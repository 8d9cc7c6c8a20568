"""The changes that `make mutants` makes: each compiles, does what it says, and belongs to one function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import mutants
from tests.mutants import KILLED, NOT_CALLED, SURVIVED, Mutant, changed_code, mutants_of, report

ROOT = Path(__file__).resolve().parent.parent
SOURCE = '''
LIMIT = 3

def is_small(number, *, strict=False):
    """Whether it is small."""
    if strict and number < LIMIT:
        return True
    return number == 0

class Box:
    @property
    def size(self):
        return len([one for one in self.all if one]) + 1
'''


def namespace():
    found = {}
    exec(compile(SOURCE, "source.py", "exec"), found)  # noqa: S102  # the source is above
    return found


def of(change, function="is_small"):
    return next(one for one in mutants_of("source.py", SOURCE) if (one.function, one.change) == (function, change))


@pytest.mark.parametrize(
    ("change", "arguments", "before", "after"),
    [
        ("Lt -> LtE", (3, True), False, True),
        ("And -> Or", (9, True), False, True),
        ("without operand 1 of And", (1, False), False, True),
        ("condition turned round", (9, False), False, True),
        ("Eq -> NotEq", (0, False), True, False),
        ("True -> False", (1, True), True, False),
        ("returns None", (1, True), True, None),
    ],
)
def test_a_change_does_what_it_says(change, arguments, before, after):
    found = namespace()["is_small"]
    number, strict = arguments
    assert found(number, strict=strict) is before
    found.__code__ = changed_code(of(change), SOURCE)
    assert found(number, strict=strict) is after


def test_a_method_behind_a_decorator_is_changed():
    box = namespace()["Box"]
    one = box()
    one.all = [0, 1]
    box.size.fget.__code__ = changed_code(of("filter left out", "Box.size"), SOURCE)
    assert one.size == 3


def test_what_runs_at_import_is_left_alone():
    assert {one.function for one in mutants_of("source.py", SOURCE)} == {"is_small", "Box.size"}


@pytest.mark.parametrize(
    "path", ["articles/desk/duplicates.py", "articles/imports/requeue.py", "articles/readers/dates.py"]
)
def test_every_change_of_real_code_compiles_and_differs(path):
    source = (ROOT / path).read_text("utf-8")
    found = mutants_of(path, source)
    assert len(found) > 20
    for mutant in found[::10]:
        code = changed_code(mutant, source)
        assert code.co_qualname == mutant.function
    assert ast.unparse(ast.parse(source))


def test_the_code_of_a_function_is_replaced_wherever_it_is_referred_to():
    found = namespace()
    elsewhere = found["is_small"]
    mutants._replace(elsewhere.__code__, changed_code(of("Eq -> NotEq"), SOURCE))
    assert found["is_small"](0) is False
    assert elsewhere(5) is True


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [([KILLED] * 9 + [SURVIVED], 0), ([KILLED, SURVIVED], 1), ([KILLED, NOT_CALLED], 1), ([], 1)],
)
def test_the_share_that_was_noticed_decides(outcomes, status, capsys):
    results = {Mutant("a.py", "f", 1, number, "x", number): outcome for number, outcome in enumerate(outcomes)}
    assert report(results, at_least=0.85) == status
    assert f"{outcomes.count(KILLED)} of {len(outcomes)} mutants killed" in capsys.readouterr().out
