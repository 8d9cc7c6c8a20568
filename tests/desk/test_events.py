"""Events: suggested by place, days and what is in common; settled, merged and undone by editors."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from articles.desk import events, field_reverts, merging, review
from articles.desk.acting import acting_as
from articles.desk.event_suggestions import span_of, suggest_for_event, suggest_for_story
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Event, EventStory, Figure, LoggedAction
from articles.vocabulary import FactStatus
from tests import builders
from tests.desk.event_scenarios import TEXT, a_story, an_event, two_events

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]


@pytest.fixture
def town():
    return builders.a_place("Brenwick")


def reporting(place, *names, headline="Fire in the old mill", low=12, day="2016-07-18", date="2016-07-19"):
    """A story of a figure in a place on a day, which names these records."""
    said = ", ".join(one.name for one in names)
    article = builders.an_article(headline, f"{TEXT} {place.name}: {said} spoke.", date=date)
    builders.mention(article, place, place.name)
    for one in names:
        builders.mention(article, one, one.name)
    Figure.objects.create(
        article=article, block=0, start=0, end=18, text=TEXT[:18], kind="killed", low=low, place=place,
        start_date=day, end_date=day, method="test", confidence=0.9,
    )  # fmt: skip
    return article


def statuses(event):
    return dict(event.event_stories.values_list("article__headline", "status"))


@pytest.fixture
def event(editor, town):
    """An event that one story reports."""
    made = an_event(editor, place=town)
    events.add_story(made, reporting(town, headline="First report"), user=editor)
    return made


def test_a_story_with_place_day_and_figure_in_common_is_suggested(event, town):
    story = reporting(town, headline="Second report")
    assert suggest_for_story(story) == 1
    row = story.event_stories.get()
    assert (row.event, row.status) == (event, FactStatus.PROPOSED)
    assert row.reason == "Same place (Brenwick) and close days; both report 12 killed."


def test_names_in_common_are_a_reason_too(editor, town):
    mayor, brigade = builders.a_person("Tal Orsey"), builders.an_organization("Fire Brigade")
    made = an_event(editor, place=town)
    events.add_story(made, reporting(town, mayor, brigade, low=9, headline="First report"), user=editor)
    story = reporting(town, mayor, brigade, low=14)
    assert suggest_for_story(story) == 1
    assert "both name" in story.event_stories.get().reason


@pytest.mark.parametrize(
    "story",
    [
        {"low": 14},  # nothing else in common
        {"day": "2016-08-18", "date": "2016-08-19"},  # a month later
        {"day": "2016-07-02", "date": "2016-07-03"},  # two weeks before
    ],
)
def test_a_story_of_another_day_or_with_nothing_in_common_is_not_suggested(event, town, story):
    assert suggest_for_story(reporting(town, headline="Another fire", **story)) == 0


def test_a_story_of_another_place_is_not_suggested(event):
    assert suggest_for_story(reporting(builders.a_place("Aldersey"))) == 0


def test_one_person_killed_is_no_evidence(editor, town):
    made = an_event(editor, place=town)
    events.add_story(made, reporting(town, low=1, headline="First report"), user=editor)
    assert suggest_for_story(reporting(town, low=1)) == 0


def test_a_near_duplicate_of_another_place_is_not_suggested(event, town):
    copy = reporting(town, headline="Copy")
    first = event.event_stories.get().article
    elsewhere = builders.a_place("Aldersey")
    copy.mentions.update(entity=elsewhere)
    copy.figures.update(place=elsewhere)
    assert copy.body == first.body
    assert suggest_for_story(copy) == 0


def test_a_rejected_story_is_not_suggested_again(event, town, editor):
    story = reporting(town)
    suggest_for_story(story)
    events.reject_story(event, story, user=editor)
    assert suggest_for_story(story) == 0
    assert story.event_stories.get().status == FactStatus.REJECTED


def test_a_new_event_is_suggested_for_the_other_stories_of_its_place(editor, town):
    for article in (first := reporting(town, headline="First"), second := reporting(town, headline="Second")):
        review.accept_all(article, user=editor, minimum_confidence=0.5)
    made = an_event(editor, place=town)
    events.add_story(made, first, user=editor)
    assert statuses(made) == {"First": FactStatus.ACCEPTED, "Second": FactStatus.PROPOSED}
    assert suggest_for_event(made) == 0
    assert second.event_stories.count() == 1


def test_publishing_a_story_suggests_its_events(event, town, editor):
    story = reporting(town, headline="Second report")
    type(story).objects.filter(pk=story.pk).update(review_status="draft")
    review.publish(story, user=editor)
    assert story.event_stories.get().event == event


def test_the_work_of_a_suggestion_does_not_grow_with_the_events(event, town, editor, django_assert_max_num_queries):
    for number in range(30):
        an_event(editor, f"Fire {number}", place=town)
    story = reporting(town, headline="Second report")
    with django_assert_max_num_queries(12):
        assert suggest_for_story(story) == 1


def test_figures_belong_to_one_event_of_their_story(editor):
    event, article = an_event(editor), a_story()
    figure = article.figures.get()
    with pytest.raises(StaleEditError):
        events.assign_figures(event, {figure.pk: True}, user=editor)
    events.add_story(event, article, user=editor)
    assert events.assign_figures(event, {figure.pk: True}, user=editor) == 1
    other = an_event(editor, "Mill on fire")
    events.add_story(other, article, user=editor)
    with pytest.raises(StaleEditError):
        events.assign_figures(other, {figure.pk: True}, user=editor)


def test_a_story_that_leaves_an_event_takes_its_figures_along(editor):
    event, article = an_event(editor), a_story()
    events.make_from_story(event, article, figures=[article.figures.get().pk], user=editor)
    events.reject_story(event, article, user=editor)
    assert article.figures.get().event is None


def test_a_merge_moves_stories_and_figures_and_its_undo_restores_both(editor):
    kept, gone = two_events(editor)
    before = [statuses(kept), statuses(gone)]
    events.merge_events(kept, gone, user=editor)
    assert set(statuses(kept).values()) == {FactStatus.ACCEPTED}
    assert kept.figures.count() == 1
    assert list(Event.objects.current()) == [kept]
    events.undo_merge(gone, user=editor)
    assert statuses(gone).keys() == before[1].keys()
    assert (kept.figures.count(), gone.figures.count()) == (0, 1)


def test_what_changed_since_a_merge_stays(editor):
    kept, gone = two_events(editor)
    events.merge_events(kept, gone, user=editor)
    figure = kept.figures.get()
    events.assign_figures(kept, {figure.pk: False}, user=editor)
    events.undo_merge(gone, user=editor)
    figure.refresh_from_db()
    assert figure.event is None
    assert LoggedAction.objects.get(action="event.undo_merge").details["stayed"] == 1


def test_a_merged_event_cannot_be_changed_or_merged_again(editor):
    kept, gone = two_events(editor)
    events.merge_events(kept, gone, user=editor)
    with pytest.raises(IllegalTransitionError, match="merged"):
        events.merge_events(gone, kept, user=editor)
    with pytest.raises(IllegalTransitionError, match="itself"):
        events.merge_events(kept, kept, user=editor)


def test_an_event_with_stories_cannot_be_removed(editor):
    event, article = an_event(editor), a_story()
    events.add_story(event, article, user=editor)
    with pytest.raises(IllegalTransitionError, match="Stories report"):
        events.remove_event(event, user=editor)
    events.reject_story(event, article, user=editor)
    events.remove_event(event, user=editor)
    assert not Event.objects.exists()
    assert not EventStory.objects.exists()


def test_an_event_is_public_with_a_published_story(editor):
    event, article = an_event(editor), a_story()
    events.add_story(event, article, user=editor)
    assert not Event.objects.public().exists()
    review.publish(article, user=editor)
    assert list(Event.objects.public()) == [event]


def test_what_readers_see_is_changed_by_publishers(editor):
    event, article = an_event(editor), a_story()
    review.publish(article, user=editor)
    with acting_as(User.objects.create(username="novice")), pytest.raises(MissingRightError):
        events.add_story(event, article, user=editor)


def test_the_place_of_an_event_follows_a_merge_of_records(editor, town):
    event = an_event(editor, place=town)
    kept = builders.a_place("Brenwick on Sea")
    merging.merge(kept, town, user=editor)
    event.refresh_from_db()
    assert event.place_id == kept.pk


def test_a_field_of_an_event_is_reverted_unless_it_changed_since(editor):
    event = an_event(editor)
    event.start_date = "2016-07-19"
    events.save_event(event, user=editor)
    entry = LoggedAction.objects.get(action="event.change")
    field_reverts.revert_field(entry, "start_date", user=editor)
    event.refresh_from_db()
    assert event.start_date == "2016-07-18"
    with pytest.raises(IllegalTransitionError):
        field_reverts.revert_field(entry, "start_date", user=editor)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2016-07-18", "", ("2016-07-18", "2016-07-18")),
        ("2016-07", "", ("2016-07-01", "2016-07-31")),
        ("2016-12", "", ("2016-12-01", "2016-12-31")),
        ("2016", "", ("2016-01-01", "2016-12-31")),
        ("2016-02", "2016-07-18", ("2016-02-01", "2016-07-18")),
        ("2016-02", "2017", ("2016-02-01", "2017-12-31")),
    ],
)
def test_partial_dates_are_spans_of_days(start, end, days):
    assert tuple(day.isoformat() for day in span_of(start, end)) == days


@pytest.mark.parametrize(("start", "end"), [("", ""), ("2016-13", ""), ("2016-02-30", ""), ("2016", "2016-99")])
def test_what_is_no_date_is_no_span(start, end):
    assert span_of(start, end) is None
