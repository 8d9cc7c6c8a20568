"""Discarding and restoring drafts: they are hidden, never deleted."""

from __future__ import annotations

import pytest

from articles.desk import near_duplicates, review
from articles.imports import drafts
from articles.models import Article, LoggedAction, Mention
from articles.vocabulary import ArticleStatus, ImportStatus
from tests import builders
from tests.desk.stories import TEXT, drafted, pasted
from tests.desk.test_duplicates import LONG, NEW, OLD, a_page, file

pytestmark = pytest.mark.django_db


def test_a_draft_is_discarded_and_restored(editor):
    article = builders.an_article(status="draft")
    assert review.discard(article, user=editor).review_status == ArticleStatus.DISCARDED
    assert review.return_to_draft(article, user=editor).review_status == ArticleStatus.DRAFT
    assert list(LoggedAction.objects.filter(article=article).values_list("action", "by")) == [
        ("article.restore", editor.pk),
        ("article.discard", editor.pk),
    ]


def test_a_withdrawn_story_may_be_discarded(editor):
    assert review.discard(builders.an_article(status="withdrawn"), user=editor).review_status == "discarded"


def test_a_published_story_is_withdrawn_before_it_is_discarded(editor):
    with pytest.raises(review.IllegalTransitionError, match="published cannot become discarded"):
        review.discard(builders.an_article(), user=editor)


@pytest.mark.parametrize("move", [review.publish, review.discard])
def test_a_discarded_story_must_be_restored_before_any_other_transition(move, editor):
    with pytest.raises(review.IllegalTransitionError):
        move(builders.an_article(status="discarded"), user=editor)


def test_a_discarded_story_is_not_edited(editor):
    article = builders.an_article(status="discarded")
    with pytest.raises(review.IllegalTransitionError, match="Restore it before editing"):
        review.edit_fields(article, user=editor, version=article.version, fields={"headline": "New"})


def test_a_discarded_story_is_in_no_public_list_and_no_queue_of_drafts(editor):
    article = builders.an_article("Two towns", "Mosul was quiet.", status="draft")
    builders.mention(article, builders.a_place("Mosul"))
    review.discard(article, user=editor)
    assert not Article.objects.published().exists()
    assert not Article.objects.drafts().exists()
    assert not Mention.objects.public().exists()


def test_several_drafts_are_discarded_at_once_and_refusals_give_reasons(editor):
    stories = [builders.an_article(f"Story {number}", status="draft") for number in range(3)]
    public = builders.an_article("Public")
    count, refused = review.discard_many([*stories, public], user=editor)
    assert count == 3
    assert refused == ["Public: A story that is published cannot become discarded."]
    assert review.restore_many(stories, user=editor) == (3, [])
    assert review.restore_many(stories[:1], user=editor)[1] == ["Story 0: This story is not discarded."]


def test_importing_the_text_of_a_discarded_draft_points_to_it_and_creates_no_draft(nothing_found, editor):
    article = review.discard(drafted(), user=editor)
    again = pasted(TEXT)
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, article)
    assert Article.objects.get().review_status == ArticleStatus.DISCARDED


def test_a_new_version_restores_a_discarded_story_if_an_editor_confirms(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.discard(article, user=editor)
    made = drafts.make_draft(file(a_page("Bridge open", *NEW)), user=editor, fields={})
    assert (made, made.review_status, made.body[0]["text"]) == (article, ArticleStatus.DRAFT, NEW[0])


def test_a_batch_does_not_restore_a_discarded_story(nothing_found, editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    read_before = file(a_page("Bridge open", *NEW))
    review.discard(article, user=editor)
    read_after = file(a_page("Bridge open", *NEW[:1]))
    assert read_after.is_lookalike
    assert not drafts.draft_if_new(read_before, user=editor)
    read_before.refresh_from_db()
    assert (read_before.status, read_before.is_lookalike) == (ImportStatus.READ, True)
    article.refresh_from_db()
    assert article.review_status == ArticleStatus.DISCARDED


def test_a_discarded_near_duplicate_is_not_suggested(nothing_found, editor):
    first = drafts.make_draft(file(a_page("Bridge open", *LONG)), user=editor, fields={})
    second = drafts.make_draft(file(a_page("Bridge open", *LONG, url="https://post.example/b")), user=editor, fields={})
    assert [one.article for one in near_duplicates.suggestions(first)] == [second]
    review.discard(second, user=editor)
    assert near_duplicates.suggestions(first) == []
