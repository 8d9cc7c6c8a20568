"""The page on which an editor adds a finding to marked words, or moves a finding to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin.answers import Answer, keep
from articles.admin.base import DeskModelAdmin, change_url, editor
from articles.admin.decisions import anchor_now
from articles.admin.mark_form import PlaceForm, mark_form, values_of
from articles.admin.marked_words import MARKABLE, findings_there, marked_words
from articles.desk import review
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Mention
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.marked_words import MarkedWords
    from articles.desk.anchors import AnyFact

_NOT_THERE = "These words are not in the text. Copy them from the story."


class MarkAdmin(DeskModelAdmin[Article]):
    """The URL of the page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.mark_view))
        return [path("<int:object_id>/mark/", view, name="articles_article_mark"), *super().get_urls()]

    def mark_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        sent = request.POST if request.method == "POST" else request.GET
        place = PlaceForm(sent or None)
        if not place.is_valid():
            return self._mark_page(request, article, place)
        typed, what = place.cleaned_data["words"], place.cleaned_data["what"]
        words = marked_words(article, what, typed, place.place)
        if words is None:
            place.add_error("words", _NOT_THERE)
            return self._mark_page(request, article, place)
        if request.method == "GET":
            return self._mark_page(request, article, place, words, form=mark_form(what, words, typed))
        return self._apply(request, article, place, words)

    def _apply(self, request: HttpRequest, article: Article, place: PlaceForm, words: MarkedWords) -> HttpResponse:
        what = place.cleaned_data["what"]
        form = mark_form(what, words, place.cleaned_data["words"], request.POST)
        target = request.POST.get("target", "")
        if not target and not form.is_valid():
            return self._mark_page(request, article, place, words, form=form, status=400)
        at = {"block": words.block, "start": words.start, "end": words.end}
        try:
            if target:
                fact = review.move(_chosen(article, what, words, target), user=editor(request), **at)
            else:
                fact = review.add(article, MARKABLE[what][0], user=editor(request), **at, **values_of(form))
        except (IllegalTransitionError, MissingRightError) as error:
            status = 403 if isinstance(error, MissingRightError) else 409
            shown = mark_form(what, words, place.cleaned_data["words"]) if target else form
            return self._mark_page(request, article, place, words, form=shown, refused=str(error), status=status)
        anchor = anchor_now(article, fact)
        keep(request, Answer(anchor, "Moved to the marked words." if target else "Added and accepted."))
        return HttpResponseRedirect(f"{change_url(article)}#{anchor}")

    def _mark_page(
        self,
        request: HttpRequest,
        article: Article,
        place: PlaceForm,
        words: MarkedWords | None = None,
        *,
        form: Any = None,
        refused: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Mark words",
            "article": article,
            "place": place,
            "form": form,
            "refused": refused,
            **(_context_of(article, place.cleaned_data["what"], words) if words else {}),
        }
        return TemplateResponse(
            request, "admin/articles/article/mark.html", context, status=400 if place.errors else status
        )


def _context_of(article: Article, what: str, words: MarkedWords) -> dict[str, Any]:
    label, there = MARKABLE[what][1].lower(), findings_there(article, what, words)
    # Names do not overlap: where a name stands already, it is moved or rejected first.
    may_add = not any(isinstance(fact, Mention) and fact.status != FactStatus.REJECTED for fact in there)
    return {"title": f"Mark words as {label}", "label": label, "words": words, "there": there, "may_add": may_add}


def _chosen(article: Article, what: str, words: MarkedWords, target: str) -> AnyFact:
    """The finding that is to be moved. Raises Http404 if it is none of those at the words."""
    fact = next((fact for fact in findings_there(article, what, words) if str(fact.pk) == target), None)
    if fact is None:
        raise Http404
    return fact
