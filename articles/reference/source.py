"""Records as defined by the files, before comparing and storing. Other records are referenced by their keys."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from articles.models import Organization, Person, Place
from articles.vocabulary import NameKind, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Iterable

AnyEntity = Person | Organization | Place
Fields = dict[str, Any]
WIKIDATA = "wikidata"
MAX_SHORT_ACRONYM = 3
_MAX_LATIN = 0x250
_PUNCTUATION = range(0x2000, 0x2070)
# The columns that reference data sets, with their default values. `country` and `parent` hold the key of another
# record; `point` is latitude and longitude, which change together.
FIELDS: dict[type[AnyEntity], Fields] = {
    Person: {"family_name": ""},
    Organization: {"classification": OrganizationClass.OTHER.value, "country": None, "parent": None, "summary": ""},
    Place: {
        "feature_class": "P", "feature_code": "PPL", "country": None, "country_code": "", "country_code3": "",
        "point": None, "population": 0, "disputed_area": "", "setting": "",
    },
}  # fmt: skip
REFERENCES = ("country", "parent")


@dataclass(frozen=True, slots=True)
class Role:
    """`where` is the key of an organization, a country or a place; empty if none is loaded."""

    role: str
    where: str
    start_date: str
    end_date: str
    as_of: str
    source: str

    @property
    def what(self) -> str:
        return f"{self.role} | {self.where} | {self.start_date}"[:300]

    @property
    def value(self) -> Fields:
        return asdict(self)


@dataclass(slots=True)
class SourceRecord:
    """A row of the files. `identifiers` maps schemes to numbers; `former_keys` are keys of records merged into it."""

    key: str
    model: type[AnyEntity]
    fields: Fields
    names: dict[str, Fields] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    former_keys: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    def add_name(
        self, name: str, kind: NameKind, *, language: str = "", weak: bool = False, exact: bool = False
    ) -> None:
        """Add another name, unless it equals the main name or was added before."""
        if name == self.name:
            return
        columns = {"name": name, "kind": kind.value, "language": language, "is_weak": weak, "case_sensitive": exact}
        self.names.setdefault(name, columns)

    def add_names(self, names: Iterable[str], *, exact: Iterable[str] = (), weak: Iterable[str] = ()) -> None:
        """Add names from the files. Short acronyms match only as written: "IS" is not "is"."""
        exact, weak = set(exact), set(weak)
        for name in [*names, *sorted(weak - set(names))]:
            is_acronym = name.isupper() and name.isalpha()
            is_exact = name in exact or (is_acronym and len(name) <= MAX_SHORT_ACRONYM)
            self.add_name(name, _kind(name), weak=name in weak, exact=is_exact and name.isascii())


def record(key: str, model: type[AnyEntity], name: str, *, sort: str = "", **given: Any) -> SourceRecord:
    """A record with every column that reference data sets. `sort` overrides the sort name derived from the name."""
    fields = {"name": name, **FIELDS[model], **given}
    columns = {"family_name": fields["family_name"]} if model is Person else {}
    fields["sort_name"] = sort or model(name=name, **columns).default_sort_name()
    return SourceRecord(key=key, model=model, fields=fields)


def _kind(name: str) -> NameKind:
    if name.isascii():
        return NameKind.ACRONYM if name.isupper() and name.isalpha() else NameKind.ALIAS
    is_latin = all(ord(letter) < _MAX_LATIN or ord(letter) in _PUNCTUATION for letter in name)
    return NameKind.ALIAS if is_latin else NameKind.NATIVE
