"""Undo from the audit log: the state of the tables, and the state before an entry, restored from nothing but the log."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db import models

from articles.desk.actions import action_of
from articles.desk.audit import OMITTED
from articles.models import (
    Article,
    CorrectionNote,
    DistinctRecords,
    DuplicateCluster,
    Entity,
    Event,
    EventStory,
    Feed,
    Figure,
    Identifier,
    ImportBatch,
    ImportItem,
    Membership,
    Mention,
    MergeRecord,
    NotDuplicate,
    Organization,
    OtherName,
    Outlet,
    Person,
    Place,
    Pledge,
    Quotation,
    Redirect,
    ScheduledPublication,
    SplitRecord,
    StoryPicture,
    WithheldVersion,
)

# Table -> an action that changes rows of it.
LOGGED = {
    Article: "article.edit",
    CorrectionNote: "note.change",
    WithheldVersion: "version.show",
    Mention: "name.accept",
    Quotation: "fact.accept",
    Pledge: "fact.change",
    Membership: "fact.add",
    Figure: "event.assign_figures",
    Event: "event.change",
    EventStory: "event.add_story",
    Person: "entity.add",
    Organization: "entity.merge",
    Place: "entity.change",
    OtherName: "other_name.add",
    Identifier: "entity.merge",
    Redirect: "entity.merge",
    MergeRecord: "entity.merge",
    SplitRecord: "entity.split",
    Outlet: "outlet.change",
    Feed: "feed.change",
    ScheduledPublication: "article.schedule",
    StoryPicture: "picture.describe",
    NotDuplicate: "article.mark_distinct",
    DistinctRecords: "entity.mark_distinct",
    ImportItem: "import.discard",
    ImportBatch: "batch.request_drafts",
    User: "account.change",
    Group: "group.change",
}
# Table -> why the log does not have its rows.
NOT_LOGGED = {
    "Entity": "the parent table: a snapshot of a person, an organization or a place has its columns",
    "Appearance": "derived from accepted mentions",
    "LSHBand": "derived from the text",
    "TextFingerprint": "derived from the text",
    "StoryRecord": "derived: part of the record",
    "EntityRecord": "derived: part of the record",
    "EntityStory": "derived: part of the record",
    "EntityPage": "derived: part of the record",
    "EntityRoles": "derived: part of the record",
    "StoryRole": "derived: part of the record",
    "CorrectionEntry": "derived: part of the record",
    "PublishedVersion": "derived: part of the record",
    "FrontPage": "derived: part of the record",
    "ListRecord": "derived: part of the record",
    "ListBucket": "derived: part of the record",
    "RecordState": "derived: part of the record",
    "RecordChange": "derived: part of the record",
    "Takedown": "the trace of a story that is gone for good",
    "TakedownKey": "hashes of a story that is gone for good",
    "Heartbeat": "says which processes run, and nothing of what they did",
    "SearchOutbox": "changes that other data still has to follow",
    "ArticleVersion": "a history itself: rows are added, and what they say never changes",
    "ArticleAddress": "added by imports and never changed",
    "Snapshot": "bytes that are added and never changed",
    "StoryLink": "created with its story and removed with it; only its target follows the addresses of other stories",
    "DuplicateCluster": "nothing but an id, which its stories have",
    "PossibleDuplicate": "derived from names, roles and appearances",
    "DuplicateSearch": "says when possible duplicates were derived",
    "ReferenceRecord": "the last load of the reference data, whose history is that of its files",
    "GazetteerPlace": "loaded from its file",
    "GazetteerName": "loaded from its file",
    "RecordImport": "an upload: what is saved of it is logged with the records",
    "LoggedAction": "the log",
    "LoginAttempt": "each attempt is an entry",
}


def state():
    """Every logged row without the omitted columns, read without the code of the log."""
    return {(model, row.pk): values(row) for model in LOGGED for row in model.objects.all()}


def values(row):
    columns = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in OMITTED or field.is_relation
    }
    linked = {
        field.name: set(getattr(row, field.name).values_list("pk", flat=True)) for field in row._meta.many_to_many
    }
    return columns | linked


def differences(before, after):
    """The rows that differ, with both values."""
    return {
        (model.__name__, pk): (before.get((model, pk)), after.get((model, pk)))
        for model, pk in before.keys() | after.keys()
        if before.get((model, pk)) != after.get((model, pk))
    }


def revert(entries):
    """Apply `before` of the entries, the last one first."""
    for entry in sorted(entries, key=lambda one: -one.pk):
        rows = changed_rows(entry)
        for model, pk, before, after in rows:
            if before is not None and after is None:
                write(model(pk=pk), before).save(force_insert=True)
                link(model, pk, before)
        for model, pk, before, after in rows:
            if before is not None and after is not None:
                update(model, pk, before)
        for model, pk, before, _ in rows:
            if before is None:
                model.objects.filter(pk=pk).delete()


def changed_rows(entry):
    """(table, primary key, columns before, columns after) of all rows of an entry; None where there was no row."""
    rows = [(model_of(row["kind"]), row["id"], row["before"], row["after"]) for row in entry.related]
    if entry.before or entry.after:
        rows.append((*subject_of(entry), entry.before or None, entry.after or None))
    return rows


def subject_of(entry):
    subject = action_of(entry.action).subject
    references = {"article": Article, "outlet": Outlet, "item": ImportItem, "batch": ImportBatch, "account": User}
    if subject in references:
        return references[subject], getattr(entry, f"{subject}_id")
    if subject == "fact":
        return model_of(entry.fact_kind), entry.fact_id
    if subject == "entity":
        return model_of(Entity.objects.get(pk=entry.entity_id).kind), entry.entity_id
    return model_of(subject), entry.details["id"]


def model_of(kind):
    return next(model for model in LOGGED if model._meta.model_name == kind)


def update(model, pk, before):
    columns = {
        field.attname: field.to_python(before[field.name])
        for field in model._meta.concrete_fields
        if field.name in before
    }
    if columns.get("cluster_id"):
        DuplicateCluster.objects.get_or_create(pk=columns["cluster_id"])
    if columns:
        model.objects.filter(pk=pk).update(**columns)
    link(model, pk, before)


def write(row, before):
    for field in row._meta.concrete_fields:
        if field.name in before:
            setattr(row, field.attname, field.to_python(before[field.name]))
    return row


def link(model, pk, before):
    for field in model._meta.many_to_many:
        if field.name in before:
            getattr(model.objects.get(pk=pk), field.name).set(before[field.name])


def has_changed(model, before, after):
    return {pk: row for (of, pk), row in before.items() if of is model} != {
        pk: row for (of, pk), row in after.items() if of is model
    }


def columns_of(model):
    """The names of all columns and many-to-many fields, except the primary key and links to a parent table."""
    concrete = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and not (isinstance(field, models.OneToOneField) and field.remote_field.parent_link)
    ]
    return {*concrete, *(field.name for field in model._meta.many_to_many)}
