"""Migration 0014 renames models, a column, a kind of import and what the log says of them; 0015 adds the record."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from tests.migrating import migrate_to, migrated_to

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, RENAMED, RECORD = "0013_import_words", "0014_plain_model_names", "0015_record"
OLD_CHANGE = [
    {"kind": "distinctstories", "id": 1, "before": None, "after": {"first": 1, "second": 2}},
    {"kind": "storycluster", "id": 2, "before": {"id": 2}, "after": None},
    {"kind": "place", "id": 3, "before": {"is_start_knowledge": True}, "after": {"is_start_knowledge": False}},
    {"kind": "person", "id": 4, "before": {"name": "storycluster"}, "after": {"name": "teaser"}},
]
NEW_CHANGE = [
    {"kind": "notduplicate", "id": 1, "before": None, "after": {"first": 1, "second": 2}},
    {"kind": "duplicatecluster", "id": 2, "before": {"id": 2}, "after": None},
    {"kind": "place", "id": 3, "before": {"is_reference_data": True}, "after": {"is_reference_data": False}},
    {"kind": "person", "id": 4, "before": {"name": "storycluster"}, "after": {"name": "teaser"}},
]


@pytest.fixture
def before():
    with migrated_to(BEFORE) as old:
        yield old


def a_site(models, names):
    """A site with a row of each kind that is renamed; `names` are the names of the models, the column and the kind."""
    cluster, bands, pair, column, kind = names
    get = models.get_model
    create_story = get("articles", "Article").objects.create
    grouped = get("articles", cluster).objects.create()
    first = create_story(headline="Bridge open", body=[], sha256="a", url="https://a.example/1", cluster=grouped)
    second = create_story(headline="Bridge opens", body=[], sha256="b", url="https://b.example/2")
    get("articles", bands).objects.create(article=first, band=7)
    get("articles", pair).objects.create(first=first, second=second)
    get("articles", "Entity").objects.create(name="Iraq", key="iraq", kind="place", **{column: True})
    get("articles", "Entity").objects.create(name="Mosul", key="mosul", kind="place")
    batch = get("articles", "ImportBatch").objects.create()
    create_item = get("articles", "ImportItem").objects.create
    create_item(batch=batch, kind=kind, source_type="file", name="an entry")
    create_item(batch=batch, kind="html", source_type="file", name="teaser")


def log_entry(models, **columns):
    return models.get_model("articles", "LoggedAction").objects.create(action="entity.merge", what="Iraq", **columns)


OLD_NAMES = ("StoryCluster", "TextBand", "DistinctStories", "is_start_knowledge", "teaser")
NEW_NAMES = ("DuplicateCluster", "LSHBand", "NotDuplicate", "is_reference_data", "summary")


def check_site(models, names):
    cluster, bands, pair, column, kind = names
    get = models.get_model
    first, second = get("articles", "Article").objects.order_by("pk")
    assert first.cluster == get("articles", cluster).objects.get()
    assert second.cluster is None
    assert get("articles", bands).objects.get().band == 7
    row = get("articles", pair).objects.get()
    assert (row.first, row.second) == (first, second)
    assert dict(get("articles", "Entity").objects.values_list("name", column)) == {"Iraq": True, "Mosul": False}
    items = get("articles", "ImportItem").objects.order_by("pk")
    assert list(items.values_list("kind", "name")) == [(kind, "an entry"), ("html", "teaser")]


def test_rows_have_their_new_names_after_the_migration(before):
    a_site(before, OLD_NAMES)
    check_site(migrate_to(RENAMED), NEW_NAMES)


def test_rows_have_their_old_names_after_the_migration_is_undone(before):
    a_site(migrate_to(RENAMED), NEW_NAMES)
    check_site(migrate_to(BEFORE), OLD_NAMES)


def test_the_log_names_the_new_models_and_columns_and_nothing_else_changes(before):
    changed = log_entry(
        before, before={"is_start_knowledge": True}, after={"is_start_knowledge": False}, related=OLD_CHANGE
    )
    other = log_entry(before, before={"name": "is_start_knowledge"}, after={"name": "textband"})
    entries = migrate_to(RENAMED).get_model("articles", "LoggedAction").objects
    entry = entries.get(pk=changed.pk)
    assert (entry.before, entry.after) == ({"is_reference_data": True}, {"is_reference_data": False})
    assert entry.related == NEW_CHANGE
    entry = entries.get(pk=other.pk)
    assert (entry.before, entry.after, entry.related) == ({"name": "is_start_knowledge"}, {"name": "textband"}, [])


def test_the_log_names_the_old_models_and_columns_after_the_migration_is_undone(before):
    changed = log_entry(migrate_to(RENAMED), after={"is_reference_data": True}, related=NEW_CHANGE)
    entry = migrate_to(BEFORE).get_model("articles", "LoggedAction").objects.get(pk=changed.pk)
    assert (entry.after, entry.related) == ({"is_start_knowledge": True}, OLD_CHANGE)


def test_more_entries_than_one_chunk_are_renamed(before, monkeypatch):
    create_log_entries = before.get_model("articles", "LoggedAction").objects.bulk_create
    model = before.get_model("articles", "LoggedAction")
    create_log_entries(model(action="a", what=str(n), after={"is_start_knowledge": True}) for n in range(2001))
    entries = migrate_to(RENAMED).get_model("articles", "LoggedAction").objects
    assert [entry.after for entry in entries.all()] == [{"is_reference_data": True}] * 2001


def test_a_permission_stays_with_its_model(before):
    ContentType.objects.filter(app_label="articles", model__in=["notduplicate", "distinctstories"]).delete()
    pairs = ContentType.objects.create(app_label="articles", model="distinctstories")
    permission = Permission.objects.create(content_type=pairs, codename="see_pairs", name="Can see pairs")
    # The command, because the signals that it sends rename content types.
    call_command("migrate", "articles", RENAMED, verbosity=0)
    assert Permission.objects.get(pk=permission.pk).content_type.model == "notduplicate"
    call_command("migrate", "articles", BEFORE, verbosity=0)
    assert Permission.objects.get(pk=permission.pk).content_type.model == "distinctstories"


def test_a_pair_is_unique_before_and_after(before):
    a_site(before, OLD_NAMES)
    pairs = migrate_to(RENAMED).get_model("articles", "NotDuplicate").objects
    pair = pairs.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        pairs.create(first=pair.first, second=pair.second)
    assert pairs.count() == 1


RECORD_TABLES = {
    f"articles_{name}"
    for name in ("storyrecord", "entityrecord", "entitystory", "listrecord", "recordstate", "recordchange")
}


def tables():
    return set(connection.introspection.table_names())


def indexes(table):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def test_the_record_is_added_empty_beside_existing_stories(before):
    a_site(before, OLD_NAMES)
    migrate_to(RENAMED)
    assert RECORD_TABLES & tables() == set()
    new = migrate_to(RECORD)
    assert tables() >= RECORD_TABLES
    assert not new.get_model("articles", "StoryRecord").objects.exists()
    check_site(new, NEW_NAMES)
    assert "membership_person_article" in indexes("articles_membership")


def test_the_record_is_removed_with_its_rows_and_the_stories_stay(before):
    a_site(before, OLD_NAMES)
    new = migrate_to(RECORD)
    story = new.get_model("articles", "Article").objects.first()
    new.get_model("articles", "StoryRecord").objects.create(
        article=story, version=1, format="f", newest=0, card={}, head={}, counted={}, main=b""
    )
    old = migrate_to(RENAMED)
    assert RECORD_TABLES & tables() == set()
    assert "membership_person_article" not in indexes("articles_membership")
    check_site(old, NEW_NAMES)


def test_a_page_of_the_record_changes_once_per_version(before):
    changes = migrate_to(RECORD).get_model("articles", "RecordChange").objects
    changes.create(version=1, key="home")
    changes.create(version=2, key="home")
    with pytest.raises(IntegrityError), transaction.atomic():
        changes.create(version=2, key="home")
    assert changes.count() == 2
