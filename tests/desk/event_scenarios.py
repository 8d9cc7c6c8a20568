"""Scenarios for the actions on events."""

from __future__ import annotations

from articles.desk import events, field_reverts
from articles.models import Event, Figure, LoggedAction
from tests import builders
from tests.desk.scenarios import scenario

TEXT = "At least 12 people were killed in Brenwick on Monday."


def an_event(editor, name="Fire in Brenwick", **fields):
    return events.save_event(Event(name=name, start_date="2016-07-18", **fields), user=editor)


def a_story(headline="Fire in the old mill", **fields):
    """A draft with one open figure."""
    article = builders.an_article(headline, TEXT, status="draft", **fields)
    Figure.objects.create(
        article=article, block=0, start=0, end=18, text=TEXT[:18], kind="killed", low=12, method="test", confidence=0.9
    )
    return article


@scenario("event.add")
def add_event(editor):
    yield
    an_event(editor)


@scenario("event.change")
def change_event(editor):
    event = an_event(editor)
    event.name, event.kind = "Fire in the mill", "disaster"
    yield
    events.save_event(event, user=editor)


@scenario("event.revert")
def revert_event(editor):
    event = an_event(editor)
    event.name = "Fire in the mill"
    events.save_event(event, user=editor)
    entry = LoggedAction.objects.get(action="event.change")
    yield
    field_reverts.revert_field(entry, "name", user=editor)


@scenario("event.add_story")
def add_story(editor):
    event, article = an_event(editor), a_story()
    yield
    events.add_story(event, article, user=editor)


@scenario("event.reject_story")
def reject_story(editor):
    event, article = an_event(editor), a_story()
    events.add_story(event, article, user=editor)
    events.assign_figures(event, {article.figures.get().pk: True}, user=editor)
    yield
    events.reject_story(event, article, user=editor)


@scenario("event.assign_figures")
def assign_figures(editor):
    event, article = an_event(editor), a_story()
    events.add_story(event, article, user=editor)
    yield
    events.assign_figures(event, {article.figures.get().pk: True}, user=editor)


def two_events(editor):
    """Two events to merge: each reports one story, both another one, and one has a figure."""
    kept, gone = an_event(editor), an_event(editor, "Mill on fire")
    first, second, both = a_story(), a_story("Mill burns"), a_story("Smoke over Brenwick")
    for event, article in ((kept, first), (gone, second), (kept, both), (gone, both)):
        events.add_story(event, article, user=editor)
    events.reject_story(kept, both, user=editor)
    events.assign_figures(gone, {second.figures.get().pk: True}, user=editor)
    return kept, gone


@scenario("event.merge")
def merge(editor):
    kept, gone = two_events(editor)
    yield
    events.merge_events(kept, gone, user=editor)


@scenario("event.undo_merge")
def undo_merge(editor):
    kept, gone = two_events(editor)
    events.merge_events(kept, gone, user=editor)
    yield
    events.undo_merge(gone, user=editor)


@scenario("event.remove")
def remove(editor):
    event, article = an_event(editor), a_story()
    events.add_story(event, article, user=editor)
    events.reject_story(event, article, user=editor)
    yield
    events.remove_event(event, user=editor)
