"""A gazetteer whose names are in memory, for tests and measurements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from articles.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.extraction.findings import KnownName


class MemoryGazetteer:
    """Implements `findings.Gazetteer`."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._by_key: dict[str, list[KnownName]] = defaultdict(list)
        for name in names:
            self._by_key[fold(name.name)].append(name)

    def lookup(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownName]]:
        return {key: self._by_key[key] for key in keys if key in self._by_key}
