"""The page for a form whose record is gone since it was opened: merged into another, removed or taken down.

It says what happened and gives back what was entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse
from django.urls import reverse

from articles.admin.opened import who_and_when
from articles.admin.unsaved_entries import entries_of
from articles.models import Entity, LoggedAction, Redirect
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LONGEST_ID = 18  # longer numbers are no ids
_UNKNOWN = "What this form belonged to is not here any more."


@dataclass(frozen=True, slots=True)
class Gone:
    """What happened, and the record that was kept if there is one."""

    sentence: str = _UNKNOWN
    kept: Entity | None = None
    kept_url: str = ""


def gone_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
    """None for a request in which nothing was entered."""
    unsaved = entries_of(request)
    if not unsaved:
        return None
    shown = {"title": "Not saved", "gone": _what_happened(request), "unsaved": unsaved}
    response = TemplateResponse(request, "admin/gone.html", {**context, **shown}, status=404)
    response.headers["Cache-Control"] = "no-store"
    return response


def _what_happened(request: HttpRequest) -> Gone:
    match = request.resolver_match
    noun = (match.url_name or "").split("_")[1:2] if match is not None else []
    pk = str(match.kwargs.get("object_id", "")) if match is not None else ""
    if not noun or noun[0] not in EntityKind.values or not pk.isdecimal() or len(pk) > _LONGEST_ID:
        return Gone()
    redirect = Redirect.objects.filter(old_id=int(pk)).select_related("entity").first()
    if redirect is None or redirect.entity is None:
        return Gone("This record was removed after you opened the form.")
    kept = redirect.entity
    merge = LoggedAction.objects.filter(action="entity.merge", entity=kept).order_by("-pk").first()
    who = f" ({who_and_when(merge)})" if merge is not None else ""
    sentence = f"This record was merged into “{kept}” after you opened the form{who}."
    return Gone(sentence, kept, reverse(f"admin:articles_{kept.kind}_change", args=[kept.pk]))
