"""Parse URL parameters into a story query. Invalid parameters are ignored and reported in a sentence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from articles.search.facets import FACETS
from articles.search.parsed_query import MAX_TEXT
from articles.search.result import MAX_PAGE, Sort, StoryQuery
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.http import QueryDict

    from articles.search.facets.base import FacetKey

DATES_REVERSED = "The start date is after the end date, so no story can match."
MAX_VALUES = 20
_NO_SUCH_ORDER = "Stories cannot be sorted by {}; showing the newest first."
_NOT_EXACT = "“exact” can only be 1, not {}; all names were searched."
_MAX_NAMED = 5
_MAX_SHOWN = 40
_MAX_PAGE_DIGITS = 20
_TRACKING = Path(__file__).with_name("tracking_parameters.toml")
_SORTS: tuple[str, ...] = get_args(Sort)
_OWN_PARAMETERS = ("q", "exact", "from", "to", "sort", "page")


@dataclass(slots=True)
class Parameters:
    """The parameters of a URL; `notes` collects a sentence for each ignored one."""

    params: QueryDict
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.params.get(name, "")

    def choice(self, name: str, allowed: Collection[str], default: str, sentence: str) -> str:
        """One of the allowed values, or the default and a note; `{}` in the note is replaced by the value."""
        value = self.text(name)
        if value and value not in allowed:
            self.notes.append(sentence.format(quoted(value)))
        return value if value in allowed else default

    def day(self, name: str) -> date | None:
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.notes.append(f"{quoted(value)} is not a date such as 2016-07-21; it was ignored.")
            return None

    def page(self) -> int:
        value = self.text("page")
        is_number = value.isascii() and value.isdigit() and len(value) <= _MAX_PAGE_DIGITS and int(value) > 0
        if value and not is_number:
            self.notes.append(f"There is no page {quoted(value)}; showing the first page.")
        if is_number and int(value) > MAX_PAGE:
            self.notes.append(f"Lists end at page {MAX_PAGE}; add filters to see other stories.")
        return min(int(value), MAX_PAGE) if is_number else 1

    def facet(self, name: str) -> tuple[FacetKey, ...]:
        given = [value for value in self.params.getlist(name) if value.strip()]
        found: list[FacetKey] = []
        for value in given[:MAX_VALUES]:
            try:
                found.append(FACETS[name].clean(value))
            except ValueError:
                self.notes.append(f"There is no {FACETS[name].noun} {quoted(value)}; it was ignored.")
        if len(given) > MAX_VALUES:
            self.notes.append(f"Only the first {MAX_VALUES} values of {quoted(name)} were used.")
        return tuple(dict.fromkeys(found))

    def name_unknown(self, known: Iterable[str]) -> None:
        """Add one sentence on unknown parameters, except known tracking parameters."""
        unknown = [name for name in self.params if name not in {*known} and not is_tracking(name)]
        if not unknown:
            return
        listed = ", ".join(quoted(name) for name in unknown[:_MAX_NAMED])
        if len(unknown) == 1:
            self.notes.append(f"This list has no filter {listed}; it was ignored.")
            return
        more = f" and {len(unknown) - _MAX_NAMED} more" if len(unknown) > _MAX_NAMED else ""
        self.notes.append(f"This list has no filters {listed}{more}; they were ignored.")


def parse_query(params: QueryDict, *, entities: Iterable[int] = ()) -> StoryQuery:
    """The story query of a URL; `address_notes` report ignored parameters."""
    given = Parameters(params)
    first, last = given.day("from"), given.day("to")
    if first and last and first > last:
        given.notes.append(DATES_REVERSED)
    sort = given.choice("sort", _SORTS, "newest", _NO_SUCH_ORDER)
    exact = given.choice("exact", ("0", "1"), "0", _NOT_EXACT)
    filters = {name: values for name in FACETS if (values := given.facet(name))}
    page = given.page()
    given.name_unknown((*FACETS, *_OWN_PARAMETERS))
    return StoryQuery(
        # One character more than the limit is kept, so that the result can report that the text was too long.
        text=clean_line(given.text("q")[: MAX_TEXT * 2])[: MAX_TEXT + 1],
        exact=exact == "1",
        entities=tuple(entities),
        filters=filters,
        date_from=first,
        date_to=last,
        sort=cast("Sort", sort),
        page=page,
        address_notes=tuple(given.notes),
    )


def quoted(text: str) -> str:
    line = clean_line(text[: _MAX_SHOWN * 2])
    return f"“{line if len(line) <= _MAX_SHOWN else line[:_MAX_SHOWN] + '…'}”"


def is_tracking(name: str) -> bool:
    """Whether a parameter only tracks where readers come from."""
    prefixes, names = _tracking()
    return name.lower().startswith(prefixes) or name.lower() in names


@lru_cache(maxsize=1)
def _tracking() -> tuple[tuple[str, ...], frozenset[str]]:
    data = tomllib.loads(_TRACKING.read_text("utf-8"))
    return tuple(data["prefixes"]), frozenset(data["names"])
