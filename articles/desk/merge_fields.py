"""Fields in which two records of a merge differ, and whose value the record that is kept gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.vocabulary import EntityKind, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from articles.models import Organization


@dataclass(frozen=True, slots=True)
class MergeField:
    """Columns that are chosen together: a position belongs to its country."""

    name: str
    label: str
    columns: tuple[str, ...]


_SUMMARY = MergeField("summary", "Summary", ("summary",))
_FIELDS: Mapping[str, tuple[MergeField, ...]] = {
    EntityKind.PERSON: (
        MergeField("given_name", "Given name", ("given_name",)),
        MergeField("family_name", "Family name", ("family_name",)),
        MergeField("honorific_prefix", "Title", ("honorific_prefix",)),
        _SUMMARY,
    ),
    EntityKind.ORGANIZATION: (
        MergeField("classification", "Kind", ("classification",)),
        MergeField("country", "Country", ("country",)),
        MergeField("parent", "Part of", ("parent",)),
        _SUMMARY,
    ),
    EntityKind.PLACE: (
        MergeField("feature", "Kind", ("feature_class", "feature_code")),
        MergeField(
            "location",
            "Location",
            ("country", "country_code", "country_code3", "latitude", "longitude", "disputed_area", "setting"),
        ),
        MergeField("population", "Population", ("population",)),
        _SUMMARY,
    ),
}
# Kind and location of a country are not those of another place.
_OF_COUNTRIES = frozenset({"feature", "location"})
_MAX_PARENTS = 50


@dataclass(frozen=True, slots=True)
class FieldValues:
    """A field of both records. `takes_merged`: by default the record that is kept gets the value of the other one, which
    says the same and more.
    """

    field: MergeField
    kept: Mapping[str, Any]
    merged: Mapping[str, Any]
    has_choice: bool

    @property
    def takes_merged(self) -> bool:
        return self.has_choice and all(
            not _is_stated(value) or value == self.merged[name] for name, value in self.kept.items()
        )


def field_values(kept: Any, merged: Any) -> list[FieldValues]:
    """Of a person, organization or place each, in the order of the form; also fields that are equal or empty."""
    return [_field_values(field, kept, merged) for field in _FIELDS[kept.entity_kind]]


def set_fields(kept: Any, values: Mapping[str, Any]) -> None:
    """Set columns of the record that is kept. Its sort name follows, unless it was set by hand."""
    follows = kept.sort_name == kept.default_sort_name()
    for name, value in values.items():
        setattr(kept, name, value)
    if follows:
        kept.sort_name = ""
    kept.save()


def columns_taken(kept: Any, merged: Any, taken: Collection[str]) -> dict[str, Any]:
    """The columns that the kept record gets, for these names of fields. Fields without a choice are ignored."""
    chosen = [one for one in field_values(kept, merged) if one.has_choice and one.field.name in taken]
    return {name: value for one in chosen for name, value in one.merged.items()}


def _field_values(field: MergeField, kept: Any, merged: Any) -> FieldValues:
    mine = {name: getattr(kept, name) for name in field.columns}
    theirs = {name: getattr(merged, name) for name in field.columns}
    has_choice = mine != theirs and any(map(_is_stated, theirs.values()))
    if field.name == "parent":
        has_choice = has_choice and not _is_below(theirs["parent"], {kept.pk, merged.pk})
    if field.name in _OF_COUNTRIES:
        has_choice = has_choice and kept.is_country == merged.is_country
    return FieldValues(field, mine, theirs, has_choice)


def _is_stated(value: object) -> bool:
    return value not in (None, "", 0, OrganizationClass.OTHER)


def _is_below(organization: Organization | None, tops: Collection[int]) -> bool:
    """Whether an organization is one of these or a part of one, so that these cannot be parts of it."""
    for _ in range(_MAX_PARENTS):
        if organization is None or organization.pk in tops:
            break
        organization = organization.parent
    return organization is not None
