"""Undo of decisions: the last decision of an editor, a batch as one, and nothing that somebody else changed since."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.desk import entity_resolution, merging, review, undoing
from articles.desk.removing import remove_record, what_names
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, Entity, LoggedAction, Mention, Person
from articles.vocabulary import FactStatus
from tests import builders
from tests.desk import reverting
from tests.desk.scenarios import a_draft
from tests.desk.test_revert_sequences import STEPS
from tests.thoroughness import examples

pytestmark = pytest.mark.django_db
# The steps of editors that are decisions on findings.
DECISIONS = sorted(step for step in STEPS if step.startswith(("accept", "reject", "correct")))


@pytest.fixture
def other_editor(db):
    return User.objects.create_superuser("colleague", password="another long password")


def last(article, editor):
    return undoing.last_decision(article.actions.order_by("-pk"), editor)


def undo_last(article, editor):
    return undoing.undo(article, last(article, editor).pk, user=editor)


def test_an_accepted_new_name_is_open_again_and_its_record_removed(editor):
    article = a_draft()
    before = reverting.state()
    review.accept_name(article, "person", "Tal Orsey", user=editor)
    undone = undo_last(article, editor)
    assert (undone.removed, undone.kept) == (("Tal Orsey",), 0)
    assert reverting.differences(before, reverting.state()) == {}
    assert last(article, editor) is None


def test_a_record_that_was_known_before_stays(editor):
    person, article = builders.a_person("Tal Orsey"), a_draft()
    review.accept_name(article, "person", "Tal Orsey", user=editor)
    assert undo_last(article, editor).removed == ()
    assert Person.objects.get() == person


def test_a_record_that_another_story_names_by_now_stays(editor):
    article, other = a_draft(), a_draft()
    review.accept_name(article, "person", "Tal Orsey", user=editor)
    review.accept_name(other, "person", "Tal Orsey", user=editor)
    assert undo_last(article, editor).removed == ()
    assert {mention.entity.name for mention in other.mentions.accepted()} == {"Tal Orsey"}


def test_a_batch_of_decisions_is_undone_as_one(editor):
    article = a_draft()
    before = reverting.state()
    review.accept_all(article, user=editor, minimum_confidence=0)
    assert article.mentions.accepted().exists()
    assert article.quotations.accepted().exists()
    undo_last(article, editor)
    assert reverting.differences(before, reverting.state()) == {}


def test_what_a_colleague_changed_since_stays_and_is_counted(editor, other_editor):
    article = a_draft()
    review.accept_all(article, user=editor, minimum_confidence=0)
    review.reject(article.quotations.get(), user=other_editor)
    undone = undo_last(article, editor)
    assert undone.kept == 1
    assert article.quotations.get().status == FactStatus.REJECTED
    assert not article.mentions.accepted().exists()


def test_a_decision_that_a_colleague_changed_is_refused_with_their_name(editor, other_editor):
    article = a_draft()
    review.accept(article.quotations.get(), user=editor)
    decision = last(article, editor)
    review.reject(article.quotations.get(), user=other_editor)
    with pytest.raises(IllegalTransitionError, match="colleague has changed this since"):
        undoing.undo(article, decision.pk, user=editor)
    assert last(article, editor) is None
    assert not article.actions.filter(action="article.undo").exists()


def test_a_colleague_s_decision_cannot_be_undone(editor, other_editor):
    article = a_draft()
    review.accept(article.quotations.get(), user=editor)
    decision = last(article, editor)
    assert last(article, other_editor) is None
    with pytest.raises(IllegalTransitionError, match="no decision of yours"):
        undoing.undo(article, decision.pk, user=other_editor)


def test_a_decision_on_another_story_cannot_be_undone_here(editor):
    article, other = a_draft(), a_draft()
    review.accept(article.quotations.get(), user=editor)
    with pytest.raises(IllegalTransitionError, match="no decision of yours"):
        undoing.undo(other, last(article, editor).pk, user=editor)


def test_a_decision_is_undone_once(editor):
    article = a_draft()
    review.accept(article.quotations.get(), user=editor)
    decision = last(article, editor)
    undoing.undo(article, decision.pk, user=editor)
    with pytest.raises(IllegalTransitionError, match="already undone"):
        undoing.undo(article, decision.pk, user=editor)


def test_a_publication_is_no_decision_to_undo(editor):
    article = a_draft()
    review.publish(article, user=editor)
    assert last(article, editor) is None
    with pytest.raises(IllegalTransitionError, match="no decision of yours"):
        undoing.undo(article, article.actions.get(action="article.publish").pk, user=editor)


def test_a_rejection_is_not_undone_if_its_text_is_gone(editor):
    article = a_draft()
    review.accept(article.quotations.get(), user=editor)
    review.reject(article.quotations.get(), user=editor)
    decision = last(article, editor)
    body = [{"role": "paragraph", "text": "Other."}]
    review.edit_fields(Article.objects.get(pk=article.pk), user=editor, version=article.version, fields={"body": body})
    with pytest.raises(IllegalTransitionError, match="Not undone"):
        undoing.undo(article, decision.pk, user=editor)


def test_a_rejection_is_undone_with_the_record_that_its_own_was_merged_into(editor):
    kept, merged, article = builders.a_person("T. Orsey"), builders.a_person("Tal Orsey"), a_draft()
    review.accept_name(article, "person", "Tal Orsey", user=editor, entity=merged)
    mention = article.mentions.accepted().first()
    review.reject(mention, user=editor)
    decision = last(article, editor)
    merging.merge(kept, merged, user=editor)
    undoing.undo(article, decision.pk, user=editor)
    assert Mention.objects.get(pk=mention.pk).entity_id == kept.pk


def test_undo_is_logged_with_what_it_undid(editor):
    article = a_draft()
    review.accept(article.quotations.get(), user=editor)
    decision = last(article, editor)
    undoing.undo(article, decision.pk, user=editor)
    entry = article.actions.get(action="article.undo")
    assert (entry.by, entry.details["undoes"]) == (editor, decision.pk)
    assert entry.details["decision"].startswith("accepted the quotation")


def test_readers_no_longer_see_an_undone_fact_of_a_published_story(editor):
    article = a_draft()
    review.publish(article, user=editor)
    review.accept(article.quotations.get(), user=editor)
    undo_last(article, editor)
    article.refresh_from_db()
    assert article.quotation_count == 0


def test_a_name_accepted_after_a_rejection_is_undone_as_one(editor):
    article = builders.an_article("Brenwick", "Brenwick is far. Brenwick is small.", status="draft")
    place = builders.a_place("Brenwick")
    for _ in range(2):
        builders.mention(article, place)
    entity_resolution.reject_name(article, "place", "Brenwick", user=editor)
    review.accept_name(article, "place", "Brenwick", user=editor, rejected=True)
    assert article.mentions.accepted().count() == 2
    undo_last(article, editor)
    assert article.mentions.accepted().count() == 0


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(DECISIONS), st.integers(0, 20)), min_size=1, max_size=8))
def test_any_sequence_of_decisions_is_undone_to_the_start(editor, steps):
    with transaction.atomic():
        article = a_draft()
        before = facts(article)
        for step, number in steps:
            try:
                with transaction.atomic():
                    STEPS[step](Article.objects.get(pk=article.pk), number, editor)
            except IllegalTransitionError:
                continue
        while last(article, editor) is not None:
            undo_last(article, editor)
        assert reverting.differences(before, facts(article)) == {}
        transaction.set_rollback(True)


def facts(article):
    """The rows of its facts; which records an ambiguous name may mean is not a decision."""
    return {
        (model, pk): {name: value for name, value in row.items() if name not in ("candidates", "resolution")}
        for (model, pk), row in reverting.state().items()
        if row.get("article_id") == article.pk and model.__name__ in ("Mention", "Quotation", "Pledge", "Membership")
    }


# -- removing a record


def test_a_record_that_nothing_names_is_removed_with_its_names(editor):
    person = builders.a_person("Tal Orsey")
    before = reverting.state()
    person.other_names.create(name="T. Orsey")
    remove_record(Entity.objects.get(pk=person.pk), user=editor)
    assert not Entity.objects.exists()
    assert len(before) > len(reverting.state())
    assert LoggedAction.objects.get(action="entity.remove").what == "Tal Orsey"


def test_a_record_that_a_rejected_mention_names_stays(editor):
    article = a_draft()
    review.accept_name(article, "person", "Tal Orsey", user=editor)
    review.reject_name(article, "person", "Tal Orsey", user=editor)
    entity = Entity.objects.get(name="Tal Orsey")
    assert what_names(entity)["mention"] == 2
    with pytest.raises(IllegalTransitionError, match="it is named by 2 mentions"):
        remove_record(entity, user=editor)


def test_a_country_with_places_stays(editor):
    country = builders.a_country("Ruritania", code="RU")
    builders.a_place("Brenwick", country=country)
    with pytest.raises(IllegalTransitionError, match=r"1 place\."):
        remove_record(Entity.objects.get(pk=country.pk), user=editor)
