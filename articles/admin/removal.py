"""The page that removes a record that nothing names, and says what names one that cannot be removed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from articles.admin.base import DeskModelAdmin, editor
from articles.desk.removing import counted, remove_record, what_names
from articles.desk.transitions import IllegalTransitionError
from articles.models import Entity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_E = TypeVar("_E", bound=Entity)


class RemovalAdmin(DeskModelAdmin[_E]):
    """The URL of the page."""

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}_remove"
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.remove_view))
        return [path("<int:object_id>/remove/", view, name=name), *super().get_urls()]

    def remove_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        record = self.one(request, str(object_id), to_change=True)
        if request.method == "GET":
            return self._page(request, record)
        with transaction.atomic():
            entity = Entity.objects.select_for_update().get(pk=record.pk)
            if request.POST.get("modified") != entity.modified.isoformat():
                says = "Not removed: someone changed this record after you opened the page."
                return self._page(request, record, says, status=409)
            remove = partial(remove_record, entity, user=editor(request), reason=request.POST.get("reason", ""))
            try:
                remove()
            except IllegalTransitionError as error:
                return self._page(request, record, str(error), status=409)
        messages.success(request, f"{record.name} was removed.")
        return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_changelist"))

    def _page(self, request: HttpRequest, record: _E, refused: str = "", *, status: int = 200) -> HttpResponse:
        entity = Entity.objects.get(pk=record.pk)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Remove {record.name}",
            "list_name": self.label,
            "record": record,
            "modified": entity.modified.isoformat(),
            "naming": [counted(count, noun) for noun, count in what_names(entity).items()],
            "refused": refused,
        }
        return TemplateResponse(request, "admin/articles/remove_record.html", context, status=status)
