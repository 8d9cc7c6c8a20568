"""Pictures of stories as files: only those that readers see on the page of a published story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Article, picture_files
from articles.models.article import is_public_status
from articles.pages.withdrawn_story import removed_story, withdrawn_story

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

CONTENT_TYPE = "image/webp"
# The name of a file changes with its content. A cache between us and browsers asks again after some minutes, because a
# story may be withdrawn.
_CACHED = "public, max-age=31536000, s-maxage=300, immutable"


@require_safe
def picture_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    article = Article.objects.select_related("picture").defer("body", "picture__received").filter(pk=pk).first()
    picture = getattr(article, "picture", None)
    if article is None or not is_public_status(article.review_status):
        return _gone(pk)
    if picture is None or name not in picture.names or picture.obstacle(article.image_credit):
        raise Http404
    content = picture_files.read(pk, name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Cache-Control"] = _CACHED
    response["ETag"] = f'"{name}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _gone(pk: int) -> HttpResponse:
    """410 for what was public. Raises 404 for anything else."""
    if withdrawn_story(pk) is None and removed_story(pk) is None:
        raise Http404
    response = HttpResponse("This picture was withdrawn.", status=410, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
