"""The check of the files of an index, and an indexer that finds damage while it runs."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search import indexer as indexer_module
from articles.search import open_index, storage
from articles.search.engine_failures import ENGINE_CALLS, IndexFailedError, is_panic
from articles.search.indexer import Indexer, rebuild
from articles.search.outbox import changed_article
from articles.search.query import search
from articles.search.result import StoryQuery
from articles.search.verification import DamagedIndexError, Verifier, check_file
from tests.builders import an_article

SUFFIXES = ("idx", "pos", "term", "store", "fast", "fieldnorm")


@pytest.fixture
def folder(index):
    an_article("Bridge open", "Troops moved.")
    return index()


def segment_files(folder):
    return sorted(path for path in folder.iterdir() if path.suffix.lstrip(".") in (*SUFFIXES, "del"))


def overwrite(path, position, junk):
    """In place, as a failing disk does, so that the inode stays."""
    with path.open("r+b") as file:
        file.seek(position)
        file.write(junk)


def test_what_the_engine_wrote_is_sound(folder):
    Verifier(folder).check()
    assert {path.suffix.lstrip(".") for path in segment_files(folder)} >= set(SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("change", ["junk", "cut", "gone"])
def test_each_kind_of_file_is_checked(folder, suffix, change):
    verifier = Verifier(folder)
    verifier.check()
    path = next(path for path in segment_files(folder) if path.suffix == f".{suffix}")
    if change == "junk":
        overwrite(path, 0, bytes([path.read_bytes()[0] ^ 1]))
    elif change == "cut":
        os.truncate(path, path.stat().st_size - 1)
    else:
        path.unlink()
    with pytest.raises(DamagedIndexError, match=path.name):
        verifier.check()


@pytest.fixture(scope="module")
def sound_file(tmp_path_factory):
    """A file with a footer as the engine writes it."""
    path = tmp_path_factory.mktemp("segment") / "a.store"
    content = b"stories" * 100
    footer = json.dumps({"version": {}, "crc": zlib.crc32(content)}).encode()
    path.write_bytes(content + footer + len(footer).to_bytes(4, "little") + (1337).to_bytes(4, "little"))
    return path


@given(st.data())
def test_any_changed_byte_is_found(sound_file, data):
    whole = sound_file.read_bytes()
    position = data.draw(st.integers(0, len(whole) - 1))
    changed = data.draw(st.integers(0, 255).filter(lambda value: value != whole[position]))
    copy = sound_file.with_name("copy.store")
    copy.write_bytes(whole[:position] + bytes([changed]) + whole[position + 1 :])
    check_file(sound_file)
    in_version = b'"version"' in whole and whole.find(b'{"version"') <= position < whole.find(b'"crc"')
    if in_version:  # says nothing of the content
        return
    with pytest.raises(DamagedIndexError):
        check_file(copy)


@pytest.mark.parametrize("meta", ["", "{", "[]", "{}", '{"segments": 3}', '{"segments": [{}]}', "\x00" * 40])
def test_a_list_of_segments_that_is_not_valid_is_damage(folder, meta):
    (folder / "meta.json").write_text(meta)
    with pytest.raises(DamagedIndexError, match=r"meta\.json is not valid"):
        Verifier(folder).check()


def test_damage_that_leaves_size_and_time_as_they_were_is_found_when_files_are_read_again(folder):
    verifier = Verifier(folder)
    verifier.check()
    path = segment_files(folder)[0]
    before = path.stat()
    overwrite(path, 0, bytes([path.read_bytes()[0] ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    verifier.check()
    with pytest.raises(DamagedIndexError, match="checksum"):
        verifier.check(more_bytes=10**9)


def test_files_that_seem_unchanged_are_read_in_turn(folder, monkeypatch):
    verifier, read = Verifier(folder), []
    verifier.check()
    monkeypatch.setattr("articles.search.verification.check_file", lambda path: read.append(path.name))
    count = len(segment_files(folder))
    for _ in range(2 * count):
        verifier.check(more_bytes=1)
    assert read[:count] == read[count:]
    assert sorted(read[:count]) == [path.name for path in segment_files(folder)]


@pytest.fixture
def running(folder, monkeypatch):
    """An indexer whose rounds the test makes itself, and which looks at the files in each."""
    monkeypatch.setattr(indexer_module, "CHECK_SECONDS", 0.0)
    indexer = Indexer()
    indexer._round(lambda: None)
    yield indexer
    indexer.close()


def junk_in_segments(folder):
    for path in segment_files(folder):
        overwrite(path, 0, b"junkjunk" * 8)


def broken_meta(folder):
    (folder / "meta.json").write_text('{"segments": [')


def no_folder(folder):
    shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [junk_in_segments, broken_meta, no_folder], ids=lambda damage: damage.__name__)
def test_damage_while_it_runs_is_repaired_without_a_change_of_any_story(running, damage, caplog):
    damage(storage.current())
    for _ in range(2):
        running._round(lambda: None)
    assert search(StoryQuery("bridge")).total == 1
    assert "rebuilding it" in caplog.text
    Verifier(storage.current()).check()


@pytest.mark.parametrize("damage", [junk_in_segments, broken_meta], ids=lambda damage: damage.__name__)
def test_a_change_that_meets_a_damaged_index_is_not_lost(running, damage):
    damage(storage.current())
    changed_article(an_article("Harbour closed", "Ships left.").pk)
    for _ in range(3):
        running._round(lambda: None)
    assert search(StoryQuery("harbour")).total == 1


def test_an_index_that_is_not_the_one_written_last_is_damage(running):
    folder = storage.current()
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    changed_article(an_article("Harbour closed", "Ships left.").pk)
    running._round(lambda: None)
    running.close()
    shutil.rmtree(folder)
    copy.rename(folder)
    running._round(lambda: None)
    assert search(StoryQuery("harbour")).total == 1


def test_a_full_disk_is_one_line_and_the_index_stays(running, monkeypatch, caplog):
    def full(*_args):
        with ENGINE_CALLS:
            raise ValueError('IoError { io_error: Os { code: 28, kind: StorageFull, message: "No space left" } }')

    kept = storage.current()
    changed_article(an_article("Harbour closed", "Ships left.").pk)
    with monkeypatch.context() as patch:
        patch.setattr(indexer_module._Writing, "commit", full)
        pause = running._round(lambda: None)
    assert pause == indexer_module._PAUSE_WITHOUT_DISK
    assert "The search index cannot be written. The disk of the server is full" in caplog.text
    assert storage.current() == kept
    running._round(lambda: None)
    assert search(StoryQuery("harbour")).total == 1


def test_a_rebuild_that_fails_on_a_full_disk_is_tried_again(running, monkeypatch):
    broken_meta(storage.current())
    running._round(lambda: None)
    with monkeypatch.context() as patch:
        patch.setattr(indexer_module, "rebuild", lambda: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space")))
        assert running._round(lambda: None) == indexer_module._PAUSE_WITHOUT_DISK
    running._round(lambda: None)
    assert search(StoryQuery("bridge")).total == 1


def test_an_index_that_is_damaged_again_at_once_is_not_rebuilt_without_pause(running, monkeypatch):
    rebuilt = []
    monkeypatch.setattr(indexer_module, "rebuild", lambda: rebuilt.append(1) or rebuild())
    pauses = []
    for _ in range(2):
        broken_meta(storage.current())
        pauses.append(running._round(lambda: None))
        running._round(lambda: None)
    assert pauses[0] < 1 < pauses[1]


def test_a_panic_of_the_engine_is_an_error_that_can_be_caught(folder):
    path = next(path for path in segment_files(folder) if path.suffix == ".fast")
    content = path.read_bytes()
    footer = int.from_bytes(content[-8:-4], "little") + 8
    overwrite(path, 0, b"junk" * ((len(content) - footer - 22) // 4))  # its last bytes give wrong positions
    with pytest.raises(IndexFailedError) as failure:
        indexer_module.open_folder(folder)
    assert is_panic(failure.value.__cause__)


def test_an_interrupt_is_no_failure_of_the_engine():
    with pytest.raises(KeyboardInterrupt), ENGINE_CALLS:
        raise KeyboardInterrupt


def test_the_running_indexer_ends_when_it_is_asked_to(folder):
    stop, indexer = threading.Event(), Indexer()
    rounds = []

    def then():
        rounds.append(time.monotonic())
        stop.set()

    indexer.run(stop, then=then)
    indexer.close()
    assert len(rounds) == 1


def test_an_index_that_cannot_be_opened_is_logged_once_until_it_changes(folder, monkeypatch, caplog):
    monkeypatch.setattr(open_index, "_reader", open_index._Reader())
    monkeypatch.setattr(open_index, "_RETRY_SECONDS", 0.0)
    broken_meta(folder)
    assert [open_index.open_index() for _ in range(5)] == [None] * 5
    assert caplog.text.count("cannot be opened") == 1
    (folder / "meta.json").write_text("otherwise broken")
    assert open_index.open_index() is None
    assert caplog.text.count("cannot be opened") == 2
