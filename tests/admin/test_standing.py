"""Discarded drafts, embargoes and cancelled stories on the pages of the desk."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.story_form import initial_of_preview
from articles.desk import review
from articles.imports import drafts
from articles.models import Article, LoggedAction
from articles.vocabulary import ArticleStatus, SourceStatus
from tests import builders
from tests.admin.suggestions import press, review_address
from tests.desk.stories import TEXT, drafted, pasted
from tests.desk.test_clearance import ITEM, imported
from tests.desk.test_duplicates import NEW, OLD, a_page, file

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
LATER = datetime(2131, 1, 1, 12, tzinfo=UTC)


def page_of(desk, article):
    return desk.get(review_address(article)).content.decode()


def page_of_import(desk, item):
    return desk.get(reverse("admin:articles_importitem_change", args=[item.pk])).content.decode()


def test_a_draft_is_discarded_and_restored_with_buttons(desk, draft):
    press(desk, draft, "discard")
    page = page_of(desk, draft)
    assert "This story is discarded." in page
    assert "editor discarded it on" in page
    for gone in ("Publish", "Edit text", "Accept all", "Save fields"):
        assert gone not in page
    press(desk, draft, "redraft")
    assert "This story is discarded." not in page_of(desk, draft)


@pytest.mark.parametrize(
    ("status", "offered"), [("draft", True), ("withdrawn", True), ("published", False), ("discarded", False)]
)
def test_discarding_is_offered_where_it_is_legal(desk, status, offered):
    article = builders.an_article(status=status)
    assert (reverse("admin:articles_article_discard", args=[article.pk]) in page_of(desk, article)) is offered


def test_the_list_of_stories_leaves_discarded_ones_out_unless_asked(desk):
    builders.an_article("A kept draft", status="draft")
    builders.an_article("A discarded draft", status="discarded")
    page = desk.get(LIST).content.decode()
    assert "A kept draft" in page
    assert "A discarded draft" not in page
    page = desk.get(LIST + "?review_status__exact=discarded").content.decode()
    assert "A discarded draft" in page
    assert "A kept draft" not in page


def test_several_drafts_are_discarded_and_restored_from_the_list(desk):
    stories = [builders.an_article(f"Story {number}", status=status) for number, status in enumerate(["draft", "draft", "published"])]  # fmt: skip
    chosen = {"_selected_action": [story.pk for story in stories]}
    page = desk.post(LIST, {**chosen, "action": "discard_selected"}, follow=True).content.decode()
    assert "2 stories discarded." in page
    assert "Story 2: A story that is published cannot become discarded." in page
    where = LIST + "?review_status__exact=discarded"
    page = desk.post(where, {**chosen, "action": "restore_selected"}, follow=True).content.decode()
    assert "2 stories restored." in page


def test_who_may_only_look_discards_nothing(client, draft, django_user_model):
    reader = django_user_model.objects.create_user("reader", password="a long enough password", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    assert press(client, draft, "discard").status_code == 403
    client.post(LIST, {"_selected_action": [draft.pk], "action": "discard_selected"})
    draft.refresh_from_db()
    assert draft.review_status == ArticleStatus.DRAFT


def test_the_desk_shows_what_was_discarded_last(desk, draft):
    press(desk, draft, "discard")
    page = desk.get("/admin/").content.decode()
    assert "Discarded drafts" in page
    assert page.count(str(draft)) == 1


def test_an_import_of_a_discarded_story_offers_to_restore_it(desk, nothing_found, editor):
    article = review.discard(drafted(), user=editor)
    page = page_of_import(desk, pasted(TEXT))
    assert "This story was discarded." in page
    assert reverse("admin:articles_article_redraft", args=[article.pk]) in page


def test_the_preview_of_a_new_version_says_that_the_story_was_discarded(desk, nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.discard(article, user=editor)
    page = page_of_import(desk, file(a_page("Bridge is open", *NEW)))
    assert "Changed: headline, text." in page
    assert "continuing restores it" in page


@pytest.fixture
def embargoed():
    return builders.an_article("Under embargo", status="draft", embargo=LATER, usage_terms="Not in Norway")


def test_an_embargo_is_shown_on_the_draft_and_in_the_lists(desk, embargoed):
    said = "Embargoed until 1 January 2131, 12:00 UTC"
    page = page_of(desk, embargoed)
    assert "The source has embargoed this story until 1 January 2131, 12:00 UTC." in page
    assert "Not in Norway" in page
    assert said in desk.get(LIST).content.decode()
    assert said in desk.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("sent", "is_published"),
    [
        ({}, False),
        ({"although": "Agreed"}, False),
        ({"confirmed": "yes"}, False),
        ({"confirmed": "yes", "although": "Agreed"}, True),
    ],
    ids=["nothing", "reason alone", "mark alone", "both"],
)
def test_it_is_published_only_with_the_mark_and_a_reason(desk, embargoed, sent, is_published):
    press(desk, embargoed, "publish", **sent)
    embargoed.refresh_from_db()
    assert (embargoed.review_status == ArticleStatus.PUBLISHED) is is_published
    assert LoggedAction.objects.filter(source="Agreed").exists() is is_published


def test_an_expired_embargo_is_shown_and_needs_no_reason(desk):
    article = builders.an_article(status="draft", embargo=datetime(2020, 1, 1, tzinfo=UTC))
    page = page_of(desk, article)
    assert "embargo has expired" in page
    assert "Publish anyway" not in page


def test_the_batch_shows_the_embargo_of_what_waits_and_of_what_was_drafted(desk, nothing_found):
    item = imported(ITEM | {"embargoed": "2131-01-01T12:00:00Z"})
    where = reverse("admin:articles_importbatch_change", args=[item.batch_id])
    assert "Embargoed until 1 January 2131, 12:00 UTC" in desk.get(where).content.decode()
    drafts.make_draft(item, user=None, fields={})
    assert "Embargoed until 1 January 2131, 12:00 UTC" in desk.get(where).content.decode()


def test_a_cancelled_story_says_so_and_links_to_the_item_that_cancelled_it(desk, nothing_found, editor):
    article = review.publish(drafts.make_draft(imported(ITEM), user=editor, fields={}), user=editor)
    item = imported({"uri": "urn:x:2", "versioncreated": "2024-05-07", "pubstatus": "canceled"})
    page = page_of(desk, article)
    assert "The source has cancelled this story." in page
    assert reverse("admin:articles_importitem_change", args=[item.pk]) in page
    assert "Published, but cancelled by the source" in desk.get("/admin/").content.decode()
    page = page_of_import(desk, item)
    assert "Cancelled or withheld by its source" in page
    assert review_address(article) in page
    assert "Create a draft" not in page


def test_a_new_version_is_kept_with_what_changed(desk, nothing_found, editor):
    drafts.make_draft(file(a_page("Bridge opn", *OLD)), user=editor, fields={})
    item = file(a_page("Bridge open", *OLD))
    assert "Save the new version" in page_of_import(desk, item)
    answer = desk.post(reverse("admin:articles_importitem_draft", args=[item.pk]), sent_by(item), follow=True)
    assert "Saved as a new version of an existing story. Changed: headline." in answer.content.decode()
    assert "Headline changed" in page_of_import(desk, item)
    assert "No duplicate was created" not in page_of_import(desk, item)


def sent_by(item):
    """The fields of a preview as a browser sends them, with nothing changed."""
    return initial_of_preview(item.preview["story"])


def test_only_the_ticked_fields_of_a_version_are_applied(desk, nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge opn", *OLD)), user=editor, fields={})
    article = review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    version = article.versions.last()
    page = desk.get(reverse("admin:articles_article_version", args=[article.pk, version.pk])).content.decode()
    assert "<del>Bridge opn</del> <ins>Bridge open</ins>" in page
    assert "New version from the source" in page_of(desk, article)
    take = reverse("admin:articles_article_take", args=[article.pk, version.pk])
    desk.post(take, {"at": article.version, "chosen": "yes", "field": ["headline"], "note_kind": "none"})
    article.refresh_from_db()
    assert (article.headline, article.body[0]["text"]) == ("Bridge open", OLD[0])


def test_without_ticked_fields_nothing_is_applied(desk, nothing_found, editor):
    article = review.publish(drafts.make_draft(file(a_page("Bridge opn", *OLD)), user=editor, fields={}), user=editor)
    drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    article.refresh_from_db()
    take = reverse("admin:articles_article_take", args=[article.pk, article.versions.last().pk])
    desk.post(take, {"at": article.version, "chosen": "yes", "note_kind": "none"})
    assert Article.objects.get().headline == "Bridge opn"


def test_a_withheld_draft_needs_a_reason(desk):
    article = builders.an_article(status="draft", source_status=SourceStatus.WITHHELD)
    assert "The source has withheld this story." in page_of(desk, article)
    press(desk, article, "publish")
    article.refresh_from_db()
    assert article.review_status == ArticleStatus.DRAFT
