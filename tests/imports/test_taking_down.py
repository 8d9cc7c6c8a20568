"""After a takedown nothing of the story is left: in no column of any table, and in no file of the site."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from articles.desk.acting import acting_as
from articles.desk.action_sentences import sentence_of
from articles.desk.removing import what_names
from articles.desk.rights import MissingRightError
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.imports import drafts, item_actions, receive, worker
from articles.imports.taking_down import MAX_REASON, is_confirmed, take_down
from articles.models import (
    Article,
    DuplicateCluster,
    Entity,
    ImportItem,
    LoggedAction,
    LSHBand,
    Person,
    Snapshot,
    StoryLink,
    StoryPicture,
    Takedown,
    TakedownKey,
)
from articles.readers import fetch
from articles.record import projector
from articles.search import storage
from articles.search.indexer import Indexer
from articles.vocabulary import ImportStatus, SourceType
from tests import builders
from tests.desk.test_duplicates import a_page
from tests.imports.taken_down import (
    HEADLINE,
    MARK,
    REST,
    TEXT,
    URL,
    Marked,
    deleted_documents,
    feed,
    files_with,
    follow,
    read,
    tables_with,
)
from tests.record.contents import contents

pytestmark = pytest.mark.django_db
# Why a table with text never holds anything of a story.
HOLDS_NO_STORY = {
    "Entity": "records stay, and so do their names",
    "Person": "a record", "Organization": "a record", "Place": "a record",
    "OtherName": "a name of a record", "Identifier": "of a record", "Redirect": "of a record",
    "MergeRecord": "of records", "SplitRecord": "of records", "DistinctRecords": "of records",
    "PossibleDuplicate": "of records", "DuplicateSearch": "when it was made", "RecordImport": "tables of records, kept for a week",
    "ScheduledPublication": "a time and its zone, deleted with its story", "ReferenceRecord": "of the reference data",
    "GazetteerPlace": "loaded from its file", "GazetteerName": "loaded from its file",
    "Outlet": "an outlet is no story", "Feed": "its addresses are those of the feed",
    "Heartbeat": "processes", "LoginAttempt": "logins", "RecordState": "positions", "RecordChange": "keys of pages",
    "ListRecord": "counts by names of records and codes, and by section, which the indexer takes out",
    "ListBucket": "as ListRecord",
    "WithheldVersion": "a reason for readers, deleted with its story",
    "TextFingerprint": "hashes, deleted with their story",
    "EntityRecord": "labels of records", "TakedownKey": "hashes", "Takedown": "what the editor typed for the log",
    "Session": "what the desk says once, until the next page shows it",
    "DBTaskResult": "ids of stories and imports; errors of reading an import are deleted with it",
    "User": "accounts", "Group": "accounts", "Permission": "accounts", "ContentType": "tables",
    "LogEntry": "Django's own log, which is not written here",
}  # fmt: skip


@pytest.fixture
def marked(index, editor, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    index()
    made = Marked(editor, monkeypatch)
    follow()
    projector.drain()
    return made


def taken_down(article, editor, **fields):
    values = {"ground": "privacy", "reason": "A court asked for it", "public_sentence": "Removed on request."}
    article.refresh_from_db()
    return take_down(article, user=editor, version=article.version, **{**values, **fields})


def with_text():
    """The tables with a column that can hold words."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return {
        model.__name__
        for model in apps.get_models()
        if any(isinstance(one, kinds) for one in model._meta.concrete_fields)
    }


def test_every_table_with_words_holds_the_story_or_has_a_reason_not_to(marked):
    assert tables_with(MARK) | HOLDS_NO_STORY.keys() >= with_text()
    assert HOLDS_NO_STORY.keys() - {"ListRecord", "ListBucket"} & tables_with(MARK) == set()


def picture_names(article):
    return {f"{name}.webp" for name in StoryPicture.objects.get(article=article).names}


def test_no_column_and_no_file_holds_anything_of_it(marked, editor, django_capture_on_commit_callbacks):
    assert files_with(MARK) & picture_names(marked.article)
    with django_capture_on_commit_callbacks(execute=True):
        taken_down(marked.article, editor)
    # Until the indexer comes, the record has only what it takes out of counts and roles.
    assert tables_with(MARK) <= {
        "StoryRecord",
        "StoryRole",
        "EntityRoles",
        "ListRecord",
        "ListBucket",
        "CorrectionEntry",
    }
    follow()
    storage.remove_replaced()
    assert tables_with(MARK) == set()
    assert (files_with(MARK), deleted_documents()) == (set(), [])


def test_the_facts_about_it_go_and_the_trace_stays(marked, editor):
    article, pk = marked.article, marked.article.pk
    bands = article.fingerprint.bands
    assert bands
    takedown = taken_down(article, editor)
    assert not Article.objects.filter(pk=pk).exists()
    assert not LSHBand.objects.filter(pk__in=[LSHBand.key_of(band, pk) for band in bands]).exists()
    assert (takedown.story_id, takedown.by, takedown.ground, takedown.was_public) == (pk, editor, "privacy", True)
    entry = LoggedAction.objects.get(action="article.take_down")
    assert (entry.by, entry.source, entry.what) == (editor, "A court asked for it", f"Story {pk}")
    assert sentence_of(entry) == f"took down “Story {pk}” for good (Privacy)"
    # The entries stay, with who did what and when.
    assert (
        LoggedAction.objects.filter(action="article.publish", by=editor, what=f"Story {pk} (taken down)").count() == 2
    )
    assert Person.objects.filter(pk=marked.person.pk).exists()
    assert what_names(Entity.objects.get(pk=marked.person.pk)) == {}


def test_other_stories_and_their_imports_stay(marked, editor):
    other, late = marked.other, marked.box.parts.order_by("pk").last()
    before = {name: value for name, value in vars(Article.objects.get(pk=other.pk)).items() if name != "_state"}
    late.refresh_from_db()
    preview = late.preview
    taken_down(marked.article, editor)
    now = vars(Article.objects.get(pk=other.pk))
    # A group of one is none.
    assert {name for name, value in before.items() if now[name] != value} == {"cluster_id"}
    assert not DuplicateCluster.objects.exists()
    assert other.imports.get().snapshot is not None
    late.refresh_from_db()
    assert (late.status, late.preview) == (ImportStatus.READ, preview)
    assert late.snapshot is not None
    marked.box.refresh_from_db()
    assert (marked.box.snapshot, marked.box.name) == (None, "box.json")
    assert not StoryLink.objects.filter(article=other).exists()


def test_an_import_that_resembles_it_no_longer_names_it(marked, editor):
    assert marked.article.pk in [row["id"] for row in marked.similar.preview["looks_like"]]
    taken_down(marked.article, editor)
    marked.similar.refresh_from_db()
    assert (marked.similar.preview["looks_like"], marked.similar.is_lookalike) == ([], False)
    assert marked.similar.preview["story"]["headline"] == "Enough grain"


def test_imports_of_it_keep_their_rows_and_say_why_nothing_is_kept(marked, editor):
    items = list(ImportItem.objects.filter(article=marked.article))
    assert len(items) >= 3
    taken_down(marked.article, editor)
    for item in items:
        item.refresh_from_db()
        assert (item.status, item.is_erased, item.article) == (ImportStatus.DISCARDED, True, None)
        assert item.error == Takedown.objects.get().sentence
        with pytest.raises(IllegalTransitionError, match="taken down"):
            item_actions.read_again(item, user=editor)


def test_what_is_kept_equals_what_is_derived_again(marked, editor):
    taken_down(marked.article, editor)
    follow()
    kept = {model.__name__: list(model.objects.values()) for model in (Article, Entity, Person)}
    before = contents()
    projector.rebuild()
    assert contents() == before
    assert kept == {model.__name__: list(model.objects.values()) for model in (Article, Entity, Person)}


def page_again(url=URL, headline=HEADLINE, text=TEXT):
    return read(a_page(headline, *text, url=url), "again.html")


@pytest.mark.parametrize(
    ("url", "headline", "text"),
    [
        (URL, HEADLINE, TEXT),
        # Its address, with all else changed; its text, whoever prints it.
        (f"{URL}?utm_source=x", "Otherwise", (REST,)), ("https://elsewhere.example/2", "Otherwise", TEXT),
    ],
)  # fmt: skip
def test_the_same_story_imported_again_is_refused_and_nothing_of_it_is_kept(marked, editor, url, headline, text):
    takedown = taken_down(marked.article, editor)
    count = Snapshot.objects.count()
    item = page_again(url, headline, text)
    assert (item.status, item.error) == (ImportStatus.FAILED, f"{takedown.sentence} It cannot be imported again.")
    assert (item.is_erased, item.name, item.preview, Snapshot.objects.count()) == (True, "", {}, count)
    assert "editor" in item.error


@pytest.mark.parametrize(
    ("url", "headline", "text"),
    [
        ("https://news.example/other", HEADLINE, (REST,)), ("https://news.example/other", "Otherwise", (REST, TEXT[2])),
        (f"{URL}-2", "Otherwise", (REST,)),
    ],
)  # fmt: skip
def test_another_story_is_not_refused(marked, editor, url, headline, text):
    taken_down(marked.article, editor)
    assert page_again(url, headline, text).status == ImportStatus.READ


def test_in_a_file_of_several_stories_only_that_one_is_refused_and_the_file_is_not_kept(marked, editor):
    taken_down(marked.article, editor)
    box = read(feed((HEADLINE, URL, TEXT), ("Snow fell", "https://news.example/snow", (REST, TEXT[2]))), "box2.json")
    first, second = (worker.read_item(part.pk) for part in box.parts.order_by("pk"))
    box.refresh_from_db()
    assert (first.status, second.status, box.snapshot) == (ImportStatus.FAILED, ImportStatus.READ, None)
    assert tables_with(MARK) <= {
        "StoryRecord",
        "StoryRole",
        "EntityRoles",
        "ListRecord",
        "ListBucket",
        "CorrectionEntry",
    }


def test_an_address_that_was_taken_down_is_not_even_fetched(marked, editor, monkeypatch):
    monkeypatch.setattr(fetch, "fetch", lambda *_args, **_options: pytest.fail("it was fetched"))
    takedown = taken_down(marked.article, editor)
    item = receive.receive_source(source_type=SourceType.ADDRESS, content=None, url=URL, user=None)
    assert (item.status, item.url) == (ImportStatus.FAILED, "")
    assert takedown.sentence in item.error
    assert worker.read_item(item.pk).status == ImportStatus.FAILED
    assert not ImportItem.objects.filter(url=URL).exists()


def test_a_page_fetched_from_another_address_is_not_kept_if_its_story_was_taken_down(marked, editor, monkeypatch):
    """Only the address itself can be looked up before it is fetched: the text is recognized afterwards."""
    taken_down(marked.article, editor)
    url = "https://moved.example/bridge"
    content = a_page(HEADLINE, *TEXT, url=URL)
    page = fetch.Fetched(url, content, "text/html", "utf-8", {}, timezone.now())
    monkeypatch.setattr(fetch, "fetch", lambda *_args, **_options: page)
    item = receive.receive_source(source_type=SourceType.ADDRESS, content=None, url=url, user=None)
    item = worker.read_item(item.pk)
    assert (item.status, item.url, item.snapshot) == (ImportStatus.FAILED, "", None)


def test_an_import_that_was_read_before_becomes_no_draft(marked, editor):
    waiting = page_again("https://news.example/other", "Otherwise", (REST, TEXT[2]))
    taken_down(marked.article, editor)
    key = TakedownKey.objects.filter(kind="address").first()
    with pytest.raises(IllegalTransitionError, match="taken down"):
        drafts.make_draft(waiting, user=editor, fields={"url": URL})
    assert key is not None


def test_imports_of_another_story_at_an_address_elsewhere_stay(marked, editor):
    url = "https://other.example/same"
    item = read(a_page("Late ferry", REST, "The mill has grain.", url=url), "late-ferry.html")
    drafts.make_draft(item, user=editor, fields={})
    waiting = read(a_page("Snow fell", REST, TEXT[2], url=f"{url}-2"), "snow.html")
    for number, address in enumerate((url, f"{url}-2")):
        marked.article.addresses.create(kind="elsewhere", url=address, key=f"{address}{number}")
    taken_down(marked.article, editor)
    for one in (item, waiting):
        one.refresh_from_db()
        assert one.snapshot is not None
    assert read(a_page("Snow fell again", REST, TEXT[2], url=url), "again.html").status == ImportStatus.READ


def test_a_draft_that_readers_never_saw_leaves_no_public_trace(editor):
    article = builders.an_article("A draft", status="draft")
    takedown = taken_down(article, editor)
    assert takedown.was_public is False


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"ground": "taste"}, "Choose the ground"), ({"reason": "  "}, "Give a reason"),
        ({"reason": "x" * (MAX_REASON + 1)}, f"Shorten it to {MAX_REASON}"),
        ({"public_sentence": "x" * 400}, "The public sentence has 400 characters"),
    ],
)  # fmt: skip
def test_a_takedown_needs_a_ground_and_a_reason(editor, fields, says):
    article = builders.an_article()
    with pytest.raises(IllegalTransitionError, match=says):
        taken_down(article, editor, **fields)
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_story_that_someone_changed_meanwhile_stays(editor):
    article = builders.an_article()
    with pytest.raises(StaleEditError):
        take_down(article, user=editor, version=article.version + 1, ground="law", reason="A court")
    assert not Takedown.objects.exists()


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [("A bridge was repaired", True), (" a bridge  was repaired", True), ("{pk}", True), ("#{pk}", True), ("", False),
     ("A bridge was", False), ("{pk}1", False)],
)  # fmt: skip
def test_the_headline_or_the_number_confirms(typed, is_right):
    article = builders.an_article()
    assert is_confirmed(article, typed.format(pk=article.pk)) is is_right


def test_a_story_without_a_headline_is_confirmed_by_its_number_only():
    article = builders.an_article("", status="draft")
    assert not is_confirmed(article, "")
    assert not is_confirmed(article, "…")
    assert is_confirmed(article, str(article.pk))


def test_the_indexer_builds_the_index_again_once_for_each_takedown(marked, editor):
    taken_down(marked.article, editor)
    former = storage.current()
    follow()
    built = storage.current()
    assert built != former
    indexer = Indexer()
    indexer.drain()
    indexer.close()
    assert storage.current() == built
    assert former.exists()
    storage.remove_replaced()
    assert not former.exists()
    assert Takedown.objects.filter(at__lte=datetime.now(UTC)).exists()


def test_an_account_without_the_right_takes_nothing_down(editor):
    article = builders.an_article()
    with acting_as(User.objects.get(pk=editor.pk)), pytest.raises(MissingRightError):
        taken_down(article, editor)
    assert Article.objects.filter(pk=article.pk).exists()
