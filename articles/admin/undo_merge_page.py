"""The merges into a record and the splits from it, and the page that undoes a merge: what moves back, and where the links made since go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.base import attempt, change_url, editor
from articles.admin.undo_question import MovesAdmin, UndoQuestion
from articles.desk import links_since, splitting, undoing_merges
from articles.desk.merging import in_particular
from articles.models import Entity, MergeRecord, SplitRecord
from articles.wording.counts import counted

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.desk.undoing_merges import UndoneMerge

_E = TypeVar("_E", bound=Entity)
_MAX_LISTED = 200
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class PastMove:
    """A merge into a record or a split from it. `obstacle` is empty if it can be undone now, on the page `url`."""

    move: MergeRecord | SplitRecord
    name: str
    obstacle: str
    url: str


class UndoMergeAdmin(MovesAdmin[_E]):
    """The record of the address is the one that was kept."""

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}"
        merges = self.admin_site.admin_view(require_safe(self.merges_view))
        undo = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.undo_merge_view))
        return [
            path("<int:object_id>/merges/", merges, name=f"{name}_merges"),
            path("<int:object_id>/merges/<int:merge_id>/undo/", undo, name=f"{name}_undo_merge"),
            *super().get_urls(),
        ]

    def merges_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        record = self.one(request, str(object_id))
        merges = MergeRecord.objects.filter(kept=record.pk).select_related("by").order_by("-pk")[:_MAX_LISTED]
        splits = SplitRecord.objects.filter(source=record.pk).select_related("by").order_by("-pk")[:_MAX_LISTED]
        context = {
            "title": f"Merges and splits of {record}",
            "merges": [
                PastMove(one, one.merged_name, undoing_merges.obstacle(one), undo_url(record, one)) for one in merges
            ],
            "splits": [
                PastMove(one, one.target_name, splitting.split_obstacle(one), undo_url(record, one)) for one in splits
            ],
        }
        return self.move_page(request, record, "merges", context)

    def undo_merge_view(self, request: HttpRequest, object_id: int, merge_id: int) -> HttpResponse:
        kept = self.one(request, str(object_id), to_change=True)
        merge = MergeRecord.objects.filter(pk=merge_id, kept=kept.pk).select_related("kept").first()
        if merge is None:
            raise Http404
        if request.method != "POST":
            return self._undo_merge_question(request, kept, merge)
        data = request.POST
        undo = partial(
            undoing_merges.undo_unchanged, merge, seen=data.get("seen", ""), assigned=data.getlist("assigned"),
            user=editor(request), reason=data.get("reason", "").strip(),
        )  # fmt: skip
        undone = attempt(request, undo, _outcome)
        if undone is None:
            merge.refresh_from_db()
            return self._undo_merge_question(request, kept, merge, status=_CONFLICT)
        if undone.stayed:
            stays = counted(undone.stayed, "link was", "links were")
            messages.info(request, f"{stays} changed or removed since the merge and not moved back.")
        return HttpResponseRedirect(change_url(in_particular(undone.restored)))

    def _undo_merge_question(
        self, request: HttpRequest, kept: _E, merge: MergeRecord, status: int = 200
    ) -> HttpResponse:
        question = UndoQuestion(
            "undo_merge", f"Undo the merge of {merge.merged_name} into {kept}", undoing_merges.obstacle(merge),
            partial(links_since.links_of, merge), partial(undoing_merges.state_for_undo, merge), {"merge": merge},
        )  # fmt: skip
        return self.undo_question(request, kept, question, status)


def undo_url(record: Entity, move: MergeRecord | SplitRecord) -> str:
    what = "merge" if isinstance(move, MergeRecord) else "split"
    return reverse(f"admin:articles_{record.kind}_undo_{what}", args=[record.pk, move.pk])


def _outcome(undone: UndoneMerge) -> str:
    says = f"{undone.restored} is a record of its own again: {counted(undone.moved, 'link', 'links')} moved back"
    return f"{says}, {undone.assigned} made since assigned to it." if undone.assigned else f"{says}."
