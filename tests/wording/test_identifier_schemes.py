"""Identifiers of other databases: how they are read, and which addresses they become."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.wording.identifier_schemes import external_identifiers, schemes
from tests.thoroughness import examples

SCHEMES = schemes()


@pytest.mark.parametrize("key", SCHEMES)
def test_the_example_of_a_scheme_is_one_and_its_address_is_read_as_the_same(key):
    scheme = SCHEMES[key]
    assert scheme.read(scheme.example) == (scheme.example,)
    if scheme.link:
        assert scheme.read(scheme.url(scheme.example)) == (scheme.example,)


@pytest.mark.parametrize(
    "link",
    [
        "http://example.org/{}",
        "javascript:alert('{}')",
        "//example.org/{}",
        "https://example.org/",
        "https://example.org/{}/{}",
        "https://example.org/{id}",
        "https://example.org/{}\n",
    ],
)
def test_a_link_that_is_no_https_address_with_one_place_is_refused(link):
    with pytest.raises(ValueError, match="https address"):
        replace(SCHEMES["wikidata"], link=link)


@settings(max_examples=examples(60))
@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=40))
def test_no_text_changes_the_host_or_leaves_the_address_of_its_database(key, text):
    url = SCHEMES[key].url(text)
    if url:
        host = urlsplit(SCHEMES[key].link).netloc
        assert (urlsplit(url).scheme, urlsplit(url).netloc) == ("https", host)
        assert not set(url) & set("\"'<> \n\\")


def test_identifiers_are_listed_in_the_order_of_the_file_and_unknown_databases_left_out():
    rows = [("viaf", "113230702"), ("start", "country:FR"), ("wikidata", "Q7"), ("wikidata", "Q42")]
    found = external_identifiers(rows)
    assert [(one.database, one.identifier) for one in found] == [
        ("Wikidata", "Q42"),
        ("Wikidata", "Q7"),
        ("VIAF", "113230702"),
    ]
    assert found[0].url == "https://www.wikidata.org/wiki/Q42"


@pytest.mark.parametrize("identifier", ["42", "Q42/../x", "Q42?x=1", "", "q42"])
def test_an_identifier_that_its_database_does_not_write_like_this_is_shown_without_a_link(identifier):
    (shown,) = external_identifiers([("wikidata", identifier)])
    assert (shown.identifier, shown.url) == (identifier, "")
