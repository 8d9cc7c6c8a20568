"""The page for the picture of a story, and its files for editors, who see them before readers do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from articles.admin.base import DeskModelAdmin, attempt, editor
from articles.admin.picture_form import PictureForm, UploadForm, initial_of, saved_otherwise
from articles.desk import pictures
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, StoryPicture, picture_files
from articles.vocabulary import ArticleStatus, PictureStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.urls import URLPattern

_BAD, _CONFLICT = 400, 409
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PicturePanel:
    """What the desk shows of a picture. `file` is the address of its smallest size for editors, `hidden_because` why
    readers do not see it.
    """

    row: StoryPicture | None
    file: str
    width: int
    height: int
    state: str
    problem: str
    hidden_because: str
    has_new_source: bool


def picture_of(article: Article) -> StoryPicture | None:
    """Without a query for a story that was read with its picture."""
    return getattr(article, "picture", None)


def picture_panel(article: Article) -> PicturePanel:
    row = picture_of(article)
    if row is None:
        state = "The picture was not fetched." if article.image_url else "The source states no picture."
        return PicturePanel(None, "", 0, 0, state, "", "There is no picture.", has_new_source=False)
    size = row.sizes[0] if row.sizes else {"width": 0, "height": 0}
    return PicturePanel(
        row,
        reverse("admin:articles_article_picture_file", args=[article.pk, size["name"]]) if row.sizes else "",
        size["width"],
        size["height"],
        _state_of(row),
        row.problem,
        row.obstacle(article.image_credit),
        has_new_source=bool(row.source_url and article.image_url and row.source_url != article.image_url),
    )


def _state_of(row: StoryPicture) -> str:
    if row.status == PictureStatus.WAITING:
        return "The picture is being read. Load this page again in a moment."
    if row.status == PictureStatus.FAILED:
        return "The last picture that was asked for could not be read."
    largest = row.largest
    return f"{largest['width']} by {largest['height']} pixels." if largest else ""


class PictureAdmin(DeskModelAdmin[Article]):
    """The URLs of the picture of a story."""

    def get_urls(self) -> list[URLPattern]:
        wrap, picture = self.admin_site.admin_view, "<int:object_id>/picture"
        return [
            path(
                f"{picture}/",
                wrap(require_http_methods(["GET", "POST"])(self.picture_view)),
                name="articles_article_picture",
            ),
            path(
                f"{picture}/<slug:name>.webp",
                wrap(require_GET(self.picture_file_view)),
                name="articles_article_picture_file",
            ),
            *super().get_urls(),
        ]

    def picture_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self.one(request, str(object_id), to_change=request.method == "POST")
        if request.method == "GET":
            return self._picture_page(request, article, PictureForm(initial=initial_of(article, picture_of(article))))
        opened, user = request.POST.get("opened", ""), editor(request)
        step = request.POST.get("step", "")
        if step == "describe":
            return self._describe(request, article, opened)
        if step == "upload":
            return self._upload(request, article, opened)
        simple: dict[str, tuple[Callable[..., Any], str]] = {
            "fetch": (partial(pictures.fetch_again, article), "The picture is being fetched."),
            "hide": (partial(pictures.set_hidden, article, hidden=True), "The picture is not shown."),
            "show": (partial(pictures.set_hidden, article, hidden=False), "The picture is no longer hidden."),
        }
        if step not in simple:
            raise Http404
        action, done = simple[step]
        attempt(request, partial(action, user=user, opened=opened), done)
        return _to_picture(article)

    def picture_file_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        article = self.one(request, str(object_id))
        row = picture_of(article)
        content = picture_files.read(article.pk, name) if row is not None and name in row.names else None
        if content is None:
            raise Http404
        return HttpResponse(content, content_type="image/webp")

    def _describe(self, request: HttpRequest, article: Article, opened: str) -> HttpResponse:
        form = PictureForm(request.POST)
        if not form.is_valid():
            return self._picture_page(request, article, form, opened=opened, status=_BAD)
        version = request.POST.get("version", "")
        if not version.isdecimal() or len(version) > 9:
            raise Http404
        try:
            row = pictures.describe(
                article, form.description, user=editor(request), opened=opened, version=int(version)
            )
        except StaleEditError as error:
            article = self.one(request, str(article.pk))
            form.add_error(None, str(error))
            saved = saved_otherwise(form, article, picture_of(article))
            return self._picture_page(request, article, form, saved=saved, status=_CONFLICT)
        except IllegalTransitionError as error:
            form.add_error(None, str(error))
            return self._picture_page(request, article, form, opened=opened, status=_BAD)
        because = row.obstacle(form.description.credit)
        seen = f"Readers do not see the picture: {because}" if because else _seen_when(article)
        messages.success(request, f"Saved. {seen}")
        return _to_picture(article)

    def _upload(self, request: HttpRequest, article: Article, opened: str) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            for said in form.errors.get("file", []):
                messages.error(request, str(said))
            return _to_picture(article)
        file = form.cleaned_data["file"]
        # One byte more than allowed is enough to refuse it.
        content = file.read(settings.MAX_PICTURE_BYTES + 1)
        upload = partial(pictures.upload, article, content, user=editor(request), opened=opened)
        attempt(request, upload, "The picture is being read. Load this page again in a moment.")
        return _to_picture(article)

    def _picture_page(
        self,
        request: HttpRequest,
        article: Article,
        form: PictureForm,
        *,
        opened: str | None = None,
        saved: list[tuple[str, str]] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """`opened` are the versions that the form was opened with; without it, those that are shown now."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Picture of {article}",
            "article": article,
            "form": form,
            "upload_form": UploadForm(),
            "largest_file": f"{settings.MAX_PICTURE_BYTES / _MEGABYTE:g} MB",
            "picture": picture_panel(article),
            "saved": saved,
            **_versions(request, article, opened),
            "may_change": self._may_change_picture(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/picture.html", context, status=status)

    def _may_change_picture(self, request: HttpRequest, article: Article) -> bool:
        return self.has_change_permission(request, article) and article.review_status != ArticleStatus.DISCARDED


def _versions(request: HttpRequest, article: Article, opened: str | None) -> dict[str, str]:
    """Those that the form carries: of the picture, and of the story."""
    if opened is None:
        return {"opened": pictures.version_of(picture_of(article)), "version": str(article.version)}
    return {"opened": opened, "version": request.POST.get("version", "")}


def _seen_when(article: Article) -> str:
    if article.is_published:
        return "Readers see the picture within two seconds."
    return "Readers see the picture when the story is published."


def _to_picture(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_picture", args=[article.pk]))
