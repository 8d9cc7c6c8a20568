"""Tables of stories: an editor maps the columns to the fields of a story before the rows are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from articles.desk.audit import log, snapshot
from articles.desk.transitions import IllegalTransitionError
from articles.imports.requeue import reopen_items
from articles.models import ImportItem
from articles.readers.record_fields import FIELDS
from articles.vocabulary import ImportStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

# A row must have one of these: its text, or the address of the page that has it.
_BODY_FIELDS = ("text", "html", "url")
_EXPECTED_FIELDS = ("headline", "published", "outlet")


def missing_fields(columns: Mapping[str, str]) -> str:
    """A sentence that names the fields without a column; empty if none is missing."""
    if not any(field in columns for field in _BODY_FIELDS):
        return "No column is mapped to the text or to the address of the page that has it: no story can be read."
    missing = [FIELDS[field].lower() for field in _EXPECTED_FIELDS if field not in columns]
    if not missing:
        return ""
    names = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    return f"No column is mapped to the {names}: unless the text states it, it stays unknown."


@transaction.atomic
def map_columns(item: ImportItem, columns: Mapping[str, str], *, user: User | None) -> ImportItem:
    """Store which column holds which field (field -> heading), and read the table."""
    item = ImportItem.objects.select_for_update().get(pk=item.pk)
    if item.status != ImportStatus.MAPPING:
        raise IllegalTransitionError(
            f"The columns of this import cannot be mapped: {item.get_status_display().lower()}."
        )
    _check(columns, item.preview["columns"])
    before = snapshot(item)
    reopen_items(ImportItem.objects.filter(pk=item.pk), columns=dict(columns))
    item = ImportItem.objects.get(pk=item.pk)
    log("import.map_columns", str(item), user=user, item=item, before=before, after=snapshot(item), source=item.name)
    return item


def _check(columns: Mapping[str, str], headings: list[str]) -> None:
    for field, heading in columns.items():
        if field not in FIELDS:
            raise IllegalTransitionError(f"There is no field {field}. The fields are: {', '.join(FIELDS)}.")
        if heading not in headings:
            raise IllegalTransitionError(f"The table has no column {heading}. Its columns are: {', '.join(headings)}.")
    if not any(field in columns for field in _BODY_FIELDS):
        raise IllegalTransitionError(missing_fields(columns))
