"""The versions of a story, and applying one: editors' decisions and edits are kept."""

from __future__ import annotations

import pytest

from articles.desk import anchors, review, versions
from articles.desk.propose import propose
from articles.imports import drafts
from articles.models import LoggedAction, SearchOutbox
from articles.vocabulary import FactStatus
from tests.desk.stories import BODY_1, PLEDGE, all_found
from tests.desk.test_duplicates import NEW, OLD, a_page, file

pytestmark = pytest.mark.django_db
MORE = "Tal Orsey came to Brenwick with 2 engineers of the province."


@pytest.fixture
def story(nothing_found, editor):
    """A public story whose source has a newer text."""
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge is open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    return article


def newest(article):
    return article.versions.last()


def apply_version(article, editor):
    return versions.apply_version(article, newest(article), user=editor, at=article.version)


def test_versions_say_which_is_shown_and_which_came_after(story):
    assert [(row.is_shown, row.is_newer) for row in versions.rows(story)] == [(False, True), (True, False)]


def test_an_applied_version_is_the_text_that_readers_see(story, editor):
    taken = apply_version(story, editor)
    assert (taken.headline, taken.body[0]["text"], taken.review_status) == ("Bridge is open", NEW[0], "published")
    assert [row.is_shown for row in versions.rows(taken)] == [True, False]
    assert LoggedAction.objects.get(action="article.take_version").before["headline"] == "Bridge open"


def test_an_earlier_version_can_be_applied(story, editor):
    taken = apply_version(story, editor)
    back = versions.apply_version(taken, taken.versions.first(), user=editor, at=taken.version)
    assert back.body[0]["text"] == OLD[0]


def test_applying_a_version_enqueues_a_reindex(story, editor):
    SearchOutbox.objects.all().delete()
    apply_version(story, editor)
    assert SearchOutbox.objects.filter(article_id=story.pk).exists()


def test_edited_fields_are_kept(story, editor):
    edited = review.edit_fields(story, user=editor, version=story.version, fields={"headline": "Our headline"})
    taken = apply_version(edited, editor)
    assert (taken.headline, taken.body[0]["text"]) == ("Our headline", NEW[0])
    assert versions.kept_by_editor(taken) == ["headline"]


def test_the_difference_shows_also_what_an_editor_set_and_may_choose(story, editor):
    edited = review.edit_fields(story, user=editor, version=story.version, fields={"headline": "Our headline"})
    labels = [row.label for row in versions.what_would_change(edited, newest(edited)).rows]
    assert labels == ["Headline", "", ""]


def test_the_version_that_is_shown_cannot_be_applied(story, editor):
    taken = apply_version(story, editor)
    with pytest.raises(review.IllegalTransitionError, match="already has the content of this version"):
        apply_version(taken, editor)


def test_the_second_of_two_editors_gets_an_error(story, editor):
    review.edit_fields(story, user=editor, version=story.version, fields={"dateline": "Brenwick"})
    with pytest.raises(review.StaleEditError):
        apply_version(story, editor)


def test_a_text_of_another_story_is_refused(story, editor):
    other = drafts.make_draft(file(a_page("Mill", MORE, url="https://news.example/mill")), user=editor, fields={})
    with pytest.raises(review.IllegalTransitionError, match="another story"):
        versions.apply_version(story, newest(other), user=editor, at=story.version)


@pytest.fixture
def decided(nothing_found, editor):
    """A public story with accepted facts, and a version of it with these paragraphs."""
    article = drafts.make_draft(file(a_page("Governor opens a bridge", BODY_1, PLEDGE)), user=editor, fields={})
    propose(article, all_found())
    review.accept_all(article, user=editor, minimum_confidence=0)
    review.publish(article, user=editor)

    def with_version(*paragraphs):
        drafts.make_draft(file(a_page("Governor opens a bridge", *paragraphs)), user=editor, fields={})
        article.refresh_from_db()
        return article

    return with_version


def test_facts_whose_text_remains_keep_their_decisions(decided, editor):
    article = apply_version(decided("The road was shut for a year.", BODY_1, PLEDGE), editor)
    assert {fact.status for fact in anchors.facts_of(article)} == {FactStatus.ACCEPTED}
    assert all(
        anchors.is_anchored_at(article, fact.block, fact.start, fact.end, fact.text)
        for fact in anchors.facts_of(article)
    )


def test_a_name_that_the_new_text_says_once_more_keeps_its_decision(decided, editor):
    article = apply_version(decided(BODY_1, PLEDGE, MORE), editor)
    names = [fact for fact in article.mentions.all() if fact.block >= 0]
    assert {(fact.status, fact.block) for fact in names} == {(FactStatus.ACCEPTED, 0)}


def test_a_lost_fact_is_proposed_again(decided, editor):
    article = apply_version(decided(BODY_1, PLEDGE.replace("40", "60")), editor)
    pledge = article.pledges.get()
    assert (pledge.status, anchors.is_anchored(article, pledge)) == (FactStatus.PROPOSED, False)
    assert article.quotations.get().status == FactStatus.ACCEPTED
