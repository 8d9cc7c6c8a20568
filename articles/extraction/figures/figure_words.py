"""The words of data/figures.toml: by word the kind of figure that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.extraction import lexicon
from articles.vocabulary import FigureKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "figures"


def _kinds(table: str) -> Mapping[str, FigureKind]:
    lists = lexicon.mapping(_FILE, table)
    return {word: FigureKind(kind) for kind in lists for word in lexicon.words(_FILE, f"{table}.{kind}")}


PEOPLE = lexicon.words(_FILE, "people")
FORCES = lexicon.words(_FILE, "forces")
THINGS = lexicon.words(_FILE, "things")
MEASURES = lexicon.words(_FILE, "measures")
COUNTED = _kinds("counted")
DONE_TO = _kinds("done_to")
DONE_BY = _kinds("done_by")
STATES = _kinds("states")
NOUNS_OF = _kinds("nouns_of")
THINGS_DONE = _kinds("things_done")
TOLLS = lexicon.words(_FILE, "words.tolls")
TOLLS_OF = lexicon.words(_FILE, "words.tolls_of")
TOLL_PREPOSITIONS = lexicon.words(_FILE, "words.toll_prepositions")
LIFE_VERBS = lexicon.words(_FILE, "words.life_verbs")
LEAVING = lexicon.words(_FILE, "words.leaving")
TAKING = lexicon.words(_FILE, "words.taking")
HELD = lexicon.words(_FILE, "words.held")
FORCING = lexicon.words(_FILE, "words.forcing")
MODALS = lexicon.words(_FILE, "words.modals")
NEGATIONS = lexicon.words(_FILE, "words.negations")
UNREAL = lexicon.words(_FILE, "words.unreal")
MONEY_NOUNS = lexicon.words(_FILE, "words.money_nouns")
MONEY_VERBS = lexicon.words(_FILE, "words.money_verbs")
REPORTED_AS = lexicon.words(_FILE, "words.reported_as")
CLAIMING = lexicon.words(_FILE, "words.claiming")
MONTHS = frozenset((*lexicon.ordered("calendar", "months"), *lexicon.ordered("calendar", "short_months")))
