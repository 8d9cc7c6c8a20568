"""The page of a table: its first rows, a choice for each field, and a preview of the stories."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from articles.imports import receive, worker
from articles.readers.record_fields import FIELDS
from articles.vocabulary import ImportStatus, SourceType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
TABLE = """Title,Date,Outlet,Text
Ferry sails again,2016-02-03,Valley Post,The ferry sails again after a winter in the dock.
School is painted,2016-02-25,Valley Post,The school was painted blue by its pupils.
"""
CHOSEN = {"headline": "Title", "published": "Date", "outlet": "Outlet", "text": "Text"}


@pytest.fixture
def item(db, nothing_found):
    item = receive.receive_source(source_type=SourceType.FILE, content=TABLE.encode(), name="stories.csv", user=None)
    return worker.read_item(item.pk)


def text_of(response):
    return " ".join(response.content.decode().split())


def page(client, item):
    return client.get(reverse("admin:articles_importitem_change", args=[item.pk]))


def choose(client, item, columns, **more):
    values = {f"column-{field}": heading for field, heading in columns.items()}
    return client.post(reverse("admin:articles_importitem_columns", args=[item.pk]), {**values, **more}, follow=True)


def test_the_page_shows_the_rows_the_guess_and_the_stories_they_become(desk, item):
    response = page(desk, item)
    html = text_of(response)
    assert "The table has 2 rows." in html
    assert '<td dir="auto">The school was painted blue by its pupils.</td>' in html
    assert response.context["columns"].form["headline"].value() == "Title"
    assert '<b dir="auto">Ferry sails again</b> <span class="meta">2016-02-03 · Valley Post</span>' in html


def test_every_field_of_a_story_can_be_chosen(desk, item):
    assert [field.name for field in page(desk, item).context["columns"].form] == list(FIELDS)


def test_looking_shows_what_the_rows_would_become_and_saves_nothing(desk, item):
    response = choose(desk, item, {"headline": "Outlet", "text": "Text"}, look="1")
    html = text_of(response)
    assert '<b dir="auto">Valley Post</b>' in html
    assert "No column is mapped to the date and outlet" in html
    item.refresh_from_db()
    assert (item.status, item.columns) == (ImportStatus.MAPPING, None)


def test_reading_saves_the_columns_and_goes_on(desk, item):
    html = text_of(choose(desk, item, CHOSEN))
    assert "The stories are being read." in html
    item.refresh_from_db()
    assert (item.status, item.columns) == (ImportStatus.RECEIVED, CHOSEN)


def test_columns_without_a_text_are_refused_and_what_was_chosen_stays(desk, item):
    response = choose(desk, item, {"headline": "Outlet"})
    assert "No column is mapped to the text" in text_of(response)
    assert response.context["columns"].form["headline"].value() == "Outlet"
    item.refresh_from_db()
    assert item.status == ImportStatus.MAPPING


def test_a_column_that_the_table_does_not_have_is_refused(desk, item):
    assert "check the marked fields" in text_of(choose(desk, item, {"headline": "Nonsense", "text": "Text"}))
    item.refresh_from_db()
    assert item.status == ImportStatus.MAPPING


def test_what_somebody_else_has_named_already_is_shown_as_it_is(desk, item):
    choose(desk, item, CHOSEN)
    assert "Waiting to be read" in text_of(choose(desk, item, {"headline": "Outlet"}))
    item.refresh_from_db()
    assert item.columns == CHOSEN


def test_columns_are_not_named_by_looking(desk, item):
    assert desk.get(reverse("admin:articles_importitem_columns", args=[item.pk])).status_code == 405


def test_a_table_that_waits_stands_on_the_first_page(desk, item):
    assert "stories.csv" in text_of(desk.get("/admin/"))


def test_a_template_is_offered_as_csv_and_for_excel(desk):
    html = text_of(desk.get(reverse("admin:articles_importitem_add")))
    for name in ("csv", "xlsx"):
        address = reverse(f"admin:articles_importitem_{name}")
        assert address in html
        assert desk.get(address)["Content-Disposition"] == f'attachment; filename="stories.{name}"'


def test_the_templates_hold_the_headings_that_are_understood(desk):
    text = desk.get(reverse("admin:articles_importitem_csv")).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(reverse("admin:articles_importitem_xlsx")).content))
    assert next(csv.reader(io.StringIO(text))) == list(FIELDS.values())
    assert [cell.value for cell in next(book.active.rows)] == list(FIELDS.values())


def test_the_template_is_for_editors(client):
    assert client.get(reverse("admin:articles_importitem_csv")).status_code == 302
