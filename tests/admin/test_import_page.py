from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.imports import upload_limits
from articles.models import ImportBatch, ImportItem
from articles.vocabulary import ImportStatus, SourceType

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/importitem/add/"


def send(client, source_type, **values):
    return client.post(
        ADD, {"source_type": source_type, **{f"source_{source_type}-{name}": value for name, value in values.items()}}
    )


def kept(item):
    return item.snapshot.content


def test_an_address_becomes_an_item_that_waits_for_the_worker(desk):
    response = send(desk, "address", url="https://example.org/story")
    item = ImportItem.objects.get()
    assert (item.source_type, item.url, item.snapshot, item.status) == (
        SourceType.ADDRESS, "https://example.org/story", None, ImportStatus.RECEIVED,
    )  # fmt: skip
    assert response["Location"] == reverse("admin:articles_importitem_change", args=[item.pk])


def test_an_address_without_its_scheme_means_https(desk):
    send(desk, "address", url="example.org/story")
    assert ImportItem.objects.get().url == "https://example.org/story"


def test_a_file_is_kept_byte_for_byte_with_its_name(desk, editor):
    send(desk, "file", file=SimpleUploadedFile("story.html", b"<p>caf\xe9</p>"), url="")
    item = ImportItem.objects.get()
    assert (item.source_type, item.name, kept(item)) == (SourceType.FILE, "story.html", b"<p>caf\xe9</p>")
    assert item.batch.created_by == editor


def test_pasted_text_is_named_by_its_first_line(desk):
    send(desk, "text", text="\nA bridge opens\n\nIt opened.", url="https://example.org/b")
    item = ImportItem.objects.get()
    assert (item.source_type, item.name, item.url) == (SourceType.TEXT, "A bridge opens", "https://example.org/b")


@pytest.mark.parametrize(
    ("source_type", "values", "said"),
    [
        ("address", {"url": ""}, "Enter the full address"),
        ("address", {"url": "ftp://example.org/x"}, "begin with http:// or https://"),
        ("address", {"url": "https://"}, "This is not a web address."),
        ("address", {"url": "http://[bad"}, "This is not a web address."),
        ("file", {}, "Choose a file first."),
        ("file", {"file": SimpleUploadedFile("empty.txt", b"")}, "empty.txt is empty."),
        ("text", {"text": " \n "}, "Paste the text of the story first."),
    ],
    ids=["no address", "ftp", "no host", "broken host", "no file", "empty file", "blank text"],
)
def test_errors_are_shown_at_the_field_and_nothing_is_stored(desk, source_type, values, said):
    response = send(desk, source_type, **values)
    assert said in response.content.decode()
    assert not ImportItem.objects.exists()


def test_several_files_at_once_are_one_batch(desk, editor):
    files = [SimpleUploadedFile(f"{name}.txt", name.encode()) for name in ("one", "two")]
    response = send(desk, "file", file=files, url="https://example.org/page")
    batch = ImportBatch.objects.get()
    assert response["Location"] == reverse("admin:articles_importbatch_change", args=[batch.pk])
    assert [(item.name, kept(item), item.url) for item in batch.items.order_by("pk")] == [
        ("one.txt", b"one", ""), ("two.txt", b"two", ""),
    ]  # fmt: skip
    assert batch.created_by == editor


def test_one_bad_file_among_several_is_named_and_none_is_kept(desk):
    files = [SimpleUploadedFile("good.txt", b"words"), SimpleUploadedFile("empty.txt", b"")]
    assert "empty.txt is empty." in send(desk, "file", file=files).content.decode()
    assert not ImportItem.objects.exists()


@pytest.mark.parametrize(("name", "is_taken"), [("web.warc.gz", True), ("web.WARC", True), ("web.html", False)])
def test_archives_may_be_larger_than_other_files(desk, monkeypatch, name, is_taken):
    monkeypatch.setattr(upload_limits, "MAX_BYTES", 10)
    send(desk, "file", file=SimpleUploadedFile(name, b"x" * 11))
    assert ImportItem.objects.exists() is is_taken


def test_a_file_over_the_limit_is_refused_and_the_form_states_the_limit(desk, monkeypatch):
    html = desk.get(ADD).content.decode()
    assert "20.0\xa0MB each, archives 100.0\xa0MB" in html
    monkeypatch.setattr(upload_limits, "MAX_BYTES", 10)
    response = send(desk, "file", file=SimpleUploadedFile("long.txt", b"x" * 11))
    assert "up to 10\xa0bytes can be read" in response.content.decode()
    assert not ImportItem.objects.exists()


def test_an_unknown_source_type_is_not_found(desk):
    assert send(desk, "window", url="https://example.org/").status_code == 200
    assert not ImportItem.objects.exists()


def test_a_list_filtered_by_the_earlier_name_of_the_source_type_is_still_found(desk):
    answer = desk.get("/admin/articles/importitem/?door__exact=file&status__exact=read")
    assert answer.status_code == 302
    assert answer.url == "/admin/articles/importitem/?source_type__exact=file&status__exact=read"
    assert desk.get(answer.url).status_code == 200


def test_each_line_is_an_import_of_one_batch_with_a_name(desk):
    send(desk, "address", url=" https://example.org/a\r\n\r\nexample.org/b\nhttps://example.org/a ", note="Spring")
    batch = ImportBatch.objects.get()
    assert batch.note == "Spring"
    urls = batch.items.order_by("pk").values_list("url", flat=True)
    assert list(urls) == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("javascript:alert(1)", "begin with http:// or https://"),
        ("data:text/html,x", "begin with http:// or https://"),
        ("mailto:desk@example.org", "begin with http:// or https://"),
        ("example.org:port/", "begin with http:// or https://"),
        ("http://example.org:99999/", "This is not a web address."),
        ("http://example.org:0/", "This is not a web address."),
    ],
)
def test_an_address_of_another_scheme_or_with_no_possible_port_is_no_import(desk, address, said):
    assert said in send(desk, "address", url=address).content.decode()
    assert not ImportItem.objects.exists()


@pytest.mark.parametrize(
    "host", ["example.org:8080", "example.org:8080/a", "localhost:8000?q=1", "example.org/a:b", "[::1]:8000"]
)
def test_a_host_with_a_port_needs_no_scheme(desk, host):
    send(desk, "address", url=host)
    assert ImportItem.objects.get().url == f"https://{host}"


def test_wrong_addresses_are_reported_by_line_and_nothing_is_imported(desk):
    html = send(desk, "address", url="https://example.org/a\nftp://example.org/x\n\nhttp://[bad").content.decode()
    assert "Line 2: Only addresses that begin with http:// or https:// can be read." in html
    assert "Line 4: This is not a web address." in html
    assert "Line 1" not in html
    assert not ImportItem.objects.exists()


@pytest.mark.parametrize(("count", "is_taken"), [(100, True), (101, False)])
def test_the_number_of_addresses_is_limited(desk, count, is_taken):
    send(desk, "address", url="\n".join(f"https://example.org/{number}" for number in range(count)))
    assert ImportItem.objects.count() == (count if is_taken else 0)


def test_a_line_longer_than_an_address_is_refused_and_the_sum_of_lines_may_be(desk):
    short = [f"https://example.org/{'a' * 150}{number}" for number in range(20)]
    assert sum(map(len, short)) > 2000
    send(desk, "address", url="\n".join(short))
    assert ImportItem.objects.count() == 20
    html = send(desk, "address", url=f"https://example.org/ok\nhttps://example.org/{'a' * 2000}").content.decode()
    assert "Line 2: Ensure this value has at most 2000 characters" in html
