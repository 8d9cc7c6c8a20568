"""Correction notes at the desk: a change of a published story asks for one, and the page of notes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.admin.base import change_url
from articles.admin.text_form import initial_text, written
from articles.desk import correction_notes, review
from articles.desk.correction_notes import PublicNote
from articles.imports import drafts
from articles.models import Article, CorrectionNote, LoggedAction
from tests import builders
from tests.admin.forms import form_on
from tests.desk.test_duplicates import NEW, OLD, a_page, file

pytestmark = pytest.mark.django_db

NOTE = {"note_kind": "correction", "note_text": "The bridge has two lanes, not four."}
INCOMPLETE = [
    {},
    {"note_text": "A text without a kind."},
    {"note_kind": "correction", "note_text": "  "},
    {"note_kind": "none", "note_text": "A text that would be lost."},
    {"note_kind": "rumour", "note_text": "A text."},
    {"note_kind": "update", "note_text": "x" * 1001},
]


def address(name, *ids):
    return reverse(f"admin:articles_article_{name}", args=ids)


@pytest.fixture
def article(nothing_found):
    return builders.an_article("Governor opens a bridge")


def save_fields(desk, article, **typed):
    form = form_on(desk.get(change_url(article)), address("fields", article.pk))
    return desk.post(address("fields", article.pk), {**form, "section": "World", **typed})


def save_text(desk, article, **typed):
    text = written(article.body).replace("Engineers", "Army engineers")
    sent = {**initial_text(article), "text": text, "step": "save", "seen": "", **typed}
    return desk.post(address("text", article.pk), sent)


SAVES = pytest.mark.parametrize("save", [save_fields, save_text])


@SAVES
@pytest.mark.parametrize("typed", INCOMPLETE)
def test_a_change_is_not_saved_before_its_note_is_complete(desk, article, save, typed):
    answer = save(desk, article, **typed)
    assert answer.status_code == 400
    saved = Article.objects.get()
    assert (saved.section, saved.body) == (article.section, article.body)
    assert not LoggedAction.objects.filter(article=article).exists()
    html = answer.content.decode()
    assert "Note to readers on this change" in html
    assert typed.get("note_text", "").strip() in html


@SAVES
def test_a_change_is_saved_with_its_note(desk, article, save):
    assert save(desk, article, **NOTE).status_code == 302
    assert Article.objects.get().version == article.version + 1
    assert CorrectionNote.objects.get().text == NOTE["note_text"]


@SAVES
def test_a_change_is_saved_without_a_note_if_that_was_chosen(desk, article, save):
    assert save(desk, article, note_kind="none").status_code == 302
    assert Article.objects.get().version == article.version + 1
    assert not CorrectionNote.objects.exists()


@SAVES
@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_readers_do_not_see_is_changed_without_a_note(desk, nothing_found, save, status):
    article = builders.an_article("Governor opens a bridge", status=status)
    assert "note_kind" not in desk.get(change_url(article)).content.decode()
    assert save(desk, article).status_code == 302
    assert Article.objects.get().version == article.version + 1


def test_the_note_is_not_lost_when_the_editor_continues_editing(desk, article):
    page = save_text(desk, article, step="check").content.decode()
    sent = {**form_on(page, address("text", article.pk)), **NOTE, "step": "edit"}
    form = form_on(desk.post(address("text", article.pk), sent), address("text", article.pk))
    assert {name: form[name] for name in NOTE} == NOTE
    again = desk.post(address("text", article.pk), {**form, "step": "check"})
    form = form_on(again, address("text", article.pk))
    assert {name: form[name] for name in NOTE} == NOTE


def test_the_note_is_not_lost_when_someone_else_saved_the_fields_first(desk, article):
    form = form_on(desk.get(change_url(article)), address("fields", article.pk))
    Article.objects.update(section="Sport")
    answer = desk.post(address("fields", article.pk), {**form, "section": "World", **NOTE})
    assert answer.status_code == 409
    shown = form_on(answer, address("fields", article.pk))
    assert {name: shown[name] for name in NOTE} == NOTE


@pytest.fixture
def newer(nothing_found, editor):
    """A public story whose source has a newer text."""
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge opens", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    return article


def take(desk, article, **typed):
    where = address("take", article.pk, article.versions.last().pk)
    return desk.post(where, {"at": article.version, "chosen": "yes", "field": ["body"], **typed})


@pytest.mark.parametrize("typed", INCOMPLETE)
def test_a_version_is_not_applied_before_its_note_is_complete(desk, newer, typed):
    answer = take(desk, newer, **typed)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert 'value="body" checked' in html
    assert 'value="headline" checked' not in html  # what the editor had not chosen stays so
    assert Article.objects.get().body[0]["text"] == OLD[0]


def test_a_version_is_applied_with_its_note(desk, newer):
    assert take(desk, newer, **NOTE).status_code == 302
    newer.refresh_from_db()
    assert (newer.body[0]["text"], newer.headline) == (NEW[0], "Bridge open")
    assert CorrectionNote.objects.get().article == newer


def test_a_note_is_added_later(desk, article):
    assert f'href="{address("notes", article.pk)}"' in desk.get(change_url(article)).content.decode()
    assert desk.post(address("notes", article.pk), {"note_kind": "none"}).status_code == 400
    assert desk.post(address("notes", article.pk), NOTE).status_code == 302
    page = desk.get(address("notes", article.pk)).content.decode()
    assert NOTE["note_text"] in page
    assert " UTC" in page


def test_a_note_is_changed_and_taken_back(desk, article):
    row = correction_notes.add_note(article, PublicNote("update", "First."), user=None)
    where = address("note", article.pk, row.pk)
    form = form_on(desk.get(where), where)
    assert (form["note_kind"], form["note_text"], form["version"]) == ("update", "First.", "1")
    assert desk.post(where, {**form, "note_text": "Second."}).status_code == 302
    row.refresh_from_db()
    assert row.text == "Second."
    remove = address("note_remove", article.pk, row.pk)
    assert desk.post(remove, form_on(desk.get(where), remove)).status_code == 302
    assert not CorrectionNote.objects.exists()


def test_the_second_editor_of_a_note_sees_both_texts(desk, article):
    row = correction_notes.add_note(article, PublicNote("update", "First."), user=None)
    where = address("note", article.pk, row.pk)
    form = form_on(desk.get(where), where)
    correction_notes.change_note(article, row.pk, PublicNote("update", "Theirs."), user=None, version=1)
    answer = desk.post(where, {**form, "note_text": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    again = form_on(answer, where)
    assert again["note_text"] == "Mine."
    assert desk.post(where, again).status_code == 302
    row.refresh_from_db()
    assert row.text == "Mine."


def test_a_note_that_was_taken_back_meanwhile_is_not_taken_back_again(desk, article):
    row = correction_notes.add_note(article, PublicNote("update", "First."), user=None)
    correction_notes.change_note(article, row.pk, PublicNote("update", "Theirs."), user=None, version=1)
    remove = address("note_remove", article.pk, row.pk)
    assert "Someone else changed this note" in desk.post(remove, {"version": 1}, follow=True).content.decode()
    assert desk.post(remove, {"version": "one"}).status_code == 404
    assert CorrectionNote.objects.exists()
