"""The table of a merge: each fact of the two records side by side, what the record that is kept will say, and the choice
where they differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from articles.admin.merge_sides import Side, name_in_words
from articles.admin.record_counts import shared_count
from articles.desk.merge_fields import FieldValues, field_values
from articles.vocabulary import OrganizationClass
from articles.wording.counts import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

# Names of radio buttons, followed by the name of a field, and their values.
CHOICE, MERGED, KEPT = "take-", "merged", "kept"


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    url: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    is_checked: bool


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the table. `options` are empty where there is nothing to choose."""

    label: str
    merged: Sequence[Line]
    kept: Sequence[Line]
    after: Sequence[Line]
    name: str = ""
    options: Sequence[Option] = ()


def fields_taken(data: Mapping[str, str], kept: Any, merged: Any) -> list[str]:
    """The names of the fields whose values are taken from the merged record; a field that the form lacks has its default."""
    return [one.field.name for one in field_values(kept, merged) if _takes_merged(one, data)]


def fact_rows(merged: Side, kept: Side, data: Mapping[str, str]) -> list[FactRow]:
    """`data` are the choices made so far, from a form that could not be saved."""
    rows = [FactRow("Name", _lines(merged.name), _lines(kept.name), _lines(kept.name))]
    rows += [_field_row(one, kept, merged, data) for one in field_values(kept.record, merged.record)]
    roles = list(dict.fromkeys([*kept.roles, *merged.roles]))
    rows.append(FactRow("Roles", _lines(*merged.roles), _lines(*kept.roles), _lines(*roles)))
    rows.append(_names(merged, kept))
    identifiers = sorted({*kept.identifiers, *merged.identifiers})
    rows.append(FactRow("Identifiers", _lines(*merged.identifiers), _lines(*kept.identifiers), _lines(*identifiers)))
    rows = [row for row in rows if row.merged or row.kept]
    return [*rows, *_stories(merged, kept), _addresses(merged, kept)]


def _takes_merged(values: FieldValues, data: Mapping[str, str]) -> bool:
    default = MERGED if values.takes_merged else KEPT
    return values.has_choice and data.get(f"{CHOICE}{values.field.name}", default) == MERGED


def _field_row(values: FieldValues, kept: Side, merged: Side, data: Mapping[str, str]) -> FactRow:
    mine, theirs = (_in_words(values, side.record) for side in (kept, merged))
    takes = _takes_merged(values, data)
    options = [Option(KEPT, mine or "none", not takes), Option(MERGED, theirs or "none", takes)]
    return FactRow(
        values.field.label,
        _lines(theirs),
        _lines(mine),
        _lines(theirs if takes else mine),
        name=f"{CHOICE}{values.field.name}",
        options=options if values.has_choice else (),
    )


def _in_words(values: FieldValues, record: Any) -> str:
    return _WORDS.get(values.field.name, lambda one: str(getattr(one, values.field.name) or ""))(record)


def _location(place: Any) -> str:
    country = place.country.name if place.country else ""
    words = place.words
    where = f"in {country}" if words.is_in_country and country else words.where or place.country_code
    position = f"{place.latitude:.3f}, {place.longitude:.3f}" if place.latitude is not None else ""
    return "; ".join(filter(None, [where, words.status, position]))


# Field -> its value in words, where it is not simply the value.
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "classification": lambda one: (
        "" if one.classification == OrganizationClass.OTHER else one.get_classification_display()
    ),
    "feature": lambda place: place.words.kind,
    "location": _location,
    "population": lambda place: f"{place.population:,}" if place.population else "",
}


def _names(merged: Side, kept: Side) -> FactRow:
    """As `articles.desk.merging` moves them: by their exact spelling, and the name of the merged record becomes one."""
    has = {kept.name, *(name.name for name in kept.names)}
    moving = [name for name in merged.names if name.name not in has]
    has.update(name.name for name in moving)
    own = [] if merged.name in has else [Line(merged.name, remark="from this merge")]
    after = [*own, *(Line(name_in_words(name)) for name in [*kept.names, *moving])]
    theirs, mine = (_lines(*map(name_in_words, side.names)) for side in (merged, kept))
    return FactRow("Other names", theirs, mine, after)


def _stories(merged: Side, kept: Side) -> Iterator[FactRow]:
    both = shared_count(merged.pk, kept.pk) if merged.stories and kept.stories else 0
    after = Line(_counted(merged.stories + kept.stories - both), remark=f"{both} name both" if both else "")
    yield FactRow("Published stories", list(_side_stories(merged)), list(_side_stories(kept)), [after])
    theirs, mine = (_lines(str(side.drafts) if side.drafts else "") for side in (merged, kept))
    result = "suggestions of both become those of the record that is kept" if theirs or mine else ""
    yield FactRow("Drafts", theirs, mine, _lines(result))


def _side_stories(side: Side) -> Iterator[Line]:
    if side.stories:
        yield Line(_counted(side.stories))
    if side.newest is not None:
        date = f"{side.newest.date:%-d %B %Y}" if side.newest.date else ""
        yield Line(
            side.newest.headline, url=reverse("admin:articles_article_change", args=[side.newest.pk]), remark=date
        )


def _counted(stories: int) -> str:
    return counted(stories, "story", "stories") if stories else ""


def _addresses(merged: Side, kept: Side) -> FactRow:
    after = [Line(kept.address), Line(merged.address, remark="redirects to it")]
    return FactRow("Address", _lines(merged.address), _lines(kept.address), after)


def _lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts if text]
