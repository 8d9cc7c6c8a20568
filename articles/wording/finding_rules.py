"""Why extraction proposes a finding: the sentences for its rule, in words for editors."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The tables for each part of a rule, by the kind of the finding. "model; only one known" has two parts.
_TABLES: Mapping[str, tuple[str, ...]] = {
    "mention": ("recognized", "resolved"),
    "quotation": ("speaker", "speaker_words"),
    "pledge": ("pledge",),
    "membership": ("role",),
    "figure": ("figure",),
}


def rule_sentences(noun: str, rule: str) -> tuple[str, ...]:
    """The sentences for the rule of a finding of this kind.

    A rule that this version does not know, as of findings of an older one, is shown by its id. The database cuts rules at
    60 characters: the end of a long one is recognized by its beginning.
    """
    parts = [part.strip() for part in rule.split(";", 1) if part.strip()]
    tables = _TABLES[noun]
    return tuple(_sentence(table, part) for table, part in zip(tables, parts, strict=False))


@cache
def rules_by_table() -> Mapping[str, Mapping[str, str]]:
    data: dict[str, dict[str, str]] = tomllib.loads(
        (files("articles.wording") / "finding_rules.toml").read_text("utf-8")
    )
    return data


def _sentence(table: str, part: str) -> str:
    sentences = rules_by_table()[table]
    if part in sentences:
        return sentences[part]
    cut = [sentence for rule, sentence in sentences.items() if rule.startswith(part)]
    return cut[0] if len(cut) == 1 else f"Rule: {part}."
