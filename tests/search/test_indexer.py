from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.models import SearchOutbox
from articles.search import indexer as indexer_module
from articles.search import storage
from articles.search.index_state import stored_cursor
from articles.search.indexer import Indexer, rebuild
from articles.search.names import labels, suggest
from articles.search.open_index import generation
from articles.search.outbox import changed_article, changed_entity
from articles.search.outbox_cursor import KEEP_ROWS, WINDOW
from articles.search.query import search
from articles.search.result import StoryQuery
from articles.vocabulary import ArticleStatus
from tests.builders import a_country, a_person, a_place, an_article, appear


@pytest.fixture
def indexer(index):
    """An indexer with an empty index."""
    index()
    indexer = Indexer()
    yield indexer
    indexer.close()


def found(text=""):
    return {hit.article_id for hit in search(StoryQuery(text)).hits}


def indexed(article):
    changed_article(article.pk)
    return article


def test_a_published_story_is_found_once_its_row_is_read(indexer):
    story = indexed(an_article())
    assert found() == set()
    assert indexer.drain() == 1
    assert found() == {story.pk}


def test_a_withdrawn_story_is_gone(indexer):
    story = indexed(an_article())
    indexer.drain()
    story.review_status = ArticleStatus.WITHDRAWN
    story.save()
    indexed(story)
    indexer.drain()
    assert found() == set()


def test_an_edited_story_is_found_by_its_new_words_only(indexer):
    story = indexed(an_article("Old words"))
    indexer.drain()
    story.headline = "New text"
    story.save()
    indexed(story)
    indexer.drain()
    assert (found("old"), found("new")) == (set(), {story.pk})


def test_a_story_enqueued_many_times_is_indexed_once(indexer):
    story = an_article()
    for _ in range(5):
        indexed(story)
    indexer.drain()
    indexed(story)
    indexer.drain()
    assert search(StoryQuery()).total == 1


def test_a_row_of_a_draft_or_of_nothing_changes_nothing(indexer):
    indexed(an_article(status=ArticleStatus.DRAFT))
    changed_article(10**9)
    changed_entity(10**9)
    assert indexer.drain() == 3
    assert found() == set()


def test_a_story_that_comes_or_goes_changes_the_counts_of_whom_it_names(indexer):
    person = a_person()
    first, second = (appear(an_article(), person) for _ in range(2))
    indexed(first), indexed(second)
    indexer.drain()
    assert labels([person.pk])[person.pk].stories == 2
    second.review_status = ArticleStatus.WITHDRAWN
    second.save()
    indexed(second)
    indexer.drain()
    assert labels([person.pk])[person.pk].stories == 1
    gone = first.pk
    first.delete()
    changed_article(gone)
    indexer.drain()
    assert labels([person.pk]) == {}


def test_a_renamed_entity_is_found_by_its_new_name(indexer):
    person = a_person("Ash Carter")
    indexed(appear(an_article(), person))
    indexer.drain()
    person.name = "Ashton Carter"
    person.save()
    changed_entity(person.pk)
    indexer.drain()
    assert [label.name for label in suggest("carter")] == ["Ashton Carter"]


def test_a_renamed_country_is_shown_with_its_places(indexer):
    country = a_country("Turkey", code="TR")
    place = a_place("Adana", country=country)
    indexed(appear(an_article(), place))
    indexer.drain()
    country.name = "Türkiye"
    country.save()
    changed_entity(country.pk)
    indexer.drain()
    assert labels([place.pk])[place.pk].description == "Türkiye"


def test_a_story_of_a_country_rewrites_no_place_that_it_does_not_name(indexer, monkeypatch):
    country = a_country("Turkey", code="TR")
    indexed(appear(an_article("A town"), a_place("Adana", country=country), country))
    indexer.drain()
    written = []
    documents = indexer_module.entity_documents
    monkeypatch.setattr(
        indexer_module, "entity_documents", lambda stories, roles: written.extend(stories) or documents(stories, roles)
    )
    article = an_article("The capital")
    appear(article, country)
    changed_article(article.pk)
    changed_entity(country.pk)
    indexer.drain()
    assert written == [country.pk]


def test_a_row_that_became_visible_late_is_not_missed(indexer):
    """Transactions overlap: the row with the lower id may be committed after the row with the higher one was read."""
    early, late = an_article("Early"), an_article("Late")
    row = SearchOutbox.objects.create(article_id=early.pk)
    SearchOutbox.objects.filter(pk=row.pk).delete()
    indexed(late)
    indexer.drain()
    SearchOutbox.objects.create(pk=row.pk, article_id=early.pk)
    assert indexer.drain() == 1
    assert found() == {early.pk, late.pk}


def test_a_row_that_became_visible_while_no_indexer_ran_is_not_missed(indexer):
    early, late = an_article("Early"), an_article("Late")
    row = SearchOutbox.objects.create(article_id=early.pk)
    SearchOutbox.objects.filter(pk=row.pk).delete()
    indexed(late)
    indexer.drain()
    indexer.close()
    SearchOutbox.objects.create(pk=row.pk, article_id=early.pk)
    assert Indexer().drain() == 1
    assert found() == {early.pk, late.pk}


def test_what_a_failing_database_left_half_done_is_not_in_the_next_commit(indexer, monkeypatch):
    half = indexed(an_article("Half of a batch"))

    def fail(*_args):
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(indexer_module, "_story_counts", fail)
        with pytest.raises(OperationalError):
            indexer.drain()
    half.review_status = ArticleStatus.WITHDRAWN
    half.save()
    SearchOutbox.objects.all().delete()
    whole = indexed(an_article("Another batch"))
    indexer.drain()
    assert found() == {whole.pk}


def test_rows_are_read_once(indexer):
    indexed(an_article())
    assert indexer.drain() == 1
    before = generation()
    assert indexer.drain() == 0
    assert generation() == before
    indexer.close()
    assert Indexer().drain() == 0


def test_many_rows_are_done_in_one_drain(indexer):
    story = an_article()
    SearchOutbox.objects.bulk_create(SearchOutbox(article_id=story.pk) for _ in range(450))
    assert indexer.drain() == 450


def test_rows_are_kept_for_a_day_and_the_last_one_longer(indexer):
    indexed(an_article())
    indexed(an_article())
    kept = indexed(an_article())
    SearchOutbox.objects.update(created=datetime.now(UTC) - KEEP_ROWS - timedelta(minutes=1))
    indexed(an_article())
    indexed(an_article())
    SearchOutbox.objects.filter(article_id__gt=kept.pk + 1).update(created=datetime.now(UTC) - KEEP_ROWS * 2)
    indexer.drain()
    indexer.prune()
    assert list(SearchOutbox.objects.values_list("article_id", flat=True)) == [kept.pk + 1, kept.pk + 2]


def test_rows_that_were_never_read_are_not_pruned(indexer):
    indexed(an_article())
    indexer.drain()
    indexed(an_article())
    SearchOutbox.objects.update(created=datetime.now(UTC) - KEEP_ROWS * 2)
    assert indexer.prune() == 0


def test_a_running_indexer_that_missed_rows_builds_its_index_again(indexer, monkeypatch):
    """Its machine was cut off from the database for longer than rows are kept, and others deleted them."""
    indexed(an_article())
    indexer.drain()
    missed = an_article()
    indexed(missed)
    SearchOutbox.objects.all().delete()
    indexed(an_article())
    monkeypatch.setattr("articles.search.outbox_cursor.KEEP_ROWS", timedelta(seconds=-1))
    indexer.drain()
    assert missed.pk in found()


def test_an_index_newer_than_a_restored_database_is_built_again(indexer):
    indexed(an_article())
    lost = an_article()
    indexed(lost)
    indexer.drain()
    indexer.close()
    SearchOutbox.objects.filter(article_id=lost.pk).delete()
    lost.delete()
    restored = Indexer()
    restored.drain()
    restored.close()
    assert lost.pk not in found()


def test_an_index_that_missed_rows_is_rebuilt(indexer, monkeypatch):
    indexed(an_article())
    indexer.drain()
    indexer.close()
    missed = an_article()
    indexed(missed)
    SearchOutbox.objects.all().delete()
    indexed(an_article())
    monkeypatch.setattr("articles.search.outbox_cursor.KEEP_ROWS", timedelta(seconds=-1))
    with_gap = Indexer()
    with_gap.drain()
    with_gap.close()
    assert missed.pk in found()


def test_the_generation_changes_with_every_commit_and_with_nothing_else(indexer):
    seen = [generation()]
    for _ in range(3):
        indexed(an_article())
        indexer.drain()
        assert generation() == generation()
        seen.append(generation())
    assert len(set(seen)) == 4


def test_an_indexer_goes_on_in_an_index_that_was_rebuilt_under_it(indexer):
    indexed(an_article())
    indexer.drain()
    second = an_article("Second")
    rebuild()
    third = indexed(an_article("Third"))
    indexer.drain()
    assert {second.pk, third.pk} <= found()


def test_what_changes_during_a_rebuild_is_in_the_new_index(indexer):
    first = indexed(an_article("First"))
    indexer.drain()

    def withdraw(_done, _of):
        first.review_status = ArticleStatus.WITHDRAWN
        first.save()
        indexed(first)

    rebuild(withdraw)
    assert found() == {first.pk}  # it was read before it changed
    indexer.drain()
    assert found() == set()


def test_a_rebuild_leaves_the_index_before_it_for_open_readers_and_no_other(indexer):
    for _ in range(3):
        rebuild()
    assert len(list(storage.root().glob("v*-*"))) == 2


def test_a_missing_index_is_built(index):
    story = an_article()
    index  # noqa: B018  # points the settings at an empty folder
    indexer = Indexer()
    indexer.drain()
    indexer.close()
    assert found() == {story.pk}


def test_an_index_of_another_version_is_rebuilt(index, monkeypatch):
    story = an_article()
    index()
    monkeypatch.setattr("articles.search.storage.index_format", lambda: "v1000000.other")
    assert search(StoryQuery()).problem
    indexer = Indexer()
    indexer.drain()
    indexer.close()
    assert found() == {story.pk}


def test_a_second_indexer_is_refused_in_one_sentence(index):
    index()
    with Indexer.exclusive(), pytest.raises(CommandError, match="Another indexer is already running on"):
        call_command("run_indexer")


def test_a_second_rebuild_is_refused_in_one_sentence(index):
    index()
    with storage.lock("rebuild", ""), pytest.raises(CommandError, match="already being rebuilt"):
        call_command("rebuild_search")


def test_the_command_rebuilds(index, capsys):
    story = an_article()
    call_command("rebuild_search")
    assert found() == {story.pk}
    assert "1 of 1 story" in capsys.readouterr().out


def test_readers_in_many_threads_see_one_whole_index_after_the_other(index):
    person = a_person()
    for _ in range(5):
        appear(an_article(), person)
    index()
    wrong = []

    def read():
        for _ in range(40):
            result = search(StoryQuery("Ash Carter"))
            if (result.total, len(result.hits)) != (5, 5) or result.problem:
                wrong.append(result)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(4):
        rebuild()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_place_in_the_outbox_is_kept_in_the_index_itself(indexer):
    indexed(an_article())
    indexer.drain()
    stored = stored_cursor(storage.current())
    assert stored.top == SearchOutbox.objects.get().pk
    assert datetime.now(UTC) - stored.as_of < WINDOW
