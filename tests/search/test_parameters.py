"""Parsing URL parameters, and the notes on unknown ones."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from articles.search.facets import FACETS
from articles.search.parameters import DATES_REVERSED, MAX_VALUES, parse_query
from articles.search.result import MAX_PAGE


@pytest.mark.parametrize(
    ("address", "field", "value"),
    [
        ("page=1000000000", "page", MAX_PAGE),
        ("page=1e9", "page", 1),
        ("page=-3", "page", 1),
        ("page=\u00b2", "page", 1),
        ("person=5&person=5&person=x&person=-1", "filters", {"person": (5,)}),
        ("place=99999999999999999999999", "filters", {}),
        ("year=2016&year=2017", "filters", {"year": (2016, 2017)}),
        ("year=99999", "filters", {}),
        ("language=EN-gb&language=zz", "filters", {"language": ("en",)}),
        ("genre=opinion&genre=poetry", "filters", {"genre": ("opinion",)}),
        ("section=+Middle+East+", "filters", {"section": ("middle east",)}),
        ("from=2016-02-31", "date_from", None),
        ("from=20160201x", "date_from", None),
        ("sort=sideways", "sort", "newest"),
        ("sort=oldest", "sort", "oldest"),
        ("exact=1", "exact", True),
        ("exact=yes", "exact", False),
    ],
)
def test_what_cannot_be_read_in_an_address_is_left_out(address, field, value):
    assert getattr(parse_query(QueryDict(address)), field) == value


def test_an_address_survives_being_read_and_written():
    address = (
        "?q=Mosul+%22field+hospital%22&exact=1&person=3&country=7&section=middle+east&language=fr&year=2016"
        "&from=2016-01-01&sort=oldest&page=2"
    )
    parsed = parse_query(QueryDict(address[1:]))
    assert (parsed.querystring(), parsed.address_notes) == (address, ())


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("language=zz", "There is no language \u201czz\u201d; it was ignored."),
        ("person=Carter", "There is no person \u201cCarter\u201d; it was ignored."),
        ("colour=red", "This list has no filter \u201ccolour\u201d; it was ignored."),
        ("a=1&b=2", "This list has no filters \u201ca\u201d, \u201cb\u201d; they were ignored."),
        ("sort=sideways", "Stories cannot be sorted by \u201csideways\u201d; showing the newest first."),
        ("page=two", "There is no page \u201ctwo\u201d; showing the first page."),
        ("page=501", "Lists end at page 500; add filters to see other stories."),
        ("from=2016-02-31", "\u201c2016-02-31\u201d is not a date such as 2016-07-21; it was ignored."),
        ("from=2016-08-01&to=2016-07-01", DATES_REVERSED),
        ("exact=yes", "\u201cexact\u201d can only be 1, not \u201cyes\u201d; all names were searched."),
        ("year=1&" * (MAX_VALUES + 1), "Only the first 20 values of \u201cyear\u201d were used."),
    ],
)
def test_a_sentence_names_what_was_left_out(address, note):
    assert parse_query(QueryDict(address)).address_notes == (note,)


@pytest.mark.parametrize("name", FACETS)
def test_every_facet_says_which_value_it_does_not_know(name):
    (note,) = parse_query(QueryDict(name + "=" + "\u2665" * 101)).address_notes
    assert note.startswith(f"There is no {FACETS[name].noun} \u201c\u2665")
    assert len(note) < 120


@pytest.mark.parametrize("address", ["", "q=&from=&to=&person=&sort=&page=", "page=1", "exact=0", "sort=newest"])
def test_empty_fields_of_a_form_are_not_mentioned(address):
    assert parse_query(QueryDict(address)).address_notes == ()


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "UTM_Medium", "fbclid", "gclid", "mc_cid", "_ga"])
def test_parameters_that_track_readers_are_ignored_silently(name):
    parsed = parse_query(QueryDict(f"{name}=x&year=2016"))
    assert (parsed.address_notes, parsed.querystring()) == ((), "?year=2016")


def test_no_facet_is_named_like_a_parameter_that_lists_have_already():
    assert not set(FACETS) & {"q", "exact", "from", "to", "sort", "page", "format"}


def test_many_unknown_parameters_are_one_short_sentence():
    (note,) = parse_query(QueryDict("&".join(f"{'x' * 200}{number}=1" for number in range(50)))).address_notes
    assert note.endswith("and 45 more; they were ignored.")
    assert len(note) < 350
