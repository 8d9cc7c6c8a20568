"""A site with the data of an earlier version is brought up to this one: nothing is lost, and its pages are served."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from articles.models import Article
from articles.record import projector
from articles.search.indexer import rebuild
from tests.migrating import migrate_to, migrated_to

pytestmark = pytest.mark.django_db(transaction=True)

# The version before the record of public pages, with the names of tables that are in use now.
EARLIER = "0014_plain_model_names"
# Tables that are derived again or belong to Django, and columns that a migration fills.
DERIVED = ("articles_storyrecord", "articles_entityrecord", "articles_recordstate", "django_migrations")
TEXT = "Engineers reopened the crossing. Ash Carter said: “We will send ten trucks.”"


def a_site(models):
    """One row of each table that an import and its review fill, as the earlier version wrote them."""
    get = models.get_model
    editor = get("auth", "User").objects.create(username="anna", is_staff=True, is_superuser=True, password="a hash")
    outlet = get("articles", "Outlet").objects.create(name="Sample Desk", key="sample desk")
    person = get("articles", "Person").objects.create(name="Ash Carter", key="ash carter", kind="person")
    get("articles", "OtherName").objects.create(entity_id=person.pk, name="Ashton Carter", key="ashton carter")
    story = get("articles", "Article").objects.create(
        headline="A bridge was repaired",
        slug="a-bridge-was-repaired",
        body=[{"role": "paragraph", "text": TEXT, "sentences": [[0, 32], [33, len(TEXT)]]}],
        review_status="published",
        date_published=datetime(2016, 7, 21, tzinfo=UTC),
        date_precision="day",
        outlet=outlet,
        in_language="en",
        sha256="a" * 64,
        url="https://news.example.org/bridge",
        first_published_here=datetime(2016, 7, 22, tzinfo=UTC),
    )
    place = {"article": story, "block": 0, "status": "accepted", "method": "editor", "decided_by": editor}
    name = TEXT.index("Ash Carter")
    get("articles", "Mention").objects.create(
        start=name, end=name + 10, text="Ash Carter", kind="person", name="Ash Carter", entity_id=person.pk,
        resolution="one", **place,
    )  # fmt: skip
    words = "We will send ten trucks."
    start = TEXT.index(words)
    get("articles", "Quotation").objects.create(
        start=start, end=start + len(words), text=words, speaker_id=person.pk, speaker_name="Ash Carter", **place
    )
    get("articles", "Pledge").objects.create(
        start=start, end=start + len(words), text=words, item="trucks", pledged_by_id=person.pk,
        pledged_by_name="Ash Carter", **place,
    )  # fmt: skip
    get("articles", "Appearance").objects.create(article=story, entity_id=person.pk, mentions=1)
    batch = get("articles", "ImportBatch").objects.create(created_by=editor, note="Monday")
    snapshot = get("articles", "Snapshot").objects.create(sha256="b" * 64, compressed=b"x", size=6)
    get("articles", "ImportItem").objects.create(
        batch=batch, source_type="file", name="bridge.html", status="drafted", snapshot=snapshot, article=story
    )
    get("articles", "LoggedAction").objects.create(
        by=editor, action="article.publish", what=story.headline, article=story
    )
    return story.pk, person.pk


def _comparable(value):
    return bytes(value) if isinstance(value, memoryview) else str(value)


def rows():
    """All rows of all tables, by table, as columns and values."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # the name of a table of ours
            columns = [column[0] for column in cursor.description]
            found[table] = [dict(zip(columns, map(_comparable, row), strict=True)) for row in cursor.fetchall()]
    return found


def missing(before, after):
    """The rows of before that are not there with the same values in the columns that both versions have."""
    return [
        (table, row)
        for table, earlier in before.items()
        for row in earlier
        if not any(
            all(later.get(column, value) == value for column, value in row.items()) for later in after.get(table, [])
        )
    ]


def test_the_data_of_an_earlier_version_is_kept_and_served(client, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    with migrated_to(EARLIER) as old:
        story, person = a_site(old)
        before = {table: found for table, found in rows().items() if found and table not in DERIVED}
        assert {"articles_mention", "articles_quotation", "articles_pledge", "articles_importitem",
                "articles_snapshot", "articles_loggedaction", "auth_user"} < set(before)  # fmt: skip
        migrate_to("")
        lost = [one for one in missing(before, rows()) if one[0] not in ("django_content_type", "auth_permission")]
        assert lost == []
        rebuild()
        projector.rebuild()
        assert Article.objects.published().count() == 1
        page = client.get(f"/stories/{story}/", follow=True)
        assert (page.status_code, "Engineers reopened the crossing" in page.content.decode()) == (200, True)
        listed = client.get("/stories/?q=crossing").content.decode()
        assert "A bridge was repaired" in listed
        assert client.get(f"/people/{person}/", follow=True).status_code == 200
