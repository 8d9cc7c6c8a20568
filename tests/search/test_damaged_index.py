"""An index that cannot be opened any more."""

from __future__ import annotations

import shutil

import pytest

from articles.search.indexer import Indexer
from articles.search.query import search
from articles.search.result import StoryQuery
from tests.builders import an_article


def _no_meta(folder):
    (folder / "meta.json").unlink()


def _broken_meta(folder):
    (folder / "meta.json").write_text('{"segments": [')


def _missing_segments(folder):
    for file in folder.glob("*.idx"):
        file.unlink()


def _empty_segments(folder):
    for file in (*folder.glob("*.store"), *folder.glob("*.fast")):
        file.write_bytes(b"")


def _no_folder(folder):
    shutil.rmtree(folder)


def _empty_folder(folder):
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGE = [_no_meta, _broken_meta, _missing_segments, _empty_segments, _no_folder, _empty_folder]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_reported_and_rebuilt(index, damage, caplog):
    story = an_article()
    damage(index())
    assert search(StoryQuery("bridge")).problem
    indexer = Indexer()
    indexer.drain()
    indexer.close()
    assert "rebuilding it" in caplog.text
    assert [hit.article_id for hit in search(StoryQuery()).hits] == [story.pk]
