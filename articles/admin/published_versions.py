"""The versions of a story that readers saw, and withholding one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.base import DeskModelAdmin, attempt, editor
from articles.desk import withholding
from articles.desk.rights import PUBLISH, holds
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article
from articles.models.withheld_version import MAX_WITHHOLDING_REASON
from articles.record.versions_page import parse_versions, versions_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.record.versions_page import VersionsPage

_BAD, _CONFLICT = 400, 409


class WithholdForm(forms.Form):
    """Which version, and the reason that readers see. Only former versions can be withheld."""

    number = forms.TypedChoiceField(
        label="Version",
        coerce=int,
        error_messages={
            "required": "Choose the version.",
            "invalid_choice": "Choose a former version that is not withheld already.",
        },
    )
    reason = forms.CharField(
        label="Reason that readers see",
        max_length=MAX_WITHHOLDING_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Do not repeat the words that readers should no longer see.",
        error_messages={"required": "Give the reason that readers will see."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: VersionsPage | None) -> None:
        super().__init__(data)
        former = [choice for choice in page.choices if choice.number < page.total] if page else []
        number = self.fields["number"]
        assert isinstance(number, forms.TypedChoiceField)  # noqa: S101  # tells the type checker
        number.choices = [(choice.number, choice.label) for choice in former]

    @property
    def has_choices(self) -> bool:
        number = self.fields["number"]
        return isinstance(number, forms.TypedChoiceField) and bool(number.choices)


class PublishedVersionsAdmin(DeskModelAdmin[Article]):
    """The URLs of the versions that readers saw."""

    def get_urls(self) -> list[URLPattern]:
        wrap, address = self.admin_site.admin_view, "<int:object_id>/published"
        both, name = require_http_methods(["GET", "POST"]), "articles_article_published"
        return [
            path(f"{address}/", wrap(both(self.published_view)), name=name),
            path(f"{address}/<int:number>/show/", wrap(require_POST(self.show_version_view)), name=f"{name}_show"),
            *super().get_urls(),
        ]

    def published_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """All versions, and a form to withhold one."""
        article = self.one(request, str(object_id), to_change=request.method == "POST")
        page = versions_page(article.pk, parse_versions({"before": request.GET.get("before", "")}))
        form = WithholdForm(request.POST if request.method == "POST" else None, page=page)
        if not form.is_bound or not form.is_valid():
            return self._published_page(request, article, page, form, _BAD if form.is_bound else 200)
        number, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
        try:
            withholding.withhold_version(article, number, user=editor(request), reason=reason)
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._published_page(request, article, page, form, _CONFLICT)
        messages.success(request, f"Version {number} is withheld. Readers see the reason within two seconds.")
        return _to_published(article)

    def show_version_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        show = partial(withholding.show_version, article, number, user=editor(request))
        attempt(request, show, f"Version {number} is shown again. Readers see it within two seconds.")
        return _to_published(article)

    def _published_page(
        self, request: HttpRequest, article: Article, page: VersionsPage | None, form: WithholdForm, status: int
    ) -> HttpResponse:
        may_write = holds(request.user, PUBLISH) and self.has_change_permission(request, article)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Published versions of {article}",
            "article": article,
            "page": page,
            "form": form,
            "may_write": may_write and article.is_published,
        }
        return TemplateResponse(request, "admin/articles/article/published.html", context, status=status)


def _to_published(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_published", args=[article.pk]))
