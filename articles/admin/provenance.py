"""Provenance of a story on its review page: versions from the source, and near duplicates from other outlets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from articles.admin.answers import DUPLICATES, VERSIONS
from articles.admin.base import DeskModelAdmin, attempt, change_url, editor
from articles.admin.bounded import number_in
from articles.admin.desk_actions import DeskAction, action_urls
from articles.admin.note_form import change_note_form, note_in, sent_note_form
from articles.desk import near_duplicates, versions
from articles.models import Article

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    from articles.admin.note_form import ChangeNoteForm
    from articles.desk.versions import VersionRow
    from articles.models import ArticleAddress, ArticleVersion

_BAD = 400
_TAKEN = "Version applied. Extraction is running again."


_DUPLICATE_ACTIONS = (
    DeskAction(
        "group",
        near_duplicates.group,
        "Stories grouped. Each page now names the other outlet.",
        anchor=DUPLICATES,
        url="duplicates/<int:other_id>/group",
    ),
    DeskAction(
        "apart",
        near_duplicates.mark_distinct,
        "Stories marked as different. They will not be suggested again.",
        anchor=DUPLICATES,
        url="duplicates/<int:other_id>/apart",
    ),
    DeskAction(
        "ungroup", near_duplicates.ungroup, "Story removed from its group.", anchor=DUPLICATES, url="duplicates/ungroup"
    ),
)


@dataclass(frozen=True, slots=True)
class Suggested:
    article: Article
    percent: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """`newer` is the source's latest version if readers see an earlier one."""

    versions: list[VersionRow]
    newer: VersionRow | None
    duplicates: list[Article]
    suggested: list[Suggested]
    addresses: list[ArticleAddress]
    date_text: str
    source_time: str


def provenance_of(article: Article) -> Provenance:
    rows = versions.rows(article)
    return Provenance(
        versions=rows,
        newer=next((row for row in rows if row.is_newer), None),
        duplicates=near_duplicates.duplicates_of(article),
        suggested=[Suggested(one.article, round(100 * one.share)) for one in near_duplicates.suggestions(article)],
        addresses=list(article.addresses.all()),
        date_text=article.date_text,
        source_time=source_time(article),
    )


def source_time(article: Article) -> str:
    """The time of publication as the clock of the source shows it; empty if that is UTC or unknown."""
    if article.date_published is None or not article.utc_offset:
        return ""
    zone = timezone(timedelta(minutes=article.utc_offset))
    return f"{article.date_published.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"


class ProvenanceAdmin(DeskModelAdmin[Article]):
    """The URLs of the provenance section."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        version = "<int:object_id>/versions/<int:version_id>"
        return [
            path(f"{version}/compare/", wrap(require_GET(self.version_view)), name="articles_article_version"),
            path(f"{version}/take/", wrap(require_POST(self.take_view)), name="articles_article_take"),
            *action_urls(_DUPLICATE_ACTIONS, self.copy_view, site=self.admin_site, model="article"),
            *super().get_urls(),
        ]

    def version_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        """Compare the story with this version: field by field, and the text word by word."""
        article = self.one(request, str(object_id))
        return self._version_page(request, article, get_object_or_404(article.versions, pk=version_id))

    def _version_page(
        self,
        request: HttpRequest,
        article: Article,
        version: ArticleVersion,
        note: ChangeNoteForm | None = None,
        fields: Collection[str] | None = None,
    ) -> HttpResponse:
        """`note` is the form of the correction note if it has to be corrected first, `fields` what the editor chose."""
        changes = versions.field_changes(article, version)
        chosen = {one.name for one in changes if not one.is_set_by_editor} if fields is None else set(fields)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Version {version.number} of {article}",
            "article": article,
            "version": version,
            "difference": versions.what_would_change(article, version),
            "changes": changes,
            "chosen": chosen,
            "note_form": change_note_form(request, article) if note is None else note,
            "may_change": self.has_change_permission(request, article),
        }
        status = 200 if note is None else _BAD
        return TemplateResponse(request, "admin/articles/article/version.html", context, status=status)

    def take_view(self, request: HttpRequest, object_id: int, version_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=True)
        version = get_object_or_404(article.versions, pk=version_id)
        at = number_in(request.POST.get("at", ""))
        if at is None:
            raise Http404
        fields = request.POST.getlist("field") if "chosen" in request.POST else None
        note = sent_note_form(request, article)
        if note is not None and not note.is_valid():
            return self._version_page(request, article, version, note, fields)
        take = partial(
            versions.apply_version,
            article,
            version,
            user=editor(request),
            at=at,
            fields=fields,
            note=note_in(note),
        )
        attempt(request, take, _TAKEN, at=VERSIONS)
        return _back(article, VERSIONS)

    def copy_view(
        self, request: HttpRequest, object_id: int, action: DeskAction, other_id: int | None = None
    ) -> HttpResponse:
        ids = [object_id] if other_id is None else [object_id, other_id]
        records = [self.one(request, str(pk), to_change=True) for pk in ids]
        attempt(request, action.bind(request, *records, user=editor(request)), action.message, at=action.anchor)
        return _back(records[0], action.anchor)


def _back(article: Article, anchor: str) -> HttpResponse:
    return HttpResponseRedirect(f"{change_url(article)}#{anchor}")
