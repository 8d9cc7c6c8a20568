"""Takedowns: the page that removes a story for good, and the list of those that were removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from articles.admin.base import DeskModelAdmin, editor
from articles.admin.listing import moment_in_words
from articles.desk.near_duplicates import duplicates_of, suggestions
from articles.desk.removing import counted
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.imports.erasing import imports_of
from articles.imports.taking_down import MAX_REASON, MAX_SENTENCE, is_confirmed, take_down
from articles.models import Article, LoggedAction, StoryPicture, Takedown
from articles.vocabulary import TakedownGround

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

_TYPED = ("ground", "reason", "public_sentence", "confirmation")


@dataclass(frozen=True, slots=True)
class WhatGoes:
    """What a takedown removes, counted in words, and the stories that stay although they have much of the same text."""

    counts: list[str]
    files: int
    similar: list[Article]


def what_goes(article: Article) -> WhatGoes:
    facts = article.mentions.count() + article.quotations.count() + article.pledges.count()
    imports = imports_of(article)
    counts = {
        "source version": article.versions.count(),
        "finding": facts + article.memberships.count() + article.figures.count(),
        "import": len(imports.items),
        "picture": StoryPicture.objects.filter(article=article).count(),
        "log entry": article.actions.count(),
    }
    plural = {"log entry": "log entries"}
    similar = [*duplicates_of(article), *(one.article for one in suggestions(article))]
    return WhatGoes(
        [f"{n} {plural[noun]}" if noun in plural and n != 1 else counted(n, noun) for noun, n in counts.items() if n],
        len(imports.files),
        similar,
    )


class TakedownPageAdmin(DeskModelAdmin[Article]):
    """The page of the story."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_http_methods(["GET", "POST"])(self.takedown_view))
        return [path("<int:object_id>/takedown/", view, name="articles_article_takedown"), *super().get_urls()]

    def takedown_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id))
        if request.method == "GET":
            return self._takedown_page(request, article, {})
        typed = {name: request.POST.get(name, "") for name in _TYPED}
        if not is_confirmed(article, typed["confirmation"]):
            says = f"Not removed: type the headline of the story, or its number {article.pk}, to confirm."
            return self._takedown_page(request, article, typed, says, status=400)
        version = request.POST.get("version", "")
        statement = {name: value for name, value in typed.items() if name != "confirmation"}
        try:
            with transaction.atomic():
                seen = int(version) if version.isdecimal() and len(version) < 10 else 0
                take_down(article, user=editor(request), version=seen, **statement)
        except StaleEditError as error:
            return self._takedown_page(request, self.one(request, str(object_id)), typed, str(error), status=409)
        except IllegalTransitionError as error:
            return self._takedown_page(request, article, typed, f"Not removed. {error}", status=400)
        messages.success(request, f"Story {object_id} was taken down. Readers no longer see anything of it.")
        return HttpResponseRedirect(reverse("admin:articles_takedown_changelist"))

    def _takedown_page(
        self, request: HttpRequest, article: Article, typed: Mapping[str, str], refused: str = "", *, status: int = 200
    ) -> HttpResponse:
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Take down for good",
            "article": article,
            "goes": what_goes(article),
            "grounds": TakedownGround.choices,
            "typed": typed,
            "max_reason": MAX_REASON,
            "max_sentence": MAX_SENTENCE,
            "refused": refused,
        }
        return TemplateResponse(request, "admin/articles/article/takedown.html", context, status=status)


class TakedownAdmin(DeskModelAdmin[Takedown]):
    """The list, read-only."""

    label = "Takedowns"
    list_display = ("story", "when", "by", "ground", "reason", "public_sentence")
    list_filter = ("ground",)
    list_select_related = ("by",)
    search_fields = ("=story_id", "reason")
    fields = readonly_fields = ("story", "when", "by", "ground", "reason", "public_sentence", "was_public")

    @admin.display(description="Story", ordering="story_id")
    def story(self, takedown: Takedown) -> str:
        return f"Story {takedown.story_id}"

    @admin.display(description="When", ordering="at")
    def when(self, takedown: Takedown) -> str:
        return f"{moment_in_words(takedown.at)} UTC"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stories are taken down on their own pages."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Takedown | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = self.one(request, object_id)
        entry = LoggedAction.objects.filter(action="article.take_down", details__story=found.story_id).first()
        if entry is None:
            return HttpResponseRedirect(reverse("admin:articles_loggedaction_changelist"))
        return HttpResponseRedirect(reverse("admin:articles_loggedaction_change", args=[entry.pk]))
