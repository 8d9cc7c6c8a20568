"""Tables of stories wait until somebody says which column is what."""

from __future__ import annotations

import pytest

from articles.desk.transitions import IllegalTransitionError
from articles.imports import (
    batch_actions,
    batch_reading,
    column_mapping,
    item_actions,
    load_story,
    receive,
    table_rows,
    worker,
)
from articles.models import ImportItem, LoggedAction
from articles.vocabulary import ImportStatus, SourceType

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_found")]
TABLE = """Title,Date,Outlet,Text
Ferry sails again,03/02/2016,Valley Post,The ferry sails again after a winter in the dock.
School is painted,25/02/2016,Valley Post,"The school was painted blue by its pupils, who chose the colour."
Mill has grain,,Hill Herald,The mill has enough grain for the winter.
"""
COLUMNS = {"headline": "Title", "published": "Date", "outlet": "Outlet", "text": "Text"}


def a_table(text=TABLE, **fields):
    item = receive.receive_source(
        source_type=SourceType.FILE, content=text.encode(), name="stories.csv", user=None, **fields
    )
    return worker.read_item(item.pk)


def read_with(item, columns=None):
    worker.read_item(column_mapping.map_columns(item, columns or COLUMNS, user=None).pk)
    parts = list(item.parts.order_by("position"))
    return [worker.read_item(part.pk) for part in parts]


def test_a_table_waits_for_its_columns_with_what_one_chooses_from():
    item = a_table()
    assert item.status == ImportStatus.MAPPING
    assert item.preview["columns"] == ["Title", "Date", "Outlet", "Text"]
    assert item.preview["row_count"] == 3
    assert item.preview["rows"][0][0] == "Ferry sails again"
    assert item.preview["guess"]["headline"] == "Title"
    assert not item.parts.exists()


def test_with_its_columns_named_every_row_becomes_an_import():
    item = a_table()
    parts = read_with(item)
    stories = [part.preview["story"] for part in parts]
    assert [story["headline"] for story in stories] == ["Ferry sails again", "School is painted", "Mill has grain"]
    assert [story["outlet"] for story in stories] == ["Valley Post", "Valley Post", "Hill Herald"]
    assert stories[1]["date_published"].startswith("2016-02-25")
    item.refresh_from_db()
    assert (item.status, item.columns) == (ImportStatus.SPLIT, COLUMNS)


def test_the_editors_columns_win_over_the_guess():
    item = a_table()
    (first, *_) = read_with(item, {"headline": "Outlet", "text": "Text"})
    assert first.preview["story"]["headline"] == "Valley Post"


def test_naming_the_columns_is_logged(editor):
    column_mapping.map_columns(a_table(), COLUMNS, user=editor)
    assert LoggedAction.objects.get(action="import.map_columns").after["columns"] == COLUMNS


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"headline": "Title"}, "No column is mapped to the text"),
        ({"colour": "Title", "text": "Text"}, "There is no field colour"),
        ({"text": "Sentences"}, "The table has no column Sentences"),
    ],
    ids=["no text", "no such field", "no such column"],
)
def test_columns_that_make_no_story_are_refused_in_a_sentence(columns, said):
    item = a_table()
    with pytest.raises(IllegalTransitionError, match=said):
        column_mapping.map_columns(item, columns, user=None)
    item.refresh_from_db()
    assert item.status == ImportStatus.MAPPING


def test_columns_are_named_once():
    item = a_table()
    column_mapping.map_columns(item, COLUMNS, user=None)
    with pytest.raises(IllegalTransitionError, match="waiting to be read"):
        column_mapping.map_columns(item, COLUMNS, user=None)


@pytest.mark.parametrize("again", ["alone", "with its batch"])
def test_a_table_that_cannot_be_read_with_its_columns_asks_for_them_again(again, monkeypatch):
    item = a_table()
    with monkeypatch.context() as patch:
        patch.setattr(load_story.registry, "unpack", lambda *_args: 1 / 0)
        worker.read_item(column_mapping.map_columns(item, COLUMNS, user=None).pk)
    item.refresh_from_db()
    assert item.status == ImportStatus.FAILED
    if again == "alone":
        item_actions.read_again(item, user=None)
    else:
        batch_actions.retry_failed(item.batch, user=None)
    assert worker.read_item(item.pk).status == ImportStatus.MAPPING


def test_a_table_can_be_discarded_before_its_columns_are_named(editor):
    assert item_actions.discard(a_table(), user=editor).status == ImportStatus.DISCARDED


def test_the_first_rows_are_shown_as_the_stories_they_become():
    rows = table_rows.preview_rows(a_table().preview, COLUMNS)
    assert [row.story.headline for row in rows] == ["Ferry sails again", "School is painted", "Mill has grain"]
    assert rows[0].story.date_published.date().isoformat() == "2016-02-03"
    assert rows[2].story.date_published is None


def test_a_row_that_only_has_an_address_leads_to_its_page():
    item = a_table("Title,Link\nFerry sails,https://news.example/f\nMill,https://news.example/m\n")
    rows = table_rows.preview_rows(item.preview, {"headline": "Title", "url": "Link"})
    assert [row.is_link for row in rows] == [True, True]


def test_what_can_be_no_story_is_told_for_the_first_rows():
    (row,) = table_rows.preview_rows(a_table().preview, {"section": "Title"})
    assert row.story is None
    assert row.problem


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (COLUMNS, ""),
        ({"headline": "Title", "text": "Text", "published": "Date"}, "the outlet:"),
        ({"text": "Text"}, "the headline, date and outlet:"),
        ({"headline": "Title"}, "no story can be read"),
        ({**COLUMNS, "text": "", "url": "Link"}, ""),
    ],
    ids=["nothing", "one", "three", "the text", "an address does for the text"],
)
def test_what_no_column_gives_is_said_in_a_sentence(columns, said):
    sentence = column_mapping.missing_fields({field: heading for field, heading in columns.items() if heading})
    assert said in sentence
    assert bool(sentence) == bool(said)


def test_a_command_takes_the_guess_where_nothing_is_said():
    item = receive.receive_source(source_type=SourceType.FILE, content=TABLE.encode(), name="stories.csv", user=None)
    list(batch_reading.read_batch(item.batch, columns={"headline": "Outlet"}))
    item.refresh_from_db()
    assert item.columns["headline"] == "Outlet"
    assert item.columns["published"] == "Date"
    assert item.batch.items.filter(status=ImportStatus.READ).count() == 3


def test_a_table_that_a_command_cannot_read_waits_for_an_editor_with_the_reason():
    item = receive.receive_source(source_type=SourceType.FILE, content=TABLE.encode(), name="stories.csv", user=None)
    (given, told) = batch_reading.read_batch(item.batch, columns={"headline": "Nonsense"})
    assert given.pk == told.pk == item.pk
    item = ImportItem.objects.get(pk=item.pk)
    assert (item.status, item.error[:32]) == (ImportStatus.MAPPING, "The table has no column Nonsense")


@pytest.mark.parametrize("odd", ["\\u0000", "\\ud800", "\\udfff"], ids=["NUL", "high surrogate", "low surrogate"])
def test_json_with_characters_that_cannot_be_stored_is_read_without_them(odd):
    rows = f'[{{"head{odd}line": "A ferry {odd}sails", "text": "It sails {odd} again.", "outlet": "{odd}Post"}}]'
    item = a_table(rows)
    assert item.status == ImportStatus.MAPPING
    heading = item.preview["columns"][0]
    assert heading == ("headline" if odd == "\\u0000" else "head?line")
    (part,) = read_with(item, {"headline": heading, "text": "text", "outlet": "outlet"})
    assert part.status == ImportStatus.READ
    assert part.preview["story"]["headline"].endswith("sails")
