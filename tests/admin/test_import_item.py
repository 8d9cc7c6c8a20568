from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.imports import receive, worker
from articles.models import Article, ImportItem
from articles.vocabulary import DatePrecision, ImportStatus, SourceType
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
TEXT = """Governor opens a bridge at Brenwick

The crossing had been closed for a year.

By Mara Linfield

Governor Tal Orsey opened the bridge at Brenwick on Thursday. The road is open to everybody again, he said there.

The province will give 40 engineers to the town by October, he added, and pay for the paint."""


def an_item(text=TEXT, *, read=True):
    item = receive.receive_source(source_type=SourceType.TEXT, content=text.encode(), name="Governor opens", user=None)
    return worker.read_item(item.pk) if read else item


def page(client, item, query=""):
    return client.get(reverse("admin:articles_importitem_change", args=[item.pk]) + query)


def press(client, item, name, **values):
    return client.post(reverse(f"admin:articles_importitem_{name}", args=[item.pk]), values)


def as_shown(response):
    form = response.context["preview"].form
    return {field.name: field.value() or "" for field in form}


def test_while_it_is_read_the_page_says_so_and_can_be_looked_at_again(desk):
    html = page(desk, an_item(read=False)).content.decode()
    assert "Waiting to be read…" in html
    assert "Refresh" in html
    assert "data-silence hidden" in html


def test_after_fifteen_seconds_without_a_worker_the_page_says_so(desk):
    item = an_item(read=False)
    ImportItem.objects.filter(pk=item.pk).update(created=timezone.now() - timedelta(seconds=16))
    html = page(desk, item).content.decode()
    assert "the worker may not be running" in html
    assert "data-silence hidden" not in html


@pytest.mark.parametrize(
    "since", ["x", "9" * 40, "-1", "²"], ids=["a word", "huge", "negative", "a digit that is none"]
)
def test_junk_in_the_address_of_the_page_is_no_error(desk, since):
    assert page(desk, an_item(read=False), f"?since={since}").status_code == 200


def test_the_state_tells_the_script_when_it_is_done(desk):
    item = an_item(read=False)
    state = reverse("admin:articles_importitem_state", args=[item.pk])
    assert desk.get(state).json()["done"] is False
    worker.read_item(item.pk)
    assert desk.get(state).json() == {"status": "read", "label": "Ready to check", "done": True, "next": ""}


def test_the_preview_shows_what_was_read_and_names_what_is_missing(desk):
    response = page(desk, an_item())
    html = response.content.decode()
    assert response.context["preview"].form["headline"].value() == "Governor opens a bridge at Brenwick"
    assert "<b>Not stated:</b> date, outlet, address." in html
    assert "The province will give 40 engineers" in html


def test_a_draft_is_created_with_only_the_editors_changes(desk):
    item = an_item()
    shown = as_shown(page(desk, item))
    response = press(desk, item, "draft", **{**shown, "date": "2016-07", "outlet": "Brenwick Post"})
    article = Article.objects.get()
    assert response["Location"] == reverse("admin:articles_article_change", args=[article.pk])
    assert (article.date_precision, article.date_published.month) == (DatePrecision.MONTH, 7)
    assert article.outlet.name == "Brenwick Post"
    assert article.touched_fields == ["date_precision", "date_published", "outlet"]


def test_an_unreadable_date_is_reported_at_its_field_and_no_draft_is_created(desk):
    item = an_item()
    shown = as_shown(page(desk, item))
    response = press(desk, item, "draft", **{**shown, "date": "last week"})
    assert "Enter the date as 2016, 2016-07" in response.content.decode()
    assert not Article.objects.exists()


def test_a_duplicate_links_to_the_existing_story(desk):
    first = an_item()
    press(desk, first, "draft", **as_shown(page(desk, first)))
    again = an_item()
    assert again.status == ImportStatus.DUPLICATE
    assert (
        reverse("admin:articles_article_change", args=[Article.objects.get().pk]) in page(desk, again).content.decode()
    )


def test_a_story_that_shares_its_text_with_another_is_said_to_look_like_it(desk):
    first = an_item()
    press(desk, first, "draft", **as_shown(page(desk, first)))
    html = page(desk, an_item(TEXT + "\n\nIt rained all the next day.")).content.decode()
    assert "<b>Looks like</b>" in html
    assert f"(story {Article.objects.get().pk}, " in html


def test_a_failed_import_says_why_and_can_be_tried_again(desk):
    item = worker.read_item(
        receive.receive_source(source_type=SourceType.FILE, content=b"%PDF-1.4", name="a.pdf", user=None).pk
    )
    html = page(desk, item).content.decode()
    assert "a PDF file" in html
    assert "8\xa0bytes of the original are stored" in html
    press(desk, item, "again")
    item.refresh_from_db()
    assert item.status == ImportStatus.RECEIVED


def test_a_discarded_import_keeps_its_bytes(desk):
    item = an_item()
    press(desk, item, "discard")
    item.refresh_from_db()
    assert item.status == ImportStatus.DISCARDED
    assert item.snapshot is not None


@pytest.mark.parametrize("status", [ImportStatus.RECEIVED, ImportStatus.READING])
def test_an_import_can_be_discarded_before_it_is_read(desk, status):
    item = an_item(read=False)
    ImportItem.objects.filter(pk=item.pk).update(status=status)
    assert reverse("admin:articles_importitem_discard", args=[item.pk]) in page(desk, item).content.decode()
    press(desk, item, "discard")
    item.refresh_from_db()
    assert (item.status, item.error) == (ImportStatus.DISCARDED, "Reading this was cancelled by editor.")
    assert "Reading this was cancelled by editor." in page(desk, item).content.decode()


def test_only_an_import_that_was_not_read_yet_is_called_cancelled(desk):
    item = an_item()
    press(desk, item, "discard")
    item.refresh_from_db()
    assert item.error == ""
    assert "cancelled" not in page(desk, item).content.decode()


def test_a_refusal_of_the_desk_is_shown_with_its_message(desk):
    item = an_item(read=False)
    response = desk.post(reverse("admin:articles_importitem_draft", args=[item.pk]), follow=True)
    assert "This import cannot become a draft: waiting to be read." in response.content.decode()


@pytest.mark.parametrize("name", ["draft", "discard", "again"])
def test_a_get_request_to_an_action_changes_nothing(desk, name):
    item = an_item()
    assert desk.get(reverse(f"admin:articles_importitem_{name}", args=[item.pk])).status_code == 405
    item.refresh_from_db()
    assert item.status == ImportStatus.READ


def test_a_drafted_import_leads_to_its_story(desk):
    item = an_item()
    article = builders.an_article("Made of it")
    ImportItem.objects.filter(pk=item.pk).update(status=ImportStatus.DRAFTED, article=article)
    assert reverse("admin:articles_article_change", args=[article.pk]) in page(desk, item).content.decode()
