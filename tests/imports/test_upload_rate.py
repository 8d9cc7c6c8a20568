"""How often one account may start imports."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.imports.upload_rate import seconds_to_wait
from articles.models import ImportBatch, ImportItem

pytestmark = pytest.mark.django_db
IMPORT = "/admin/articles/importitem/add/"


@pytest.fixture(autouse=True)
def rate(settings):
    settings.IMPORT_RATE = 3


def paste(client, text="A text"):
    return client.post(IMPORT, {"source_type": "text", "source_text-text": text})


def test_more_imports_than_the_limit_are_refused_with_the_text_kept(admin_client):
    assert [paste(admin_client).status_code for _ in range(3)] == [302, 302, 302]
    answer = paste(admin_client, "A long text that took an hour")
    assert answer.status_code == 429
    assert 50 < int(answer["Retry-After"]) <= 60
    html = answer.content.decode()
    assert "You have started many imports within a minute. Try again in" in html
    assert "A long text that took an hour" in html
    assert ImportItem.objects.count() == 3


def test_the_limit_ends_after_a_minute(admin_client):
    for _ in range(3):
        paste(admin_client)
    ImportBatch.objects.update(created=timezone.now() - timedelta(seconds=61))
    assert paste(admin_client).status_code == 302


def test_accounts_are_limited_separately(admin_client, admin_user):
    other = User.objects.create_superuser("other", password="a long enough password")
    for _ in range(3):
        paste(admin_client)
    assert seconds_to_wait(other) == 0
    assert seconds_to_wait(admin_user) > 0


def test_an_upload_of_many_files_counts_once(admin_client):
    for _ in range(3):
        files = [SimpleUploadedFile(f"{number}.txt", b"A text") for number in range(10)]
        assert admin_client.post(IMPORT, {"source_type": "file", "source_file-file": files}).status_code == 302
    assert ImportItem.objects.count() == 30


def test_a_form_with_an_error_counts_for_nothing(admin_client):
    for _ in range(5):
        assert paste(admin_client, "").status_code == 200
    assert paste(admin_client).status_code == 302
