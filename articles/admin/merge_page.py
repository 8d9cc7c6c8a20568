"""Merging two records: choosing the other one, the preview, and the confirmation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin.base import attempt, change_url, editor
from articles.admin.guarded import GuardedModelAdmin
from articles.admin.merge_sides import offered_for, side_of
from articles.admin.record_counts import published_counts
from articles.desk import merging
from articles.models import Entity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_E = TypeVar("_E", bound=Entity)
_CONFLICT = 409


class MergeAdmin(GuardedModelAdmin[_E]):
    """The record of the address is kept; the parameter `with` is the record that is merged into it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.merge_view))
        name = f"articles_{self.opts.model_name}_merge"
        return [path("<int:object_id>/merge/", view, name=name), *super().get_urls()]

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        kept = self.one(request, str(object_id), to_change=True)
        chosen = (request.POST if request.method == "POST" else request.GET).get("with", "")
        if request.method == "POST":
            return self._merge(request, kept, self._other(request, kept, chosen))
        if not chosen:
            return self._choice_page(request, kept)
        return self._preview_page(request, kept, self._other(request, kept, chosen))

    def _other(self, request: HttpRequest, kept: _E, chosen: str) -> _E:
        if not chosen.isdecimal() or int(chosen) == kept.pk:
            raise Http404
        return self.one(request, chosen, to_change=True)

    def _merge(self, request: HttpRequest, kept: _E, merged: _E) -> HttpResponse:
        name, reason = str(merged), request.POST.get("reason", "").strip()
        seen = request.POST.get("seen", "")
        action = partial(merging.merge_unchanged, kept, merged, seen=seen, user=editor(request), reason=reason)
        if attempt(request, action, f"{name} was merged into {kept}.") is None:
            return self._preview_page(request, kept, merged, status=_CONFLICT)
        return HttpResponseRedirect(change_url(kept))

    def _choice_page(self, request: HttpRequest, kept: _E) -> HttpResponse:
        typed = request.GET.get("q", "").strip()
        found = offered_for(kept, typed)
        stories = published_counts([kept.pk, *(one.pk for one in found)])
        # Of two records the one in more stories is kept, unless the editor swaps them.
        swapped = {one.pk for one in found if stories.get(one.pk, 0) > stories.get(kept.pk, 0)}
        offered = [(one, *((one.pk, kept.pk) if one.pk in swapped else (kept.pk, one.pk))) for one in found]
        context = {"title": f"Merge {kept} with another record", "typed": typed, "offered": offered}
        return self._merge_page(request, kept, "merge_choice", context)

    def _preview_page(self, request: HttpRequest, kept: _E, merged: _E, status: int = 200) -> HttpResponse:
        links = merging.links_of(merged)
        context = {
            "title": f"Merge {merged} into {kept}",
            "sides": [side_of(merged), side_of(kept)],
            "links": links,
            "total": sum(link.count for link in links),
            "seen": merging.state_of(kept, merged),
            "reason": request.POST.get("reason", ""),
        }
        return self._merge_page(request, kept, "merge", context, status)

    def _merge_page(
        self, request: HttpRequest, kept: _E, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        name = self.opts.model_name
        shared = {
            **self.admin_site.each_context(request), "opts": self.opts, "kept": kept, "list_name": self.label,
            "list_url": f"admin:articles_{name}_changelist", "merge_url": f"admin:articles_{name}_merge",
        }  # fmt: skip
        return TemplateResponse(request, f"admin/articles/entity/{template}.html", {**shared, **context}, status=status)
