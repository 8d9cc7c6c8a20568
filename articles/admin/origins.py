"""Where the text of a story is from, on its own page: the versions that its source gave, and its copies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from articles.admin.answers import COPIES, VERSIONS
from articles.admin.base import DeskModelAdmin, attempt, change_url, editor
from articles.desk import copies, versions
from articles.models import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.desk.versions import VersionRow

_GROUPED = "The two are grouped: the page of each names the other."
_TOLD_APART = "The two are told apart: they are not suggested again."
_UNGROUPED = "The story is out of its group."
_TAKEN = "Taken over. What is in the text is being looked for anew."


@dataclass(frozen=True, slots=True)
class Suggested:
    article: Article
    percent: int


@dataclass(frozen=True, slots=True)
class Origins:
    """`newer` is the latest text of the source where readers see an earlier one."""

    versions: list[VersionRow]
    newer: VersionRow | None
    copies: list[Article]
    suggested: list[Suggested]


def origins_of(article: Article) -> Origins:
    rows = versions.rows(article)
    return Origins(
        versions=rows,
        newer=next((row for row in rows if row.is_newer), None),
        copies=copies.copies_of(article),
        suggested=[Suggested(one.article, round(100 * one.share)) for one in copies.suggestions(article)],
    )


class OriginsAdmin(DeskModelAdmin[Article]):
    """The moves of that part of the page."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "version": ("versions/<int:version_id>/compare/", require_GET(self.version_view)),
            "take": ("versions/<int:version_id>/take/", require_POST(self.take_view)),
            "group": ("copies/<int:other_id>/group/", require_POST(self.group_view)),
            "apart": ("copies/<int:other_id>/apart/", require_POST(self.apart_view)),
            "ungroup": ("copies/ungroup/", require_POST(self.ungroup_view)),
        }
        return [
            *(
                path(f"<int:object_id>/{address}", wrap(view), name=f"articles_article_{name}")
                for name, (address, view) in own.items()
            ),
            *super().get_urls(),
        ]

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """What differs between the story and this version, field by field, and its text word by word."""
        article = self.one(request, str(object_id))
        version = get_object_or_404(article.versions, pk=version_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Version {version.number} of {article}",
            "article": article,
            "version": version,
            "difference": versions.what_would_change(article, version),
            "changes": versions.field_changes(article, version),
            "may_change": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/version.html", context)

    def take_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        version = get_object_or_404(article.versions, pk=version_id)
        at = request.POST.get("at", "")
        if not at.isdecimal():
            raise Http404
        fields = request.POST.getlist("field") if "chosen" in request.POST else None
        take = partial(versions.take_over, article, version, user=editor(request), at=int(at), fields=fields)
        attempt(request, take, _TAKEN, at=VERSIONS)
        return _back(article, VERSIONS)

    def group_view(self, request: HttpRequest, object_id: int, other_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        other = self.one(request, str(other_id), to_change=True)
        attempt(request, partial(copies.group, article, other, user=editor(request)), _GROUPED, at=COPIES)
        return _back(article, COPIES)

    def apart_view(self, request: HttpRequest, object_id: int, other_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        other = self.one(request, str(other_id), to_change=True)
        attempt(request, partial(copies.tell_apart, article, other, user=editor(request)), _TOLD_APART, at=COPIES)
        return _back(article, COPIES)

    def ungroup_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        attempt(request, partial(copies.ungroup, article, user=editor(request)), _UNGROUPED, at=COPIES)
        return _back(article, COPIES)


def _back(article: Article, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{change_url(article)}#{anchor}")
