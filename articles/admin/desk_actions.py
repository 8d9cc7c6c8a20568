"""Buttons of admin pages, each of which calls one function of the desk, as data."""

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
    """`function` takes the records of the page and `user`, and what `arguments` reads from the request.

    `name` ends the URL name, `url` the address (by default the name). `message` is the sentence shown when it is done,
    or makes it from the result; it is shown at `anchor`, at the head of the page without one.
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
    """POST addresses below a record, `view` taking `action` beside the parts of the address."""
    return [
        path(
            f"<int:object_id>/{action.url or action.name}/",
            site.admin_view(require_POST(partial(view, action=action))),
            name=f"articles_{model}_{action.name}",
        )
        for action in actions
    ]
