"""Buttons of admin pages as data: each calls one function of `articles.desk`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import path
from django.views.decorators.http import require_POST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.admin import AdminSite
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


def _no_arguments(_request: HttpRequest) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class DeskAction:
    """`function` takes the records of the page, `user`, and the keyword arguments that `arguments` reads from the request.

    `name` is the last part of the URL name, `url` that of the path (by default the name). `message` is the success
    message, or a function that builds it from the result; it is shown at `anchor`, or at the top of the page.
    """

    name: str
    function: Callable[..., Any]
    message: str | Callable[[Any], str]
    anchor: str = ""
    url: str = ""
    arguments: Callable[[HttpRequest], dict[str, Any]] = _no_arguments

    def bind(self, request: HttpRequest, *records: Any, user: User) -> Callable[[], Any]:
        return partial(self.function, *records, user=user, **self.arguments(request))


def action_urls(
    actions: Iterable[DeskAction], view: Callable[..., HttpResponse], *, site: AdminSite, model: str
) -> list[URLPattern]:
    """URL patterns for POST requests on a record; `view` gets `action` and the path parameters."""
    return [
        path(
            f"<int:object_id>/{action.url or action.name}/",
            site.admin_view(require_POST(partial(view, action=action))),
            name=f"articles_{model}_{action.name}",
        )
        for action in actions
    ]
