"""What docs/listings.md says of lists is true. A list or facet that it does not describe has columns and names that say
enough: the document says where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from articles.listings import LISTINGS
from articles.listings.renderers import RENDERERS
from articles.search.facets import FACET_NAMES
from articles.search.parameters import MAX_VALUES
from articles.search.result import MAX_PAGE, PAGE_SIZE
from articles.vocabulary import Genre

TEXT = (Path(__file__).parents[2] / "docs" / "listings.md").read_text("utf-8")
COLUMNS = TEXT.split("## Columns")[1].split("## Formats")[0]


PARAMETERS = TEXT.split("## Parameters")[1].split("## Columns")[0]
BY_TITLE = {listing.title: listing for listing in LISTINGS}
# What is no facet: words, days, order and pages.
OTHER_PARAMETERS = {"q", "exact", "from", "to", "sort", "letter", "order", "page", "format"}


def rows(part):
    """The cells of the rows of the table of a part of the document."""
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("row", rows(TEXT.split("## Lists")[1].split("## Parameters")[0]), ids=lambda row: row[0])
def test_a_documented_list_is_at_its_documented_address(row):
    assert row[1] == f"`/{BY_TITLE[row[0]].path}`"


@pytest.mark.parametrize("row", rows(COLUMNS), ids=lambda row: row[0])
def test_the_documented_columns_are_those_of_the_list(row):
    for title in row[0].split(", "):
        assert re.findall(r"`(\w+)`", row[1]) == [column.name for column in BY_TITLE[title].columns]


def test_the_documented_parameters_are_those_of_the_code():
    named = {name for row in rows(PARAMETERS) for name in re.findall(r"`(\w+)`", row[0])}
    assert named - OTHER_PARAMETERS <= set(FACET_NAMES)
    assert named >= OTHER_PARAMETERS
    assert {*RENDERERS, *Genre.values} <= set(re.findall(r"`(\w+)`", PARAMETERS))


def test_the_limits_are_those_of_the_code():
    assert (
        f"A page has {PAGE_SIZE} rows, and a list ends at page {MAX_PAGE}: CSV has at most {MAX_PAGE * PAGE_SIZE:,}"
        in TEXT
    )
    assert f"At most {MAX_VALUES} values" in TEXT
