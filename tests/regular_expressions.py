"""Finds the regular expressions of the code, and whether one of them can be kept busy by a text made for it.

A pattern is given texts in which every part of it that may repeat does repeat, followed by something that lets the whole
fail: then the engine tries all ways to divide the text among the repeats. Their number grows with the length of the text
(fine), its square (tolerable: inputs are bounded), its cube or exponentially (not tolerable). What is measured is the
growth of processor time between two lengths, so that neither a slow nor a busy machine changes the answer.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import pkgutil
import re
import signal
import time
import types
from dataclasses import dataclass, is_dataclass
from re import _constants as op
from re import _parser as parser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SHORT, _LENGTHS = 500, (1000, 2000)
# A square of 500 characters takes a third of this at most; a cube, several times as much.
_SUSPICIOUS = 0.06
# Twice the length: four times the time for a square, eight times for a cube.
_MAX_GROWTH = 6
_BUDGET = 1.5
_MANY = 8
_ANYTHING = 'a A1.-\n"<>(,:'
_CATEGORIES = {
    op.CATEGORY_DIGIT: (r"\d", "7"), op.CATEGORY_NOT_DIGIT: (r"\D", "x"), op.CATEGORY_SPACE: (r"\s", " "),
    op.CATEGORY_NOT_SPACE: (r"\S", "x"), op.CATEGORY_WORD: (r"\w", "w"), op.CATEGORY_NOT_WORD: (r"\W", "-"),
}  # fmt: skip
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
# What hostile pages repeat, whatever the pattern.
_COMMON = (
    " ", "\n", " \n", "\t", "<!--a-->", "<!--", "<a>", "<", "(", "()", "[", "{", '"', "“", "”", "'", "’", "a", "A", "A ", "Aa ",
    "aa ", "ABC ", "1", "1,", "1 ", ".", ". ", ",", ", ", "-", "- ", "—", "@", "a@", "a.", "&#1;", "/", "/*", ":", ";", "é", "of the ",
    "and ", "by ", "\\", "*", "|", "=",
)  # fmt: skip


class _TooSlowError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Attack:
    """A text of any length: a beginning, a part that repeats, an end that lets the match fail."""

    start: str
    repeated: str
    end: str = "\x00"

    def text(self, length: int) -> str:
        return self.start + self.repeated * (length // len(self.repeated) + 1) + self.end


def weakness(pattern: re.Pattern) -> Attack | None:
    """An attack whose cost grows faster than the square of its length, if there is one."""
    for attack in attacks(pattern):
        shortest = _cost(pattern, attack.text(_SHORT))
        if shortest < _SUSPICIOUS:
            continue
        if shortest >= _BUDGET:
            return attack
        shorter, longer = (_cost(pattern, attack.text(length)) for length in _LENGTHS)
        if longer >= _BUDGET or longer > _MAX_GROWTH * shorter:
            return attack
    return None


def _cost(pattern: re.Pattern, text: str) -> float:
    """Seconds of processor time; the budget, where it takes longer (the engine looks for signals while it works)."""
    given = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text

    def stop(_number, _frame):
        raise _TooSlowError

    before = signal.signal(signal.SIGVTALRM, stop)
    start = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, _BUDGET)
        for _ in pattern.finditer(given):
            pass
        pattern.fullmatch(given)
    except _TooSlowError:
        return _BUDGET
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - start


def attacks(pattern: re.Pattern) -> Iterator[Attack]:
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = list(parser.parse(pattern.pattern, flags))
    literals = sorted(_literals(tree), key=len)
    literals = literals[:12] + literals[-4:]
    wholes = [whole for whole in _samples(tree, 4) if whole]
    repeated = [*_COMMON, *literals, *(f"{one} " for one in literals), *wholes, *(whole[:-1] for whole in wholes)]
    found = [*(Attack(*pair) for pair in _pumps(tree, "")), *(Attack("", one) for one in repeated)]
    yield from dict.fromkeys(one for one in found if one.repeated)


def _inner(code, value) -> list:
    """The sequences inside one node of a parsed pattern."""
    if code in _REPEATS:
        return [value[2]]
    if code is op.SUBPATTERN:
        return [value[3]]
    if code is op.ATOMIC_GROUP:
        return [value]
    if code is op.BRANCH:
        return list(value[1])
    return [value[1]] if code in (op.ASSERT, op.ASSERT_NOT) else []


def _literals(sequence) -> set[str]:
    found, run = set(), ""
    for code, value in [*sequence, (None, None)]:
        if code is op.LITERAL:
            run += chr(value)
            continue
        found |= {run} if run else set()
        run = ""
        for inner in _inner(code, value):
            found |= _literals(inner)
    return found


def _pumps(sequence, before: str) -> Iterator[tuple[str, str]]:
    """(what stands before it, what repeats) for every part that may repeat often."""
    for code, value in sequence:
        if code in _REPEATS and value[1] >= _MANY:
            bodies = [body for body in _samples(value[2], 5) if body]
            yield from ((before, body) for body in [*bodies, "".join(bodies)])
        for inner in _inner(code, value):
            yield from _pumps(inner, before)
        before += next(iter(_samples([(code, value)], 1)), "")


def _samples(sequence, count: int) -> list[str]:
    """A few texts that match."""
    found = [""]
    for code, value in sequence:
        if code is op.LITERAL:
            choices = [chr(value)]
        elif code is op.NOT_LITERAL:
            choices = ["b" if value == ord("a") else "a", " "]
        elif code is op.ANY:
            choices = ["a", " "]
        elif code is op.IN:
            choices = _characters(value)[:4]
        elif code in _REPEATS:
            choices = [body * max(value[0], 1) for body in _samples(value[2], 2)] + ([""] if value[0] == 0 else [])
        elif code in (op.ASSERT, op.ASSERT_NOT):
            choices = [""]
        else:
            choices = [text for inner in _inner(code, value) for text in _samples(inner, count)][:6] or [""]
        found = [text + choice for choice in choices for text in found][: count * 2]
    return list(dict.fromkeys(found))


def _characters(items) -> list[str]:
    """One character or more of each part of a class; of a negated class, some that are not in it."""
    if items[0][0] is op.NEGATE:
        return [one for one in _ANYTHING if not any(_is_in(one, item) for item in items[1:])][:4] or ["é"]
    found: list[str] = []
    for code, value in items:
        if code is op.LITERAL:
            found.append(chr(value))
        elif code is op.RANGE:
            found += map(chr, value)
        elif code is op.CATEGORY:
            found.append(_CATEGORIES[value][1])
    return found


def _is_in(character: str, item) -> bool:
    code, value = item
    if code is op.LITERAL:
        return ord(character) == value
    if code is op.RANGE:
        return value[0] <= ord(character) <= value[1]
    return bool(re.match(_CATEGORIES[value][0], character))


# ---- where they are ----


def modules(packages: tuple[str, ...]) -> Iterator[types.ModuleType]:
    for name in packages:
        module = importlib.import_module(name)
        yield module
        for inner in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{name}."):
            yield importlib.import_module(inner.name)


def compiled(packages: tuple[str, ...]) -> dict[tuple[str | bytes, int], str]:
    """(pattern, flags) -> where it is, for every compiled pattern that a module holds, however deep."""
    found: dict[tuple[str | bytes, int], str] = {}
    for module in modules(packages):
        for name, value in vars(module).items():
            for pattern in _held(value, set()):
                found.setdefault((pattern.pattern, pattern.flags), f"{module.__name__}.{name}")
    return found


def _held(value, seen: set[int]) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    if id(value) in seen or isinstance(value, str | bytes | types.ModuleType):
        return
    seen.add(id(value))
    inner: list = []
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    elif isinstance(value, type) and value.__module__.startswith("articles"):
        inner = list(vars(value).values())
    elif is_dataclass(value):
        inner = [getattr(value, name, None) for name in value.__dataclass_fields__]
    elif isinstance(value, types.FunctionType):
        inner = [*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]
    for one in inner:
        yield from _held(one, seen)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the module `re` in the source: its pattern where it is written out, None where it is put together."""

    path: Path
    line: int
    pattern: str | bytes | None
    is_in_function: bool


def calls(folder: Path) -> Iterator[Call]:
    for path in sorted([folder] if folder.suffix == ".py" else folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            id(node)
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_of_re(node.func):
                pattern = None
                with contextlib.suppress(ValueError, IndexError):
                    pattern = ast.literal_eval(node.args[0])
                yield Call(path, node.lineno, pattern, id(node) in inside)


def _is_of_re(function: ast.expr) -> bool:
    takes_pattern = ("compile", "match", "search", "fullmatch", "split", "sub", "subn", "findall", "finditer")
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in ("re", "regex")
        and function.attr in takes_pattern
    )
