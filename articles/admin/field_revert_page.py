"""The page that gives a field of a story or a record the value that it had before an action of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from articles.admin.base import DeskModelAdmin, change_url, editor
from articles.admin.edit_check import edit_check, seen
from articles.admin.log_values import value_in_words
from articles.admin.opened import put, values_of
from articles.desk import editing
from articles.desk.field_reverts import FieldRevert, apply_values, field_revert, revert_field
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Figure, LoggedAction, Membership, OtherName, Pledge, Quotation

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.utils.safestring import SafeString

    from articles.models import Entity, Person


def revert_link(entry: LoggedAction, field: str) -> SafeString:
    address = reverse("admin:articles_loggedaction_revert", args=[entry.pk, field])
    words = field.replace("_", " ")
    return format_html('<a href="{}">Revert<span class="visually-hidden"> {}</span></a>', address, words)


class FieldRevertAdmin(DeskModelAdmin[LoggedAction]):
    """The URL of the page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.revert_view))
        name = "articles_loggedaction_revert"
        return [path("<int:object_id>/revert/<slug:field>/", view, name=name), *super().get_urls()]

    def revert_view(self, request: HttpRequest, object_id: int, field: str) -> HttpResponse:
        entry = self.one(request, str(object_id))
        try:
            wanted = field_revert(entry, field)
        except IllegalTransitionError as error:
            return self._page(request, entry, None, str(error), status=409)
        self._require_change(request, wanted)
        if request.method == "GET":
            return self._page(request, entry, wanted)
        try:
            with transaction.atomic():
                self._check_form(request, wanted)
                done = revert_field(entry, field, user=editor(request), accepted_losses=seen(request))
        except IllegalTransitionError as error:
            return self._page(request, entry, wanted, str(error), status=409)
        messages.success(request, f"Reverted: {done.label}.")
        return HttpResponseRedirect(change_url(owner_of(done.record)))

    def _require_change(self, request: HttpRequest, wanted: FieldRevert) -> None:
        """The right to change the record on its own page."""
        owner = owner_of(wanted.record)
        if not self._admin_of(owner).has_change_permission(request, owner):
            raise PermissionDenied

    def _admin_of(self, record: Model) -> Any:
        return self.admin_site.get_model_admin(type(record))

    def _check_form(self, request: HttpRequest, wanted: FieldRevert) -> None:
        """By the rules of the form of the record, with the sentences of its fields."""
        record = wanted.record
        if owner_of(record) is not record or isinstance(record, Article):
            return
        form_class = self._admin_of(record).get_form(request, record, change=True)
        if wanted.field not in form_class.base_fields:
            raise IllegalTransitionError("Not reverted: your account cannot change this field.")
        rows = type(record)._default_manager  # noqa: SLF001 (Django's public way to a model's rows)
        reverted = rows.get(pk=record.pk)
        apply_values(reverted, wanted.values)
        data = QueryDict(mutable=True)
        for name, value in values_of(form_class(instance=reverted)).items():
            put(data, name, value)
        form = form_class(data, instance=rows.get(pk=record.pk))
        if not form.is_valid():
            said = " ".join(str(error) for errors in form.errors.values() for error in errors)
            raise IllegalTransitionError(f"Not reverted: {said}")

    def _page(
        self,
        request: HttpRequest,
        entry: LoggedAction,
        wanted: FieldRevert | None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Revert a field",
            "list_name": self.label,
            "entry": entry,
            "refused": refused,
        }
        if wanted is not None:
            context |= _shown(wanted)
        return TemplateResponse(request, "admin/articles/revert_field.html", context, status=status)


def _shown(wanted: FieldRevert) -> dict[str, Any]:
    record = wanted.record
    return {
        "label": wanted.label,
        "record": owner_of(record),
        "now": value_in_words(type(record), wanted.field, wanted.now),
        "former": value_in_words(type(record), wanted.field, wanted.former),
        "check": edit_check(editing.predict(record, wanted.values)) if isinstance(record, Article) else None,
    }


def owner_of(record: Model) -> Model:
    """The record with a page of its own: the story of a fact, the record of another name."""
    if isinstance(record, Membership) and record.article is None:
        return cast("Person", record.person)
    if isinstance(record, Quotation | Pledge | Membership | Figure):
        return cast("Article", record.article)
    if isinstance(record, OtherName):
        return cast("Entity", getattr(record.entity, record.entity.kind))
    return record
