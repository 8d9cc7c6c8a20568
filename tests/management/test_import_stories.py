"""The command import_stories: its sources, its output, and resuming."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.extraction.findings import Findings
from articles.imports import batch_reading, extract, fetch_page, load_story, preview_story, upload_limits, worker
from articles.models import Article, ImportBatch, ImportItem
from articles.readers.fetch import FetchError
from articles.vocabulary import ImportStatus, SourceType
from tests import boxes
from tests.boxes import a_box, a_box_of, a_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _readers(monkeypatch):
    boxes.install(monkeypatch)
    monkeypatch.setattr(extract.pipeline, "find", lambda *_args: Findings())
    monkeypatch.setattr(fetch_page, "PAUSE_SECONDS", 0)


@pytest.fixture
def folder(tmp_path):
    """Two stories and a feed of two, one of them in a subfolder, next to an irrelevant file."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.txt").write_text(a_text(1))
    (tmp_path / "deep" / "two.txt").write_text(a_text(2))
    (tmp_path / "more.box").write_bytes(a_box(a_text(3), a_text(4)))
    (tmp_path / ".hidden").write_text("no story")
    return tmp_path


def run(*args, **options):
    out, err = StringIO(), StringIO()
    call_command("import_stories", *map(str, args), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def statuses():
    return list(ImportItem.objects.order_by("pk").values_list("status", flat=True))


def test_a_folder_becomes_one_batch_and_every_story_is_read(folder):
    out, err = run(folder, note="Spring")
    batch = ImportBatch.objects.get()
    assert (batch.note, err) == ("Spring", "")
    assert f"Batch {batch.pk}: 4 read." in out
    assert {item.name for item in batch.items.filter(parent=None)} == {
        f"{folder.name}/{name}" for name in ("one.txt", "deep/two.txt", "more.box")
    }


def test_elsewhere_than_on_a_terminal_each_import_is_a_line(folder):
    out, _ = run(folder / "one.txt")
    assert out.splitlines()[0] == "Read: one.txt"


def test_it_continues_past_failures_and_reports_them_at_the_end(folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    out, err = run(folder, folder / "missing.txt")
    assert "4 read, 1 failed." in out
    assert f"{folder.name}/a.pdf: This is a PDF file" in err
    assert "missing.txt: No such file or directory." in err


def test_a_file_over_the_limit_is_reported_and_not_imported(folder, monkeypatch):
    monkeypatch.setattr(upload_limits, "MAX_BYTES", 5)
    with pytest.raises(CommandError, match="Nothing could be read"):
        run(folder / "one.txt")
    assert not ImportItem.objects.exists()


def test_when_nothing_could_be_read_it_fails(folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="Nothing could be read"):
        run(folder / "a.pdf")


def test_run_again_it_changes_nothing_and_says_what_is_here(folder):
    run(folder)
    before = statuses()
    out, _ = run(folder)
    assert statuses() == before
    assert ImportBatch.objects.count() == 1
    assert out.count("already imported") == 3


def test_run_again_it_takes_what_is_new_and_what_changed(folder):
    run(folder)
    (folder / "one.txt").write_text(a_text(8))
    (folder / "new.txt").write_text(a_text(9))
    out, _ = run(folder)
    assert "2 read." in out
    assert out.count("already imported") == 2


def test_what_failed_before_is_tried_when_it_is_named_again(folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(load_story.registry, "read_content", lambda _content, _kind: 1 / 0)
        with pytest.raises(CommandError):
            run(folder / "one.txt")
    assert "1 read." in run(folder / "one.txt")[0]


def test_stories_that_are_here_are_duplicates(folder):
    run(folder, draft=True)
    (folder / "copy.txt").write_text(a_text(1) + "\n\n")
    assert "1 duplicate." in run(folder / "copy.txt")[0]
    assert Article.objects.count() == 4


def test_the_bytes_of_a_file_that_is_here_are_not_read_under_another_name(folder):
    run(folder)
    (folder / "copy.txt").write_text(a_text(1))
    assert "one.txt: already imported" in run(folder / "copy.txt")[0]


def test_a_url_that_cannot_be_fetched_is_reported_and_the_rest_is_read(folder, monkeypatch):
    def refuse(url, allow):
        raise FetchError("The site did not answer.")

    monkeypatch.setattr(fetch_page.fetch, "fetch", refuse)
    _, err = run("https://news.example/x", folder / "one.txt")
    assert "https://news.example/x: The site did not answer." in err
    assert ImportItem.objects.get(source_type=SourceType.ADDRESS).status == ImportStatus.FAILED
    assert ImportItem.objects.get(source_type=SourceType.FILE).status == ImportStatus.READ


def test_drafts_are_made_only_when_asked_for(folder):
    run(folder / "one.txt")
    assert not Article.objects.exists()
    out, _ = run(folder / "more.box", draft=True)
    assert "2 drafts created." in out
    assert Article.objects.count() == 2


def test_what_looks_like_another_story_is_left_for_an_editor(folder):
    (folder / "similar.box").write_bytes(a_box(a_text(3), a_text(3) + "|It rained all the next day."))
    out, _ = run(folder / "similar.box", draft=True)
    assert "Near duplicates for an editor to compare: 1." in out
    assert Article.objects.count() == 1


def test_an_interrupted_import_resumes(folder, monkeypatch):
    (folder / "more.box").write_bytes(a_box_of(5))
    read, real = [], worker.read_item

    def stop_after_three(pk):
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(pk)
        return real(pk)

    with monkeypatch.context() as patch:
        patch.setattr(batch_reading.worker, "read_item", stop_after_three)
        with pytest.raises(CommandError, match="import_stories --resume") as stopped:
            run(folder / "more.box")
    assert stopped.value.returncode == 130
    batch = ImportBatch.objects.get()
    out, _ = run(resume=batch.pk)
    assert f"Batch {batch.pk}: 5 read." in out
    assert ImportItem.objects.count() == 6


def test_resumed_it_reads_what_was_in_hand_when_it_was_killed(folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(preview_story, "preview_of", lambda *_args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(CommandError):
            run(folder / "one.txt")
    ImportItem.objects.update(claimed_by=f"{ImportItem.objects.get().claimed_by}x")  # the process has ended
    assert "1 read." in run(resume=ImportBatch.objects.get().pk)[0]


def test_resumed_it_tries_again_what_failed(folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(load_story.registry, "read_content", lambda _content, _kind: 1 / 0)
        with pytest.raises(CommandError):
            run(folder / "one.txt")
    assert "1 read." in run(resume=ImportBatch.objects.get().pk)[0]


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        ([], {}, "Give files"),
        (["x.txt"], {"resume": 1}, "Give files"),
        ([], {"resume": 77}, "There is no batch 77"),
        (["x.csv"], {"columns": ["headline"]}, "FIELD=HEADING"),
        (["x.csv"], {"columns": ["colour=Red"]}, "FIELD=HEADING"),
    ],
    ids=["nothing", "both", "no such batch", "no heading", "no such field"],
)
def test_what_is_asked_wrongly_is_said_in_a_sentence(args, options, said):
    with pytest.raises(CommandError, match=said):
        run(*args, **options)
    assert not ImportBatch.objects.exists()


def test_all_or_nothing_discards_everything_if_one_story_cannot_be_read(folder):
    (folder / "more.box").write_bytes(a_box(a_text(3), "refused This is no story."))
    with pytest.raises(CommandError, match="All of it was discarded"):
        run(folder, atomic=True, draft=True)
    assert not Article.objects.exists()
    assert set(statuses()) == {ImportStatus.SPLIT, ImportStatus.DISCARDED}


def test_all_or_nothing_counts_files_that_are_not_there(folder):
    with pytest.raises(CommandError, match="All of it was discarded"):
        run(folder, folder / "missing.txt", atomic=True, draft=True)
    assert not Article.objects.exists()


def test_all_or_nothing_imports_everything_if_all_can_be_read(folder):
    run(folder, atomic=True, draft=True)
    assert Article.objects.count() == 4


def test_without_it_the_others_are_imported(folder):
    (folder / "more.box").write_bytes(a_box(a_text(3), "refused This is no story."))
    _, err = run(folder, draft=True)
    assert Article.objects.count() == 3
    assert "This is no story." in err


def test_run_again_what_failed_is_tried_in_its_batch(folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    run(folder)
    before = set(ImportItem.objects.values_list("pk", flat=True))
    out, err = run(folder)
    assert "1 import of batch" in out
    assert err.count("a.pdf: This is a PDF file") == 1
    assert set(ImportItem.objects.values_list("pk", flat=True)) == before
    assert ImportBatch.objects.count() == 1


def test_the_same_failed_bytes_as_another_kind_are_a_new_import(folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    for options in ({}, {"kind": "html"}):
        with pytest.raises(CommandError):
            run(folder / "a.pdf", **options)
    assert ImportBatch.objects.count() == 2


def test_a_missing_path_is_named_as_it_was_given(folder):
    _, err = run(folder, folder / "no" / "where")
    assert f"{folder}/no/where: No such file or directory." in err


def test_an_empty_folder_is_said_to_be_empty(folder):
    (folder / "nothing").mkdir()
    _, err = run(folder, folder / "nothing")
    assert f"{folder}/nothing: The folder is empty." in err
