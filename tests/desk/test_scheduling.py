"""Stories that are published at a time that an editor set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.utils import timezone

from articles.desk import review, scheduling
from articles.desk.acting import acting_as
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError
from articles.models import Article, LoggedAction, ScheduledPublication
from articles.vocabulary import ArticleStatus, SourceStatus
from tests import builders
from tests.imports.test_races import at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def publisher(db):
    account = User.objects.create_user("publisher", password="a long enough password")
    account.user_permissions.add(Permission.objects.get(codename="publish_article"))
    return User.objects.get(pk=account.pk)


@pytest.fixture
def draft(db):
    return builders.an_article("Bridge at Brenwick opens", "The bridge is open.", status="draft")


def set_time(article, user, at=None, *, replacing=None, **options):
    at = at or timezone.now() + HOUR
    return scheduling.schedule(
        article, user=user, at=at, zone="Asia/Baghdad", opened=scheduling.version_of(replacing), **options
    )


def status(article):
    return Article.objects.get(pk=article.pk).review_status


def later(by=2 * HOUR):
    return timezone.now() + by


def test_a_story_is_published_when_its_time_has_come_and_not_before(draft, publisher):
    set_time(draft, publisher)
    assert scheduling.publish_due() == 0
    assert status(draft) == ArticleStatus.DRAFT
    assert scheduling.publish_due(later()) == 1
    assert status(draft) == ArticleStatus.PUBLISHED
    assert not ScheduledPublication.objects.exists()
    entry = LoggedAction.objects.filter(article=draft, action="article.publish").get()
    assert entry.by == publisher
    assert [change["kind"] for change in entry.related] == ["scheduledpublication"]


def test_a_withdrawn_story_is_published_again_at_its_time(publisher):
    article = builders.an_article(status="withdrawn")
    set_time(article, publisher)
    scheduling.publish_due(later())
    assert status(article) == ArticleStatus.PUBLISHED


@pytest.mark.parametrize("state", ["published", "discarded"])
def test_what_cannot_be_published_is_not_scheduled(state, publisher):
    with pytest.raises(IllegalTransitionError):
        set_time(builders.an_article(status=state), publisher)


def test_a_story_without_a_text_is_not_scheduled(publisher):
    article = builders.an_article(status="draft")
    Article.objects.filter(pk=article.pk).update(body=[])
    with pytest.raises(IllegalTransitionError, match="needs a text"):
        set_time(article, publisher)


@pytest.mark.parametrize(
    ("at", "says"), [(-HOUR, "in the past"), (timedelta(0), "in the past"), (timedelta(days=368), "more than a year")]
)
def test_a_time_that_is_past_or_far_away_is_refused(draft, publisher, at, says):
    with pytest.raises(IllegalTransitionError, match=says):
        set_time(draft, publisher, timezone.now() + at)


def test_an_account_that_may_not_publish_schedules_nothing(draft, editor):
    with acting_as(editor), pytest.raises(MissingRightError):
        set_time(draft, editor)


def test_another_schedule_than_the_one_that_was_seen_is_not_overwritten(draft, publisher):
    first = set_time(draft, publisher)
    second = set_time(draft, publisher, later(), replacing=first)
    for seen in (None, first):
        with pytest.raises(IllegalTransitionError, match="changed after you opened the page: publisher set it to"):
            set_time(draft, publisher, later(3 * HOUR), replacing=seen)
        with pytest.raises(IllegalTransitionError, match="changed after you opened the page"):
            scheduling.cancel(draft, user=publisher, opened=scheduling.version_of(seen))
    assert ScheduledPublication.objects.get().at == second.at


def test_a_cancelled_schedule_publishes_nothing(draft, publisher):
    scheduling.cancel(draft, user=publisher, opened=scheduling.version_of(set_time(draft, publisher)))
    assert scheduling.publish_due(later()) == 0
    assert status(draft) == ArticleStatus.DRAFT


@pytest.mark.parametrize("transition", [review.publish, review.discard])
def test_publishing_or_discarding_a_story_forgets_its_time(draft, publisher, transition):
    set_time(draft, publisher)
    transition(draft, user=publisher)
    assert not ScheduledPublication.objects.exists()


def test_changes_by_those_who_may_publish_are_published_with_it(draft, publisher):
    set_time(draft, publisher)
    review.edit_fields(draft, user=publisher, version=draft.version, fields={"headline": "Bridge is open"})
    assert scheduling.publish_due(later()) == 1
    assert Article.objects.get(pk=draft.pk).headline == "Bridge is open"


def test_a_story_that_was_changed_without_the_right_to_publish_is_held_back(draft, publisher, editor):
    set_time(draft, publisher)
    review.edit_fields(draft, user=editor, version=draft.version, fields={"headline": "Bridge is shut"})
    assert scheduling.publish_due(later()) == 0
    assert status(draft) == ArticleStatus.DRAFT
    assert ScheduledPublication.objects.get().error.startswith("editor, who may not publish, changed the story")
    entry = LoggedAction.objects.get(action="article.schedule_failed")
    assert entry.details["reason"] == ScheduledPublication.objects.get().error


def test_what_was_changed_before_it_was_scheduled_does_not_hold_it_back(draft, publisher, editor):
    review.edit_fields(draft, user=editor, version=draft.version, fields={"headline": "Bridge is open"})
    set_time(draft, publisher)
    assert scheduling.publish_due(later()) == 1


@pytest.mark.parametrize("loses", ["the right", "the account"])
def test_an_account_that_may_not_publish_any_more_publishes_nothing(draft, publisher, loses):
    set_time(draft, publisher)
    if loses == "the right":
        publisher.user_permissions.clear()
    else:
        User.objects.filter(pk=publisher.pk).update(is_active=False)
    assert scheduling.publish_due(later()) == 0
    assert "may no longer publish" in ScheduledPublication.objects.get().error


def test_a_failed_publication_is_not_tried_again_until_another_time_is_set(draft, publisher):
    row = set_time(draft, publisher)
    Article.objects.filter(pk=draft.pk).update(headline="")
    scheduling.publish_due(later())
    Article.objects.filter(pk=draft.pk).update(headline="Bridge")
    assert scheduling.publish_due(later()) == 0
    assert LoggedAction.objects.filter(action="article.schedule_failed").count() == 1
    set_time(draft, publisher, replacing=row)
    assert scheduling.publish_due(later()) == 1


def test_one_story_that_fails_does_not_keep_the_others_back(draft, publisher):
    other = builders.an_article("Road opens", "The road is open.", status="draft")
    set_time(draft, publisher)
    set_time(other, publisher, timezone.now() + HOUR + timedelta(minutes=1))
    Article.objects.filter(pk=draft.pk).update(headline="")
    assert scheduling.publish_due(later()) == 1
    assert status(other) == ArticleStatus.PUBLISHED


@pytest.mark.parametrize(
    "restriction",
    [
        {"source_status": SourceStatus.CANCELLED},
        {"embargo_text": "until further notice"},
        {"embargo": datetime(2099, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_restriction_that_will_be_in_force_needs_a_reason(draft, publisher, restriction):
    Article.objects.filter(pk=draft.pk).update(**restriction)
    with pytest.raises(review.RestrictedError):
        set_time(draft, publisher)
    set_time(draft, publisher, although="Agreed with the agency")
    assert scheduling.publish_due(later()) == 1
    assert LoggedAction.objects.get(action="article.publish").source == "Agreed with the agency"


def test_an_embargo_that_ends_before_the_time_needs_no_reason(draft, publisher):
    Article.objects.filter(pk=draft.pk).update(embargo=timezone.now() + HOUR)
    with pytest.raises(review.RestrictedError):
        set_time(draft, publisher, timezone.now() + HOUR / 2)
    set_time(draft, publisher, timezone.now() + HOUR)


def test_a_story_that_its_source_cancels_in_the_meantime_is_held_back(draft, publisher):
    set_time(draft, publisher)
    Article.objects.filter(pk=draft.pk).update(source_status=SourceStatus.CANCELLED)
    assert scheduling.publish_due(later()) == 0
    assert "The source has cancelled this story." in ScheduledPublication.objects.get().error


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_two_workers_publish_a_story_once(draft, publisher):
    set_time(draft, publisher)
    at = later()
    assert sorted(at_once(*[lambda: scheduling.publish_due(at)] * 3)) == [0, 0, 1]
    assert LoggedAction.objects.filter(action="article.publish").count() == 1
