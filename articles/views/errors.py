"""Error pages that say what is wrong: a request beyond the limits of forms, and a disk that is full or read-only."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.views.defaults import bad_request as unexplained_bad_request
from django.views.defaults import server_error as unexplained_server_error

from newsroom.storage_errors import storage_problem

if TYPE_CHECKING:
    from django.http import HttpRequest

    from newsroom.storage_errors import StorageProblem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A session that cannot be saved because of the disk is reported by Django as a bad request, too."""
    problem = storage_problem(exception)
    if problem:
        return _storage_page(request, problem)
    sentence = _too_much(exception)
    if not sentence:
        return unexplained_bad_request(_without_form(request), exception)
    return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the exception."""
    problem = storage_problem(sys.exc_info()[1])
    if problem:
        return _storage_page(request, problem)
    return unexplained_server_error(_without_form(request))


def _without_form(request: HttpRequest) -> HttpRequest:
    """Django prepares its error pages for forms of their own, and would read again a form that it could not read."""
    request.csrf_processing_done = True  # type: ignore[attr-defined]  # of Django's CsrfViewMiddleware
    return request


def _storage_page(request: HttpRequest, problem: StorageProblem) -> HttpResponse:
    response = render(request, "storage.html", {"sentence": problem.sentence}, status=problem.status)
    response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _too_much(exception: Exception) -> str:
    if isinstance(exception, TooManyFilesSent):
        return f"You can upload up to {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files at once. Go back and select fewer."
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return f"The text in this form exceeds {most}. Go back and upload it as a file."
    if isinstance(exception, TooManyFieldsSent):
        return f"This form has more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields."
    return ""
