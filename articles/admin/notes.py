"""The correction notes of a story: the page that lists them, and its forms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.base import DeskModelAdmin, attempt, editor
from articles.admin.note_form import NoteForm, initial_note
from articles.desk import correction_notes
from articles.desk.rights import PUBLISH, holds
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, CorrectionNote

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_BAD, _CONFLICT = 400, 409


class NotesAdmin(DeskModelAdmin[Article]):
    """The URLs of the notes of a story."""

    def get_urls(self) -> list[URLPattern]:
        wrap, notes = self.admin_site.admin_view, "<int:object_id>/notes"
        both = require_http_methods(["GET", "POST"])
        return [
            path(f"{notes}/", wrap(both(self.notes_view)), name="articles_article_notes"),
            path(f"{notes}/<int:note_id>/change/", wrap(both(self.change_note_view)), name="articles_article_note"),
            path(
                f"{notes}/<int:note_id>/remove/",
                wrap(require_POST(self.remove_note_view)),
                name="articles_article_note_remove",
            ),
            *super().get_urls(),
        ]

    def notes_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """All notes, and a form for a new one."""
        article = self.one(request, str(object_id), to_change=request.method == "POST")
        form = NoteForm(request.POST if request.method == "POST" else None)
        if not form.is_bound or not form.is_valid():
            return self._notes_page(request, article, form, status=_BAD if form.is_bound else 200)
        try:
            correction_notes.add_note(article, form.note, user=editor(request))
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._notes_page(request, self.one(request, str(object_id)), form, status=_CONFLICT)
        messages.success(request, "Note added. Readers see it within two seconds.")
        return _to_notes(article)

    def change_note_view(self, request: HttpRequest, object_id: int, note_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        note = get_object_or_404(article.correction_notes, pk=note_id)
        if request.method == "GET":
            return self._note_page(request, article, note, NoteForm(initial=initial_note(note)))
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._note_page(request, article, note, form, version=_version(request), status=_BAD)
        change = partial(correction_notes.change_note, article, note_id, user=editor(request))
        try:
            change(form.note, version=_version(request))
        except StaleEditError as error:
            saved = article.correction_notes.filter(pk=note_id).first()
            if saved is None:
                messages.error(request, str(error))
                return _to_notes(article)
            form.add_error(None, str(error))
            return self._note_page(request, article, saved, form, saved=saved, status=_CONFLICT)
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._note_page(request, article, note, form, status=_CONFLICT)
        messages.success(request, "Note changed. Readers see it within two seconds.")
        return _to_notes(article)

    def remove_note_view(self, request: HttpRequest, object_id: int, note_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        remove = partial(correction_notes.remove_note, article, note_id, user=editor(request))
        attempt(request, partial(remove, version=_version(request)), "Note taken back. The log still has it.")
        return _to_notes(article)

    def _notes_page(self, request: HttpRequest, article: Article, form: NoteForm, *, status: int = 200) -> HttpResponse:
        may_write = article.is_published and holds(request.user, PUBLISH)
        context = {
            "notes": article.correction_notes.all(),
            "form": form,
            "may_write": may_write and self.has_change_permission(request, article),
        }
        return self._rendered(request, article, "notes", context, status)

    def _note_page(
        self,
        request: HttpRequest,
        article: Article,
        note: CorrectionNote,
        form: NoteForm,
        *,
        version: int | None = None,
        saved: CorrectionNote | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """`saved` is what someone else saved meanwhile. The editor sees it now, so that saving again replaces it."""
        shown = note.version if version is None else version
        return self._rendered(
            request, article, "note", {"note": note, "form": form, "version": shown, "saved": saved}, status
        )

    def _rendered(
        self, request: HttpRequest, article: Article, template: str, context: dict[str, Any], status: int
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Correction notes of {article}",
            "article": article,
        }
        where = f"admin/articles/article/{template}.html"
        return TemplateResponse(request, where, {**shared, **context}, status=status)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    if not given.isdecimal() or len(given) > 9:
        raise Http404
    return int(given)


def _to_notes(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[article.pk]))
