from __future__ import annotations

import pytest
from django.core.exceptions import DisallowedHost
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from articles.views.errors import bad_request

IMPORT = "/admin/articles/importitem/add/"


@pytest.fixture
def editor(admin_user):
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    return client


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            lambda: {"source_type": "text", "source_text-text": "x" * (21 * 2**20 + 1)},
            "The text in this form exceeds 21.0",
        ),
        (
            lambda: {
                "source_type": "file",
                "source_file-file": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(101)],
            },
            "You can upload up to 100 files at once. Go back and select fewer.",
        ),
        (lambda: {f"field{n}": "x" for n in range(1001)}, "This form has more than 1000 fields."),
    ],
    ids=["text", "files", "fields"],
)
def test_an_oversized_form_gets_an_error_message(editor, fields, sentence):
    answer = editor.post(IMPORT, fields())
    assert answer.status_code == 413
    assert answer.content.decode().startswith(sentence)


def test_the_longest_text_that_the_form_promises_reaches_the_form(editor):
    answer = editor.post(IMPORT, {"source_type": "text", "source_text-text": "é" * (10 * 2**20) + "x"})
    assert answer.status_code == 200
    assert "Up to 20.0" in answer.content.decode()


def test_other_bad_requests_have_the_page_they_had():
    answer = bad_request(RequestFactory().get("/"), DisallowedHost("x"))
    assert answer.status_code == 400
    assert b"could not understand this request" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-7", b"username=x"),
        ("application/x-www-form-urlencoded; charset=unknown", b"username=x"),
        ("multipart/form-data", b"username=x"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data; name"),
        ("multipart/form-data; boundary=" + "x" * 1000, b"--x"),
    ],
    ids=["utf-7", "unknown charset", "no boundary", "cut off", "long boundary"],
)
def test_a_form_that_cannot_be_read_is_a_bad_request_and_no_fault_of_the_site(content_type, body, caplog):
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    answer = client.generic("POST", "/admin/login/", body, content_type=content_type)
    assert answer.status_code in (400, 403)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
