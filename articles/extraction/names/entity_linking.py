"""Link a name to one of several known organizations or people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.extraction.names.place_linking import ONLY_ONE_KNOWN, Choice
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from articles.extraction.findings import KnownName

ANOTHER_COUNTRYS = "may be another country's"
# Institutions that many countries have under the same words: whose it is, the story must say.
_GENERIC_WORDS = lexicon.words("common_words", "generic.organization_words")


def choose_entity(
    known: Sequence[KnownName], named: tuple[Collection[str], Collection[str]], in_full: Collection[str]
) -> Choice:
    """`named` are the countries that the story names, and those of its places; `in_full` what it names in full."""
    countries, nearby = named
    by_ref = {name.ref: name for name in sorted(known, key=lambda name: not name.is_weak)}
    rivals = tuple(sorted(by_ref.values(), key=lambda name: (-name.weight, name.ref)))
    if len(rivals) == 1:
        return _single(rivals[0], countries, nearby, in_full)
    for chosen, rule, confidence in (
        ([name for name in rivals if name.ref in in_full], "named in full in the story", 0.95),
        ([name for name in rivals if name.country_code in countries], "its country is in the story", 0.85),
        ([name for name in rivals if name.country_code in nearby], "its country's places are in the story", 0.8),
        ([name for name in rivals if not name.country_code], "the country of no other is in the story", 0.7),
    ):
        if len(chosen) == 1:
            return Choice(Resolution.ONE, tuple(chosen), rule, confidence)
    return Choice(Resolution.SEVERAL, rivals, "several of the name", 0.5)


def _single(name: KnownName, countries: Collection[str], nearby: Collection[str], in_full: Collection[str]) -> Choice:
    is_foreign = bool(name.country_code and countries) and name.country_code not in {*countries, *nearby}
    is_any_countrys = name.kind == EntityKind.ORGANIZATION and _is_generic(name.name)
    if is_foreign and is_any_countrys and name.ref not in in_full:
        return Choice(Resolution.NONE, (), ANOTHER_COUNTRYS, 0.5)
    return Choice(Resolution.ONE, (name,), ONLY_ONE_KNOWN, 0.85 if is_foreign else 0.95)


def _is_generic(name: str) -> bool:
    return all(word in _GENERIC_WORDS for word in re.findall(r"[^\W_]+(?:['’]s?)?", name.casefold()))
