"""Versions and near duplicates on the page of a story: what an editor sees and can do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.desk import near_duplicates, review
from articles.imports import drafts
from articles.models import LoggedAction
from tests.desk.test_duplicates import NEW, OLD, a_page, file
from tests.desk.test_near_duplicates import WIRE, a_copy

pytestmark = pytest.mark.django_db


def address(name, *ids):
    return reverse(f"admin:articles_article_{name}", args=ids)


def page_of(desk, article):
    return desk.get(address("change", article.pk)).content.decode()


@pytest.fixture
def story(nothing_found, editor):
    """A public story whose source has a newer text."""
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    return article


def test_a_story_says_that_its_source_has_a_newer_text(desk, story):
    page = page_of(desk, story)
    assert "New version from the source" in page
    assert "Compare and apply" in page
    assert "Current</span>" in page


def test_the_page_of_a_version_shows_what_would_change(desk, story):
    page = desk.get(address("version", story.pk, story.versions.last().pk)).content.decode()
    assert "<del>a year </del><ins>two years </ins>of repairs." in page
    assert "Readers see the change within two seconds." in page


def test_a_version_is_applied(desk, story):
    where = address("take", story.pk, story.versions.last().pk)
    answer = desk.post(where, {"at": story.version, "note_kind": "none"}, follow=True).content.decode()
    story.refresh_from_db()
    assert story.body[0]["text"] == NEW[0]
    assert "New version from the source" not in answer


def test_the_second_of_two_editors_gets_an_error(desk, story):
    where = address("take", story.pk, story.versions.last().pk)
    assert (
        "Someone else changed this story"
        in desk.post(where, {"at": 0, "note_kind": "none"}, follow=True).content.decode()
    )


def test_viewing_a_version_does_not_apply_it(desk, story):
    assert desk.get(address("take", story.pk, story.versions.last().pk)).status_code == 405


def test_a_version_of_another_story_is_not_found(desk, story):
    other = a_copy(*WIRE)
    assert desk.get(address("version", other.pk, story.versions.last().pk)).status_code == 404


def test_the_preview_of_a_new_text_shows_what_changed(desk, story):
    item = file(a_page("Bridge open", *[text.replace("Monday", "Tuesday") for text in OLD]))
    page = desk.get(reverse("admin:articles_importitem_change", args=[item.pk])).content.decode()
    assert "A new version of an existing story" in page
    assert "<del>Monday </del><ins>Tuesday </ins>" in page


@pytest.fixture
def pair():
    return a_copy(*WIRE), a_copy(*WIRE[:7], outlet="Coast Herald")


def test_a_near_duplicate_is_suggested(desk, pair):
    page = page_of(desk, pair[0])
    assert "1 other story may be the same wire text" in page
    assert "shares 100% of its text" in page


def test_near_duplicates_are_grouped_and_ungrouped(desk, pair, editor):
    first, second = pair
    page = desk.post(address("group", first.pk, second.pk), follow=True).content.decode()
    assert "Remove this story from the group" in page
    assert LoggedAction.objects.get(action="article.group").by == editor
    desk.post(address("ungroup", first.pk))
    first.refresh_from_db()
    assert first.cluster is None


def test_stories_marked_as_different_are_not_suggested_again(desk, pair):
    first, second = pair
    page = desk.post(address("apart", first.pk, second.pk), follow=True).content.decode()
    assert "may be the same wire text" not in page
    assert near_duplicates.suggestions(second) == []


def test_a_visitor_cannot_use_these_actions(client, pair):
    first, second = pair
    for name in ("group", "apart"):
        assert client.post(address(name, first.pk, second.pk)).status_code == 302
    first.refresh_from_db()
    assert (first.cluster, [one.article for one in near_duplicates.suggestions(first)]) == (None, [second])
