"""The columns of tables of people, organizations and places: how a value is written in a cell, and read from it.

What is written is read back as the same value. Cells hold words and standard codes: the code of a country, not its id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.desk.record_checks import MAX_POPULATION, length_problem
from articles.geography.place_kinds import place_kinds
from articles.models import Entity, Organization, OtherName, Person, Place
from articles.text import clean, clean_name, fold
from articles.vocabulary import EntityKind, NameKind, OrganizationClass
from articles.wording.identifier_schemes import schemes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from articles.wording.identifier_schemes import Scheme

MODELS: dict[str, type[Entity]] = {
    EntityKind.PERSON: Person, EntityKind.ORGANIZATION: Organization, EntityKind.PLACE: Place,
}  # fmt: skip
ID, NEW, OTHER_NAMES = "id", "new", "other_names"
_WEAK, _CASE_SENSITIVE = "needs context", "capitals matter"
_DIGIT_SEPARATORS = re.compile(r"[\s,'\u2019\u202f]")
# A bar or backslash in a name is written after a backslash.
_PARTS = re.compile(r"(?:[^|\\]|\\.|\\\Z)+")
_MAX_ID_DIGITS = 18


@dataclass(frozen=True, slots=True)
class NameValue:
    """Another name of a record."""

    name: str
    kind: str = NameKind.ALIAS
    language: str = ""
    is_weak: bool = False
    case_sensitive: bool = False

    @classmethod
    def of(cls, row: OtherName) -> NameValue:
        return cls(row.name, row.kind, row.language, row.is_weak, row.case_sensitive)


@dataclass(frozen=True, slots=True)
class RecordValues:
    """A record with what belongs to it."""

    record: Any
    names: Sequence[NameValue] = ()
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """`read` raises ValueError with a sentence. `attribute` is that of the record, if there is one."""

    name: str
    help: str
    value: Callable[[RecordValues], Any]
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    attribute: str = ""
    scheme: str = ""

    @property
    def field(self) -> str:
        return self.attribute.removesuffix("_id")


def columns_of(kind: str) -> list[Column]:
    """The columns of a kind of record in their order, without `id` and `new`. One query, for the countries."""
    countries = Countries()
    own: dict[str, list[Column]] = {
        EntityKind.PERSON: [_name("given_name"), _name("family_name"), _name("honorific_prefix")],
        EntityKind.ORGANIZATION: [
            _field("classification", _listed(OrganizationClass.choices), str, _choice(OrganizationClass.choices)),
            _field("parent_id", "the id or the name of the organization that it is part of", _text_of, _parent, "parent"),
            _field("country_id", _COUNTRY_HELP, countries.write, countries.read, "country"),
        ],
        EntityKind.PLACE: [
            _field("feature_code", _listed(_place_choices()), str, _place_kind, "kind"),
            _field("country_id", _COUNTRY_HELP, countries.write, countries.read, "country"),
            _field("country_code", "two letters (ISO 3166-1)", str, lambda text: text.strip().upper()),
            _field("latitude", "degrees, south of the equator negative", _text_of, _degrees),
            _field("longitude", "degrees, west of Greenwich negative", _text_of, _degrees),
            _field("population", "empty if it is not known", lambda number: str(number or ""), _population),
            _field("disputed_area", "the key of the disputed area that it is or lies in", str, clean_name),
            _field("setting", "where it lies, if that is no one country", str, clean),
        ],
    }  # fmt: skip
    return [
        _name("name"),
        Column(
            "sort_name", "for lists; empty if it follows from the name", _own_sort_name, str, clean_name, "sort_name"
        ),
        *own[kind],
        _field("summary", "one or two sentences in our own words", str, clean),
        Column(OTHER_NAMES, _NAMES_HELP, lambda values: tuple(values.names), write_names, read_names),
        *(_identifier(scheme) for scheme in schemes_of(kind)),
    ]


_COUNTRY_HELP = "two letters (ISO 3166-1), or the name of a country"
_NAMES_HELP = (
    f"one on each line, for example: MPA | kind: {NameKind.ACRONYM.value} | language: en | {_WEAK} | {_CASE_SENSITIVE}. "
    f"Kinds: {', '.join(NameKind.values)}"
)


def values_of(records: Sequence[Any]) -> list[RecordValues]:
    """Records with their names and identifiers, which the caller prefetches."""
    return [
        RecordValues(
            record,
            [NameValue.of(row) for row in record.other_names.all()],
            _by_scheme((one.scheme, one.identifier) for one in record.identifiers.all()),
        )
        for record in records
    ]


def write_names(names: Iterable[NameValue]) -> str:
    return "\n".join(_write_name(name) for name in names)


def _write_name(name: NameValue) -> str:
    parts = [re.sub(r"([|\\])", r"\\\1", name.name)]
    parts += [f"kind: {name.kind}"] if name.kind != NameKind.ALIAS else []
    parts += [f"language: {name.language}"] if name.language else []
    parts += [_WEAK] if name.is_weak else []
    parts += [_CASE_SENSITIVE] if name.case_sensitive else []
    return " | ".join(parts)


def read_names(text: str) -> tuple[NameValue, ...]:
    """Raises ValueError for a note that is none of those that `write_names` writes."""
    lines = (line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return tuple(_read_name(line) for line in lines if line.strip())


def _read_name(line: str) -> NameValue:
    first, *notes = [part.strip() for part in _PARTS.findall(line)] or [""]
    name = clean_name(re.sub(r"\\(.)", r"\1", first))
    if not name:
        raise ValueError(f"A line of the other names has no name: “{line.strip()[:80]}”.")
    values: dict[str, Any] = {"name": name}
    for note in notes:
        values |= _read_note(note)
    return _checked(NameValue(**values))


def _read_note(note: str) -> dict[str, Any]:
    word, _, value = (part.strip() for part in note.partition(":"))
    if word.casefold() == "kind" and value:
        return {"kind": _choice(NameKind.choices)(value)}
    if word.casefold() == "language":
        return {"language": value}
    if note.casefold() == _WEAK:
        return {"is_weak": True}
    if note.casefold() == _CASE_SENSITIVE:
        return {"case_sensitive": True}
    raise ValueError(
        f"“{note[:80]}” beside a name is not understood. Write, for example: {_NAMES_HELP.split(': ', 1)[1]}."
    )


def _checked(name: NameValue) -> NameValue:
    for column in ("name", "language"):
        problem = length_problem(OtherName._meta.get_field(column), getattr(name, column))  # noqa: SLF001 (Django's public description of a model)
        if problem:
            raise ValueError(problem)
    return name


class Countries:
    """Countries by id, code and name; read once for a table."""

    def __init__(self) -> None:
        rows = list(Place.objects.countries().order_by("pk").values_list("pk", "country_code", "key"))
        self._code = {pk: code for pk, code, _ in rows if code}
        self._by_code = {code: pk for pk, code in self._code.items()}
        self._by_key = {key: pk for pk, _, key in reversed(rows)}
        self._ids = {pk for pk, _, _ in rows}

    def write(self, pk: int | None) -> str:
        return "" if pk is None else self._code.get(pk, str(pk))

    def read(self, text: str) -> int | None:
        text = text.strip()
        if not text:
            return None
        found = self._by_code.get(text.upper()) or self._by_key.get(fold(text))
        if found is None and _is_id(text) and int(text) in self._ids:
            found = int(text)
        if found is None:
            raise ValueError(f"No country has the code or the name “{text[:80]}”.")
        return found


def _name(name: str) -> Column:
    return _field(name, "", str, clean_name)


def _field(
    attribute: str, help_text: str, write: Callable[[Any], str], read: Callable[[str], Any], name: str = ""
) -> Column:
    name = name or attribute.removesuffix("_id")
    return Column(name, help_text, lambda values: getattr(values.record, attribute), write, read, attribute)


def _identifier(scheme: Scheme) -> Column:
    def value(values: RecordValues) -> tuple[str, ...]:
        return values.identifiers.get(scheme.key, ())

    return Column(scheme.key, f"for example {scheme.example}", value, ", ".join, scheme.read, scheme=scheme.key)


def _own_sort_name(values: RecordValues) -> str:
    record = values.record
    return "" if record.sort_name == record.default_sort_name() else str(record.sort_name)


def _text_of(value: object) -> str:
    return "" if value is None else str(value)


def _choice(choices: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    def read(text: str) -> str:
        wanted = text.strip().casefold()
        for value, label in choices:
            if wanted in (value.casefold(), str(label).casefold()):
                return str(value)
        known = ", ".join(value for value, _ in choices)
        raise ValueError(f"“{text.strip()[:80]}” is none of: {known}." if wanted else f"Enter one of: {known}.")

    return read


def _place_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in place_kinds().values()]


def _place_kind(text: str) -> str:
    return _choice(_place_choices())(text)


def _listed(choices: Sequence[tuple[str, str]]) -> str:
    return "one of: " + ", ".join(f"{value} ({label})" for value, label in choices)


def _parent(text: str) -> int | None:
    """The organization with this id, or the only one with this name."""
    text = text.strip()
    if not text:
        return None
    found = Organization.objects.filter(pk=int(text)) if _is_id(text) else Organization.objects.none()
    found = found or Organization.objects.filter(key=fold(text)[:200])
    pks = list(found.values_list("pk", flat=True)[:2])
    if not pks:
        raise ValueError(f"No organization has the id or the name “{text[:80]}”.")
    if len(pks) > 1:
        raise ValueError(f"Several organizations are called “{text[:80]}”. Write the id of one.")
    return int(pks[0])


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MAX_ID_DIGITS


def _degrees(text: str) -> float | None:
    """A comma is read as the decimal mark: many spreadsheets write it."""
    text = text.strip()
    if not text:
        return None
    try:
        return float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError as error:
        raise ValueError(f"“{text[:80]}” is no number of degrees, such as 36.34.") from error


def _population(text: str) -> int:
    digits = _DIGIT_SEPARATORS.sub("", text.strip())
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal()) or int(digits[:20]) > MAX_POPULATION:
        raise ValueError(
            f"“{text.strip()[:80]}” is no population: write a whole number, or nothing if it is not known."
        )
    return int(digits)


def _by_scheme(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for scheme, identifier in sorted(pairs):
        found[scheme] = (*found.get(scheme, ()), identifier)
    return found
