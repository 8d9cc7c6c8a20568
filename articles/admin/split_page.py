"""Splitting a record: choosing links, choosing the record that gets them, and the undo of a split."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin.base import attempt, change_url, editor
from articles.admin.bounded import number_in
from articles.admin.merge_sides import offered_for
from articles.admin.split_links import CHOOSABLE, choices_in, chosen_rows, names_and_identifiers, stories_with
from articles.admin.undo_question import MovesAdmin, UndoQuestion
from articles.desk import links_since, records, splitting
from articles.desk.merge_rules import RULES
from articles.desk.merging import in_particular
from articles.models import Entity, SplitRecord
from articles.wording.counts import counted

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.desk.splitting import UndoneSplit

_E = TypeVar("_E", bound=Entity)
_NEW = "new"
_BAD_REQUEST, _CONFLICT = 400, 409


class SplitAdmin(MovesAdmin[_E]):
    """The record of the address loses the links. What is chosen on other pages of the list is in the field `chosen`."""

    def get_urls(self) -> list[URLPattern]:
        name, wrap = f"articles_{self.opts.model_name}", self.admin_site.admin_view
        split = wrap(require_http_methods(["GET", "POST"])(self.split_view))
        undo = wrap(require_http_methods(["GET", "POST"])(self.undo_split_view))
        return [
            path("<int:object_id>/split/", split, name=f"{name}_split"),
            path("<int:object_id>/splits/<int:split_id>/undo/", undo, name=f"{name}_undo_split"),
            *super().get_urls(),
        ]

    def split_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        source = self.one(request, str(object_id), to_change=True)
        try:
            chosen = _chosen(request, source)
        except ValueError:
            return self._list_page(request, source, set(), status=_BAD_REQUEST)
        step = request.POST.get("step", "list")
        if step == "list" or step.isdecimal() or not chosen:
            if step in ("target", "move"):
                messages.error(request, "Choose at least one link to move.")
            return self._list_page(request, source, chosen)
        return self._move(request, source, chosen) if step == "move" else self._target_page(request, source, chosen)

    def undo_split_view(self, request: HttpRequest, object_id: int, split_id: int) -> HttpResponse:
        source = self.one(request, str(object_id), to_change=True)
        split = SplitRecord.objects.filter(pk=split_id, source=source.pk).select_related("target").first()
        if split is None:
            raise Http404
        if request.method != "POST":
            return self._undo_split_question(request, source, split)
        data = request.POST
        undo = partial(
            splitting.undo_split, split, seen=data.get("seen", ""), assigned=data.getlist("assigned"),
            user=editor(request), reason=data.get("reason", "").strip(),
        )  # fmt: skip
        if attempt(request, undo, _undone) is None:
            split.refresh_from_db()
            return self._undo_split_question(request, source, split, status=_CONFLICT)
        return HttpResponseRedirect(change_url(source))

    def _list_page(self, request: HttpRequest, source: _E, chosen: set[str], status: int = 200) -> HttpResponse:
        step = request.POST.get("step", "")
        typed = request.POST.get("q", "").strip()
        page = stories_with(source, typed, int(step[:9]) if step.isdecimal() else 1)
        stories, others = choices_in(source, list(page.object_list)), names_and_identifiers(source)
        shown = {choice.value for one in stories for choice in one.choices} | {choice.value for choice in others}
        context = {
            "title": f"Split {source}", "page": page, "stories": stories, "others": others, "typed": typed,
            "chosen": chosen, "elsewhere": ",".join(sorted(chosen - shown)), "count": len(chosen),
        }  # fmt: skip
        return self.move_page(request, source, "split", context, status)

    def _target_page(
        self, request: HttpRequest, source: _E, chosen: set[str], form: Any = None, status: int = 200
    ) -> HttpResponse:
        links = splitting.links_of_facts(source, chosen_rows(chosen))
        typed = request.POST.get("find", "").strip()
        may_add = self.has_add_permission(request)
        context = {
            "title": f"Split {source}", "counts": [(RULES[key].noun, len(ids)) for key, ids in links.items()],
            "total": sum(map(len, links.values())), "elsewhere": ",".join(sorted(chosen)), "find": typed,
            "offered": offered_for(source, typed), "target": request.POST.get("target", ""), "may_add": may_add,
            "form": form or self._new_form(request), "reason": request.POST.get("reason", ""),
        }  # fmt: skip
        return self.move_page(request, source, "split_target", context, status)

    def _new_form(self, request: HttpRequest, data: Any = None) -> forms.ModelForm[_E]:
        """The form of a new record of this kind."""
        form: forms.ModelForm[_E] = self.get_form(request, None, change=False)(data)
        return form

    def _move(self, request: HttpRequest, source: _E, chosen: set[str]) -> HttpResponse:
        target, form = request.POST.get("target", ""), None
        if target == _NEW:
            form = self._new_form(request, request.POST)
            if not form.is_valid():
                return self._target_page(request, source, chosen, form, status=_BAD_REQUEST)
        elif not target.isdecimal() or int(target[:18]) == source.pk:
            messages.error(request, "Choose the record that gets the links.")
            return self._target_page(request, source, chosen, status=_BAD_REQUEST)
        existing = self.one(request, target, to_change=True) if form is None else None
        action = partial(self._save, request, source, chosen, existing, form)
        split = attempt(request, action, lambda split: f"Links were moved to {split.target_name}.")
        if split is None or split.target is None:
            return self._target_page(request, source, chosen, form, status=_CONFLICT)
        return HttpResponseRedirect(change_url(in_particular(split.target)))

    @transaction.atomic
    def _save(self, request: HttpRequest, source: _E, chosen: set[str], existing: _E | None, form: Any) -> SplitRecord:
        user, target = editor(request), existing
        if target is None:
            target = records.save_entity(form.save(commit=False), user=user, changed=form.changed_data)
        rows = chosen_rows(chosen)
        links = splitting.links_of_facts(source, rows)
        if {model: set(ids) for model, ids in rows.items()} != splitting.rows_in(links):
            raise splitting.StaleSplitError
        return splitting.split(
            source, target, links, made_target=existing is None, user=user,
            reason=request.POST.get("reason", "").strip(),
        )  # fmt: skip

    def _undo_split_question(
        self, request: HttpRequest, source: _E, split: SplitRecord, status: int = 200
    ) -> HttpResponse:
        question = UndoQuestion(
            "undo_split", f"Undo the split of {source} into {split.target_name}", splitting.split_obstacle(split),
            partial(links_since.links_of_split, split), partial(splitting.state_for_undo_split, split), {"split": split},
        )  # fmt: skip
        return self.undo_question(request, source, question, status)


def _chosen(request: HttpRequest, source: Entity) -> set[str]:
    """What is ticked on this page and was chosen on others. A ticked story means all facts of the record in it.

    Raises ValueError for a value that no page offers.
    """
    data = request.POST
    chosen = {*data.getlist("link"), *filter(None, data.get("chosen", "").split(","))}
    chosen_rows(chosen)
    ticked = data.getlist("story")
    stories = {number for pk in ticked if (number := number_in(pk)) is not None}
    if len(stories) < len(set(ticked)):
        raise ValueError(ticked)
    if stories:
        names = {model: name for name, model in CHOOSABLE.items()}
        for model, pks in splitting.facts_in_stories(source, stories).items():
            chosen |= {f"{names[model]}-{pk}" for pk in pks}
    return chosen


def _undone(undone: UndoneSplit) -> str:
    says = f"The split into {undone.target_name} was undone: {counted(undone.moved, 'link', 'links')} moved back."
    stays = f" {counted(undone.stayed, 'link was', 'links were')} changed since and not moved." if undone.stayed else ""
    return says + stays + (f" The record {undone.target_name} was removed." if undone.removed else "")
