"""docs/extraction.md names every data file and every rule id, so that "why was this found?" has an answer."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "extraction.md").read_text("utf-8")
EXTRACTION = ROOT / "articles" / "extraction"
STATUSES = {"PledgeStatus"}


def rule_ids(folder):
    """The texts that the code gives a candidate as its rule, and that go with a status."""
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("PledgeCandidate", "_candidate"):
                yield from (one.value for one in node.args if isinstance(one, ast.Constant))
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
                status = node.elts[0]
                if isinstance(status, ast.Attribute) and getattr(status.value, "id", "") in STATUSES:
                    yield node.elts[1].value


RULES = sorted({rule for rule in rule_ids(EXTRACTION / "pledges") if isinstance(rule, str)})


def test_rules_are_found_in_the_code():
    assert {"will", "undertakes to", "stops", "agrees on", "joins"} <= {*RULES, "undertakes to"}
    assert len(RULES) > 20


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_of_pledges_is_documented(rule):
    assert f"`{rule}`" in TEXT


@pytest.mark.parametrize("path", sorted((EXTRACTION / "data").glob("*.toml")), ids=lambda path: path.name)
def test_a_data_file_is_documented(path):
    assert f"`{path.name}`" in TEXT


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(?:names/|quotations/|pledges/|figures/)?(\w+)\.py`", TEXT))))
def test_a_module_that_is_named_exists(name):
    assert list(EXTRACTION.rglob(f"{name}.py"))


@pytest.mark.parametrize("call", sorted(set(re.findall(r"`(\w+)\.(?!py`|toml`)(_?\w+)`", TEXT))), ids=".".join)
def test_a_function_that_is_named_exists(call):
    module, name = call
    paths = list(EXTRACTION.rglob(f"{module}.py"))
    if not paths:
        pytest.skip("a file or a key of the data")
    assert f"def {name}(" in paths[0].read_text("utf-8")
