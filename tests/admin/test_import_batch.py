"""The pages of a batch: its progress, the outcome of each item, and the buttons for the whole batch."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.imports import drafts, fetch_page, receive, worker
from articles.models import Article, ImportItem
from articles.readers.story import UnreadableError
from articles.vocabulary import ImportStatus, SourceType
from tests import boxes
from tests.boxes import a_box, a_box_of, a_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]


@pytest.fixture(autouse=True)
def _boxes(monkeypatch):
    boxes.install(monkeypatch)


def a_batch(content, *, read=True, name="stories.box"):
    item = receive.receive_source(source_type=SourceType.FILE, content=content, name=name, user=None)
    worker.read_item(item.pk)
    for part in item.parts.all() if read else ():
        worker.read_item(part.pk)
    return item.batch


def page(client, batch, query=""):
    return client.get(reverse("admin:articles_importbatch_change", args=[batch.pk]) + query)


def press(client, batch, name):
    return client.post(reverse(f"admin:articles_importbatch_{name}", args=[batch.pk]), follow=True)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_shows_the_outcome_of_each_import(desk):
    batch = a_batch(a_box(a_text(1), "refused This describes a person."))
    html = text_of(page(desk, batch))
    assert "Of 2 imports: 1 read, 1 failed, 0 waiting." in html
    assert "This describes a person." in html
    for item in batch.items.all():
        assert reverse("admin:articles_importitem_change", args=[item.pk]) in html


def test_the_progress_bar_shows_numbers(desk):
    batch = a_batch(a_box_of(4), read=False)
    worker.read_item(batch.items.filter(parent__isnull=False).first().pk)
    html = text_of(page(desk, batch))
    assert 'role="progressbar"' in html
    assert 'aria-valuemax="4" aria-valuenow="1"' in html
    assert 'width="25.0"' in html


def test_a_batch_that_is_read_is_not_asked_about_again(desk):
    assert "data-batch" in text_of(page(desk, a_batch(a_box_of(1), read=False)))
    assert "data-batch" not in text_of(page(desk, a_batch(a_box_of(1), name="other.box")))


def test_the_state_gives_the_script_the_progress(desk):
    batch = a_batch(a_box_of(2), read=False)
    state = reverse("admin:articles_importbatch_state", args=[batch.pk])
    assert desk.get(state).json() == {
        "read": 0.0, "failed": 0.0, "finished": 0, "total": 2, "done": False,
        "text": "Of 2 imports: 0 read, 0 failed, 2 waiting.",
    }  # fmt: skip
    for part in batch.items.exclude(parent=None):
        worker.read_item(part.pk)
    assert desk.get(state).json()["done"] is True


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"stories.box", "Part 1", "Refused 2"}),
        ("?status=failed", {"Refused 2"}),
        ("?status=discarded", set()),
        ("?status=nonsense&page=x", {"stories.box", "Part 1", "Refused 2"}),
    ],
    ids=["all", "failed", "none of it", "junk"],
)
def test_the_list_is_filtered_by_status(desk, query, names):
    batch = a_batch(a_box(a_text(1), "refused No story."))
    assert {str(item) for item in page(desk, batch, query).context["page"].object_list} == names


def test_many_imports_are_shown_page_by_page(desk):
    batch = a_batch(a_box_of(70), read=False)
    first, last = page(desk, batch), page(desk, batch, "?page=2")
    assert "Page 1 of 2" in text_of(first)
    assert len(first.context["page"].object_list) + len(last.context["page"].object_list) == 71


@pytest.mark.parametrize("count", [1, 60])
def test_the_page_takes_a_fixed_number_of_queries_for_any_batch(count, desk, django_assert_num_queries):
    batch = a_batch(a_box_of(count), read=False)
    with django_assert_num_queries(7):  # session, user, batch, two counts, rows with their stories, outlets
        page(desk, batch)


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_batches_takes_a_fixed_number_of_queries(count, desk, django_assert_max_num_queries):
    for number in range(count):
        a_batch(a_box(a_text(2 * number), a_text(2 * number + 1)), read=False, name=f"{number}.box")
    with django_assert_max_num_queries(9):  # session, user, the dates of the filter, count, rows, their counts
        response = desk.get(reverse("admin:articles_importbatch_changelist"))
    assert len(response.context["cl"].result_list) == count


def test_single_imports_are_listed_only_when_asked_for(desk):
    several = a_batch(a_box_of(2), read=False)
    single = a_batch(a_text(1).encode(), name="one.txt")
    address = reverse("admin:articles_importbatch_changelist")
    assert list(desk.get(address).context["cl"].result_list) == [several]
    assert list(desk.get(address + "?of=all").context["cl"].result_list) == [single, several]


def test_drafts_are_asked_for_and_made_by_the_worker(desk):
    batch = a_batch(a_box_of(3))
    assert "Creating drafts from 3 imports." in text_of(press(desk, batch, "drafts"))
    assert "data-batch" in text_of(page(desk, batch))
    drafts.make_drafts(batch.pk)
    drafts.make_drafts(batch.pk)
    assert Article.objects.count() == 3
    assert "data-batch" not in text_of(page(desk, batch))


def test_it_says_how_many_are_left_out_because_they_look_like_another_story(desk):
    first = a_batch(a_box(a_text(1)))
    drafts.make_draft(first.items.exclude(parent=None).get(), user=None, fields={})
    batch = a_batch(a_box(a_text(1) + "|It rained all the next day.", a_text(2)), name="second.box")
    assert "1 of those read looks like another story" in text_of(page(desk, batch))
    assert "1 import left out: they look like another story" in text_of(press(desk, batch, "drafts"))


def test_what_failed_is_read_again(desk, monkeypatch):
    def refuse(url, allow):
        raise UnreadableError("The site did not answer.")

    monkeypatch.setattr(fetch_page.fetch, "fetch", refuse)
    batch = a_batch(a_box("link https://news.example/x Words."))
    assert "1 import will be read again." in text_of(press(desk, batch, "again"))
    assert batch.items.waiting().count() == 1


def test_the_remaining_imports_are_discarded(desk):
    batch = a_batch(a_box_of(2))
    assert "2 imports discarded. The originals are kept." in text_of(press(desk, batch, "discard"))
    assert not batch.items.open().exists()


def test_what_is_not_read_yet_is_cancelled_and_the_rest_stays(desk):
    batch = a_batch(a_box_of(3))
    first, second, _ = batch.items.exclude(parent=None).order_by("pk")
    batch.items.filter(pk__in=[first.pk]).update(status=ImportStatus.READING)
    batch.items.filter(pk__in=[second.pk]).update(status=ImportStatus.RECEIVED)
    assert "2 imports cancelled. The originals are kept." in text_of(press(desk, batch, "cancel"))
    found = batch.items.exclude(parent=None).order_by("pk").values_list("status", "error")
    sentence = "Reading this was cancelled by editor."
    assert list(found) == [("discarded", sentence), ("discarded", sentence), ("read", "")]
    assert "Cancel all" not in text_of(page(desk, batch))


def test_an_import_that_is_being_read_is_cancelled_in_its_row(desk):
    batch = a_batch(a_box_of(2))
    item = batch.items.exclude(parent=None).order_by("pk")[0]
    address = reverse("admin:articles_importitem_discard", args=[item.pk])
    assert address not in text_of(page(desk, batch))
    batch.items.filter(pk=item.pk).update(status=ImportStatus.READING)
    assert f'action="{address}"' in text_of(page(desk, batch))
    answer = desk.post(address, {"of-batch": ""})
    assert answer["Location"] == reverse("admin:articles_importbatch_change", args=[batch.pk])


@pytest.mark.parametrize("name", ["drafts", "again", "cancel", "discard"])
def test_a_get_request_to_an_action_changes_nothing(desk, name):
    batch = a_batch(a_box(a_text(1), "refused No story."))
    before = list(batch.items.values_list("status", flat=True))
    assert desk.get(reverse(f"admin:articles_importbatch_{name}", args=[batch.pk])).status_code == 405
    assert list(batch.items.values_list("status", flat=True)) == before


@pytest.mark.parametrize("name", ["drafts", "again", "cancel", "discard"])
def test_staff_without_permission_are_refused(client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("clerk", password="a long enough password", is_staff=True))
    batch = a_batch(a_box_of(1), read=False)
    assert client.post(reverse(f"admin:articles_importbatch_{name}", args=[batch.pk])).status_code == 403


# ---- the pages of its imports ----


def item_page(client, item):
    return text_of(client.get(reverse("admin:articles_importitem_change", args=[item.pk])))


def test_a_split_file_links_to_its_batch(desk):
    batch = a_batch(a_box_of(2), read=False)
    item = batch.items.get(parent=None)
    address = reverse("admin:articles_importbatch_change", args=[batch.pk])
    assert f'href="{address}">Look at them</a>' in item_page(desk, item)
    state = desk.get(reverse("admin:articles_importitem_state", args=[item.pk])).json()
    assert (state["done"], state["next"]) == (True, address)


def test_an_item_names_the_file_it_was_split_from(desk):
    batch = a_batch(a_box_of(2))
    assert "Item 2 of <a" in item_page(desk, batch.items.get(position=2))


def test_a_duplicate_links_to_the_earlier_import(desk):
    earlier = a_batch(a_box(a_text(1))).items.get(position=1)
    again = a_batch(a_box(a_text(1), a_text(2))).items.get(position=1)
    assert again.status == ImportStatus.DUPLICATE
    assert reverse("admin:articles_importitem_change", args=[earlier.pk]) in item_page(desk, again)


def test_the_words_of_the_feed_may_be_used_where_the_page_cannot_be_had(desk, monkeypatch):
    def refuse(url, allow):
        raise UnreadableError("The site did not answer.")

    monkeypatch.setattr(fetch_page.fetch, "fetch", refuse)
    part = a_batch(a_box("link https://news.example/x Ferry sails|||The ferry sails again.")).items.get(position=1)
    assert "Use the feed entry" in item_page(desk, part)
    desk.post(reverse("admin:articles_importitem_entry", args=[part.pk]))
    assert worker.read_item(part.pk).status == ImportStatus.READ
    assert "Use the feed entry" not in item_page(desk, ImportItem.objects.get(pk=part.pk))
