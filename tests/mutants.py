"""Change the code in small ways and see whether its tests notice: `make mutants`.

Each mutant is one change within one function: a comparison or a condition turned round, a number, an operator, a return
value, a statement left out. A sample is drawn with a seed. The tests run once with a record of which of them calls which
function; then each mutant runs in a forked process, in which the code of the function is replaced, against the tests that
call it, nearest first, until one fails. So nothing is written to the sources, and the database is set up once.

What it cannot change: code that runs when a module is imported, such as settings and word lists, which have tests of
their own (tests/newsroom/test_production_settings.py).
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import gc
import hashlib
import os
import signal
import sys
import threading
import time
import types
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
SOURCES = (
    "articles/extraction", "articles/imports", "articles/desk", "articles/readers", "articles/middleware", "newsroom",
)  # fmt: skip
TESTS = ("tests/extraction", "tests/imports", "tests/desk", "tests/readers", "tests/middleware", "tests/newsroom")
# Tests that start processes or measure time say nothing in a forked process.
LEFT_OUT = (
    "test_child_process", "test_real_worker", "test_races", "test_corpus", "test_language_model", "test_fetch",
    "test_compose", "test_dockerfile", "test_processes", "test_restart_pause", "test_several_machines", "test_supervisor",
    "test_version", "test_web_bodies", "test_web_server",
)  # fmt: skip
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_OPTIONS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not browser")
_CACHE = type(functools.lru_cache(lambda: None))
KILLED, SURVIVED, NOT_CALLED = "killed", "survived", "not called"
_NOTICED, _NOT_NOTICED = 1, 0
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: in which function of which file, at which line, and what it does."""

    path: str
    function: str
    first_line: int
    line: int
    change: str
    number: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.change}"


def mutants_of(path: str, source: str) -> list[Mutant]:
    """All changes to the functions of a file."""
    tree = ast.parse(source)
    return [
        Mutant(path, name, _first_line(function), getattr(node, "lineno", function.lineno), change, number)
        for name, function in _functions(tree)
        for number, (node, change, _) in enumerate(_changes(function))
    ]


def changed_code(mutant: Mutant, source: str) -> types.CodeType:
    """The code of the changed function."""
    tree = ast.parse(source)
    function = next(f for name, f in _functions(tree) if (name, _first_line(f)) == (mutant.function, mutant.first_line))
    _, _, apply = list(_changes(function))[mutant.number]
    apply()
    compiled = compile(ast.fix_missing_locations(tree), str(ROOT / mutant.path), "exec")
    return next(code for code in _codes(compiled) if _key(code)[1:] == (mutant.function, mutant.first_line))


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions and methods by qualified name; those inside functions belong to the outer one."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


def _changes(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    """(node, what it does, how it is done) of each change to a function."""
    for statement in function.body:
        for node in ast.walk(statement):
            yield from _changes_of(node)


def _changes_of(node: ast.AST) -> Iterator[tuple[ast.AST, str, Callable[[], None]]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        other = SWAPS[type(node.ops[0])]()
        yield (
            node,
            f"{type(node.ops[0]).__name__} -> {type(other).__name__}",
            partial(_set, node, "ops", [other, *node.ops[1:]]),
        )
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in SWAPS:
        other = SWAPS[type(node.op)]()
        yield node, f"{type(node.op).__name__} -> {type(other).__name__}", partial(_set, node, "op", other)
    if isinstance(node, ast.BoolOp):
        for at in range(len(node.values)):
            rest = [value for number, value in enumerate(node.values) if number != at]
            yield node, f"without operand {at + 1} of {type(node.op).__name__}", partial(_set, node, "values", rest * 2)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node, "condition turned round", partial(_set, node, "test", ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield node, f"{node.value} -> {value}", partial(_set, node, "value", value)
    if isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
        yield node, "returns None", partial(_set, node, "value", ast.Constant(None))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield node, "call left out", partial(_set, node, "value", ast.Constant(None))
    if isinstance(node, ast.comprehension) and node.ifs:
        yield node.target, "filter left out", partial(_set, node, "ifs", [])


def _set(node: ast.AST, name: str, value: object) -> None:
    setattr(node, name, copy.copy(value))


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)


def _key(code: types.CodeType) -> Key:
    return (
        os.path.relpath(code.co_filename, ROOT),
        code.co_qualname if hasattr(code, "co_qualname") else code.co_name,
        code.co_firstlineno,
    )


class Calls:
    """Records which functions of the sources a test calls."""

    def __init__(self) -> None:
        self.by_test: dict[str, set[types.CodeType]] = {}
        self.seconds: dict[str, float] = {}
        self._current: set[types.CodeType] = set()

    def record(self, frame: types.FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(_PREFIXES):
            self._current.add(frame.f_code)

    def start(self) -> None:
        self._current = set()
        threading.setprofile(self.record)
        sys.setprofile(self.record)

    def stop(self, nodeid: str, seconds: float) -> None:
        sys.setprofile(None)
        threading.setprofile(None)
        self.by_test[nodeid], self.seconds[nodeid] = self._current, seconds


_PREFIXES = tuple(str(ROOT / source) for source in SOURCES)


class MutantRun:
    """A pytest plugin: the tests run once with a record of calls, then the mutants run against those that call them."""

    def __init__(
        self, *, sources: Sequence[str], count: int, seed: int, seconds: float, workers: int, only: str
    ) -> None:
        self.sources = sources
        self.count, self.seed, self.seconds, self.workers, self.only = count, seed, seconds, workers, only
        self.failed_before: set[str] = set()
        self.results: dict[Mutant, str] = {}
        self._calls = Calls()
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not any(name in item.nodeid for name in LEFT_OUT)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed = True
            self.failed_before.add(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for number, item in enumerate(session.items):
            following = session.items[number + 1] if number + 1 < len(session.items) else session.items[0]
            started = time.process_time()
            self._calls.start()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self._calls.stop(item.nodeid, time.process_time() - started)
        self._run_mutants({item.nodeid: item for item in session.items if item.nodeid not in self.failed_before})
        return True

    def _run_mutants(self, items: dict[str, pytest.Item]) -> None:
        callers: dict[Key, list[str]] = defaultdict(list)
        functions: dict[Key, types.CodeType] = {}
        for nodeid, codes in self._calls.by_test.items():
            for code in codes:
                path, name, line = _key(code)
                callers[path, name, line].append(nodeid)
                functions[path, name, line] = code
        sample = self._sample()
        waiting, running = list(reversed(sample)), {}
        while waiting or running:
            while waiting and len(running) < self.workers:
                mutant = waiting.pop()
                key = _called_key(mutant, functions)
                nodeids = self._nearest([one for one in callers.get(key, []) if one in items]) if key else []
                if not nodeids or key is None:
                    self.results[mutant] = NOT_CALLED
                    continue
                running[self._fork(mutant, functions[key], [items[one] for one in nodeids])] = mutant
            if running:
                pid, status = os.wait()
                mutant = running.pop(pid)
                self.results[mutant] = SURVIVED if status == _NOT_NOTICED else KILLED
                print(f"{self.results[mutant]:10} {mutant}", flush=True)

    def _sample(self) -> list[Mutant]:
        files = [
            file
            for source in self.sources
            for file in ([ROOT / source] if source.endswith(".py") else sorted((ROOT / source).rglob("*.py")))
        ]
        found = [one for file in files for one in mutants_of(os.path.relpath(file, ROOT), file.read_text("utf-8"))]
        found = [one for one in found if self.only in str(one)]
        # The same seed draws the same mutants of code that did not change, whatever changed elsewhere.
        found.sort(
            key=lambda one: hashlib.sha256(f"{self.seed}:{one.path}:{one.function}:{one.number}".encode()).digest()
        )
        return found[: self.count]

    def _nearest(self, nodeids: list[str]) -> list[str]:
        """The tests that call little else come first: they are about this function; of each one case, then others."""
        cases: dict[str, int] = defaultdict(int)
        ordered: list[tuple[int, int, str]] = []
        for nodeid in sorted(nodeids, key=lambda one: self._calls.seconds[one]):
            test = nodeid.partition("[")[0]
            ordered.append((cases[test], len(self._calls.by_test[nodeid]), nodeid))
            cases[test] += 1
        chosen, total = [], 0.0
        for _, _, nodeid in sorted(ordered):
            total += self._calls.seconds[nodeid]
            if chosen and total > self.seconds:
                break
            chosen.append(nodeid)
        return chosen

    def _fork(self, mutant: Mutant, code: types.CodeType, items: list[pytest.Item]) -> int:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.alarm(int(10 * self.seconds) + 60)  # a loop without an end is noticed, too
            _silence()
            items[0].config.pluginmanager.unregister(name="terminalreporter")
            _replace(code, changed_code(mutant, (ROOT / mutant.path).read_text("utf-8")))
            _forget_results(mutant.path)
            self._failed = False
            for number, item in enumerate(items):
                following = items[number + 1] if number + 1 < len(items) else item
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._failed:
                    os._exit(_NOTICED)
            os._exit(_NOT_NOTICED)
        except BaseException:  # noqa: BLE001  # the process must not go on as a second test run
            os._exit(_NOTICED)


def _called_key(mutant: Mutant, functions: dict[Key, types.CodeType]) -> Key | None:
    key = (mutant.path, mutant.function, mutant.first_line)
    return key if key in functions else None


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _forget_results(path: str) -> None:
    """Clear the caches of results of this module, which the tests before filled."""
    module = path.removesuffix(".py").replace("/", ".")
    for one in gc.get_objects():
        if isinstance(one, _CACHE) and one.__module__ == module:
            one.cache_clear()


def _replace(old: types.CodeType, new: types.CodeType) -> None:
    """Give the functions that have this code the new one, wherever they are referred to."""
    for one in gc.get_objects():
        # By its type: isinstance would ask a lazy object for its class, which may fail.
        if type(one) is types.FunctionType and one.__code__ is old:
            one.__code__ = new


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=200, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--seconds", type=float, default=15, help="how much processor time tests may take for one mutant"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--source", action="append", help="a folder or file to change; default: all of SOURCES")
    parser.add_argument("--only", default="", help="a part of the path or the name of the function")
    parser.add_argument("--at-least", type=float, default=0.85, help="the share that must be noticed")
    parser.add_argument("tests", nargs="*", default=TESTS)
    given = parser.parse_args()
    run = MutantRun(
        sources=given.source or SOURCES, count=given.count, seed=given.seed, seconds=given.seconds,
        workers=given.workers, only=given.only,
    )  # fmt: skip
    pytest.main([*_OPTIONS, *given.tests], plugins=[run])
    for nodeid in sorted(run.failed_before):
        print(f"fails without a change: {nodeid}")
    return report(run.results, at_least=given.at_least)


def report(results: dict[Mutant, str], *, at_least: float) -> int:
    for outcome in (SURVIVED, NOT_CALLED):
        for mutant in sorted((one for one, said in results.items() if said == outcome), key=str):
            print(f"{outcome}: {mutant}")
    killed = sum(said == KILLED for said in results.values())
    share = killed / len(results) if results else 0.0
    print(f"{killed} of {len(results)} mutants killed: {share:.1%} (at least {at_least:.0%}).")
    return 0 if share >= at_least else 1


if __name__ == "__main__":
    sys.exit(main())
