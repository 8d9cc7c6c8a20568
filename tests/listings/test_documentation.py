"""docs/listings.md documents every listing."""

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


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
def test_every_listing_is_documented_with_its_address_and_columns(listing):
    assert f"| {listing.title} | `/{listing.path}` |" in TEXT
    (row,) = [line for line in COLUMNS.splitlines() if re.match(rf"\|[^|]*\b{listing.title}\b[^|]*\|", line)]
    assert re.findall(r"`(\w+)`", row) == [column.name for column in listing.columns]


def test_every_parameter_format_and_genre_is_documented():
    parameters = TEXT.split("## Parameters")[1].split("## Columns")[0]
    assert {*FACET_NAMES, *RENDERERS, *Genre.values} <= set(re.findall(r"`(\w+)`", parameters))


def test_the_limits_are_those_of_the_code():
    assert (
        f"A page has {PAGE_SIZE} rows, and a list ends at page {MAX_PAGE}: CSV has at most {MAX_PAGE * PAGE_SIZE:,}"
        in TEXT
    )
    assert f"At most {MAX_VALUES} values" in TEXT
