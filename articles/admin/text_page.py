"""Editing the text of a story: the form, the check of affected findings, and saving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from articles.admin import story_transitions
from articles.admin.answers import FIELDS
from articles.admin.base import DeskModelAdmin, change_url, editor
from articles.admin.edit_check import edit_check, lost_in_words, seen
from articles.admin.note_form import NOTE_FIELDS, change_note_form, note_in, sent_note_form
from articles.admin.opened import OPENED
from articles.admin.review_page import still_hidden
from articles.admin.schedule_page import schedule_of
from articles.admin.text_form import TextForm, initial_text, read_written
from articles.desk import editing
from articles.desk.differences import Difference, difference, wording, wording_of
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article
from articles.vocabulary import ArticleStatus

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.note_form import ChangeNoteForm
    from articles.admin.story_form import ArticleForm
    from articles.desk.anchors import Outcome

_STALE = (
    "Someone else saved this story after you opened it. Your text is kept below, and its differences from the saved text "
    "are shown here. Saving replaces the saved text."
)
_BAD, _CONFLICT = 400, 409


class TextAdmin(DeskModelAdmin[Article]):
    """The page for editing the text. All steps share one URL so that no input is lost."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.text_view))
        return [path("<int:object_id>/text/", view, name="articles_article_text"), *super().get_urls()]

    def text_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        if article.review_status == ArticleStatus.DISCARDED:
            messages.error(request, "This story is discarded. Restore it before editing.")
            return HttpResponseRedirect(change_url(article))
        if request.method == "POST":
            return self._take_step(request, article, TextForm(request.POST), request.POST.get("step", "check"))
        return self._form_page(request, article, TextForm(initial=initial_text(article)))

    def fields_check(self, request: HttpRequest, article: Article, form: ArticleForm) -> HttpResponse | None:
        """The check of findings affected by saving fields; None if there is nothing (new) to check."""
        check = edit_check(editing.predict(article, form.changed_fields()))
        has_seen = set(check.seen.split()) <= seen(request)
        if check.is_harmless or (request.POST.get("step") == "save" and has_seen):
            return None
        typed = [(name, form.data.get(name, "")) for name in form.fields]
        context = {
            "title": f"Review changes to {article}",
            "check": check,
            "typed": [*typed, (OPENED, story_transitions.fields_opened(article))],
            "action": f"{reverse('admin:articles_article_fields', args=[article.pk])}#{FIELDS}",
            "note_form": change_note_form(request, article),
        }
        return self._page(request, article, "check", context)

    def _take_step(self, request: HttpRequest, article: Article, form: TextForm, step: str) -> HttpResponse:
        if not form.is_valid() or step == "edit":
            return self._form_page(request, article, form)
        if form.cleaned_data["version"] != article.version:
            return self._conflict_page(request, article, form)
        fields = form.fields_for(article)
        if not fields:
            messages.info(request, "No changes.")
            return HttpResponseRedirect(change_url(article))
        if step == "save":
            return self._save(request, article, form, fields)
        return self._check_page(request, article, form, editing.predict(article, fields))

    def _save(self, request: HttpRequest, article: Article, form: TextForm, fields: dict[str, Any]) -> HttpResponse:
        note = sent_note_form(request, article)
        if note is not None and not note.is_valid():
            return self._check_page(request, article, form, editing.predict(article, fields), note)
        edit = partial(
            editing.edit, article, user=editor(request), fields=fields, accepted_losses=seen(request),
            note=note_in(note),
        )  # fmt: skip
        try:
            done = edit(version=form.cleaned_data["version"])
        except StaleEditError:
            return self._conflict_page(request, self.one(request, str(article.pk)), form)
        except editing.UnconfirmedLossError as error:
            messages.error(request, str(error))
            return self._check_page(request, article, form, editing.predict(article, fields))
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._form_page(request, article, form)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
            return self._form_page(request, article, form)
        messages.success(request, f"Text saved.{lost_in_words(done.outcome)}")
        return HttpResponseRedirect(change_url(article))

    def _check_page(
        self,
        request: HttpRequest,
        article: Article,
        form: TextForm,
        outcome: Outcome,
        note: ChangeNoteForm | None = None,
    ) -> HttpResponse:
        """`note` is the form of the correction note if it has to be corrected first."""
        names = [name for name in form.fields if name != "version"]
        context = {
            "title": f"Review changes to {article}",
            "check": edit_check(outcome),
            "difference": _difference(article, form),
            "typed": [(name, form.cleaned_data[name]) for name in (*names, "version")],
            "action": reverse("admin:articles_article_text", args=[article.pk]),
            "note_form": change_note_form(request, article) if note is None else note,
        }
        return self._page(request, article, "check", context, _BAD if note is not None else 200)

    def _form_page(
        self, request: HttpRequest, article: Article, form: TextForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        typed = [(name, request.POST[name]) for name in NOTE_FIELDS if name in request.POST]
        shown = {"title": f"Text of {article}", "form": form, "typed_note": typed, **more}
        return self._page(request, article, "text", shown, status)

    def _conflict_page(self, request: HttpRequest, article: Article, form: TextForm) -> HttpResponse:
        """The editor's text compared with the saved one; afterwards the conflict counts as seen."""
        data = {**form.cleaned_data, "version": article.version}
        more = {"stale": _STALE, "difference": _difference(article, form)}
        return self._form_page(request, article, TextForm(data), status=_CONFLICT, **more)

    def _page(
        self, request: HttpRequest, article: Article, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        schedule = schedule_of(article)
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "schedule": schedule,
            "hidden": still_hidden(article) if schedule else [],
        }
        where = f"admin/articles/article/edit_{template}.html"
        return TemplateResponse(request, where, {**shared, **context}, status=status)


def _difference(article: Article, form: TextForm) -> Difference:
    typed = form.cleaned_data
    return difference(
        wording_of(article), wording(typed["headline"], typed["description"], read_written(typed["text"]))
    )
