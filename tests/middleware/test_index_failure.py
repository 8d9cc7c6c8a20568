"""A search index that fails while a page is made: readers see that it is being built, and stories stay."""

from __future__ import annotations

import pytest

from articles.search import open_index, storage
from articles.search.query import BEING_BUILT
from articles.vocabulary import EntityKind
from tests.builders import a_person, an_article, appear

JUNK = b"junkjunk" * 64


@pytest.fixture
def story(index):
    story = appear(an_article("Bridge open", "Troops moved."), a_person())
    index()
    return story


@pytest.fixture
def damaged(story, client):
    """The files change under an index that is open: the next look at it panics or fails."""
    client.get("/stories/?q=bridge")
    folder = storage.current()
    for path in folder.iterdir():
        if path.suffix in (".store", ".term", ".idx", ".fast", ".pos", ".fieldnorm"):
            with path.open("r+b") as file:
                file.write(JUNK[: path.stat().st_size])
    return story


def pages(story):
    person = story.appearances.get(entity__kind=EntityKind.PERSON).entity
    return ["/", "/stories/", "/stories/?q=troops", "/people/", "/search/suggest/?q=ash",
            story.get_absolute_url(), person.get_absolute_url(), "/about/"]  # fmt: skip


def test_every_page_answers_while_the_open_index_is_damaged(damaged, client):
    assert {path: client.get(path).status_code for path in pages(damaged)} == dict.fromkeys(pages(damaged), 200)


def test_every_page_answers_when_the_damaged_index_cannot_be_opened(damaged, client, monkeypatch):
    monkeypatch.setattr(open_index, "_reader", open_index._Reader())
    assert {path: client.get(path).status_code for path in pages(damaged)} == dict.fromkeys(pages(damaged), 200)


def test_a_list_says_that_the_index_is_being_built_and_is_not_cached(story, client, monkeypatch):
    def panic(*_args, **_kwargs):
        with open_index.ENGINE_CALLS:
            raise type("PanicException", (BaseException,), {})("end <= orig_range.end")

    with monkeypatch.context() as patch:
        patch.setattr(open_index.OpenIndex, "find", panic)
        answer = client.get("/stories/?q=bridge")
        assert client.get("/stories/?q=bridge&format=json").status_code == 503
    assert BEING_BUILT in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert BEING_BUILT not in client.get("/stories/?q=bridge").content.decode()


def test_a_failure_is_one_line_in_the_log_however_many_requests_meet_it(damaged, client, caplog):
    for number in range(5):
        client.get(f"/stories/?q=troops&page={number}")
    lines = [record for record in caplog.records if "search index" in record.getMessage()]
    assert 1 <= len(lines) <= 2
    assert all(record.exc_info is None for record in lines)


def test_another_error_is_not_mistaken_for_a_failure_of_the_index(story, client, monkeypatch):
    def bug(*_args, **_kwargs):
        raise ValueError("a bug")

    client.raise_request_exception = False
    monkeypatch.setattr("articles.search.query.filters_of", bug)
    assert client.get("/stories/?q=troops").status_code == 500
