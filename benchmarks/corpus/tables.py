"""Rows in bulk: as values for executemany on SQLite, as text for COPY on PostgreSQL. No model instance is made."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

Row = tuple[Any, ...]
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table: rows give `columns`; every other column has the value that a new instance of the model has."""

    name: str
    columns: tuple[str, ...]
    defaults: Row

    @classmethod
    def of(cls, model: type[Model], *given: str) -> Table:
        """`given` are attribute names of fields of the table itself ("article_id"). Raises ValueError for another."""
        fields = [field for field in model._meta.local_concrete_fields if field.attname not in given]  # noqa: SLF001
        names = {field.attname: field.column for field in model._meta.local_concrete_fields}  # noqa: SLF001
        if unknown := set(given) - set(names):
            raise ValueError(f"{model.__name__} has no {', '.join(sorted(unknown))}.")
        others = [field for field in fields if not (field.primary_key and field.remote_field is None)]
        values = [field.get_db_prep_save(field.get_default(), connection) for field in others]
        columns = (*(names[name] for name in given), *(field.column for field in others))
        return cls(model._meta.db_table, columns, tuple(map(plain, values)))  # noqa: SLF001


def plain(value: Any) -> Any:
    """A value that both drivers accept: JSON adapted for PostgreSQL becomes its text again."""
    return value.dumps(value.adapted) if hasattr(value, "adapted") else value


def insert(table: Table, rows: Sequence[Row]) -> None:
    if not rows:
        return
    if connection.vendor == "postgresql":
        copy(table, copy_text(table, rows))
        return
    quoted = ", ".join(f'"{column}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'  # noqa: S608  # names of our own models
    with connection.cursor() as cursor:  # past Django's wrapper, which formats each row for its debugging
        cursor.cursor.connection.executemany(statement, [row + table.defaults for row in rows])


def copy_text(table: Table, rows: Iterable[Row]) -> str:
    """The rows in the text format of PostgreSQL's COPY."""
    defaults = "".join(f"\t{_copy_value(value)}" for value in table.defaults)
    return "".join("\t".join(map(_copy_value, row)) + defaults + "\n" for row in rows)


def copy(table: Table, text: str) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f'COPY "{table.name}" ({columns}) FROM STDIN', io.StringIO(text))


def _copy_value(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    return value.translate(_COPY_ESCAPES) if isinstance(value, str) else str(value)
