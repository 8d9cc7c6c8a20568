"""No text can keep a regular expression busy for long: every one in the code is tried with texts made for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from articles.wording.identifier_schemes import schemes
from tests.regular_expressions import Call, calls, compiled, weakness

ROOT = Path(__file__).resolve().parents[1]
# All but the migrations, whose patterns work on what they were written for.
PACKAGES = tuple(
    f"articles.{path.stem}"
    for path in sorted((ROOT / "articles").iterdir())
    if path.stem not in ("migrations", "__init__") and (path.suffix == ".py" or (path / "__init__.py").exists())
)
# Patterns that are put together when they are used, of names that were found: alternatives without a repeat.
PUT_TOGETHER = {
    # Words of a story, escaped.
    "desk/takedown_log.py": 1,
    "extraction/names/consistency.py": 2,
    "extraction/quotations/quotation_marks.py": 1,
    "extraction/quotations/coreference.py": 1,
    # Of identifier_schemes.toml; test_the_pattern_of_a_scheme_is_not_kept_busy tries each.
    "wording/identifier_schemes.py": 2,
    "wording/role_words.py": 1,
    "management/sample_decisions.py": 1,
    "pages/fact_rows.py": 1,
}
COMPILED = compiled(PACKAGES)


def path_of(package):
    path = ROOT / Path(*package.split("."))
    return path if path.is_dir() else path.with_suffix(".py")


@pytest.fixture(scope="module")
def written() -> list[Call]:
    return [call for package in PACKAGES for call in calls(path_of(package))]


@pytest.mark.parametrize(("pattern", "flags"), COMPILED, ids=COMPILED.values())
def test_no_text_keeps_a_compiled_pattern_busy(pattern, flags):
    assert weakness(re.compile(pattern, flags)) is None


def test_no_text_keeps_a_pattern_busy_that_is_written_where_it_is_used(written):
    inside = [call for call in written if call.is_in_function and call.pattern is not None]
    assert inside
    assert [call for call in inside if weakness(re.compile(call.pattern))] == []


def test_every_pattern_of_the_source_is_tried(written):
    tried = {pattern for pattern, _ in COMPILED}
    module_level = [call for call in written if not call.is_in_function and call.pattern is not None]
    assert [call for call in module_level if call.pattern not in tried] == []


def test_patterns_that_are_put_together_in_functions_are_few_and_known(written):
    found: dict[str, int] = {}
    for call in written:
        if call.is_in_function and call.pattern is None:
            name = call.path.relative_to(ROOT / "articles").as_posix()
            found[name] = found.get(name, 0) + 1
    assert found == PUT_TOGETHER


@pytest.mark.parametrize(
    "bad",
    [
        r"(?:<!--.*?-->\s*)*<html",
        r"^(a+)+$",
        r"(?:a|aa)+b",
        r"(\w+\s*)+:",
        r"(x+x+)+y",
        r"\s*-?\s*,?\s*:",
        r"a*b?a*c?a*!",
        rb"(?:\n|\n\n)*<",
    ],
    ids=repr,
)
def test_the_check_finds_a_pattern_that_can_be_kept_busy(bad):
    assert weakness(re.compile(bad, re.DOTALL)) is not None


@pytest.mark.parametrize(
    "good",
    [r"(?><!--.*?-->\s*+)*+<html", r"\s+$", r"[^\W\d_]{2,}", r"(?:a|b)+c", r"^\s*(?:x|y)\s*$", r"(?:\w+\s){0,4}said"],
    ids=repr,
)
def test_the_check_lets_an_honest_pattern_pass(good):
    assert weakness(re.compile(good, re.DOTALL)) is None


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_the_pattern_of_a_scheme_is_not_kept_busy(scheme):
    assert weakness(re.compile(scheme.pattern, re.ASCII)) is None
