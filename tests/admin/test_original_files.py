"""Downloads of the stored bytes of imports."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.admin.original_files import file_name_of
from articles.imports import receive
from articles.models import ImportItem, Snapshot
from articles.vocabulary import ImportStatus, SourceType

pytestmark = pytest.mark.django_db
HTML = b"<script>alert(1)</script>\xff"


def a_file(name="story.html", content=HTML):
    return receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None)


def address(item, which="original"):
    return reverse(f"admin:articles_importitem_{which}", args=[item.pk])


def test_the_bytes_are_given_unchanged_and_never_inline(desk):
    response = desk.get(address(a_file()))
    assert response.content == HTML
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="story.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_the_feed_entry_is_given_beside_the_page(desk):
    item = a_file()
    item.entry = Snapshot.objects.store(b"{}", content_type="application/json")
    item.save()
    assert desk.get(address(item, "original_entry")).content == b"{}"
    assert desk.get(address(item)).content == HTML


@pytest.mark.parametrize("which", ["original", "original_entry"])
def test_where_nothing_is_stored_there_is_no_page(desk, which):
    item = receive.receive_source(source_type=SourceType.ADDRESS, content=None, url="https://example.org/a", user=None)
    assert desk.get(address(item, which)).status_code == 404


def test_who_may_not_see_imports_gets_nothing(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("clerk", password="a long enough password", is_staff=True))
    response = client.get(address(a_file()))
    assert response.status_code == 403
    assert HTML not in response.content


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("folder/deep/story.html", "story.html"),
        ("..\\..\\etc\\passwd", "passwd"),
        ("a\r\nSet-Cookie: x", "a_Set-Cookie_ x"),
        ("news\u202elmth.exe", "news_lmth.exe"),
        ("...", "import-7.bin"),
        ("", "import-7.bin"),
        ("x" * 500 + ".html", "x" * 115 + ".html"),
    ],
)
def test_names_of_files_are_safe(name, expected):
    assert file_name_of(ImportItem(pk=7, source_type=SourceType.FILE, name=name), Snapshot()) == expected


@pytest.mark.parametrize(
    ("source_type", "content_type", "expected"),
    [
        (SourceType.ADDRESS, "text/html; charset=utf-8", "import-7.html"),
        (SourceType.ADDRESS, "", "import-7.bin"),
        (SourceType.TEXT, "", "import-7.txt"),
    ],
)
def test_what_was_no_file_is_named_by_its_number(source_type, content_type, expected):
    item = ImportItem(pk=7, source_type=source_type, name="https://example.org/a.exe")
    assert file_name_of(item, Snapshot(content_type=content_type)) == expected


def test_the_list_of_imports_does_not_repeat_the_accepted_formats(desk):
    item = a_file("a.pdf", b"%PDF-1.7")
    error = "This is a PDF file, which cannot be read. Accepted are HTML and plain text."
    ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.FAILED, error=error)
    html = desk.get(reverse("admin:articles_importitem_changelist")).content.decode()
    assert "This is a PDF file, which cannot be read." in html
    assert "Accepted are" not in html
    batch = desk.get(reverse("admin:articles_importbatch_change", args=[item.batch_id])).content.decode()
    assert "Accepted are" not in batch
    assert "Accepted are" in desk.get(reverse("admin:articles_importitem_change", args=[item.pk])).content.decode()
