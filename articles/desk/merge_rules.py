"""What a merge does with each reference to a record. A test fails for a reference that has no rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.db.models import Model


class Handling(StrEnum):
    # The foreign key is set to the record that is kept.
    MOVE = "move"
    # Names move unless the kept record has them; the main name becomes another name.
    NAMES = "names"
    # Rows of the many-to-many table move unless the kept record is a candidate, too.
    CANDIDATES = "candidates"
    # Pairs with the merged record become pairs with the one that is kept.
    PAIR = "pair"
    # Derived data, computed again from the facts, or from the outbox.
    DERIVE = "derive"
    # The row of the merged record itself.
    DELETE = "delete"
    # A value that says what was true when it was written, and stays.
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class MergeRule:
    """`noun` counts the links in the preview of a merge ("mention"); it is empty for links that editors do not see.

    `effect` says in the preview what happens to them.
    """

    handling: Handling
    noun: str = ""
    effect: str = ""


_DATA = tomllib.loads(Path(__file__).with_name("merge_rules.toml").read_text("utf-8"))


def _by_key(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """By "table.field", as Django labels them."""
    return {f"{table}.{field}": value for table, fields in tables.items() for field, value in fields.items()}


# For every reference to a person, an organization or a place.
RULES: Mapping[str, MergeRule] = {
    key: MergeRule(Handling(row["handling"]), row.get("noun", ""), row.get("effect", ""))
    for key, row in _by_key(_DATA["rules"]).items()
}
# Why this JSON or number refers to no record.
NO_REFERENCE: Mapping[str, str] = _by_key(_DATA["no_reference"])


def moving_keys() -> Iterator[tuple[type[Model], str]]:
    """(table, foreign key) of the references that a merge sets to the record that is kept."""
    for key, rule in RULES.items():
        if rule.handling == Handling.MOVE:
            table, _, field = key.rpartition(".")
            yield apps.get_model(table), field
