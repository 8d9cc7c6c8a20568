"""Stories: the list, and the review page on which an editor settles what was found and publishes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from articles.admin import decisions
from articles.admin.base import attempt, change_url, editor
from articles.admin.edit_check import lost_in_words
from articles.admin.listing import date_in_words, undecided_counts
from articles.admin.origins import OriginsAdmin, origins_of
from articles.admin.review_forms import AddForm
from articles.admin.review_page import SURE, review_page
from articles.admin.standing import standing_of
from articles.admin.status_filter import StatusFilter, tell_of_many
from articles.admin.story_form import ArticleForm, initial_of, known_outlets
from articles.admin.text_page import TextAdmin, seen
from articles.desk import clearance, moves, review
from articles.models import Article, Entity
from articles.text import fold
from articles.vocabulary import ArticleStatus, EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_SUGGESTED = 8
_NOUNS = {"mention": "mention", "quotation": "quotation", "pledge": "pledge", "membership": "role"}


class ArticleAdmin(TextAdmin, OriginsAdmin):
    label = "Stories"
    empty_value_display = "Not stated"
    list_display = ("headline", "review_status", "outlet", "date", "open_findings", "source_says")
    list_filter = (StatusFilter, "outlet")
    actions = ("discard_selected", "bring_back_selected")
    list_select_related = ("outlet",)
    search_fields = ("headline", "byline", "url", "outlet__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stories come in through imports alone."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("outlet")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-id",)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        posts: dict[str, Callable[..., HttpResponse]] = {
            "fields": self.fields_view, "publish": self.publish_view, "withdraw": self.withdraw_view,
            "redraft": self.redraft_view, "discard": self.discard_view, "sure": self.sure_view,
            "add": self.add_fact_view,
        }  # fmt: skip
        own = [
            path(f"<int:object_id>/{name}/", wrap(require_POST(view)), name=f"articles_article_{name}")
            for name, view in posts.items()
        ]
        decide = "<int:object_id>/<slug:noun>/<int:fact_id>/"
        own += [
            path(decide, wrap(require_POST(self.decide_view)), name="articles_article_decide"),
            path("records/", wrap(require_GET(self.records_view)), name="articles_article_records"),
        ]
        return [*own, *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changelist = super().get_changelist_instance(request)
        # Only the rows of this page are counted, not those that the total of the list is taken from.
        counts = undecided_counts(article.pk for article in changelist.result_list)
        for article in changelist.result_list:
            article.undecided = counts.get(article.pk, 0)
        return changelist

    @admin.display(description="Date", ordering="date_published")
    def date(self, article: Article) -> str:
        return date_in_words(article)

    @admin.display(description="Findings")
    def open_findings(self, article: Any) -> str:
        return f"{article.undecided} undecided" if article.undecided else "All settled"

    @admin.display(description="Source asks", empty_value="")
    def source_says(self, article: Article) -> str:
        return clearance.in_short(article)

    @admin.action(description="Discard the selected drafts", permissions=["change"])
    def discard_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        tell_of_many(request, "discarded", review.discard_many(queryset, user=editor(request)))

    @admin.action(description="Bring the selected discarded stories back", permissions=["change"])
    def bring_back_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        tell_of_many(request, "brought back", review.bring_back_many(queryset, user=editor(request)))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self.page(request, self.one(request, object_id))

    def page(
        self, request: HttpRequest, article: Article, form: ArticleForm | None = None, add: AddForm | None = None
    ) -> HttpResponse:
        may_change = self.has_change_permission(request, article)
        is_discarded = article.review_status == ArticleStatus.DISCARDED
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(article),
            "article": article,
            "date": date_in_words(article),
            "page": review_page(article),
            "origins": origins_of(article),
            "form": form or ArticleForm(initial=initial_of(article)),
            "add_form": add or AddForm(),
            "outlets": known_outlets(),
            "kinds": EntityKind.choices,
            "legal": {str(status): True for status in moves.ARTICLE_MOVES[article.review_status]},
            "standing": standing_of(article),
            "may_change": may_change and not is_discarded,
            "may_bring_back": may_change and is_discarded,
        }
        return TemplateResponse(request, "admin/articles/article/review.html", context)

    def fields_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        form = ArticleForm(request.POST, initial=initial_of(article))
        if not form.is_valid() or request.POST.get("step") == "edit":
            return self.page(request, article, form=form)
        version, fields = form.cleaned_data["version"], form.changed_fields()
        waits = self.fields_check(request, article, form, fields)
        if waits is not None:
            return waits
        save = partial(
            review.edit, article, user=editor(request), version=version, fields=fields, may_lose=seen(request)
        )
        try:
            attempt(request, save, lambda done: f"The fields are saved.{lost_in_words(done.outcome)}")
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
            return self.page(request, article, form=form)
        return _back(article, "fields")

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        done = "The story is published. Readers find it within two seconds."
        although = request.POST.get("although", "")[:200] if request.POST.get("confirmed") == "yes" else ""
        attempt(request, partial(review.publish, article, user=editor(request), although=although), done)
        return _back(article, "progress")

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        withdraw = partial(review.withdraw, article, user=editor(request), reason=request.POST.get("reason", ""))
        attempt(request, withdraw, "The story is withdrawn: no public page shows it.")
        return _back(article, "progress")

    def redraft_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        attempt(request, partial(review.return_to_draft, article, user=editor(request)), "The story is a draft again.")
        return _back(article, "progress")

    def discard_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        attempt(request, partial(review.discard, article, user=editor(request)), "The story is discarded.")
        return _back(article, "discarded")

    def sure_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        accept = partial(review.accept_all, article, user=editor(request), minimum_confidence=SURE)
        attempt(request, accept, _accepted)
        return _back(article, "progress")

    def decide_view(self, request: HttpRequest, object_id: int, noun: str, fact_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        fact = decisions.fact_of(article, noun, fact_id)
        return _back(article, decisions.decide(request, article, fact, noun))

    def add_fact_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        form = AddForm(request.POST)
        anchor = decisions.add(request, article, form) if form.is_valid() else None
        return _back(article, anchor) if anchor else self.page(request, article, add=form)

    def records_view(self, request: HttpRequest) -> HttpResponse:
        """Records whose name begins like this, for the name fields of the review page."""
        key = fold(request.GET.get("q", "")[:200]) if self.has_view_permission(request) else ""
        found = Entity.objects.filter(key__startswith=key)[:_SUGGESTED] if key else []
        items = [{"value": f"{entity.name} #{entity.pk}", "kind": entity.get_kind_display()} for entity in found]
        return JsonResponse({"items": items})


def _accepted(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return "Nothing was left that is sure enough."
    return "Accepted " + ", ".join(_counted(count, _NOUNS[noun]) for noun, count in counts.items() if count) + "."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _back(article: Article, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{change_url(article)}#{anchor}")
