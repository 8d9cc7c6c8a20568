"""The picture of a story is fetched after its draft exists, within the limits of imports, and stored as files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs
from articles.desk import pictures, review
from articles.desk.audit import RowChanges
from articles.imports import drafts, fetch_page, receive, robots, run_limited, story_pictures, worker
from articles.imports.child_process import ChildDiedError, MemoryLimitError
from articles.imports.taking_down import take_down
from articles.models import Article, LoggedAction, StoryPicture, picture_files
from articles.readers import fetch
from articles.readers.picture_decoding import WIDTHS
from articles.vocabulary import PictureLicence, PictureStatus, SourceType
from tests import builders
from tests.pictures import a_picture, animated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
SOURCE = "https://news.example/bridge.jpg"
PAGE = f"""<!doctype html><html lang=en><head><title>Bridge opens</title><meta property="og:image" content="{SOURCE}">
</head><body><article><h1>Bridge opens</h1>
<p>The bridge between the two towns opened after a winter of work, its keeper told visitors on Monday morning.</p>
<p>Tickets cost what they cost before, and bicycles travel free until the end of the summer, he said.</p>
</article></body></html>""".encode()


class Site:
    """What its addresses answer: bytes, or an error to raise; and what robots.txt says."""

    def __init__(self):
        self.answers, self.asked, self.allowed = {SOURCE: a_picture()}, [], True

    def fetch(self, url, *, limits, headers, **_options):
        self.asked.append((url, limits.size, headers["Accept"]))
        answer = self.answers.get(url, fetch.StatusError("The site answered with HTTP 404 instead of the page.", 404))
        if isinstance(answer, Exception):
            raise answer
        return fetch.Fetched(url, answer, "image/jpeg", "", {}, datetime.now(UTC))


@pytest.fixture
def site(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT, settings.FETCH_PICTURES = tmp_path / "media", True
    made = Site()
    monkeypatch.setattr(fetch, "fetch", made.fetch)
    monkeypatch.setattr(robots, "allows", lambda _url: made.allowed)
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 0)
    return made


@pytest.fixture
def queued(monkeypatch):
    """The tasks that were queued: name, id and when they are to run."""
    tasks = []

    def enqueue(job, pk, *, run_after=None, **_options):
        tasks.append((job.name, pk, run_after))

    monkeypatch.setattr(jobs, "enqueue", enqueue)
    return tasks


def a_story(status="draft", **fields):
    article = builders.an_article("Bridge opens", status=status, **{"image_url": SOURCE, **fields})
    StoryPicture.objects.create(article=article, source_url=article.image_url)
    return article


def picture_of(article):
    return StoryPicture.objects.get(article=article)


def files(article):
    return sorted(path.stem for path in picture_files.path_of(article.pk, "x").parent.glob("*"))


def problem_after(article):
    story_pictures.read(article.pk)
    row = picture_of(article)
    assert (row.status, row.sizes, files(article)) == (PictureStatus.FAILED, [], [])
    return row.problem


def test_a_new_draft_has_its_picture_fetched_later(site, queued, editor):
    item = receive.receive_source(source_type=SourceType.FILE, content=PAGE, name="a.html", user=editor)
    article = drafts.make_draft(worker.read_item(item.pk), user=editor, fields={})
    row = picture_of(article)
    assert (row.status, row.source_url, site.asked) == (PictureStatus.WAITING, SOURCE, [])
    assert ("read_picture", article.pk, None) in queued
    entry = LoggedAction.objects.get(action="import.draft")
    assert "storypicture" in {one["kind"] for one in entry.related}


@pytest.mark.parametrize("reason", ["switched off", "no address"])
def test_no_picture_is_waited_for_without_an_address_or_the_setting(site, queued, editor, settings, reason):
    settings.FETCH_PICTURES = reason != "switched off"
    page = PAGE if reason == "switched off" else PAGE.replace(b"og:image", b"og:other")
    item = receive.receive_source(source_type=SourceType.FILE, content=page, name="a.html", user=editor)
    drafts.make_draft(worker.read_item(item.pk), user=editor, fields={})
    assert not StoryPicture.objects.exists()
    assert "read_picture" not in {name for name, *_ in queued}


def test_the_picture_is_fetched_within_limits_and_stored_as_files(site, settings):
    article = a_story()
    story_pictures.read(article.pk)
    row = picture_of(article)
    assert site.asked == [(SOURCE, settings.MAX_PICTURE_BYTES, story_pictures._ACCEPT)]
    assert (row.status, row.problem, row.received, row.licence) == (PictureStatus.READ, "", None, "")
    assert [(size["width"], size["height"]) for size in row.sizes] == [(480, 343), (700, 500)]
    assert files(article) == sorted(row.names)
    for size in row.sizes:
        assert len(picture_files.read(article.pk, size["name"])) == size["bytes"]
    entry = LoggedAction.objects.get(action="picture.read")
    assert (entry.by, entry.article, entry.details["id"]) == (None, article, row.pk)


def test_reading_again_does_nothing(site):
    article = a_story()
    story_pictures.read(article.pk)
    story_pictures.read(article.pk)
    assert len(site.asked) == 1
    story_pictures.read(article.pk + 1000)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<!doctype html><p>Log in", "This is a web page, not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing"),
        (a_picture(1, 1, "GIF"), "it only counts who opens the page"),
        (a_picture(120, 60, "PNG"), "like a logo"),
        (a_picture()[:1500], "damaged or cut off"),
        (b"", "The file is empty."),
        (fetch.StatusError("The site answered with HTTP 404 instead of the page.", 404), "instead of the picture."),
        (fetch.FetchError("This address is not allowed: it does not lead to the public internet."), "not allowed"),
        (fetch.FetchError("The page is larger than 15 MB."), "The picture is larger than 15 MB."),
    ],
)
def test_what_cannot_be_shown_leaves_a_sentence(site, answer, words):
    site.answers[SOURCE] = answer
    article = a_story()
    assert words in problem_after(article)
    assert words in LoggedAction.objects.get(action="picture.fail").details["reason"]


def test_an_animated_picture_is_read_with_a_remark(site):
    site.answers[SOURCE] = animated("GIF")
    article = a_story()
    story_pictures.read(article.pk)
    assert picture_of(article).status == PictureStatus.READ
    assert picture_of(article).problem == "The picture is animated. Only its first frame is kept."


def test_robots_txt_is_asked_first(site):
    site.allowed = False
    assert "robots.txt not to fetch this picture" in problem_after(a_story())
    site.allowed = None
    assert "robots.txt of the site could not be read" in problem_after(a_story())
    assert site.asked == []


@pytest.mark.parametrize(("field", "value"), [("source_status", "withheld"), ("source_status", "cancelled")])
def test_nothing_is_fetched_for_a_story_that_its_source_took_back(site, field, value):
    assert "has taken this story back" in problem_after(a_story(**{field: value}))
    assert site.asked == []


def test_nothing_is_fetched_for_a_discarded_story(site):
    assert "was discarded" in problem_after(a_story(status="discarded"))
    assert site.asked == []


def test_what_is_no_web_address_is_refused_by_the_gate(site):
    assert "Only addresses that begin with http" in problem_after(a_story(image_url="ftp://news.example/a.jpg"))


def test_a_site_that_was_just_asked_is_asked_later(site, queued, monkeypatch):
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 60)
    fetch_page.take_turn(SOURCE, is_urgent=True)
    article = a_story()
    story_pictures.read(article.pk)
    (name, pk, run_after) = queued[0]
    assert (name, pk, picture_of(article).attempts) == ("read_picture", article.pk, 0)
    assert timedelta(seconds=30) < run_after - timezone.now() <= timedelta(seconds=60)
    assert picture_of(article).status == PictureStatus.WAITING


def test_a_site_that_asks_to_be_asked_later_is_asked_three_times(site, queued):
    site.answers[SOURCE] = fetch.RetryLaterError("The site answered with HTTP 503 instead of the page.", 120)
    article = a_story()
    story_pictures.read(article.pk)
    assert queued[0][2] - timezone.now() > timedelta(seconds=100)
    story_pictures.read(article.pk)
    assert "HTTP 503 instead of the picture. It was tried 3 times." in problem_after(article)


def test_a_site_that_wants_to_be_left_alone_for_days_is_not_asked_again(site, queued):
    site.answers[SOURCE] = fetch.RetryLaterError("The site answered with HTTP 429 instead of the page.", 10**6)
    assert "HTTP 429" in problem_after(a_story())
    assert queued == []


def test_a_picture_that_needs_too_much_is_stopped_with_a_sentence(site, monkeypatch):
    def stop(*_args, **_options):
        raise MemoryLimitError("needed more than 512 megabytes of memory, so it was stopped.")

    monkeypatch.setattr(run_limited, "run", stop)
    assert problem_after(a_story()) == (
        "Reading the picture needed more than 512 megabytes of memory, so it was stopped."
    )


def test_a_picture_over_which_processes_die_is_given_up(site, queued, monkeypatch):
    def die(*_args, **_options):
        raise ChildDiedError("it was ended by SIGSEGV")

    monkeypatch.setattr(run_limited, "run", die)
    article = a_story()
    for _ in range(2):
        story_pictures.read(article.pk)
        assert picture_of(article).status == PictureStatus.WAITING
    assert len(queued) == 2
    assert problem_after(article) == "Reading the picture stopped the worker. It was tried 3 times."


def test_a_picture_whose_task_was_lost_is_queued_again(site, queued):
    article, fresh = a_story(), a_story()
    StoryPicture.objects.filter(article=article).update(requested_at=timezone.now() - timedelta(hours=1))
    assert story_pictures.requeue_waiting() == 1
    assert [pk for _, pk, _ in queued] == [article.pk]
    assert fresh.pk != article.pk


def test_a_picture_whose_task_is_still_queued_is_not_queued_again(site, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    article = a_story()
    StoryPicture.objects.filter(article=article).update(requested_at=timezone.now() - timedelta(hours=1))
    DBTaskResult.objects.create(
        task_path=jobs.paths_of(jobs.read_picture)[0], args_kwargs={"args": [article.pk], "kwargs": {}},
        queue_name="default", backend_name="default", priority=0, run_after=timezone.now(),
    )  # fmt: skip
    assert story_pictures.requeue_waiting() == 0


def test_an_upload_is_decoded_and_its_bytes_are_forgotten(site, queued, editor):
    article = builders.an_article("Bridge opens", status="draft")
    pictures.upload(article, a_picture(2000, 1200, "PNG"), user=editor, opened="")
    assert picture_of(article).received is not None
    story_pictures.read(article.pk)
    row = picture_of(article)
    assert (row.status, row.received, row.source_url) == (PictureStatus.READ, None, "")
    assert [size["width"] for size in row.sizes] == list(WIDTHS)
    assert site.asked == []


def test_another_picture_replaces_the_files_and_what_was_stated_of_the_first(
    site, queued, editor, django_capture_on_commit_callbacks
):
    article = a_story()
    story_pictures.read(article.pk)
    first = picture_of(article)
    stated = pictures.Description(PictureLicence.OWN, "", "A bridge", "", "")
    pictures.describe(article, stated, user=editor, opened=pictures.version_of(first), version=article.version)
    # The same bytes: the licence still holds.
    pictures.fetch_again(article, user=editor, opened=pictures.version_of(picture_of(article)))
    assert picture_of(article).names == first.names
    with django_capture_on_commit_callbacks(execute=True):
        story_pictures.read(article.pk)
    assert (picture_of(article).licence, picture_of(article).alt) == (PictureLicence.OWN, "A bridge")
    assert files(article) == sorted(first.names)
    site.answers[SOURCE] = a_picture(600, 300)
    pictures.fetch_again(article, user=editor, opened=pictures.version_of(picture_of(article)))
    with django_capture_on_commit_callbacks(execute=True):
        story_pictures.read(article.pk)
    second = picture_of(article)
    assert (second.licence, second.alt) == ("", "")
    assert files(article) == sorted(second.names)
    assert second.names.isdisjoint(first.names)


def test_a_picture_stays_if_fetching_it_again_fails(site, queued, editor):
    article = a_story()
    story_pictures.read(article.pk)
    names = picture_of(article).names
    site.answers[SOURCE] = b"<p>gone"
    pictures.fetch_again(article, user=editor, opened=pictures.version_of(picture_of(article)))
    story_pictures.read(article.pk)
    row = picture_of(article)
    assert (row.status, row.names, files(article)) == (PictureStatus.FAILED, names, sorted(names))


def test_a_picture_that_was_asked_for_again_meanwhile_is_not_stored(site, queued, editor, monkeypatch):
    article = a_story()
    answer = site.fetch

    def ask_again(url, **options):
        pictures.upload(article, b"x", user=editor, opened=pictures.version_of(picture_of(article)))
        return answer(url, **options)

    monkeypatch.setattr(fetch, "fetch", ask_again)
    story_pictures.read(article.pk)
    row = picture_of(article)
    assert (row.status, row.sizes, bytes(row.received)) == (PictureStatus.WAITING, [], b"x")


def test_a_takedown_removes_the_files(site, editor, django_capture_on_commit_callbacks):
    article = a_story(status="published")
    story_pictures.read(article.pk)
    assert files(article)
    with django_capture_on_commit_callbacks(execute=True):
        take_down(article, user=editor, version=article.version, ground="privacy", reason="A court asked for it")
    assert not picture_files.path_of(article.pk, "x").parent.exists()


def test_a_story_that_is_taken_down_while_its_picture_is_read_leaves_no_file(site, editor, monkeypatch):
    article = a_story()
    write = picture_files.write

    def remove_first(article_id, content):
        Article.objects.filter(pk=article_id).delete()
        return write(article_id, content)

    monkeypatch.setattr(picture_files, "write", remove_first)
    story_pictures.read(article.pk)
    assert list(picture_files.stories_with_files()) == []


def test_files_that_a_killed_process_left_are_removed(site):
    article = a_story()
    story_pictures.read(article.pk)
    picture_files.write(article.pk + 1, b"left behind")
    assert story_pictures.remove_orphans() == 1
    assert list(picture_files.stories_with_files()) == [article.pk]
    assert story_pictures.remove_orphans() == 0


def test_a_newer_version_with_another_picture_has_it_fetched_unless_an_editor_chose_one(site, queued, editor):
    article = a_story()
    story_pictures.read(article.pk)
    article.image_url = "https://news.example/other.jpg"
    article.save()
    pictures.expect(article, RowChanges())
    assert (picture_of(article).status, picture_of(article).source_url) == (PictureStatus.WAITING, article.image_url)
    site.answers[article.image_url] = a_picture(600, 400)
    story_pictures.read(article.pk)
    stated = pictures.Description(PictureLicence.OWN, "", "A bridge", "", "")
    pictures.describe(
        article, stated, user=editor, opened=pictures.version_of(picture_of(article)), version=article.version
    )
    article.image_url = SOURCE
    article.save()
    pictures.expect(article, RowChanges())
    assert picture_of(article).status == PictureStatus.READ


def test_a_discarded_or_withdrawn_story_keeps_its_picture_for_its_editors(site, editor):
    article = a_story(status="published")
    story_pictures.read(article.pk)
    review.withdraw(article, user=editor, reason="It was wrong.")
    assert files(article) == sorted(picture_of(article).names)
