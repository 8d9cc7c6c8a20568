"""Restoring a backup, on the database of this test run."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import shutil
import sqlite3
import time
import zipfile
import zlib
from contextlib import closing
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from articles.management.prepared import pending_migrations
from articles.models import Article
from articles.search import storage
from articles.search.indexer import rebuild
from newsroom import site_lock
from newsroom.backup import archive, restoring
from tests.builders import an_article
from tests.newsroom.backup.conftest import IS_POSTGRES, content, do

# What zipfile raises on one damaged archive or another.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError)


def restore(file, *options):
    """The sentence, what was printed, and what the tables hold afterwards."""
    return *do("restore", file, *options), content()


def test_what_is_restored_elsewhere_is_what_was_backed_up(backup, before, other):
    sentence, printed, after = other.run(restore, backup)
    assert (sentence, after) == ("", before)
    assert after["articles_article"][0] == 4
    assert "The site now holds 4 stories (3 published), 1 person," in printed


def work_on():
    newest = max(Article.objects.values_list("pk", flat=True))
    return an_article("A new story").pk - newest, User.objects.get().check_password("correct horse")


def test_a_restored_site_can_be_worked_on(backup, other):
    other.run(restore, backup)
    assert other.run(work_on) == [1, True]


def test_media_and_the_secret_key_come_back(site, other, tmp_path):
    media = site.data / "media" / "2026"
    media.mkdir(parents=True)
    (media / "bild \u00fc.jpg").write_bytes(b"\xff\xd8 picture")
    (site.data / "media" / "link").symlink_to("/etc/hostname")
    (other.data / "media").mkdir()
    (other.data / "media" / "old.jpg").write_bytes(b"old")
    site.run(do, "backup", tmp_path / "b")
    assert other.run(restore, tmp_path / "b")[0] == ""
    assert (other.data / "secret_key").read_bytes() == (site.data / "secret_key").read_bytes()
    found = {str(path.relative_to(other.data / "media")) for path in (other.data / "media").rglob("*")}
    assert found == {"2026", "2026/bild \u00fc.jpg"}
    assert (other.data / "media/2026/bild \u00fc.jpg").read_bytes() == b"\xff\xd8 picture"
    (kept,) = other.data.glob("media.before-restore-*")
    assert (kept / "old.jpg").read_bytes() == b"old"


def add_a_story():
    an_article("Only here")


def test_a_site_that_holds_something_is_replaced_only_when_told_to_and_is_kept(backup, before, site):
    site.run(add_a_story)
    sentence, _, after = site.run(restore, backup)
    assert "--force" in sentence
    assert after["articles_article"][0] == 5
    sentence, printed, after = site.run(restore, backup, "--force")
    assert (sentence, after) == ("", before)
    assert site.run(stories_kept_as, printed) == 5


def stories_kept_as(printed):
    """How many stories stand in what a restore kept, found by the name that it printed."""
    question = "SELECT COUNT(*) FROM articles_article"
    if not IS_POSTGRES:
        file = next(word for word in printed.split() if "sqlite3.before-restore-" in word)
        with closing(sqlite3.connect(file)) as kept:
            return kept.execute(question).fetchone()[0]
    schema = next(word for word in printed.split() if word.startswith("before_restore_"))
    with connection.cursor() as cursor:
        cursor.execute(f'SET search_path TO "{schema}"')
        cursor.execute(question)
        return cursor.fetchone()[0]


def restore_in_another_second(file):
    time.sleep(1.01)  # names are given by the second
    return restore(file, "--force")


def test_restoring_twice_keeps_both(backup, before, site):
    site.run(restore, backup, "--force")
    assert site.run(restore_in_another_second, backup)[::2] == ["", before]


def restore_with_an_index(file):
    rebuild()
    was_there = storage.current() is not None
    sentence, _ = do("restore", file, "--force")
    return was_there, sentence, storage.current() is not None


def test_the_search_index_is_left_for_the_indexer_to_build(backup, site):
    assert site.run(restore_with_an_index, backup) == [True, "", False]
    assert not list(site.data.glob("index*"))


def restore_under_lock(file, lock, data):
    with getattr(site_lock, lock)(data):
        return restore(file, "--force")


@pytest.mark.parametrize("lock", ["the_only_site", "in_use"])
def test_nothing_is_restored_while_the_site_runs(backup, before, site, lock):
    sentence, _, after = site.run(restore_under_lock, backup, lock, site.data)
    assert sentence == f"The site is running on {site.data}. Stop it first."
    assert after == before


def stay_connected(pipe):
    Article.objects.count()
    os.write(pipe, b"!")
    time.sleep(600)


def test_nothing_is_restored_while_another_program_uses_the_database(backup, before, site):
    reading, writing = os.pipe()
    with site.started(stay_connected, writing):
        assert os.read(reading, 1) == b"!"
        sentence, _, after = site.run(restore, backup, "--force")
    assert "Another program is connected" in sentence or "Another program has" in sentence
    assert after == before


def changed(file, target, change):
    """A copy of a backup with another manifest, and its database under the name that this gives."""
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(target, "w") as made:
        manifest = json.loads(given.read("manifest.json"))
        change(manifest)
        (database,) = set(manifest["files"]) & set(archive.DATABASES.values())
        for name in given.namelist():
            if name == "manifest.json":
                made.writestr(name, json.dumps(manifest))
            else:
                made.writestr(database if name in archive.DATABASES.values() else name, given.read(name))
    return target


def test_a_backup_of_a_newer_version_is_refused(backup, other, tmp_path):
    newer = changed(backup, tmp_path / "b", lambda m: m["migrations"].append("articles.9999_from_the_future"))
    sentence, _ = other.run(do, "restore", newer)
    assert "newer version" in sentence
    assert "articles.9999_from_the_future" in sentence


def test_a_backup_of_another_database_is_refused(backup, other, tmp_path):
    def swap(manifest):
        file = manifest["files"].pop(archive.DATABASES[manifest["engine"]])
        manifest["engine"] = "sqlite" if IS_POSTGRES else "postgresql"
        manifest["files"][archive.DATABASES[manifest["engine"]]] = file

    assert "this site uses" in other.run(do, "restore", changed(backup, tmp_path / "b", swap))[0]


def go_back_and_back_up(file):
    call_command("migrate", "articles", "0002", verbosity=0)
    return do("backup", file)


def what_is_there():
    return pending_migrations(), Article.objects.count()


@pytest.mark.timeout(900)  # migrates in a process of its own
def test_an_older_backup_is_brought_up_to_this_version(site, other, tmp_path):
    assert site.run(go_back_and_back_up, tmp_path / "b")[0] == ""
    assert other.run(do, "restore", tmp_path / "b")[0] == ""
    assert other.run(what_is_there) == [False, 4]


def restore_with_little_room(file):
    usage = shutil.disk_usage(file.parent)._replace(free=1000)
    with mock.patch("shutil.disk_usage", return_value=usage):
        return restore(file, "--force")


def restore_on_a_disk_that_fills_up(file):
    with mock.patch.object(archive.Reader, "extract", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        return restore(file, "--force")


def restore_until_the_last_step_fails(file):
    with mock.patch.object(restoring, "facts", side_effect=OSError(errno.EIO, "Input/output error")):
        return restore(file, "--force")


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (restore_with_little_room, "There is not enough room"),
        (restore_on_a_disk_that_fills_up, "the disk is full. Nothing was changed."),
        (restore_until_the_last_step_fails, "input/output error. Nothing was changed."),
    ],
)
def test_a_restore_that_fails_changes_nothing(backup, site, work, words):
    for name in ("media", "index"):
        (site.data / name).mkdir()
        (site.data / name / "x").write_text("mine")
    site.run(add_a_story)
    rows, files = site.run(content), listing(site)
    sentence, _, after = site.run(work, backup)
    assert words in sentence
    assert (after, listing(site)) == (rows, files)


def listing(site):
    """Every file that is not a log or a lock, and what small ones hold."""
    files = [path for path in site.data.rglob("*") if not path.name.endswith(("-wal", "-shm", ".lock"))]
    return {str(path): path.read_bytes() for path in files if path.is_file() and "sqlite3" not in path.name} | {
        str(path): b"" for path in files if "sqlite3" in path.name
    }


def restore_each(folder):
    said = {}
    for path in sorted(folder.iterdir()):
        rows = content()
        sentence, _ = do("restore", path, "--force")
        said[path.name] = sentence, content() == rows
    return said


def content_offsets(path):
    """The offsets of the bytes of an archive that hold what its files contain: a time in a header may be anything."""
    with zipfile.ZipFile(path) as archive:
        # A local header has 30 bytes, the name and an extra field, whose length is at byte 28.
        data = path.read_bytes()
        starts = [
            (
                one.header_offset
                + 30
                + len(one.filename.encode())
                + int.from_bytes(data[one.header_offset + 28 : one.header_offset + 30], "little"),
                one.compress_size,
            )
            for one in archive.infolist()
        ]
    return [offset for start, size in starts for offset in range(start, start + size)]


def is_sound(archive: bytearray) -> bool:
    """Whether all members of an archive can be read and have their checksums."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as given:
            return given.testzip() is None
    except DAMAGE:
        return False


def test_damaged_and_foreign_files_are_refused_and_change_nothing(backup, site, tmp_path):
    whole, chance = backup.read_bytes(), random.Random(2016)  # noqa: S311  # the same damage each time
    content = content_offsets(backup)
    for number in range(8):
        (tmp_path / f"cut {number}").write_bytes(whole[: chance.randrange(len(whole))])
        flipped = bytearray(whole)
        while is_sound(
            flipped
        ):  # some bits of a compressed stream, such as those that fill its last byte, mean nothing
            flipped = bytearray(whole)
            flipped[chance.choice(content)] ^= 1 << chance.randrange(8)
        (tmp_path / f"flip {number}").write_bytes(flipped)
    (tmp_path / "text").write_text("This is no backup.")
    (tmp_path / "nothing").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "foreign", "w") as given:
        given.writestr("report.txt", "words")
    (tmp_path / "folder").mkdir()
    for name, (sentence, is_unchanged) in site.run(restore_each, tmp_path).items():
        assert is_unchanged, name
        assert "is damaged, or is no backup of this site" in sentence or "cannot be read" in sentence, (name, sentence)
    assert not [path for path in site.data.iterdir() if path.name.startswith(".")]


def test_a_file_that_is_not_there_is_told(other, tmp_path):
    assert other.run(do, "restore", tmp_path / "b")[0] == f"{tmp_path}/b cannot be read: no such file or directory."


@pytest.mark.skipif(IS_POSTGRES, reason="the file of a SQLite database")
def test_a_damaged_database_can_be_replaced_and_is_kept(backup, before, site):
    (site.data / "newsroom.sqlite3").write_bytes(b"not a database at all" * 500)
    assert "--force" in site.run(do, "restore", backup)[0]
    assert site.run(restore, backup, "--force")[::2] == ["", before]
    (kept,) = site.data.glob("newsroom.sqlite3.before-restore-*")
    assert kept.read_bytes() == b"not a database at all" * 500


@pytest.mark.skipif(IS_POSTGRES, reason="a PostgreSQL database is there before a site is")
def test_restoring_into_an_empty_folder_leaves_nothing_beside_the_site(backup, other):
    sentence, printed, _ = other.run(restore, backup)
    assert sentence == ""
    assert "is kept" not in printed
    assert [path.name for path in other.data.iterdir() if "before-restore" in path.name] == []
