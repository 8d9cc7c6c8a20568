"""Scenarios for the actions on correction notes."""

from __future__ import annotations

from articles.desk import correction_notes
from articles.desk.correction_notes import PublicNote
from tests import builders
from tests.desk.scenarios import scenario


def a_note():
    article = builders.an_article("Governor opens a bridge")
    return correction_notes.add_note(
        article, PublicNote("correction", "The bridge has two lanes, not four."), user=None
    )


@scenario("note.add")
def add_note(editor):
    article = builders.an_article("Governor opens a bridge")
    yield
    correction_notes.add_note(article, PublicNote("update", "A second bridge was opened."), user=editor)


@scenario("note.change")
def change_note(editor):
    row = a_note()
    yield
    note = PublicNote("clarification", "The bridge has two lanes in each direction.")
    correction_notes.change_note(row.article, row.pk, note, user=editor, version=1)


@scenario("note.remove")
def remove_note(editor):
    row = a_note()
    yield
    correction_notes.remove_note(row.article, row.pk, user=editor, version=1)
