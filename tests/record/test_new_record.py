"""A new record, and one that other software made: derived in steps, its pages rendered later, the newest first."""

from __future__ import annotations

import pytest

from articles.desk import records, statuses
from articles.models import (
    Article,
    Quotation,
    RecordState,
    StoryRecord,
)
from articles.pages.whole_lists import list_counts, story_total
from articles.record import changes, projector, waiting_pages
from articles.record.story_document import story_document
from articles.record.story_records import derive, stored_values
from articles.search import names
from articles.search.list_counts import ALL_STORIES, TOTAL
from tests.builders import a_person, mention
from tests.record.contents import contents, render_stories
from tests.record.editor import RECORD, a_draft, published

pytestmark = pytest.mark.django_db


def one_step_of(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the projector derive so many stories of a new record at a time."""
    monkeypatch.setattr(projector, "_STEP", number)
    monkeypatch.setattr(projector, "_SECONDS", 0)


def test_a_page_of_another_format_is_not_used(keep_up):
    story = published(a_draft())
    keep_up()
    StoryRecord.objects.update(format="0" * 16, card={"headline": "Not this one"})
    assert "Canada opens a hospital" in story_document(story.pk).html


def test_pages_of_another_format_are_rendered_again_step_by_step_after_an_upgrade(keep_up, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(5):
        published(a_draft(f"Report {number}"))
    keep_up()
    right = contents()
    StoryRecord.objects.update(format="0" * 16)
    RecordState.objects.update(format="0" * 16)
    for left in (3, 1, 0):
        keep_up()
        assert StoryRecord.objects.filter(format="0" * 16).count() == left
    keep_up()
    assert contents() == right
    assert RecordState.objects.get().format == StoryRecord.objects.first().format


def test_a_new_record_is_built_step_by_step_and_lists_use_it_when_it_is_whole(index, client, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(5):
        published(a_draft(f"Report {number}"))
    index()
    for model in RECORD:
        model.objects.all().delete()
    steps = []
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
        assert story_total() == 5
        steps.append(StoryRecord.objects.count())
    assert steps == [2, 4, 5, 5, 5, 5]  # derived, added up, and nothing left to add
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 5}


def test_the_records_of_stories_do_not_depend_on_the_search_index(keep_up, monkeypatch):
    ids, speaker = [], a_person("Ash Carter")
    for number in range(2):
        story = a_draft(f"Report {number}", "“We will stay here,” Ash Carter said.")
        mention(story, speaker)
        Quotation.objects.create(
            article=story, block=0, start=0, end=20, text="“We will stay here,”", speaker=speaker, status="accepted"
        )
        ids.append(published(story).pk)
    keep_up()
    with_index = {pk: stored_values(record) for pk, record in derive(ids).stories.items()}
    monkeypatch.setattr(names, "open_index", lambda: None)
    assert {pk: stored_values(record) for pk, record in derive(ids).stories.items()} == with_index
    assert "/people/" in str([values["facts"] for values in with_index.values()])


def test_a_rebuild_leaves_the_pages_of_stories_to_be_rendered_later_the_newest_first(keep_up, monkeypatch):
    old = published(a_draft("Old", date="2015-01-01"))
    new = published(a_draft("New", date="2016-01-01"))
    keep_up()
    projector.rebuild()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 2}
    assert not StoryRecord.objects.exclude(format="").exists()
    monkeypatch.setattr(waiting_pages, "_STEP", 1)
    monkeypatch.setattr(waiting_pages, "_SECONDS", 0)
    for rendered in ({new.pk}, {new.pk, old.pk}):
        keep_up()
        assert set(StoryRecord.objects.exclude(format="").values_list("pk", flat=True)) == rendered


def test_pages_of_stories_older_than_the_newest_are_not_stored_but_shown(keep_up, monkeypatch):
    monkeypatch.setattr(waiting_pages, "AHEAD", 1)
    old = published(a_draft("Old", date="2015-01-01"))
    new = published(a_draft("New", date="2016-01-01"))
    keep_up()
    projector.rebuild()
    keep_up()
    assert list(StoryRecord.objects.exclude(format="").values_list("pk", flat=True)) == [new.pk]
    assert "Old" in story_document(old.pk).html


def test_a_page_that_a_rebuild_finds_as_it_was_is_no_change_for_caches(keep_up):
    published(a_draft())
    keep_up()
    projector.rebuild()
    version = changes.current_version()
    render_stories()
    assert changes.current_version() == version


def test_a_page_that_a_rebuild_finds_different_is_a_change_for_caches(keep_up):
    story = published(a_draft())
    keep_up()
    StoryRecord.objects.update(page=b"something else")
    projector.rebuild()
    version = changes.current_version()
    render_stories()
    assert changes.keys_since(version) == {f"story:{story.pk}"}


def test_a_change_that_affects_many_stories_leaves_their_pages_to_be_rendered_later(keep_up, monkeypatch):
    monkeypatch.setattr(projector, "_MAX_PAGES", 1)
    monkeypatch.setattr(projector, "render_waiting", lambda _from: 0)
    carter = a_person("Ash Carter")
    stories = [a_draft(f"Report {number}", "Carter spoke.") for number in range(2)]
    for story in stories:
        mention(story, carter, "Carter")
        published(story)
    keep_up()
    render_stories()
    version = changes.current_version()
    carter.name = "Ashton Carter"
    records.save_entity(carter, user=None, changed=["name"])
    keep_up()
    assert not StoryRecord.objects.exclude(format="").exists()
    assert {f"story:{story.pk}" for story in stories} <= changes.keys_since(version)
    assert "Ashton Carter" in story_document(stories[0].pk).html


@pytest.mark.parametrize("counted", [1, 3])
def test_a_story_withdrawn_while_a_new_record_is_added_up_is_not_in_the_counts(index, monkeypatch, counted):
    one_step_of(1, monkeypatch)
    monkeypatch.setattr("articles.record.totals._MAX_VALUES", 0)
    stories = [published(a_draft(f"Report {number}")) for number in range(3)]
    index()
    for model in RECORD:
        model.objects.all().delete()
    while not RecordState.objects.filter(counted_to=stories[counted - 1].pk).exists():
        projector.drain()
    statuses.withdraw(stories[1], user=None, reason="It was retracted")
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 2}


def test_what_is_published_while_a_new_record_is_built_is_in_it_once(index, monkeypatch):
    one_step_of(2, monkeypatch)
    stories = [published(a_draft(f"Report {number}")) for number in range(4)]
    index()
    for model in RECORD:
        model.objects.all().delete()
    projector.drain()
    published(a_draft("Meanwhile"))
    statuses.withdraw(stories[3], user=None, reason="It was retracted")
    while not RecordState.objects.exclude(format="").exists():
        projector.drain()
    assert list_counts(ALL_STORIES)[TOTAL] == {"": 4}


def test_a_record_that_missed_rows_shows_none_of_its_pages_until_they_are_rendered_again(keep_up, monkeypatch):
    story = published(a_draft())
    keep_up()
    Article.objects.update(headline="New words")  # as if its row had been deleted before it was read
    monkeypatch.setattr("articles.search.outbox_cursor.OutboxCursor.rows_were_pruned", lambda _cursor: True)
    projector.drain()
    assert "New words" in story_document(story.pk).html


def test_an_upgrade_during_the_rendering_begins_again(keep_up, monkeypatch):
    one_step_of(2, monkeypatch)
    for number in range(3):
        published(a_draft(f"Report {number}"))
    keep_up()
    StoryRecord.objects.update(format="0" * 16)
    RecordState.objects.update(format="0" * 16, next_format="1" * 16, derived_to=10**9)
    for _ in range(3):
        keep_up()
    assert not StoryRecord.objects.filter(format="0" * 16).exists()


def test_a_page_of_another_format_is_written_again_by_a_rebuild(keep_up):
    published(a_draft())
    keep_up()
    right = contents()
    StoryRecord.objects.update(format="0" * 16)
    projector.rebuild()
    assert contents() == right
