"""Change forms of records that two editors may have open at once: the second is told, and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db import transaction
from django.db.models import Model

from articles.admin.base import DeskModelAdmin
from articles.admin.opened import (
    Conflict,
    Difference,
    Values,
    chosen,
    conflict_of,
    differences,
    dump,
    merged,
    put,
    values_of,
    values_opened,
    values_typed,
)
from articles.models import LoggedAction

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

_Model = TypeVar("_Model", bound=Model)
_NOT_SAVED = "Not saved yet: choose between the values."


class GuardedModelAdmin(DeskModelAdmin[_Model]):
    """The change form carries the values it was opened with; see articles.admin.opened."""

    # The conflict that the form of this request has to show, instead of saving.
    _conflict_key = "_desk_conflict"

    def actions_on(self, record: _Model) -> QuerySet[LoggedAction]:
        """What the log says of a record, newest first."""
        return LoggedAction.objects.none()

    def inline_values(self, record: _Model) -> Values:
        """The values of the rows below the form, for a form that has any."""
        return {}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method != "POST":
            return self._form_page(request, object_id, form_url, extra_context)
        with transaction.atomic():
            return self._form_page(request, object_id, form_url, extra_context)

    def _form_page(
        self, request: HttpRequest, object_id: str, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        record = self.one(request, object_id)
        if not self.has_change_permission(request, record):
            return super().changeform_view(request, object_id, form_url, extra_context)
        conflict = None
        if request.method == "POST":
            # Locked until the save is done.
            record = type(record)._default_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001  # Django's public way to a model's rows
            conflict = self._settle(request, record)
        opened = dump({**values_of(self._form(request, record)), **self.inline_values(record)})
        context = {**(extra_context or {}), "opened": opened, "conflict": conflict}
        response = super().changeform_view(request, object_id, form_url, context)
        if conflict is not None:
            response.status_code = 409
            response.context_data["errors"] = None  # type: ignore[attr-defined]  # the conflict says it better
        return response

    def get_form(self, request: HttpRequest, obj: _Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (_Refused, form), {}) if getattr(request, self._conflict_key, None) else form

    def _form(self, request: HttpRequest, record: _Model, data: QueryDict | None = None) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(request, record, change=True)(data, instance=record)
        return form

    def _settle(self, request: HttpRequest, record: _Model) -> Conflict | None:
        """Apply what the editor chose; None if the form can be saved as it is, else the conflict, with its form merged."""
        form = self._form(request, record)
        data = chosen(request.POST, form)
        opened = values_opened(data)
        self.choose_inline_values(data, record, opened)
        typed = values_typed(self._form(request, record, data))
        saved = {**values_of(form), **self.inline_values(record)}
        found, is_stale = differences(form.fields, opened, saved, typed)
        rows, rows_are_stale = self.inline_differences(data, opened, saved)
        conflict = None
        if is_stale or rows_are_stale:
            for name, value in merged(form.fields, opened, saved, typed).items():
                put(data, form.add_prefix(name), value)
            self.merge_inline_values(data, record, opened, saved)
            conflict = conflict_of([*found, *rows], self.actions_on(record))
            setattr(request, self._conflict_key, conflict)
        request.POST = data  # type: ignore[assignment]  # a mutable copy of the same
        return conflict

    def choose_inline_values(self, data: QueryDict, record: _Model, opened: Values) -> None:
        """Set what the editor chose of the rows below the form."""

    def inline_differences(self, data: QueryDict, opened: Values, saved: Values) -> tuple[list[Difference], bool]:
        """As `opened.differences`, of the rows below the form."""
        return [], False

    def merge_inline_values(self, data: QueryDict, record: _Model, opened: Values, saved: Values) -> None:
        """Write what this editor typed in the rows below the form over what is saved now, into `data`."""


class _Refused(forms.BaseForm):
    """A form that shows a conflict and is not to be saved."""

    def clean(self) -> Any:
        values = super().clean()
        self.add_error(None, _NOT_SAVED)
        return values
