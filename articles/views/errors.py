"""Error messages for requests that exceed Django's form limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.views.defaults import bad_request as unexplained_bad_request

if TYPE_CHECKING:
    from django.http import HttpRequest


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _too_much(exception)
    if not sentence:
        return unexplained_bad_request(request, exception)
    return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")


def _too_much(exception: Exception) -> str:
    if isinstance(exception, TooManyFilesSent):
        return f"You can upload up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files at once. Go back and select fewer."
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return f"The text in this form exceeds {most}. Go back and upload it as a file."
    if isinstance(exception, TooManyFieldsSent):
        return f"This form has more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields."
    return ""
