from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.admin import record_tables
from articles.models import LoggedAction, Person, RecordImport
from tests import builders

pytestmark = pytest.mark.django_db


def upload(client, content, kind="person"):
    return client.post(f"/admin/articles/{kind}/import/", {"file": SimpleUploadedFile("table.csv", content)})


def test_an_export_has_the_filters_of_the_list(desk):
    builders.a_person("Ada Orsey")
    builders.a_person("Bo Lindt")
    response = desk.get("/admin/articles/person/export/?q=Orsey")
    text = response.getvalue().decode("utf-8-sig")
    assert "Ada Orsey" in text
    assert "Bo Lindt" not in text
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert "/admin/articles/person/export/?q=Orsey" in desk.get("/admin/articles/person/?q=Orsey").content.decode()


@pytest.mark.parametrize("kind", ["person", "organization", "place"])
def test_the_pages_open_and_the_template_can_be_downloaded(desk, kind):
    assert desk.get(f"/admin/articles/{kind}/import/").status_code == 200
    assert desk.get(f"/admin/articles/{kind}/import/template.csv").content.decode("utf-8-sig").startswith("id,new,name")


def test_a_table_is_shown_before_it_is_saved(desk, editor):
    person = builders.a_person("Ada Orsey")
    content = f"id,name,summary,shoe\n{person.pk},Ada Orsey,A minister.,38\n,Bo Lindt,,\n99999,Cy,,\n".encode()
    preview = upload(desk, content)["Location"]
    page = desk.get(preview).content.decode()
    assert "shoe" in page
    assert "Bo Lindt" in page
    assert "<ins>A minister.</ins>" in desk.get(f"{preview}?show=changed").content.decode()
    assert "No person has the id" in desk.get(f"{preview}?show=refused").content.decode()
    assert Person.objects.get().summary == ""
    assert desk.post(f"{preview}save/")["Location"] == preview
    assert "2 rows saved" in desk.get(preview).content.decode()
    assert sorted(Person.objects.values_list("name", "summary")) == [("Ada Orsey", "A minister."), ("Bo Lindt", "")]
    logged = LoggedAction.objects.filter(action__in=["entity.add", "entity.change", "record.import"])
    assert sorted(logged.values_list("action", "by")) == [
        ("entity.add", editor.pk), ("entity.change", editor.pk), ("record.import", editor.pk),
    ]  # fmt: skip
    desk.post(f"{preview}save/")
    assert Person.objects.count() == 2
    again = desk.post(f"{preview}again/")["Location"]
    assert "Unchanged (2)" in desk.get(again).content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"a,b\n1,2\n", "No column of this table is known"), (b"\x89PNG\r\n\x1a\n", "")],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(desk, content, says):
    response = upload(desk, content)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not RecordImport.objects.exists()


def test_a_form_without_a_file_says_what_is_missing(desk):
    assert "Choose the CSV file" in desk.post("/admin/articles/person/import/").content.decode()


def test_a_preview_is_for_the_account_that_uploaded_the_file(desk, django_user_model):
    preview = upload(desk, b"name,summary\nBo Lindt,x\n")["Location"]
    desk.force_login(django_user_model.objects.create_superuser("other"))
    assert desk.get(preview).status_code == 404
    assert desk.post(f"{preview}save/").status_code == 404
    assert not Person.objects.exists()


def test_a_long_import_is_saved_in_steps(desk, monkeypatch):
    monkeypatch.setattr(record_tables, "SECONDS", 0.0)
    content = b"name,new\n" + b"".join(b"Person %d,yes\n" % number for number in range(60))
    preview = upload(desk, content)["Location"]
    desk.post(f"{preview}save/")
    assert "Continue: save 10 rows" in " ".join(desk.get(preview).content.decode().split())
    desk.post(f"{preview}save/")
    assert Person.objects.count() == 60


def test_what_a_cell_says_is_escaped(desk):
    preview = upload(desk, b"name,summary\n<script>alert(1)</script>,x\n")["Location"]
    assert "<script>alert" not in desk.get(preview).content.decode()
