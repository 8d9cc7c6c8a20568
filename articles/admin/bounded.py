"""Ids and values in addresses and forms that no row can have: 404, a refusal or the unfiltered list, never an error of the
database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.forms import ModelChoiceField
from django.http import QueryDict

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin
    from django.http import HttpRequest, HttpResponse

    _Admin = ModelAdmin[Model]
    _Choice = ModelChoiceField[Model]
else:
    _Admin = object
    _Choice = ModelChoiceField

_PATTERNS = frozenset({"regex", "iregex"})
# What a database or its driver says to a number that is too large, a date outside the calendar, or a NUL in a text.
_OUT_OF_BOUNDS = (DataError, OverflowError, ValueError)
# Of the largest number that all columns for ids take. Python reads no text of more than some thousand digits as a number.
_MAX_DIGITS = 18
_NUL = "\0"


def number_in(text: str) -> int | None:
    """The id or version that a form states; None if no row can have it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else None


def without_nul(data: QueryDict) -> QueryDict:
    """The values of a form or an address without NUL, which PostgreSQL stores in no text."""
    if not any(_NUL in value for _, values in data.lists() for value in values):
        return data
    kept = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        kept.setlist(name, [value.replace(_NUL, "") for value in values])
    return kept


class BoundedChoice(_Choice):
    """Django catches the ids that are no number, and not those that are too large."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not isinstance(value, Model) and number_in(str(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class BoundedChangeList(ChangeList):
    """Django refuses a filter value that it cannot convert; this also refuses one that the database cannot compare."""

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
            # Rows are read here, so that a value that only they are compared with is refused here, too.
            self.result_list = list(self.result_list)
        except _OUT_OF_BOUNDS as error:
            raise IncorrectLookupParameters(error) from error


class BoundedLookups(_Admin):
    """Mixed into every page of the site (articles.admin.site.DeskSite.register), those of Django's own tables included."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BoundedChangeList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django allows any lookup of a column; a regular expression can use the processor for hours."""
        is_pattern = not _PATTERNS.isdisjoint(lookup.split(LOOKUP_SEP))
        return not is_pattern and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **{"form_class": BoundedChoice, **kwargs})

    def response_action(self, request: HttpRequest, queryset: Any, *options: Any, **named: Any) -> HttpResponse | None:
        """Without the chosen rows that cannot exist."""
        data = request.POST.copy()
        data.setlist(ACTION_CHECKBOX_NAME, [pk for pk in data.getlist(ACTION_CHECKBOX_NAME) if self._is_id(pk)])
        request.POST = data  # type: ignore[assignment]  # a mutable one will do
        return super().response_action(request, queryset, *options, **named)

    def _is_id(self, text: str) -> bool:
        try:
            found = self.opts.pk.to_python(text)
        except ValidationError:
            return False
        return not isinstance(found, int) or number_in(text) is not None

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        try:
            return super().get_object(request, object_id, from_field)
        except _OUT_OF_BOUNDS:
            return None
