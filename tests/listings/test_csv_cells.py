from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.listings.renderers.csv_file import cell
from articles.text import FORMULA_STARTS
from tests.builders import an_article


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"]
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "written"), [(-3.5, -3.5), (0, 0), (None, ""), ("a=b", "a=b"), (["=a", "b"], "'=a; b")]
)
def test_numbers_and_plain_texts_are_written_as_they_are(value, written):
    assert cell(value) == written


@given(st.one_of(st.text(), st.lists(st.text(), max_size=3)))
def test_no_text_begins_like_a_formula(value):
    assert not str(cell(value)).startswith(FORMULA_STARTS)


def test_a_headline_that_looks_like_a_formula_is_harmless_and_whole(client, index):
    headline = '=HYPERLINK("https://example.org", "a, ""b""")'
    an_article(headline)
    index()
    text = b"".join(client.get("/stories/?format=csv").streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["headline"] == f"'{headline}"
