"""Merging two records: choosing the other one, the preview, the confirmation, and marking the two as different."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.base import attempt, change_url, editor
from articles.admin.bounded import number_in
from articles.admin.duplicates_page import duplicates_address
from articles.admin.guarded import GuardedModelAdmin
from articles.admin.merge_sides import offered_for, sides_of
from articles.admin.merge_table import fact_rows, fields_taken
from articles.admin.pair_order import PAIRS, pair_position, url_of_first
from articles.admin.record_counts import published_counts
from articles.desk import distinct_records, merging
from articles.desk.record_likeness import context_reasons, contradictions, name_reason
from articles.desk.record_profiles import profiles_of
from articles.models import DistinctRecords, Entity

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.pair_order import PairPosition

_E = TypeVar("_E", bound=Entity)
_CONFLICT = 409


class MergeAdmin(GuardedModelAdmin[_E]):
    """The record of the address is kept; the parameter `with` is the record that is merged into it."""

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}"
        merge = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.merge_view))
        mark, unmark = (self.admin_site.admin_view(require_POST(view)) for view in (self.mark_view, self.unmark_view))
        return [
            path("<int:object_id>/merge/", merge, name=f"{name}_merge"),
            path("<int:object_id>/distinct/", mark, name=f"{name}_distinct"),
            path("<int:object_id>/distinct/undo/", unmark, name=f"{name}_distinct_undo"),
            *super().get_urls(),
        ]

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        kept = self.one(request, str(object_id), to_change=True)
        chosen = (request.POST if request.method == "POST" else request.GET).get("with", "")
        if request.method == "POST":
            return self._merge(request, kept, self._other(request, kept, chosen, to_change=True))
        if not chosen:
            return self._choice_page(request, kept)
        return self._preview_page(request, kept, self._other(request, kept, chosen, to_change=True))

    def mark_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Readers see nothing of it, so that no right to publish is required."""
        done = f"{{}} and {{}} are marked as different {distinct_records.NOUNS[self.model.entity_kind]}."
        return self._judge(request, object_id, distinct_records.mark_distinct, done)

    def unmark_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._judge(
            request, object_id, distinct_records.unmark_distinct, "{} and {} are no longer marked as different."
        )

    def _judge(self, request: HttpRequest, object_id: int, action: Callable[..., Any], done: str) -> HttpResponse:
        record = self.one(request, str(object_id))
        other = self._other(request, record, request.POST.get("with", ""))
        reason = request.POST.get("reason", "").strip()
        position = self._position(request, record, other)
        attempt(
            request, partial(action, record, other, user=editor(request), reason=reason), done.format(record, other)
        )
        if position is not None and self._position(request, record, other) is None:
            return self._to_next_pair(position)
        if position is not None or request.POST.get("next") == "merge":
            merge_url = reverse(f"admin:articles_{self.opts.model_name}_merge", args=[record.pk])
            return HttpResponseRedirect(f"{merge_url}?with={other.pk}")
        return HttpResponseRedirect(duplicates_address(request.POST))

    def _position(self, request: HttpRequest, kept: _E, merged: _E) -> PairPosition | None:
        """Where the pair is in the list of possible duplicates, if the editor works through that list."""
        sent = request.POST if request.method == "POST" else request.GET
        return pair_position(self.model.entity_kind, kept.pk, merged.pk) if PAIRS in sent else None

    def _to_next_pair(self, position: PairPosition) -> HttpResponse:
        following = url_of_first(position.later) or duplicates_address({"kind": self.model.entity_kind})
        return HttpResponseRedirect(following)

    def _other(self, request: HttpRequest, kept: _E, chosen: str, *, to_change: bool = False) -> _E:
        if number_in(chosen) in (None, kept.pk):
            raise Http404
        return self.one(request, chosen, to_change=to_change)

    def _merge(self, request: HttpRequest, kept: _E, merged: _E) -> HttpResponse:
        name, reason = str(merged), request.POST.get("reason", "").strip()
        action = partial(
            merging.merge_unchanged, kept, merged, seen=request.POST.get("seen", ""), user=editor(request), reason=reason,
            taken=fields_taken(request.POST, kept, merged),
        )  # fmt: skip
        position = self._position(request, kept, merged)
        if attempt(request, action, f"{name} was merged into {kept}.") is None:
            return self._preview_page(request, kept, merged, status=_CONFLICT)
        return HttpResponseRedirect(change_url(kept)) if position is None else self._to_next_pair(position)

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
        merged_side, kept_side = sides_of(merged, kept)
        links = merging.links_of(merged)
        context = {
            "title": f"Merge {merged} into {kept}",
            "merged": merged_side,
            "stays": kept_side,
            "rows": fact_rows(merged_side, kept_side, request.POST),
            "links": [link for link in links if link.count],
            "without": [link.noun for link in links if not link.count],
            "total": sum(link.count for link in links),
            "seen": merging.state_of(kept, merged),
            "reason": request.POST.get("reason", ""),
            "position": self._position(request, kept, merged),
            "distinct": DistinctRecords.objects.of_both(kept.pk, merged.pk).select_related("by").first(),
            **_signs(kept, merged),
        }
        return self._merge_page(request, kept, "merge", context, status)

    def _merge_page(
        self, request: HttpRequest, kept: _E, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        name = self.opts.model_name
        shared = {
            **self.admin_site.each_context(request), "opts": self.opts, "kept": kept, "list_name": self.label,
            "list_url": f"admin:articles_{name}_changelist", "merge_url": f"admin:articles_{name}_merge",
            "distinct_url": f"admin:articles_{name}_distinct", "nouns": distinct_records.NOUNS[self.model.entity_kind],
        }  # fmt: skip
        return TemplateResponse(request, f"admin/articles/entity/{template}.html", {**shared, **context}, status=status)


def _signs(kept: Entity, merged: Entity) -> dict[str, list[str]]:
    """Sentences about what speaks for and against merging the two."""
    profiles = profiles_of([kept.pk, merged.pk])
    one, other = profiles[merged.pk], profiles[kept.pk]
    name = name_reason(one, other)
    reasons = [*([name] if name else []), *context_reasons(one, other)]
    return {"reasons": [reason.says for reason in reasons], "warnings": contradictions(one, other)}
