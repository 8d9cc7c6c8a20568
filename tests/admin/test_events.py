"""Figures on the review page, and the pages of events."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.desk import events, review
from articles.models import Event, Figure
from articles.vocabulary import FactStatus
from tests import builders
from tests.admin.forms import form_on
from tests.admin.suggestions import shown
from tests.desk.event_scenarios import a_story, an_event

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/event/"


@pytest.fixture
def story(editor):
    return a_story()


@pytest.fixture
def figure(story):
    return story.figures.get()


def page_of(event):
    return reverse("admin:articles_event_change", args=[event.pk])


def events_of(story):
    return reverse("admin:articles_article_events", args=[story.pk])


def text_of(desk, address):
    return " ".join(desk.get(address).content.decode().split())


def test_a_figure_is_suggested_with_bounds_and_claimant(desk, story):
    text = " ".join(shown(desk, story).split())
    assert "Killed: At least 12 people" in text
    assert "at least 12" in text
    assert "The outlet itself" in text


def decision(story, figure):
    return reverse("admin:articles_article_decide", args=[story.pk, "figure", figure.pk])


def test_a_figure_is_corrected_and_accepted(desk, story, figure):
    fields = form_on(desk.get(reverse("admin:articles_article_change", args=[story.pk])), decision(story, figure))
    desk.post(decision(story, figure), {**fields, "answer": "change", "high": "14", "claimed_by_name": "the police"})
    figure.refresh_from_db()
    assert (figure.status, figure.low, figure.high, figure.claimed_by_name) == ("accepted", 12, 14, "the police")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"high": "3"}, "The first value must not be larger than the second."),
        ({"low": ""}, "State at least one of the two bounds."),
        ({"kind": "money"}, "An amount needs a currency."),
        ({"start_date": "July"}, "From"),
        ({"start_date": "2016-07", "end_date": "2016-06"}, "The last day must not be before the first."),
    ],
)
def test_a_figure_that_cannot_be_is_refused_in_a_sentence(desk, story, figure, typed, sentence):
    fields = form_on(desk.get(reverse("admin:articles_article_change", args=[story.pk])), decision(story, figure))
    response = desk.post(decision(story, figure), {**fields, "answer": "change", **typed})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    figure.refresh_from_db()
    assert figure.status == FactStatus.PROPOSED


def test_marked_words_become_a_figure_whose_bounds_are_filled_in(desk):
    story = builders.an_article("Fire", "About 20 people fled, and up to 30 cows.", status="draft")
    address = reverse("admin:articles_article_mark", args=[story.pk])
    place = {"words": "up to 30 cows", "block": 0, "start": 26, "end": 39}
    page = desk.get(address, {"what": "figure", **place})
    fields = next(one for one in (form_on(page, ""), form_on(page, "")) if "kind" in one)
    assert (fields["low"], fields["high"], fields["qualifier"], fields["counted"]) == ("", "30", "up to", "cows")
    desk.post(address, {**fields, "kind": "displaced"})
    figure = Figure.objects.get()
    assert (figure.status, figure.text, figure.kind) == ("accepted", "up to 30 cows", "displaced")


def test_a_new_event_is_made_from_a_story_with_its_figures(desk, story, figure):
    fields = form_on(desk.get(events_of(story)), "")
    desk.post(events_of(story), {**fields, "answer": "new", "name": "Fire in the mill", "figure": figure.pk})
    event = Event.objects.get()
    figure.refresh_from_db()
    assert (event.name, event.event_stories.get().article, figure.event) == ("Fire in the mill", story, event)
    assert "Events (1)" in shown(desk, story)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"start_date": "2016-02-30"}, "There is no such day."),
        ({"start_date": "2016-07-18", "end_date": "2016-07-01"}, "The last day must not be before the first."),
        ({"place_name": "Nowhere"}, "No record has the name Nowhere."),
    ],
)
def test_an_event_that_cannot_be_is_refused_in_a_sentence(desk, story, typed, sentence):
    new = {"answer": "new", "name": "Fire", "kind": "disaster", "place_precision": "exact", **typed}
    response = desk.post(events_of(story), new)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Event.objects.exists()


def test_a_suggested_event_is_accepted_or_rejected_on_the_page_of_the_story(desk, editor, story):
    event = an_event(editor)
    story.event_stories.create(event=event, reason="Same place (Brenwick) and close days.")
    assert "Same place (Brenwick) and close days." in text_of(desk, events_of(story))
    desk.post(events_of(story), {"event": event.pk, "answer": "accept"})
    assert story.event_stories.get().status == FactStatus.ACCEPTED
    desk.post(events_of(story), {"event": event.pk, "answer": "reject"})
    assert story.event_stories.get().status == FactStatus.REJECTED


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999"])
def test_an_event_that_does_not_exist_is_answered_with_404(desk, story, number):
    assert desk.post(events_of(story), {"event": number, "answer": "accept"}).status_code == 404


def test_the_list_has_days_places_stories_and_figures_by_claimant(desk, editor, story, figure):
    event = an_event(editor, place=builders.a_place("Brenwick"))
    events.make_from_story(event, story, figures=[figure.pk], user=editor)
    review.accept(figure, user=editor, claimed_by_name="the police")
    text = text_of(desk, LIST)
    assert "2016-07-18" in text
    assert "Brenwick (in this place)" in text
    assert "at least 12 killed (the police)" in text


def test_stories_and_figures_are_settled_on_the_page_of_the_event(desk, editor, story, figure):
    event = an_event(editor)
    events.add_story(event, story, user=editor)
    address = reverse("admin:articles_event_figures", args=[event.pk])
    desk.post(address, {**form_on(desk.get(page_of(event)), address), "figure": figure.pk})
    figure.refresh_from_db()
    assert figure.event == event
    desk.post(reverse("admin:articles_event_story", args=[event.pk, story.pk]), {"answer": "reject"})
    figure.refresh_from_db()
    assert figure.event is None


def test_events_are_merged_and_the_merge_is_undone(desk, editor, story):
    kept, gone = an_event(editor), an_event(editor, "Mill on fire")
    events.add_story(gone, story, user=editor)
    response = desk.post(reverse("admin:articles_event_merge", args=[gone.pk]), {"into": f"#{kept.pk}"})
    assert response["Location"] == page_of(kept)
    assert kept.event_stories.get().article == story
    assert "Merged “Mill on fire”" in text_of(desk, page_of(kept))
    assert "Mill on fire" not in text_of(desk, LIST)
    assert "Undo the merge" in text_of(desk, page_of(gone))
    desk.post(reverse("admin:articles_event_undo_merge", args=[gone.pk]))
    assert gone.event_stories.get().article == story


def test_an_unknown_number_merges_nothing(desk, editor):
    event = an_event(editor)
    desk.post(reverse("admin:articles_event_merge", args=[event.pk]), {"into": "x"})
    assert "No event has this number." in text_of(desk, page_of(event))


def test_an_event_without_stories_is_removed(desk, editor):
    event = an_event(editor)
    response = desk.post(reverse("admin:articles_event_remove", args=[event.pk]))
    assert response["Location"] == LIST
    assert not Event.objects.exists()


def test_an_event_is_changed_with_its_form_and_two_editors_see_each_other(desk, editor):
    event = an_event(editor, place=builders.a_place("Brenwick"))
    fields = form_on(desk.get(page_of(event)), "")
    assert fields["place_name"] == f"Brenwick #{event.place_id}"
    events.save_event(Event.objects.get(pk=event.pk), user=editor)
    Event.objects.filter(pk=event.pk).update(name="Fire at the mill")
    response = desk.post(page_of(event), {**fields, "name": "Mill on fire"})
    assert response.status_code == 409
    fields = form_on(desk.get(page_of(event)), "")
    desk.post(page_of(event), {**fields, "name": "Mill on fire", "place_name": ""})
    event.refresh_from_db()
    assert (event.name, event.place) == ("Mill on fire", None)
