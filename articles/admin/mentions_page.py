"""The page on which an editor decides the mentions of one name one by one, or several selected ones together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from articles.admin.answers import MENTIONS, Answer, keep, take_kept
from articles.admin.base import DeskModelAdmin, change_url
from articles.admin.mention_decisions import decide_mentions, state_of
from articles.admin.opened import dump
from articles.admin.review_forms import NameForm
from articles.admin.review_page import actions_on
from articles.admin.suggestions import Context, context_of, label_of_place, name_rows, stands
from articles.admin.undo import undoable
from articles.models import Article, Mention
from articles.vocabulary import ArticleStatus, EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.record_labels import RecordLabel
    from articles.admin.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One mention with its sentence, and the suggestion that it is part of."""

    mention: Mention
    place: str
    context: Context
    is_lost: bool
    suggestion: Suggestion
    is_selected: bool

    @property
    def record(self) -> RecordLabel | None:
        return self.suggestion.record if self.mention.status != FactStatus.REJECTED else None

    @property
    def is_open(self) -> bool:
        return bool(self.mention.status == FactStatus.PROPOSED)


@dataclass(frozen=True, slots=True)
class MentionsPage:
    """`suggested` is the suggestion of the open mentions, or of all if none is open; `choice` the records to choose from."""

    mention: Mention
    rows: list[MentionRow]
    suggested: Suggestion
    choice: list[RecordLabel]
    opened: str

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def first_open(self) -> MentionRow:
        return next((row for row in self.rows if row.is_open), self.rows[0])


class MentionsAdmin(DeskModelAdmin[Article]):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.mentions_view))
        address = "<int:object_id>/mention/<int:fact_id>/all/"
        return [path(address, view, name="articles_article_mentions"), *super().get_urls()]

    def mentions_view(self, request: HttpRequest, object_id: int, fact_id: int) -> HttpResponse:
        with transaction.atomic():
            article = self.one(request, str(object_id), to_change=request.method == "POST")
            if request.method == "POST":
                article = Article.objects.select_for_update().get(pk=article.pk)
            mention = get_object_or_404(Mention, pk=fact_id, article=article)
            if request.method != "POST":
                return self._mentions_page(request, article, mention)
            answer = decide_mentions(request, article, mention)
            if answer.is_refusal:
                return self._mentions_page(request, article, mention, answer)
            return self._after(request, article, mention, answer)

    def _after(self, request: HttpRequest, article: Article, mention: Mention, answer: Answer) -> HttpResponse:
        """Back to this page while a mention of the name is open, then to the suggestion."""
        same = mentions_of(article, mention.kind, mention.name)
        left = next((one for one in same if one.status == FactStatus.PROPOSED), None)
        keep(request, replace(answer, anchor=MENTIONS) if left else answer)
        if left is None:
            return HttpResponseRedirect(f"{change_url(article)}#{answer.anchor}")
        address = reverse("admin:articles_article_mentions", args=[article.pk, left.pk])
        return HttpResponseRedirect(f"{address}#m-{left.pk}")

    def _mentions_page(
        self, request: HttpRequest, article: Article, mention: Mention, answer: Answer | None = None
    ) -> HttpResponse:
        answers, other_messages = take_kept(request)
        page = mentions_page(article, mention, request.POST.getlist("mention") if answer else ())
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mentions of {mention.name}",
            "opts": self.opts,
            "article": article,
            "page": page,
            "kinds": EntityKind.choices,
            "form": (answer and answer.form) or page.suggested.form,
            "answer": answer or answers.pop(MENTIONS, None),
            "messages": [*other_messages, *(one.says for one in answers.values())],
            "may_change": self.has_change_permission(request, article)
            and article.review_status != ArticleStatus.DISCARDED,
            "undoable": undoable(request, article, actions_on(article)),
        }
        status = answer.status if answer is not None else 200
        return TemplateResponse(request, "admin/articles/article/mentions.html", context, status=status)


def mentions_of(article: Article, kind: str, name: str) -> list[Mention]:
    mentions = article.mentions.filter(kind=kind, name=name).select_related("entity")
    return list(mentions.prefetch_related("candidates").in_text_order())


def mentions_page(article: Article, mention: Mention, selected: Sequence[str] = ()) -> MentionsPage:
    """All mentions of the name in text order. `selected` are the ids that the editor had chosen."""
    mentions = mentions_of(article, mention.kind, mention.name)
    suggestions = name_rows(article, mentions)
    of_fact = {fact.pk: row for row in suggestions for fact in row.facts}
    suggested = next((row for row in suggestions if row.is_open), suggestions[0])
    records = [label for row in suggestions for label in (row.record, *row.choice) if label]
    return MentionsPage(
        mention=mention,
        rows=[
            MentionRow(
                one, label_of_place(one), context_of(article, one), not stands(article, one), of_fact[one.pk],
                is_selected=str(one.pk) in selected or len(mentions) == 1,
            )
            for one in mentions
        ],
        suggested=replace(suggested, form=NameForm(initial=suggested.form.initial, auto_id="mentions-%s")),
        choice=list({label.pk: label for label in records}.values()),
        opened=dump({str(one.pk): state_of(one) for one in mentions}),
    )  # fmt: skip
