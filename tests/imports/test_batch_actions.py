"""Many stories at once: nothing is lost, nothing is doubled, and it goes on past whatever is bad."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import jobs
from articles.desk import duplicates
from articles.desk.serialization import FORMAT
from articles.desk.transitions import IllegalTransitionError
from articles.imports import (
    batch_actions,
    batch_counts,
    claim_holder,
    drafts,
    item_actions,
    lease,
    preview_story,
    requeue,
    split,
    worker,
)
from articles.imports.child_process import ChildDiedError
from articles.models import Article, ImportBatch, ImportItem, LoggedAction, Snapshot
from articles.vocabulary import ArticleStatus, ImportStatus
from tests import boxes
from tests.boxes import PAGE, SUMMARY_ENTRY, URL, a_box, a_box_of, a_text, received, statuses, worked_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found", "box_files")]


@pytest.fixture
def queue(monkeypatch):
    asked = []
    monkeypatch.setattr(jobs, "enqueue", lambda job, pk, priority=jobs.SOON, **_: asked.append((job, pk, priority)))
    return asked


class Killed(BaseException):
    """What a killed process leaves behind: nothing after this point happens."""


def killed_after(monkeypatch, module, name, calls):
    done = []
    real = getattr(module, name)

    def die(*args, **how):
        if len(done) == calls:
            raise Killed
        done.append(1)
        return real(*args, **how)

    monkeypatch.setattr(module, name, die)


def let_its_lease_run_out(item):
    ImportItem.objects.filter(pk=item.pk).update(claimed_at=timezone.now() - timedelta(minutes=2))


# ---- split into items ----


def test_a_file_of_several_stories_becomes_an_import_for_each():
    item, parts = worked_off(received(a_box_of(3)))
    assert item.status == ImportStatus.SPLIT
    assert statuses(parts) == [ImportStatus.READ] * 3
    assert {part.batch for part in parts} == {item.batch}
    assert [part.preview["story"]["headline"] for part in parts][:2] == [
        "The bridge of Brenwick-0 opens", "The harvest of Brenwick-1 opens",
    ]  # fmt: skip


def test_every_part_keeps_bytes_of_its_own():
    item, parts = worked_off(received(a_box_of(2)))
    assert [part.snapshot.content.decode() for part in parts] == [a_text(0), a_text(1)]
    assert item.snapshot not in {part.snapshot for part in parts}


def test_one_story_in_one_file_is_read_as_it_is():
    item = worker.read_item(received(a_text(1).encode(), name="one.txt").pk)
    assert item.status == ImportStatus.READ
    assert not item.parts.exists()


def test_a_collection_of_one_story_is_split_too():
    item, parts = worked_off(received(a_box_of(1)))
    assert (item.status, statuses(parts)) == (ImportStatus.SPLIT, [ImportStatus.READ])


def test_a_collection_without_stories_fails_with_a_sentence():
    item = worker.read_item(received(a_box()).pk)
    assert (item.status, item.error) == (ImportStatus.FAILED, "No story was found in it.")


def test_what_is_no_story_fails_with_the_sentence_of_its_reader_and_keeps_its_bytes():
    _, parts = worked_off(received(a_box(a_text(1), "refused This describes a person.", a_text(2))))
    assert statuses(parts) == [ImportStatus.READ, ImportStatus.FAILED, ImportStatus.READ]
    assert parts[1].error == "This describes a person."
    assert parts[1].snapshot.size


def test_reading_again_what_is_no_story_says_the_same():
    _, parts = worked_off(received(a_box("refused This describes a person.")))
    item_actions.read_again(parts[0], user=None)
    assert worker.read_item(parts[0].pk).error == "This describes a person."


def test_a_box_in_a_box_is_not_opened(monkeypatch):
    item = received(a_box_of(2))
    monkeypatch.setattr(boxes, "_part", lambda _n, line: boxes.Part("inner", "warc", a_box(line, line)))
    _, parts = worked_off(item)
    assert statuses(parts) == [ImportStatus.FAILED] * 2
    assert "holds several stories itself" in parts[0].error


def test_the_parts_wait_behind_what_an_editor_sends_alone(queue):
    item = received(a_box_of(2))
    worker.read_item(item.pk)
    assert queue[0] == (jobs.read_import, item.pk, jobs.SOON)
    assert {priority for _, _, priority in queue[1:]} == {jobs.LATER}


@pytest.mark.parametrize("calls", [0, 1, 2], ids=["before any part", "after some", "before it is settled"])
def test_a_worker_killed_while_it_takes_a_file_apart_doubles_and_loses_nothing(calls, monkeypatch, queue):
    monkeypatch.setattr(split, "_CHUNK", 2)
    item = received(a_box_of(5))
    with monkeypatch.context() as patch:
        killed_after(patch, split, "_save_items", calls)
        with pytest.raises(Killed):
            worker.read_item(item.pk)
    assert item.parts.count() == calls * 2
    let_its_lease_run_out(item)
    requeue.requeue_stale()
    item, parts = worked_off(item)
    assert [part.position for part in parts] == [1, 2, 3, 4, 5]
    assert statuses(parts) == [ImportStatus.READ] * 5
    assert Snapshot.objects.count() == 6


def test_a_worker_that_lost_its_lease_stops_taking_apart(monkeypatch):
    monkeypatch.setattr(split, "_CHUNK", 2)
    item, write = received(a_box_of(5)), split._save_items

    def lose(*args):
        done = write(*args)
        ImportItem.objects.filter(pk=item.pk).update(claimed_by="elsewhere:1:other")
        return done

    monkeypatch.setattr(split, "_save_items", lose)
    assert worker.read_item(item.pk).status == ImportStatus.READING
    assert item.parts.count() == 2


def test_a_part_whose_worker_was_killed_is_read_after_it_is_requeued(monkeypatch, queue):
    item = received(a_box_of(2))
    worker.read_item(item.pk)
    part = item.parts.first()
    with monkeypatch.context() as patch:
        killed_after(patch, preview_story, "preview_of", 0)
        with pytest.raises(Killed):
            worker.read_item(part.pk)
    let_its_lease_run_out(part)
    queue.clear()
    requeue.requeue_stale()
    assert (jobs.read_import, part.pk, jobs.LATER) in queue
    assert worker.read_item(part.pk).status == ImportStatus.READ


def test_a_part_that_ends_its_process_each_time_fails_alone(monkeypatch):
    item = received(a_box_of(2))
    worker.read_item(item.pk)
    first, run = item.parts.get(position=1), worker.run_limited.run

    def die_over_the_first(call, pk, *args, **how):
        if pk == first.pk:
            raise ChildDiedError("it was ended by SIGSEGV")
        return run(call, pk, *args, **how)

    monkeypatch.setattr(worker.run_limited, "run", die_over_the_first)
    _, parts = worked_off(item)
    assert statuses(parts) == [ImportStatus.FAILED, ImportStatus.READ]


def test_the_rest_of_a_batch_is_discarded_with_what_is_being_read(editor):
    item = received(a_box_of(2))
    worker.read_item(item.pk)
    part = item.parts.get(position=1)
    lease.claim_item(part.pk, claim_holder.new_claim())
    assert batch_actions.discard_open(item.batch, user=editor) == 2
    part.refresh_from_db()
    assert part.status == ImportStatus.DISCARDED


# ---- all of a batch ----


def a_read_batch(count=3):
    item, _ = worked_off(received(a_box_of(count)))
    return item.batch


def test_a_tally_counts_parts_and_not_the_file_they_came_out_of(pages):
    item, parts = worked_off(received(a_box(a_text(1), "refused No story.", a_text(2), a_text(3))))
    drafts.make_draft(parts[0], user=None, fields={})
    received(a_text(5).encode(), name="five.txt", batch=item.batch)
    found = batch_counts.count_batch(item.batch)
    assert (found.total, found.read, found.failed, found.waiting, found.to_draft) == (5, 3, 1, 1, 2)


def test_an_empty_batch_has_an_empty_tally():
    assert batch_counts.count_batch(ImportBatch.objects.create()).total == 0


def test_drafts_are_made_of_all_that_were_read(queue, editor):
    batch = a_read_batch(3)
    assert batch_actions.request_drafts(batch, user=editor).to_draft == 3
    assert queue[-1] == (jobs.make_drafts, batch.pk, jobs.SOON)
    assert drafts.make_drafts(batch.pk) == 3
    assert {article.review_status for article in Article.objects.all()} == {ArticleStatus.DRAFT}
    assert drafts.make_drafts(batch.pk) == 0
    batch.refresh_from_db()
    assert not batch.drafts_wanted


def test_no_drafts_are_made_of_a_batch_that_nobody_asked_to_draft():
    assert drafts.make_drafts(a_read_batch(1).pk) == 0
    assert not Article.objects.exists()


def test_there_must_be_something_to_make_drafts_of(editor):
    with pytest.raises(IllegalTransitionError, match="nothing in this batch"):
        batch_actions.request_drafts(ImportBatch.objects.create(), user=editor)


def test_the_worker_lets_others_have_their_turn_between_drafts(monkeypatch, queue):
    monkeypatch.setattr(drafts, "MAX_DRAFTS_PER_TASK", 2)
    batch = a_read_batch(3)
    batch_actions.request_drafts(batch, user=None)
    queue.clear()
    assert drafts.make_drafts(batch.pk) == 2
    assert queue == [(jobs.make_drafts, batch.pk, jobs.SOON)]


def test_what_looks_like_another_story_is_left_for_an_editor(editor):
    _, (part,) = worked_off(received(a_box(a_text(1))))
    drafts.make_draft(part, user=editor, fields={})
    _, (alike, other) = worked_off(received(a_box(a_text(1) + "|It rained all the next day.", a_text(2)), name="b.box"))
    assert (alike.is_lookalike, other.is_lookalike) == (True, False)
    found = batch_actions.request_drafts(alike.batch, user=editor)
    assert (found.to_draft, found.lookalikes) == (1, 1)
    drafts.make_drafts(alike.batch.pk)
    alike.refresh_from_db()
    assert alike.status == ImportStatus.READ


def test_two_alike_in_one_file_make_one_draft_and_one_to_compare(editor):
    item, parts = worked_off(received(a_box(a_text(1), a_text(1) + "|It rained all the next day.")))
    batch_actions.request_drafts(item.batch, user=editor)
    assert drafts.make_drafts(item.batch.pk) == 1
    parts[1].refresh_from_db()
    assert (parts[1].status, parts[1].is_lookalike) == (ImportStatus.READ, True)
    assert parts[1].preview["looks_like"]


def test_a_draft_that_only_an_editor_can_make_is_left_out_and_the_others_are_made(monkeypatch, queue, editor):
    batch = a_read_batch(3)
    refused = batch.items.exclude(parent=None).first()
    real = drafts.make_article

    def make(story, *args, **options):
        if story.headline == refused.preview["story"]["headline"]:
            raise IllegalTransitionError("Only an editor can decide.")
        return real(story, *args, **options)

    monkeypatch.setattr(drafts, "make_article", make)
    batch_actions.request_drafts(batch, user=editor)
    assert drafts.make_drafts(batch.pk) == 2
    queue.clear()
    assert drafts.make_drafts(batch.pk) == 0
    assert queue == []  # it is not asked for again and again
    refused.refresh_from_db()
    assert (refused.status, refused.is_lookalike) == (ImportStatus.READ, True)


def test_what_was_set_for_a_batch_does_not_hold_up_a_version_of_a_published_story(editor):
    _, (part,) = worked_off(received(a_box(a_text(1))))
    story = drafts.make_draft(part, user=editor, fields={"url": "https://news.example/1"})
    Article.objects.filter(pk=story.pk).update(review_status="published")
    page = b"<html><body><article><h1>%s</h1><p>%s</p></article></body></html>" % (
        story.headline.encode(), b"The bridge opens a week later than was said. " * 5,
    )  # fmt: skip
    item = received(page, name="b.html", url="https://news.example/1")
    worker.read_item(item.pk)
    ImportItem.objects.filter(pk=item.pk).update(set_fields={"section": "World"})
    batch_actions.request_drafts(item.batch, user=editor)
    assert drafts.make_drafts(item.batch.pk) == 1
    item.refresh_from_db()
    assert (item.status, item.article) == (ImportStatus.VERSION, story)


def test_a_story_that_a_newer_version_of_the_site_read_fails_and_says_so(editor):
    batch = a_read_batch(2)
    item = batch.items.exclude(parent=None).first()
    item.preview["story"]["format"] = FORMAT + 1
    item.save()
    batch_actions.request_drafts(batch, user=editor)
    assert drafts.make_drafts(batch.pk) == 1
    item.refresh_from_db()
    assert (item.status, item.error) == (
        ImportStatus.FAILED, "This import was read by a newer version of the site. Read it again.",
    )  # fmt: skip


def test_a_story_that_makes_trouble_does_not_stop_the_drafts(monkeypatch, caplog, editor):
    batch = a_read_batch(3)
    real = duplicates.find_known
    monkeypatch.setattr(
        "articles.desk.drafting.find_known", lambda story: 1 / 0 if "harvest" in story.story.headline else real(story)
    )
    batch_actions.request_drafts(batch, user=editor)
    assert drafts.make_drafts(batch.pk) == 2
    failed = batch.items.get(status=ImportStatus.FAILED)
    assert "no draft could be made" in failed.error
    assert "ZeroDivisionError" in caplog.text


def test_drafts_whose_worker_was_killed_are_asked_for_again_and_none_is_doubled(monkeypatch, queue, editor):
    batch = a_read_batch(3)
    batch_actions.request_drafts(batch, user=editor)
    with monkeypatch.context() as patch:
        killed_after(patch, drafts, "make_draft", 1)
        with pytest.raises(Killed):
            drafts.make_drafts(batch.pk)
    queue.clear()
    requeue.requeue_stale()
    assert queue == [(jobs.make_drafts, batch.pk, jobs.SOON)]
    drafts.make_drafts(batch.pk)
    assert Article.objects.count() == 3
    assert set(statuses(batch.items.exclude(parent=None))) == {ImportStatus.DRAFTED}


def test_all_that_failed_is_read_again(pages, queue, editor):
    del pages[URL]
    item, _ = worked_off(received(a_box(SUMMARY_ENTRY, a_text(1))))
    pages[URL] = PAGE
    queue.clear()
    assert batch_actions.retry_failed(item.batch, user=editor) == 1
    assert [pk for _, pk, _ in queue] == [item.parts.get(position=1).pk]
    _, parts = worked_off(item)
    assert statuses(parts) == [ImportStatus.READ] * 2


def test_reading_again_where_nothing_failed_does_nothing(queue, editor):
    batch = a_read_batch(1)
    queue.clear()
    assert batch_actions.retry_failed(batch, user=editor) == 0
    assert queue == []


def test_the_rest_is_put_aside_and_what_became_a_draft_stays(pages, editor):
    item, parts = worked_off(received(a_box(a_text(1), a_text(2), "refused No story.")))
    drafts.make_draft(parts[0], user=editor, fields={})
    assert batch_actions.discard_open(item.batch, user=editor) == 2
    assert statuses(item.parts.order_by("position")) == ["drafted", "discarded", "discarded"]
    item.refresh_from_db()
    assert item.status == ImportStatus.SPLIT
    assert LoggedAction.objects.get(action="batch.discard_rest").details == {"count": 2}


def test_discarding_the_rest_says_who_cancelled_what_was_not_read_yet(pages, editor):
    item, parts = worked_off(received(a_box(a_text(1), a_text(2))))
    item.batch.items.filter(pk=parts[0].pk).update(status=ImportStatus.READING)
    assert batch_actions.discard_open(item.batch, user=editor) == 2
    errors = item.parts.order_by("position").values_list("error", flat=True)
    assert list(errors) == ["Reading this was cancelled by editor.", ""]


def test_only_batches_of_several_are_listed_as_such():
    several = a_read_batch(1)
    received(a_text(7).encode(), name="seven.txt")
    assert list(ImportBatch.objects.of_several()) == [several]


@pytest.mark.parametrize("count", [2, 20])
def test_a_tally_is_one_question_however_large_the_batch(count, django_assert_num_queries):
    batch = a_read_batch(count)
    with django_assert_num_queries(1):
        batch_counts.count_batch(batch)
