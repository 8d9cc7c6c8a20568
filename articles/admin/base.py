"""Base of all admin pages: only `articles.desk` writes, and its refusals are shown in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from articles.desk.rights import MissingRightError
from articles.desk.serialization import NewerFormatError
from articles.desk.transitions import IllegalTransitionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse

_Model = TypeVar("_Model", bound=Model)
# Table -> the column of the log that refers to it; people, organizations and places are entities.
_REFERENCES = {"article": "article", "outlet": "outlet", "importitem": "item", "importbatch": "batch"}
_Result = TypeVar("_Result")

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin
else:
    # The type parameter is for type checkers; Django's class takes none when it runs.
    class _ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, _parameter: object) -> type:
            return cls


class DeskModelAdmin(_ModelAdmin[_Model]):
    """Deletes nothing: stories are withdrawn, imports are discarded, and every action stays in the log."""

    # The label in the menu, the lists and the breadcrumbs.
    label: ClassVar[str] = ""
    actions: Any = None
    empty_value_display = ""
    show_full_result_count = False
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: _Model | None = None) -> bool:
        return False

    def one(self, request: HttpRequest, object_id: str, *, to_change: bool = False) -> _Model:
        """The record of this page. Raises 404 if it does not exist, 403 without permission to view (or change) it."""
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        allowed = self.has_change_permission if to_change else self.has_view_permission
        if not allowed(request, found):
            raise PermissionDenied
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.label, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        title = f"Add to {self.label.lower()}" if object_id is None else str(self.one(request, object_id))
        context = {"title": title, "subtitle": None, "list_name": self.label, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The log of actions replaces Django's own history, which is not written here."""
        found = self.one(request, object_id)
        noun = _REFERENCES.get(str(self.opts.model_name), "entity")
        return HttpResponseRedirect(
            reverse("admin:articles_loggedaction_changelist") + f"?{noun}__id__exact={found.pk}"
        )


def attempt(
    request: HttpRequest, action: Callable[[], _Result], done: str | Callable[[_Result], str], *, at: str = ""
) -> _Result | None:
    """Run an action of `articles.desk` and show the outcome to the editor. None if it was refused.

    `at` is the section of the page that shows the outcome; by default it is shown at the top.
    """
    try:
        result = action()
    except (IllegalTransitionError, NewerFormatError, MissingRightError) as error:
        messages.error(request, str(error), extra_tags=at)
        return None
    messages.success(request, done if isinstance(done, str) else done(result), extra_tags=at)
    return result


def editor(request: HttpRequest) -> User:
    """The logged-in editor."""
    assert request.user.is_authenticated  # noqa: S101  # admin_view let nobody else in; this tells the type checker
    return request.user


def change_url(record: Model) -> str:
    """The admin page of a record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])  # noqa: SLF001  # Django's public way to a model's names
