"""The editors' site: Django's admin with the work queues as its start page. All models are registered here."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from articles.admin import authorization
from articles.admin.articles import ArticleAdmin
from articles.admin.batches import ImportBatchAdmin
from articles.admin.bounded import BoundedLookups, without_nul
from articles.admin.duplicates_page import duplicate_counts, duplicates_page, may_see_records
from articles.admin.entities import OrganizationAdmin, PersonAdmin, PlaceAdmin
from articles.admin.events import EventAdmin
from articles.admin.feeds import FeedAdmin
from articles.admin.gone_page import gone_page
from articles.admin.guide_page import guide_page, guide_picture
from articles.admin.imports import ImportItemAdmin
from articles.admin.log import LoggedActionAdmin
from articles.admin.login import LoginForm, address_of
from articles.admin.outlets import OutletAdmin
from articles.admin.queues import queues
from articles.admin.takedowns import TakedownAdmin
from articles.desk.acting import acting_as
from articles.desk.logins import record_logout
from articles.desk.rights import refused_actions
from articles.models import (
    Article,
    Event,
    Feed,
    ImportBatch,
    ImportItem,
    LoggedAction,
    Organization,
    Outlet,
    Person,
    Place,
    Takedown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse

    from articles.admin.base import DeskModelAdmin

# In menu order. Derived and technical tables (appearances, the outbox) have no page.
NOUNS: tuple[tuple[type[Model], type[DeskModelAdmin[Any]]], ...] = (
    (Article, ArticleAdmin),
    (ImportItem, ImportItemAdmin),
    (ImportBatch, ImportBatchAdmin),
    (Person, PersonAdmin),
    (Organization, OrganizationAdmin),
    (Place, PlaceAdmin),
    (Event, EventAdmin),
    (Outlet, OutletAdmin),
    (Feed, FeedAdmin),
    (LoggedAction, LoggedActionAdmin),
    (Takedown, TakedownAdmin),
)


class DeskSite(admin.AdminSite):
    site_header = f"{settings.SITE_NAME} desk"
    site_title = f"{settings.SITE_NAME} desk"
    index_title = "Desk"
    # The menu at the top of the page replaces it at every width.
    enable_nav_sidebar = False
    login_form = LoginForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, model_admin in NOUNS:
            self.register(model, model_admin)

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[admin.ModelAdmin[Any]] | None = None,
        **options: Any,
    ) -> None:
        """Register with bounds on all ids and filter values, Django's own pages of accounts and tasks included."""
        base = admin_class or admin.ModelAdmin
        super().register(model_or_iterable, type(base.__name__, (BoundedLookups, base), {}), **options)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:  # type: ignore[override]  # our views are plain functions
        """Checks the rights that the address requires; refused requests are logged and get a page that says why.

        Django's own pages save accounts, and the log needs to know for whom.
        """

        @wraps(view)
        def authorized(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = authorization.authorize(request)
            if refused is not None:
                return refused
            request.GET, request.POST = without_nul(request.GET), without_nul(request.POST)  # type: ignore[assignment]  # mutable ones will do
            return view(request, *args, **kwargs)

        inner = super().admin_view(authorized, cacheable)

        @wraps(inner)
        def as_user(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with acting_as(request.user if isinstance(request.user, User) else None), refused_actions() as refused:
                try:
                    response = inner(request, *args, **kwargs)
                except PermissionDenied as error:
                    authorization.log_refusal(request, authorization.rights_behind(request, error))
                    return authorization.refusal_page(request, error, self.each_context(request))
                except Http404:
                    page = gone_page(request, self.each_context(request))
                    if page is None:
                        raise
                    return page
                for missing in refused:  # shown beside a form
                    authorization.log_refusal(request, missing.rights)
                return response

        return as_user

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "desk_menu": self.menu(request),
            "desk_home": reverse(f"{self.name}:index"),
        }

    def menu(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The lists that this user has permission to view."""
        rows = []
        for model, model_admin in NOUNS:
            if self.get_model_admin(model).has_view_permission(request):
                url = reverse(f"{self.name}:articles_{model._meta.model_name}_changelist")  # noqa: SLF001  # Django's public way to a model's names
                is_current = request.path.startswith(url)
                rows.append({"label": model_admin.label, "url": url, "is_current": is_current})
        return rows

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Our models first, named and ordered as in the menu."""
        labels = {model.__name__: model_admin.label for model, model_admin in NOUNS}
        order = list(labels)
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "articles":
                app["models"].sort(key=lambda row: order.index(row["object_name"]))
                for row in app["models"]:
                    row["name"] = labels[row["object_name"]]
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if isinstance(form, LoginForm) and form.locked_for:
            response.status_code = 429
            response["Retry-After"] = str(form.locked_for)
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        user = request.user if request.user.is_authenticated else None
        response = super().logout(request, extra_context)
        if user is not None and not request.user.is_authenticated:
            record_logout(user, address_of(request))
        return response

    def get_urls(self) -> list[Any]:
        view = self.admin_view(require_safe(self.duplicates_view))
        picture = self.admin_view(require_safe(self.guide_picture_view))
        return [
            path("duplicates/", view, name="duplicates"),
            path("guide/", self.admin_view(require_safe(self.guide_view)), name="guide"),
            path("guide/<slug:picture>.png", picture, name="guide_picture"),
            *super().get_urls(),
        ]

    def guide_view(self, request: HttpRequest) -> HttpResponse:
        return guide_page(request, self.each_context(request))

    def guide_picture_view(self, request: HttpRequest, picture: str) -> HttpResponse:
        return guide_picture(picture)

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        return duplicates_page(request, self.each_context(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        may_see = request.user.has_perm("articles.view_importitem") and request.user.has_perm("articles.view_article")
        shown = {
            "queues": queues() if may_see else None,
            "duplicates": duplicate_counts() if may_see_records(request.user) else None,
        }
        return super().index(request, {**shown, **(extra_context or {})})
