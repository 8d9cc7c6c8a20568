"""Every rule that extraction can write has a sentence for editors, and every sentence a rule."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import articles.extraction
from articles.wording.finding_rules import rule_sentences, rules_by_table

FOLDER = Path(articles.extraction.__file__).parent
# Calls that receive the rule of a finding: the function, and the position of the rule among its arguments.
RECEIVERS = {
    "Choice": ("resolved", 2),
    "_one_or_several": ("resolved", 1),
    "Name": ("recognized", 5),
    "PledgeCandidate": ("pledge", 3),
    "_candidate": ("pledge", 2),
    "_attribution": ("speaker", 2),
    "_continued": ("speaker", 1),
    "Referent": ("speaker_words", 3),
    "Trigger": ("figure", 1),
}
# Variables that hold a rule before it is passed on, by module.
VARIABLES = {
    "names.consistency": ("rule", "recognized"),
    "names.recognition": ("rule", "recognized"),
    "names.entity_linking": ("rule", "resolved"),
    "names.place_linking": ("rule", "resolved"),
    "pledges.aid_actions": ("rule", "pledge"),
    "pledges.verb_rules": ("rule", "pledge"),
    "quotations.coreference": ("kind", "speaker_words"),
}
KEYWORDS = {"names": "recognized", "quotations": "speaker", "figures": "figure"}


def strings_of(node, module):
    """The strings that an expression can be: a constant, a choice of two, or a constant of the module."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return strings_of(node.body, module) | strings_of(node.orelse, module)
    if isinstance(node, ast.Name) and isinstance(getattr(module, node.id, None), str):
        return {getattr(module, node.id)}
    return set()


def assigned(variable, target, value, module):
    """The strings that are assigned to this variable, alone or as part of a tuple."""
    if isinstance(target, ast.Name):
        return strings_of(value, module) if target.id == variable else set()
    if not isinstance(target, ast.Tuple):
        return set()
    at = next((at for at, one in enumerate(target.elts) if isinstance(one, ast.Name) and one.id == variable), None)
    if at is None:
        return set()
    values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return set().union(*(strings_of(one.elts[at], module) for one in values if isinstance(one, ast.Tuple)))


def assignments(node):
    """The pairs of target and value of an assignment, or of a loop over rows that are written out."""
    if isinstance(node, ast.Assign):
        return [(target, node.value) for target in node.targets]
    is_loop = isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple | ast.List)
    return [(node.target, row) for row in node.iter.elts] if is_loop else []


def argument(call, at):
    """The argument at this position; `*match.span()` is two."""
    spread = [one for arg in call.args for one in ([arg, arg] if isinstance(arg, ast.Starred) else [arg])]
    return spread[at] if len(spread) > at else None


def rules_in(name, module, tree):
    """The rules of a module, with their tables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "id", getattr(node.func, "attr", ""))
            table, at = RECEIVERS.get(function, ("", 0))
            if table and argument(node, at) is not None:
                yield from ((table, rule) for rule in strings_of(argument(node, at), module))
            values = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            table = table or KEYWORDS.get(name.partition(".")[0], "")
            yield from ((table, rule) for value in values for rule in strings_of(value, module))
        variable, table = VARIABLES.get(name, ("", ""))
        for target, value in assignments(node) if variable else ():
            yield from ((table, rule) for rule in assigned(variable, target, value, module))
        if name == "names.printed_roles" and isinstance(node, ast.Tuple) and len(node.elts) == 3:
            yield from (("role", rule) for rule in strings_of(node.elts[0], module))
        if name == "pledges.modality" and isinstance(node, ast.Return) and node.value is not None:
            tuples = [
                one
                for one in ast.walk(node.value)
                if isinstance(one, ast.Tuple) and len(one.elts) == 2 and not strings_of(one.elts[0], module)
            ]
            yield from (("pledge", rule) for one in tuples for rule in strings_of(one.elts[1], module))


def all_rules():
    found = {("recognized", "byline")}  # written by articles.desk.propose
    for path in sorted(FOLDER.rglob("*.py")):
        name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
        module = importlib.import_module(f"articles.extraction.{name}".removesuffix(".__init__"))
        found |= {(table, rule) for table, rule in rules_in(name, module, ast.parse(path.read_text("utf-8"))) if rule}
    return found


def test_every_rule_has_a_sentence_and_every_sentence_a_rule():
    written = {(table, rule) for table, rules in rules_by_table().items() for rule in rules}
    assert all_rules() == written


def test_every_sentence_ends_with_a_full_stop_and_is_used_once():
    for table, rules in rules_by_table().items():
        assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in rules.values()), table
        assert len(set(rules.values())) == len(rules), table


@pytest.mark.parametrize(
    ("noun", "rule", "sentences"),
    [
        ("pledge", "will", ("The text says that it will be given.",)),
        (
            "mention",
            "acronym; unknown",
            ("An acronym of an organization that the story names in full.", "No record has this name."),
        ),
        ("mention", "byline", ("Printed in the byline.",)),
        ("quotation", "according to", ("The speaker is named after “according to”.",)),
        ("mention", "a rule of long ago; unknown", ("Rule: a rule of long ago.", "No record has this name.")),
        ("membership", "", ()),
    ],
)
def test_a_rule_is_explained_part_by_part(noun, rule, sentences):
    assert rule_sentences(noun, rule) == sentences


def test_the_longest_rules_are_recognized_after_the_database_cut_them():
    for first in rules_by_table()["recognized"]:
        for second, sentence in rules_by_table()["resolved"].items():
            assert rule_sentences("mention", f"{first}; {second}"[:60])[-1] in (
                sentence,
                f"Rule: {second[: 58 - len(first)]}.",
            )
