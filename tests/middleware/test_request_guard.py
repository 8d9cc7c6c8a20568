"""Which requests may carry a body: by method, path, size and sender, before anything reads it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from articles.imports.upload_limits import MAX_UPLOAD_BYTES
from articles.middleware import request_guard
from articles.middleware.request_guard import MAX_ANONYMOUS_BYTES, check_request, max_editor_bytes

LOGIN, IMPORT, REVIEW = "/admin/login/", "/admin/articles/importitem/add/", "/admin/articles/article/1/fields/"
PUBLIC = ["/", "/stories/", "/search/?q=a", "/static/css/base.css", "/no/such/page/", "/admin", "/adminx/", "//admin/"]
MB = 1024 * 1024


def status(method, path, length="", encoding=""):
    refusal = check_request(method, path, length, encoding)
    return refusal and refusal.status


class Unread:
    """A request body that must not be touched."""

    def read(self, *_args):
        pytest.fail("the body was read")

    readline = read


@pytest.fixture
def guarded():
    """Statuses of requests through the middleware; 200 if it accepts them. Their bodies must not be read."""
    middleware = request_guard.RequestGuardMiddleware(lambda _request: HttpResponse("through"))

    def ask(method, path, length="", encoding="", session=""):
        meta = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
        if encoding:
            meta["HTTP_TRANSFER_ENCODING"] = encoding
        if session:
            meta["HTTP_COOKIE"] = f"{settings.SESSION_COOKIE_NAME}={session}"
        return middleware(RequestFactory().generic(method, path, **meta)).status_code

    return ask


def session_of(**fields):
    client = Client()
    client.force_login(User.objects.create_user("somebody", password="a long enough password", **fields))
    return client.session.session_key


def test_the_paths_of_the_guard_are_those_of_the_admin():
    assert reverse("admin:index") == request_guard.ADMIN_ROOT
    assert reverse("admin:articles_importitem_add") == request_guard.IMPORT_PATH


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get"])
def test_public_addresses_answer_get_and_head_only(method, path):
    refusal = check_request(method, path, "", "")
    assert (refusal.status, refusal.allow) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [LOGIN, IMPORT, REVIEW, "/admin/no/such/page/"])
def test_the_desk_takes_posts_and_no_other_bodies(path):
    assert status("POST", path, "10") is None
    assert [status(method, path) for method in ("PUT", "PATCH", "DELETE", "OPTIONS")] == [405] * 4
    assert [status(method, path, "10") for method in ("GET", "HEAD")] == [400] * 2


@pytest.mark.parametrize("path", [*PUBLIC, LOGIN, IMPORT])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_pages_are_read_without_a_body(method, path):
    assert status(method, path) is None
    assert status(method, path, "0") is None
    assert status(method, path, "1") == 400
    assert status(method, path, "", "chunked") == 411


def test_a_body_without_a_length_is_refused():
    assert status("POST", LOGIN, "", "chunked") == 411
    assert status("POST", LOGIN, "10", "gzip, chunked") == 411


@pytest.mark.parametrize("length", ["x", "-1", "+5", "1.5", "²", "0x10", "9" * 19, "9" * 5000, "1,1"])
def test_a_length_that_is_no_number_is_refused(length):
    assert status("POST", LOGIN, length) == 400


def test_each_upload_url_has_its_own_limit():
    assert max_editor_bytes(IMPORT) == MAX_UPLOAD_BYTES + MB
    for path in (IMPORT, REVIEW):
        assert status("POST", path, str(max_editor_bytes(path))) is None
        assert status("POST", path, str(max_editor_bytes(path) + 1)) == 413
    assert max_editor_bytes(REVIEW) < max_editor_bytes(IMPORT)


@given(method=st.text(max_size=9), path=st.text(max_size=40), length=st.text(max_size=25), encoding=st.text(max_size=9))
def test_whatever_is_sent_no_more_than_the_limit_is_let_through(method, path, length, encoding):
    if check_request(method, path, length, encoding) is None:
        assert not encoding
        assert int(length or 0) <= (max_editor_bytes(path) if method == "POST" else 0)
        assert method in ("GET", "HEAD") or path.startswith("/admin/")


@pytest.mark.django_db
def test_a_stranger_may_send_one_megabyte_to_the_desk(guarded):
    for path in (LOGIN, IMPORT):
        assert guarded("POST", path, MAX_ANONYMOUS_BYTES) == 200
        assert guarded("POST", path, MAX_ANONYMOUS_BYTES + 1) == 413
        assert guarded("POST", path, 300 * MB) == 413


@pytest.mark.django_db
def test_a_session_that_was_made_up_is_a_stranger(guarded):
    assert guarded("POST", IMPORT, 2 * MB, session="made-up") == 413


@pytest.mark.django_db
def test_an_editor_may_send_what_the_import_page_promises(guarded):
    session = session_of(is_staff=True)
    assert guarded("POST", IMPORT, MAX_UPLOAD_BYTES, session=session) == 200
    assert guarded("POST", REVIEW, 20 * MB, session=session) == 200
    assert guarded("POST", REVIEW, MAX_UPLOAD_BYTES, session=session) == 413


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{}, {"is_staff": True, "is_active": False}], ids=["no editor", "disabled"])
def test_an_account_that_is_no_editor_has_the_limit_of_strangers(guarded, fields):
    session = session_of(is_staff=True)
    User.objects.update(**{"is_staff": False, **fields})
    assert guarded("POST", IMPORT, 2 * MB, session=session) == 413


def test_a_refusal_is_a_single_sentence_and_not_cached(client):
    answer = client.post("/stories/", {"a": "b"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.content.decode() == "This URL accepts GET, HEAD only."
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"


def test_a_refusal_names_both_sizes():
    assert "300.0\xa0MB; this URL accepts up to" in check_request("POST", IMPORT, str(300 * MB), "").sentence
