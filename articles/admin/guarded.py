"""Change forms with protection against conflicting edits: the second editor to save sees the conflict and chooses."""

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
from articles.desk.groups import groups_with
from articles.desk.rights import PUBLISH, holds
from articles.models import LoggedAction

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

_Model = TypeVar("_Model", bound=Model)
_NOT_SAVED = "Not saved yet. Choose which values to keep."


class GuardedModelAdmin(DeskModelAdmin[_Model]):
    """The change form carries the values that it was opened with; see articles.admin.opened."""

    # The conflict to show instead of saving.
    _conflict_key = "_desk_conflict"

    def is_public(self, record: _Model) -> bool:
        """Whether readers see the record; they do unless a page says otherwise, so that the stricter right applies."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: _Model | None = None) -> bool:
        """What readers see is changed by those who may publish."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or holds(request.user, PUBLISH) or not self.is_public(obj))

    def actions_on(self, record: _Model) -> QuerySet[LoggedAction]:
        """Log entries of a record, newest first."""
        return LoggedAction.objects.none()

    def inline_values(self, record: _Model) -> Values:
        """The values of the inline rows, for forms that have any."""
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
            is_gated = super().has_change_permission(request, record)
            context = {**(extra_context or {}), "lacks_publishing": is_gated, "publishing_groups": groups_with(PUBLISH)}
            return super().changeform_view(request, object_id, form_url, context)
        conflict = None
        if request.method == "POST":
            # Locked until the record is saved.
            record = type(record)._default_manager.select_for_update().get(pk=record.pk)  # noqa: SLF001  # Django's public way to a model's rows
            conflict = self._resolve_conflict(request, record)
        opened = dump({**values_of(self._form(request, record)), **self.inline_values(record)})
        context = {**(extra_context or {}), "opened": opened, "conflict": conflict}
        response = super().changeform_view(request, object_id, form_url, context)
        if conflict is not None:
            response.status_code = 409
            response.context_data["errors"] = None  # type: ignore[attr-defined]  # the conflict is shown instead
        return response

    def get_form(self, request: HttpRequest, obj: _Model | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (_Refused, form), {}) if getattr(request, self._conflict_key, None) else form

    def _form(self, request: HttpRequest, record: _Model, data: QueryDict | None = None) -> forms.BaseForm:
        form: forms.BaseForm = super().get_form(request, record, change=True)(data, instance=record)
        return form

    def _resolve_conflict(self, request: HttpRequest, record: _Model) -> Conflict | None:
        """Apply the editor's choices. None if the form can be saved as it is, otherwise the conflict with the merged form."""
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
        """Apply the editor's choices for the inline rows."""

    def inline_differences(self, data: QueryDict, opened: Values, saved: Values) -> tuple[list[Difference], bool]:
        """As `opened.differences`, for the inline rows."""
        return [], False

    def merge_inline_values(self, data: QueryDict, record: _Model, opened: Values, saved: Values) -> None:
        """Merge this editor's input for the inline rows over the saved values, into `data`."""


class _Refused(forms.BaseForm):
    """A form that shows a conflict and cannot be saved."""

    def clean(self) -> Any:
        values = super().clean()
        self.add_error(None, _NOT_SAVED)
        return values
