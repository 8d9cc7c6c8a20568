"""Data that migrations rewrite."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from articles.models import Entity, Outlet
from articles.text import fold
from tests.builders import a_place
from tests.migrating import migrate_to, migrated_to

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2025, 5, 1, tzinfo=UTC)
fold_letters = import_module("articles.migrations.0004_fold_apostrophe_letters")


def test_keys_with_apostrophe_letters_are_written_anew():
    place = a_place("Reshʿayna")
    Entity.objects.filter(pk=place.pk).update(key="reshʿayna")
    fold_letters.fold_keys(apps, None)
    assert Entity.objects.get(pk=place.pk).key == fold(place.name) == "reshayna"


def test_an_outlet_whose_new_key_is_taken_keeps_its_own():
    Outlet.objects.create(name="Al Raʿi", key="alraʿi")
    Outlet.objects.create(name="Al Rai", key="alrai")
    fold_letters.fold_keys(apps, None)
    assert set(Outlet.objects.values_list("key", flat=True)) == {"alraʿi", "alrai"}


@pytest.fixture
def before_the_audit_log():
    """The tables of migration 0009, and afterwards the newest ones again."""
    with migrated_to("0009_draft_editing") as old:
        yield old


@pytest.fixture
def audited(before_the_audit_log):
    """A site as earlier versions left it, with its log and the tables of its history, brought up to date."""
    old = before_the_audit_log
    editor = old.get_model("auth", "User").objects.create(username="anna")
    story = old.get_model("articles", "Article").objects.create(headline="Bridge open", body=[], sha256="a")
    person = old.get_model("articles", "Person").objects.create(name="Jane Doe", key="jane doe", kind="person")
    log = partial(old.get_model("articles", "LoggedAction").objects.create, by=editor)
    log(verb="published", what="Bridge open", article=story, before={"review_status": "draft"}, after={})
    log(verb="accepted", what="Jane Doe", article=story, after={"kind": "person", "mentions": 2})
    log(
        verb="accepted",
        what="He said",
        article=story,
        before={"fact": "quotation:7", "cue": "says"},
        after={"fact": "quotation:7", "cue": "said"},
    )
    log(verb="discarded", what="2 imports of Monday", source="")
    log(
        verb="edited",
        what="Bridge open",
        article=story,
        before={"headline": "A", "facts that lost their words": ["Mention: Brenwick"]},
        after={"headline": "B"},
    )
    log(verb="sang", what="a song")
    log(verb="loaded start knowledge", what="3 records", source="v1", after={"names": {"x:1": ["X"]}})
    rows = old.get_model("articles", "HistoricalPerson").objects
    shared = {
        "id": person.pk,
        "key": "",
        "kind": "person",
        "created": LONG_AGO,
        "modified": LONG_AGO,
        "history_user": editor,
        "entity_ptr": person.entity_ptr,
    }
    rows.create(name="Jane Do", history_type="+", history_date=LONG_AGO, **shared)
    rows.create(name="Jane Doe", history_type="~", history_date=LONG_AGO + timedelta(days=1), **shared)
    return migrate_to("0011_typed_audit_log")


@pytest.mark.django_db(transaction=True)
def test_the_log_of_an_earlier_version_gets_typed_actions(audited):
    entries = audited.get_model("articles", "LoggedAction").objects
    assert list(entries.exclude(action="record.saved").order_by("pk").values_list("action", flat=True)) == [
        "article.publish", "name.accept", "fact.accept", "batch.discard_rest", "article.edit", "legacy", "reference.load",
    ]  # fmt: skip
    fact = entries.get(action="fact.accept")
    assert (fact.fact_kind, fact.fact_id, fact.before, fact.after) == ("quotation", 7, {"cue": "says"}, {"cue": "said"})
    assert entries.get(action="batch.discard_rest").details == {"count": 2}
    edit = entries.get(action="article.edit")
    assert (edit.before, edit.details) == ({"headline": "A"}, {"lost": [{"fact": "", "text": "Mention: Brenwick"}]})


@pytest.mark.django_db(transaction=True)
def test_the_text_of_an_unknown_action_and_the_ledger_of_reference_data_are_kept(audited):
    entries = audited.get_model("articles", "LoggedAction").objects
    assert list(entries.filter(action="legacy").values_list("verb", "what")) == [("sang", "a song")]
    assert entries.get(verb="loaded start knowledge").after == {"names": {"x:1": ["X"]}}


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_the_former_history_become_entries_of_the_log(audited):
    first, second = audited.get_model("articles", "LoggedAction").objects.filter(action="record.saved").order_by("at")
    assert (first.before, first.after["name"], first.at) == ({}, "Jane Do", LONG_AGO)
    assert (second.before, second.after) == ({"name": "Jane Do"}, {"name": "Jane Doe"})
    assert (second.what, second.by.username, second.entity.name) == ("Jane Doe", "anna", "Jane Doe")
    assert "articles_historicalperson" not in connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_a_role_says_who_decided_on_it_where_the_log_does(before_the_audit_log):
    old = before_the_audit_log
    editor = old.get_model("auth", "User").objects.create(username="anna")
    story = old.get_model("articles", "Article").objects.create(headline="Bridge open", body=[], sha256="a")
    person = old.get_model("articles", "Person").objects.create(name="Jane Doe", key="jane doe", kind="person")
    a_role = partial(old.get_model("articles", "Membership").objects.create, person=person, role="Mayor")
    rejected = a_role(article=story, start=0, end=4, text="long", status="rejected")
    accepted = a_role(article=story, start=5, end=9, text="word", status="accepted")
    reference = a_role(status="accepted")
    log = partial(old.get_model("articles", "LoggedAction").objects.create, by=editor, article=story)
    log(verb="rejected", what="Mayor", after={"fact": f"membership:{rejected.pk}", "status": "rejected"})
    log(verb="accepted all", what="Bridge open", after={"membership": 1})
    memberships = migrate_to("0012_membership_fact").get_model("articles", "Membership").objects
    assert {row.pk: row.decided_by_id for row in memberships.all()} == {
        rejected.pk: editor.pk, accepted.pk: editor.pk, reference.pk: None,
    }  # fmt: skip
    assert memberships.get(pk=rejected.pk).decided_at is not None


def test_the_first_migration_needs_no_history_package(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    for name in ("simple_history", "simple_history.models"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    package = importlib.reload(import_module("articles.migrations"))
    importlib.reload(package)  # as Django does with a package that is imported already
    first = importlib.reload(import_module("articles.migrations.0001_initial"))
    assert first.simple_history.models.HistoricalChanges.__module__ == "articles.migrations"
