"""For each action of the audit log, a scenario: a generator that prepares, yields, and acts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.desk import (
    clearance,
    entity_resolution,
    near_duplicates,
    records,
    review,
    scheduling,
    undoing,
    versions,
)
from articles.desk.propose import propose
from articles.desk.transitions import NameTakenError
from articles.extraction.findings import Findings
from articles.imports import (
    batch_actions,
    column_mapping,
    drafts,
    item_actions,
    receive,
    row_actions,
)
from articles.imports.set_fields import Replacing
from articles.models import (
    Article,
    ImportItem,
    Membership,
    Mention,
    Outlet,
    Place,
    Pledge,
    Quotation,
    ScheduledPublication,
    Snapshot,
)
from articles.vocabulary import ImportStatus, SourceStatus, SourceType
from tests import builders
from tests.desk.stories import BODY_1, PLEDGE, all_found, at
from tests.desk.test_duplicates import NEW, OLD, a_page, file

SCENARIOS = {}


def scenario(*keys):
    """Register a generator: it prepares, yields, and acts."""

    def register(function):
        SCENARIOS.update(dict.fromkeys(keys, function))
        return function

    return register


def a_draft():
    """A draft with one open suggestion of each kind, of which no record is known."""
    article = builders.an_article("Governor opens a bridge at Brenwick", BODY_1, PLEDGE, status="draft")
    propose(article, all_found())
    return article


def an_item(status=ImportStatus.READ, **fields):
    item = receive.receive_source(source_type=SourceType.TEXT, content=b"x", name="a.txt", user=None)
    ImportItem.objects.filter(pk=item.pk).update(status=status, **fields)
    item.refresh_from_db()
    return item


@scenario("article.publish")
def publish(editor):
    article = a_draft()
    yield
    review.publish(article, user=editor)


def a_schedule(editor, *, article=None, at="2099-05-03T08:00+00:00"):
    """A draft that `editor`, who may publish, has scheduled."""
    editor.user_permissions.add(Permission.objects.get(codename="publish_article"))
    article = article or a_draft()
    row = ScheduledPublication(article=article, at=datetime.fromisoformat(at), zone="UTC", by=editor)
    row.set_at = timezone.now()
    row.save()
    return row


@scenario("article.schedule")
def schedule(editor):
    row = a_schedule(editor)
    yield
    at = timezone.now() + timedelta(days=2)
    scheduling.schedule(row.article, user=editor, at=at, zone="Asia/Baghdad", opened=scheduling.version_of(row))


@scenario("article.unschedule")
def unschedule(editor):
    row = a_schedule(editor)
    yield
    scheduling.cancel(row.article, user=editor, opened=scheduling.version_of(row))


@scenario("article.schedule_failed")
def schedule_failed(editor):
    row = a_schedule(editor, at="2020-05-03T08:00+00:00")
    Article.objects.filter(pk=row.article_id).update(headline="")
    yield
    scheduling.publish_due()


@scenario("article.withdraw")
def withdraw(editor):
    article = builders.an_article()
    yield
    review.withdraw(article, user=editor, reason="Wrong")


@scenario("article.return_to_draft")
def return_to_draft(editor):
    article = builders.an_article(status="withdrawn")
    yield
    review.return_to_draft(article, user=editor)


@scenario("article.discard")
def discard(editor):
    article = builders.an_article(status="draft")
    yield
    review.discard(article, user=editor)


@scenario("article.restore")
def restore(editor):
    article = builders.an_article(status="discarded")
    yield
    review.restore_many([article], user=editor)


@scenario("article.edit")
def edit(editor):
    article = builders.an_article("News from Brenwick", "Nothing else. Brenwick is small.")
    for _ in range(2):
        builders.mention(article, Place.objects.filter(name="Brenwick").first() or builders.a_place("Brenwick"))
    fields = {"headline": "News", "outlet": "A new outlet", "body": [{"role": "paragraph", "text": "So Brenwick is."}]}
    yield
    review.edit_fields(article, user=editor, version=article.version, fields=fields)


@scenario("article.take_version")
def take_version(editor):
    article = drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    review.publish(article, user=editor)
    drafts.make_draft(file(a_page("Bridge is open", *NEW)), user=editor, fields={})
    article.refresh_from_db()
    yield
    versions.apply_version(article, article.versions.last(), user=editor, at=article.version)


@scenario("article.follow_source")
def follow_source(editor):
    drafts.make_draft(file(a_page("Bridge open", *OLD)), user=editor, fields={})
    item = file(a_page("Bridge is open", *NEW))
    ImportItem.objects.exclude(pk=item.pk).delete()
    yield
    drafts.make_draft(item, user=editor, fields={})


@scenario("article.revoke")
def revoke(_editor):
    article = builders.an_article()
    yield
    clearance.revoke(article, SourceStatus.CANCELLED, source="a feed")


@scenario("article.group")
def group(editor):
    first, second, third = builders.an_article(), builders.an_article(), builders.an_article()
    near_duplicates.mark_distinct(first, second, user=editor)
    near_duplicates.group(second, third, user=editor)
    yield
    near_duplicates.group(first, second, user=editor)


@scenario("article.ungroup")
def ungroup(editor):
    first, second = builders.an_article(), builders.an_article()
    near_duplicates.group(first, second, user=editor)
    yield
    near_duplicates.ungroup(Article.objects.get(pk=first.pk), user=editor)


@scenario("article.mark_distinct")
def mark_distinct(editor):
    first, second = builders.an_article(), builders.an_article()
    yield
    near_duplicates.mark_distinct(first, second, user=editor)


@scenario("article.accept_all")
def accept_all(editor):
    article = a_draft()
    builders.a_place("Brenwick")
    builders.a_place("Brenwick")
    yield
    review.accept_all(article, user=editor, minimum_confidence=0.8)


@scenario("article.reject_all")
def reject_all(editor):
    article = a_draft()
    yield
    entity_resolution.reject_mentions(article, {mention.pk for mention in article.mentions.all()}, user=editor)


@scenario("article.replace_lost")
def replace_lost(editor):
    article = a_draft()
    review.accept(Pledge.objects.get(), user=editor, item="a correction by hand")
    body = [{"role": "paragraph", "text": BODY_1}]
    Article.objects.filter(pk=article.pk).update(pledge_count=0)
    article = review.edit_fields(article, user=editor, version=article.version, fields={"body": body})
    for facts in (article.mentions, article.quotations, article.memberships):
        facts.all().delete()
    yield
    propose(article, Findings())


@scenario("fact.accept")
def accept_fact(editor):
    a_draft()
    yield
    review.accept(Quotation.objects.get(), user=editor, cue="says")


@scenario("fact.reject")
def reject_fact(editor):
    a_draft()
    yield
    review.reject(Pledge.objects.get(), user=editor)


@scenario("fact.change")
def change_fact(editor):
    a_draft()
    review.accept(Pledge.objects.get(), user=editor)
    yield
    review.change(Pledge.objects.get(), user=editor, item="paint", quantity_low=3)


@scenario("fact.move")
def move_fact(editor):
    a_draft()
    start, end = at("bridge")
    yield
    review.move(Quotation.objects.get(), user=editor, block=0, start=start, end=end)


@scenario("fact.add")
def add_fact(editor):
    article, person = builders.an_article("H", BODY_1), builders.a_person("Tal Orsey")
    start, end = at("Governor")
    yield
    review.add(article, Membership, user=editor, block=0, start=start, end=end, person=person, role="Governor")


@scenario("fact.find_namesakes")
def find_namesakes(editor):
    a_draft()
    builders.a_place("Brenwick")
    builders.a_place("Brenwick")
    yield
    with pytest.raises(NameTakenError):
        review.accept(Mention.objects.get(text="Brenwick"), user=editor)


@scenario("name.accept", "entity.add")
def accept_name(editor):
    article = a_draft()
    yield
    entity_resolution.accept_name(article, "person", "Tal Orsey", user=editor)


@scenario("name.reject")
def reject_name(editor):
    article = a_draft()
    entity_resolution.accept_name(article, "person", "Tal Orsey", user=editor)
    yield
    entity_resolution.reject_name(article, "person", "Tal Orsey", user=editor)


@scenario("article.undo", "entity.remove")
def undo(editor):
    article = a_draft()
    review.accept_all(article, user=editor, minimum_confidence=0)
    decision = article.actions.get(action="article.accept_all")
    yield
    undoing.undo(article, decision.pk, user=editor)


@scenario("outlet.add")
def add_outlet(editor):
    yield
    records.save_outlet(Outlet(name="Coast Herald"), user=editor, changed=["name"])


@scenario("outlet.change")
def change_outlet(editor):
    outlet = builders.an_outlet("Coast Herald")
    outlet.name, outlet.note = "The Coast Herald", "A note."
    yield
    records.save_outlet(outlet, user=editor, changed=["name", "note"])


@scenario("import.draft")
def make_draft(editor):
    item = file(a_page("Bridge open", *OLD))
    yield
    drafts.make_draft(item, user=editor, fields={"outlet": "A new outlet"})


@scenario("import.discard")
def discard_item(editor):
    item = an_item()
    yield
    item_actions.discard(item, user=editor)


@scenario("import.cancel")
def cancel_item(editor):
    item = an_item(ImportStatus.READING)
    yield
    item_actions.discard(item, user=editor)


@scenario("import.read_again")
def read_again(editor):
    item = an_item(ImportStatus.FAILED, error="This is a PDF file.", attempts=2)
    yield
    item_actions.read_again(item, user=editor)


@scenario("import.use_feed_entry")
def use_feed_entry(editor):
    entry = Snapshot.objects.create(sha256="a", compressed=b"", size=0)
    item = an_item(ImportStatus.FAILED, entry=entry, error="The page is gone.")
    yield
    item_actions.use_entry(item, user=editor)


@scenario("import.map_columns")
def map_columns(editor):
    item = an_item(ImportStatus.MAPPING, preview={"columns": ["Text"]})
    yield
    column_mapping.map_columns(item, {"text": "Text"}, user=editor)


@scenario("batch.request_drafts")
def request_drafts(editor):
    batch = an_item().batch
    yield
    batch_actions.request_drafts(batch, user=editor)


@scenario("batch.rename")
def rename_batch(editor):
    batch = an_item().batch
    yield
    batch_actions.rename(batch, "Spring", opened=batch.note, user=editor)


@scenario("batch.set_fields")
def set_fields_of_imports(editor):
    item = an_item()
    yield
    row_actions.set_on_rows(
        item.batch, {item.pk: None}, {"section": "World"}, Replacing.ALL, opened_at=item.created, user=editor
    )


@scenario("batch.read_again")
def retry_failed(editor):
    batch = an_item(ImportStatus.FAILED, error="No text.").batch
    yield
    batch_actions.retry_failed(batch, user=editor)


@scenario("batch.cancel")
def cancel_waiting(editor):
    batch = an_item(ImportStatus.RECEIVED).batch
    yield
    batch_actions.cancel_waiting(batch, user=editor)


@scenario("batch.discard_rest")
def discard_rest(editor):
    batch = an_item().batch
    yield
    batch_actions.discard_open(batch, user=editor)
