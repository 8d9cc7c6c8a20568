"""Taking a backup, on the database of this test run."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import zipfile
from unittest import mock

import pytest
from django.db import transaction

from articles.models import Article, Entity
from newsroom import __version__
from newsroom.backup import archive, taking
from tests.builders import a_person, an_article, mention
from tests.newsroom.backup.conftest import IS_POSTGRES, do


def manifest_of(file):
    with zipfile.ZipFile(file) as given:
        return json.loads(given.read("manifest.json"))


def test_a_backup_is_one_private_file_with_a_manifest(backup, sites):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(backup.parent.iterdir()) == [backup]
    with zipfile.ZipFile(backup) as given:
        assert given.read("secret_key") == (sites.filled.data / "secret_key").read_bytes()
    manifest = manifest_of(backup)
    assert manifest["app_version"] == __version__
    assert manifest["engine"] == ("postgresql" if IS_POSTGRES else "sqlite")
    assert (manifest["counts"]["stories"], manifest["counts"]["published stories"]) == (4, 3)
    assert "articles.0001_initial" in manifest["migrations"]


def test_the_command_says_what_it_wrote(site, tmp_path):
    _, printed = site.run(do, "backup", tmp_path / "b.zip")
    assert f"Wrote and checked {tmp_path}/b.zip" in printed
    assert "It holds 4 stories (3 published), 1 person, 0 organizations, 0 places, 0 imports, 1 account." in printed


def write_stories(pipe):
    for number in range(100_000):
        with transaction.atomic():
            mention(an_article(f"Written meanwhile {number}", "Somebody Else spoke."), a_person("Somebody Else"))
        if number == 3:
            os.write(pipe, b"!")


def back_up_between_counts(file):
    least = Article.objects.count()
    sentence, _ = do("backup", file)
    return sentence, least, Article.objects.count()


def count_stories_mentions_people():
    with_name = Article.objects.filter(mentions__isnull=False).count()
    return Article.objects.count(), with_name, Entity.objects.filter(kind="person").count()


def test_a_backup_taken_while_somebody_writes_holds_one_moment(site, other, tmp_path):
    reading, writing = os.pipe()
    with site.started(write_stories, writing):
        assert os.read(reading, 1) == b"!"
        sentence, least, most = site.run(back_up_between_counts, tmp_path / "b")
    assert sentence == ""
    assert other.run(do, "restore", tmp_path / "b")[0] == ""
    stories, with_name, people = other.run(count_stories_mentions_people)
    assert least <= stories <= most
    # Each story was written in one transaction with its person; the filled site has four, with one person in three.
    assert (with_name, people) == (stories - 1, stories - 4 + 1)
    assert manifest_of(tmp_path / "b")["counts"]["stories"] == stories


def test_an_existing_file_is_replaced_only_when_told_to(site, tmp_path):
    file = tmp_path / "b"
    file.write_bytes(b"precious")
    assert "exists already" in site.run(do, "backup", file)[0]
    assert file.read_bytes() == b"precious"
    assert site.run(do, "backup", file, "--force")[0] == ""
    assert zipfile.is_zipfile(file)
    assert list(tmp_path.iterdir()) == [file]


def back_up_beside_somebody(file):
    real = taking._write

    def write(*arguments):
        file.write_bytes(b"made meanwhile")
        return real(*arguments)

    with mock.patch.object(taking, "_write", write):
        return do("backup", file)


def test_a_file_that_appears_meanwhile_is_not_replaced(site, tmp_path):
    assert "exists already" in site.run(back_up_beside_somebody, tmp_path / "b")[0]
    assert (tmp_path / "b").read_bytes() == b"made meanwhile"


@pytest.mark.parametrize(("name", "words"), [(".", "is a folder"), ("no/b", "There is no folder")])
def test_a_place_where_no_file_can_be_is_refused(site, tmp_path, name, words):
    assert words in site.run(do, "backup", tmp_path / name)[0]


def test_an_empty_database_is_not_backed_up(other, tmp_path):
    assert "nothing to back up" in other.run(do, "backup", tmp_path / "b")[0]
    assert list(tmp_path.iterdir()) == []


def back_up_with_little_room(file):
    usage = shutil.disk_usage(file.parent)._replace(free=1000)
    with mock.patch("shutil.disk_usage", return_value=usage):
        return do("backup", file)


def back_up_on_a_disk_that_fills_up(file):
    with mock.patch.object(archive.Writer, "finish", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        return do("backup", file)


@pytest.mark.parametrize(
    ("work", "words"),
    [(back_up_with_little_room, "There is not enough room"), (back_up_on_a_disk_that_fills_up, "the disk is full")],
)
def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(site, tmp_path, work, words):
    assert words in site.run(work, tmp_path / "b")[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(IS_POSTGRES, reason="the file of a SQLite database")
def test_a_damaged_database_is_not_backed_up(site, tmp_path):
    (site.data / "newsroom.sqlite3").write_bytes(b"not a database at all" * 500)
    assert "file is not a database" in site.run(do, "backup", tmp_path / "b")[0]
    assert list(tmp_path.iterdir()) == []


def back_up_without_programs(file):
    os.environ["PATH"] = "/nowhere"
    return do("backup", file)


@pytest.mark.skipif(not IS_POSTGRES, reason="needs the programs of PostgreSQL")
def test_a_missing_program_is_named(site, tmp_path):
    assert "pg_dump was not found" in site.run(back_up_without_programs, tmp_path / "b")[0]
