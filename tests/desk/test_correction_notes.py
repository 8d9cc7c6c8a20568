"""Correction notes: who may write them, on what, and that no change of them is lost or unseen."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.desk import correction_notes, editing, review
from articles.desk.acting import acting_as
from articles.desk.action_sentences import sentence_of
from articles.desk.correction_notes import PublicNote
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import CorrectionNote, LoggedAction, SearchOutbox
from articles.models.correction_note import MAX_NOTE
from articles.vocabulary import ArticleStatus
from tests import builders

pytestmark = pytest.mark.django_db

NOTE = PublicNote("correction", "The bridge has two lanes, not four.")


@pytest.fixture
def article(db):
    return builders.an_article("Governor opens a bridge")


def test_a_note_goes_with_the_change_it_explains(article):
    fields = {"headline": "Governor opens a two-lane bridge"}
    editing.edit(article, user=None, version=article.version, fields=fields, note=NOTE)
    note = CorrectionNote.objects.get()
    assert (note.article, note.kind, note.text, note.changed_at) == (article, *(NOTE.kind, NOTE.text), None)
    assert list(LoggedAction.objects.order_by("pk").values_list("action", flat=True)) == ["article.edit", "note.add"]


def test_a_change_is_not_saved_without_its_note(article):
    bad = PublicNote("correction", " \n ")
    with pytest.raises(IllegalTransitionError, match="text of the note"):
        editing.edit(article, user=None, version=article.version, fields={"headline": "Another"}, note=bad)
    article.refresh_from_db()
    assert article.headline == "Governor opens a bridge"
    assert not LoggedAction.objects.exists()


@pytest.mark.parametrize(
    "note",
    [PublicNote("rumour", "A text."), PublicNote("", "A text."), PublicNote("update", "x" * (MAX_NOTE + 1))],
)
def test_notes_that_no_reader_should_see_are_refused(article, note):
    with pytest.raises(IllegalTransitionError):
        correction_notes.add_note(article, note, user=None)


def test_a_note_of_the_longest_text_is_kept_whole(article):
    row = correction_notes.add_note(article, PublicNote("update", f" {'é' * MAX_NOTE}\n"), user=None)
    row.refresh_from_db()
    assert row.text == "é" * MAX_NOTE


@pytest.mark.parametrize("status", [status for status in ArticleStatus if status != "published"])
def test_only_published_stories_have_notes(status):
    article = builders.an_article(status=status)
    with pytest.raises(IllegalTransitionError, match="published"):
        correction_notes.add_note(article, NOTE, user=None)


def test_each_action_needs_the_right_to_publish(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    user = User.objects.create_user("ben")
    with acting_as(user):
        with pytest.raises(MissingRightError):
            correction_notes.add_note(article, NOTE, user=user)
        with pytest.raises(MissingRightError):
            correction_notes.change_note(article, row.pk, NOTE, user=user, version=1)
        with pytest.raises(MissingRightError):
            correction_notes.remove_note(article, row.pk, user=user, version=1)


def test_a_note_is_changed_and_taken_back_with_its_history_in_the_log(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    better = PublicNote("clarification", "The bridge has one lane in each direction.")
    changed = correction_notes.change_note(article, row.pk, better, user=None, version=1)
    assert (changed.at, changed.version) == (row.at, 2)
    assert changed.changed_at > row.at
    correction_notes.remove_note(article, row.pk, user=None, version=2)
    assert not CorrectionNote.objects.exists()
    entries = LoggedAction.objects.order_by("pk")
    assert [entry.before.get("text") for entry in entries] == [None, NOTE.text, better.text]
    assert sentence_of(entries[2], on=article).endswith(f"this story: {better.text}")


def test_a_note_saved_as_it_is_is_no_change(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    correction_notes.change_note(article, row.pk, NOTE, user=None, version=1)
    row.refresh_from_db()
    assert (row.version, row.changed_at) == (1, None)


def test_nobody_overwrites_a_note_unseen(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    correction_notes.change_note(article, row.pk, PublicNote("update", "First."), user=None, version=1)
    with pytest.raises(StaleEditError):
        correction_notes.change_note(article, row.pk, PublicNote("update", "Second."), user=None, version=1)
    with pytest.raises(StaleEditError):
        correction_notes.remove_note(article, row.pk, user=None, version=1)
    row.refresh_from_db()
    assert row.text == "First."


def test_a_note_of_another_story_is_not_found(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    other = builders.an_article("Another story")
    with pytest.raises(StaleEditError):
        correction_notes.remove_note(other, row.pk, user=None, version=1)
    assert CorrectionNote.objects.filter(pk=row.pk).exists()


def test_each_action_reaches_the_record_through_the_outbox(article):
    row = correction_notes.add_note(article, NOTE, user=None)
    correction_notes.change_note(article, row.pk, PublicNote("update", "First."), user=None, version=1)
    correction_notes.remove_note(article, row.pk, user=None, version=2)
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [article.pk] * 3


def test_notes_survive_a_withdrawal(article):
    correction_notes.add_note(article, NOTE, user=None)
    review.withdraw(article, user=None, reason="A test")
    review.publish(article, user=None)
    assert article.correction_notes.count() == 1
