"""The audit log is complete: from its entries alone, every change can be undone."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User

from articles.desk.actions import registered
from articles.desk.audit import OMITTED, snapshot
from articles.models import (
    LoggedAction,
)
from tests.desk import (  # noqa: F401  # they register their scenarios
    account_scenarios,
    event_scenarios,
    feed_scenarios,
    field_revert_scenarios,
    note_scenarios,
    picture_scenarios,
    record_scenarios,
    reverting,
    withholding_scenarios,
)
from tests.desk.scenarios import SCENARIOS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]

# Action -> why nothing is to be undone.
WITHOUT_CHANGES = {
    "article.extraction_stopped": "nothing was written",
    "article.take_down": "what it removed is gone for good, in the log, too",
    "import.version": "the story's own change is an entry of article.follow_source",
    "import.duplicate": "no story changed",
    "feed.poll": "the time of the next poll follows from each poll",
    "record.import": "each row that was saved is an entry of its own",
    "user.login": "no account changed",
    "user.login_failed": "no account changed",
    "user.lock_out": "no account changed",
    "user.logout": "no account changed",
    "user.denied": "the request was refused",
    "user.lift_locks": "no account changed",
    "account.set_password": "a password is never restored",
    "reference.load": "loading the former files restores them",
    "reference.load_places": "loading the former files restores them",
}


@pytest.mark.parametrize("key", sorted(SCENARIOS))
def test_the_state_before_an_action_follows_from_its_entries(key, editor):
    steps = SCENARIOS[key](editor)
    next(steps)
    before, earlier = reverting.state(), set(LoggedAction.objects.values_list("pk", flat=True))
    next(steps, None)
    after, entries = reverting.state(), list(LoggedAction.objects.exclude(pk__in=earlier))
    assert key in {entry.action for entry in entries}
    for model in (model for model, changing in reverting.LOGGED.items() if changing == key):
        assert reverting.has_changed(model, before, after), model
    reverting.revert(entries)
    assert reverting.differences(before, reverting.state()) == {}


def test_every_action_has_a_scenario_or_a_reason_to_have_none():
    known = {key for key, action in registered().items() if not action.is_retired}
    assert set(SCENARIOS) | set(WITHOUT_CHANGES) == known
    assert set(SCENARIOS) & set(WITHOUT_CHANGES) == set()


def test_every_table_is_logged_or_has_a_reason_not_to_be():
    models = {*apps.get_app_config("articles").get_models(), User, Group}
    assert {model.__name__ for model in models} == {model.__name__ for model in reverting.LOGGED} | {
        *reverting.NOT_LOGGED
    }


@pytest.mark.parametrize("model", reverting.LOGGED)
def test_every_column_is_in_the_snapshot_or_has_a_reason_not_to_be(model):
    assert reverting.columns_of(model) - set(snapshot(model(pk=0))) <= set(OMITTED)


def test_a_reason_for_the_omission_of_a_column_belongs_to_a_column():
    known = {name for model in reverting.LOGGED for name in reverting.columns_of(model)}
    assert set(OMITTED) - known == set()
