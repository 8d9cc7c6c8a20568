"""Edits: one editor at a time, and every fact is re-anchored or lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from articles.desk import anchors, review
from articles.desk.propose import propose
from articles.models import LoggedAction, Mention, SearchOutbox
from articles.vocabulary import EntityKind, FactStatus
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, a_mention, all_found

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(editor):
    made = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(made, all_found())
    review.accept_all(made, user=editor, minimum_confidence=0)
    return review.publish(made, user=editor)


def edit(article, editor, **fields):
    return review.edit_fields(article, user=editor, version=article.version, fields=fields)


def body(*texts):
    return [{"role": "paragraph", "text": text} for text in texts]


def test_an_edited_field_is_marked_as_set_by_an_editor(article, editor):
    edited = edit(article, editor, dateline="Brenwick", outlet="Valley Post")
    assert (edited.dateline, edited.outlet.name, edited.version) == ("Brenwick", "Valley Post", article.version + 1)
    assert edited.touched_fields == ["dateline", "outlet"]


def test_a_field_that_was_not_changed_is_not_touched(article, editor):
    same = edit(article, editor, headline=article.headline)
    assert (same.touched_fields, same.version) == ([], article.version)


def test_the_second_of_two_editors_gets_an_error(article, editor):
    edit(article, editor, dateline="Brenwick")
    with pytest.raises(review.StaleEditError, match="Someone else changed this story"):
        edit(article, editor, dateline="Aldersey")
    article.refresh_from_db()
    assert article.dateline == "Brenwick"


def test_a_value_that_a_column_refuses_is_refused(article, editor):
    with pytest.raises(ValidationError):
        edit(article, editor, genre="gossip")


def test_what_is_derived_cannot_be_set(article, editor):
    with pytest.raises(ValueError, match="review_status"):
        edit(article, editor, review_status="draft")


def test_a_public_story_cannot_lose_its_headline(article, editor):
    with pytest.raises(review.IllegalTransitionError, match="needs a headline"):
        edit(article, editor, headline="")


def test_an_address_that_another_story_has_is_refused(article, editor):
    other = builders.an_article("Other", url="https://news.example/other")
    with pytest.raises(review.IllegalTransitionError, match=f"Story {other.pk} has this address already"):
        edit(article, editor, url="https://news.example/other?utm_source=x")


def test_clearing_the_date_makes_it_unknown(article, editor):
    edited = edit(article, editor, date_published=None)
    assert (edited.date_published, edited.date_precision) == (None, "unknown")


def test_editing_a_published_story_enqueues_a_reindex(article, editor):
    SearchOutbox.objects.all().delete()
    edit(article, editor, dateline="Brenwick")
    assert SearchOutbox.objects.filter(article_id=article.pk).exists()


def test_facts_follow_their_text(article, editor):
    edited = edit(article, editor, body=body("A new first paragraph.", "Yesterday: " + BODY_1, PLEDGE))
    assert {fact.status for fact in anchors.facts_of(edited)} == {FactStatus.ACCEPTED}
    assert all(
        anchors.is_anchored_at(edited, fact.block, fact.start, fact.end, fact.text) for fact in anchors.facts_of(edited)
    )
    assert {mention.block for mention in edited.mentions.all()} == {1}


def test_each_of_two_equal_words_stays_the_one_it_was(editor):
    text = "Orsey met Orsey."
    made = builders.an_article("Two of a name", text, status="draft")
    found = (a_mention("Orsey", "Tal Orsey", text=text), a_mention("Orsey", "Ana Orsey", text=text, nth=1))
    propose(made, all_found(mentions=found, quotations=(), pledges=(), roles=()))
    edited = edit(made, editor, body=body("Today Orsey met Orsey."))
    assert [(m.name, m.start) for m in edited.mentions.in_text_order()] == [("Tal Orsey", 6), ("Ana Orsey", 16)]


def test_a_lost_fact_returns_to_proposed_and_leaves_public_pages(article, editor):
    edited = edit(article, editor, body=body(BODY_1.replace("Brenwick", "Aldersey"), PLEDGE))
    lost = edited.mentions.get(text="Brenwick")
    assert (lost.status, anchors.is_anchored(edited, lost)) == (FactStatus.PROPOSED, False)
    assert "Brenwick" not in {mention.text for mention in Mention.objects.public()}
    assert lost.entity_id not in set(edited.appearances.values_list("entity_id", flat=True))
    assert LoggedAction.objects.get(action="article.edit").details["lost"][0]["text"] == "Brenwick"


def test_a_lost_fact_cannot_be_accepted(article, editor):
    edited = edit(article, editor, body=body(BODY_1.replace("Brenwick", "Aldersey"), PLEDGE))
    with pytest.raises(review.IllegalTransitionError, match="no longer in the story"):
        review.accept(edited.mentions.get(text="Brenwick"), user=editor)
    with pytest.raises(review.IllegalTransitionError, match="no mention of Brenwick left"):
        review.accept_name(edited, EntityKind.PLACE, "Brenwick", user=editor)


def test_facts_of_a_paragraph_that_was_deleted_are_lost_and_the_others_stay(article, editor):
    edited = edit(article, editor, body=body(BODY_1))
    assert edited.pledges.get().status == FactStatus.PROPOSED
    assert edited.quotations.get().status == FactStatus.ACCEPTED
    assert edited.text_of(edited.pledges.get().block) == BODY_1  # an existing block, so that no page fails on it


def test_a_change_of_the_standfirst_keeps_the_facts_of_the_body(article, editor):
    edited = edit(article, editor, description="Orsey came to Brenwick.")
    assert {fact.status for fact in anchors.facts_of(edited)} == {FactStatus.ACCEPTED}


def test_facts_are_lost_rather_than_moved_to_the_wrong_occurrence(editor):
    text = "Orsey met Orsey."
    made = builders.an_article("Two of a name", text, status="draft")
    propose(made, all_found(mentions=(a_mention("Orsey", text=text, nth=1),), quotations=(), pledges=(), roles=()))
    edited = edit(made, editor, body=body("They met Orsey."))
    assert not anchors.is_anchored(edited, edited.mentions.get())


def test_publishing_checks_the_anchors_of_every_fact(article, editor):
    review.withdraw(article, user=editor, reason="Checking")
    Mention.objects.filter(text="Brenwick").update(start=0, end=8)
    review.publish(article, user=editor)
    assert article.mentions.get(text="Brenwick").status == FactStatus.PROPOSED
