"""Other addresses of a story: kept when it is imported, and found again by them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from articles.desk.drafting import make_article
from articles.desk.duplicates import find_known
from articles.desk.incoming import incoming_story
from articles.desk.other_addresses import MAX_ADDRESSES, addresses_of, keep_addresses
from articles.models import Article, ArticleAddress
from articles.readers.story import OtherAddress
from articles.vocabulary import AddressKind
from tests.desk.stories import a_story

pytestmark = pytest.mark.django_db
OWN = "https://news.example/2024/bridge-opens"


def at(url, *others, kind=AddressKind.STATED, **changes):
    return replace(a_story(), url=url, addresses=tuple(OtherAddress(one, kind) for one in others), **changes)


def made(story):
    return make_article(story, {}).article


def kept(article):
    return [(row.kind, row.url) for row in article.addresses.all()]


def test_what_the_page_states_and_what_was_asked_for_is_kept():
    story = at(OWN, "https://news.example/amp/bridge-opens", "https://m.news.example/b/17", OWN)
    asked = OtherAddress("https://short.example/x", AddressKind.ASKED)
    article = made(replace(story, addresses=(*story.addresses, asked)))
    assert kept(article) == [
        (AddressKind.STATED, "https://news.example/amp/bridge-opens"),
        (AddressKind.STATED, "https://m.news.example/b/17"),
        (AddressKind.ASKED, "https://short.example/x"),
    ]


@pytest.mark.parametrize(
    "variant",
    [
        OWN + "/",
        OWN + "#comments",
        OWN + "?utm_source=feed",
        OWN.replace("https", "http"),
        OWN.replace("news.", "www.news."),
        OWN.replace("news.", "m.news."),
        OWN + "/amp",
        "https://news-example.cdn.ampproject.org/c/s/news.example/2024/bridge-opens",
        "https://news.example/b/17",
        "https://news.example/b/17?fbclid=1",
        "https://short.example/x",
    ],
)
def test_each_form_of_the_address_finds_the_one_story(variant):
    asked = OtherAddress("https://short.example/x", AddressKind.ASKED)
    article = made(
        replace(at(OWN, "https://news.example/b/17"), addresses=(OtherAddress("https://news.example/b/17"), asked))
    )
    known = find_known(incoming_story(at(variant)))
    assert known is not None
    assert known.article == article
    assert known.changed == ()
    assert made(at(variant)) == article
    assert Article.objects.count() == 1


def test_a_story_that_moved_is_found_by_the_address_that_its_page_still_states():
    article = made(at(OWN))
    moved = at("https://news.example/archive/17", OWN)
    assert made(moved) == article
    assert kept(article) == [(AddressKind.STATED, "https://news.example/archive/17")]
    assert made(at("https://news.example/archive/17")) == article


def test_an_address_at_another_site_is_kept_and_finds_nothing():
    article = made(at(OWN, "https://agency.example/wire/1"))
    assert kept(article) == [(AddressKind.ELSEWHERE, "https://agency.example/wire/1")]
    original = at("https://agency.example/wire/1")
    assert find_known(incoming_story(original)) is None
    assert made(original) != article


def test_a_site_that_states_one_address_on_all_pages_does_not_make_them_one_story():
    shared = "https://news.example/section/world"
    first = made(at(OWN, shared))
    body = tuple(
        replace(block, text=f"Quite other words stand here, number {n}.") for n, block in enumerate(a_story().body)
    )
    second = made(at("https://news.example/2024/harvest", shared, headline="Harvest ends early", body=body))
    assert second != first
    assert kept(second) == []
    assert ArticleAddress.objects.get(url=shared).article == first


def test_the_address_of_another_story_is_no_other_address():
    first = made(at(OWN))
    keep_addresses(first, addresses_of(at(OWN, OWN + "?amp=1")))
    assert kept(first) == []


def test_a_story_keeps_a_limited_number():
    many = [f"https://news.example/{number}" for number in range(3 * MAX_ADDRESSES)]
    article = made(at(OWN, *many))
    made(at(OWN, *reversed(many)))
    assert article.addresses.count() <= MAX_ADDRESSES


def test_keeping_them_twice_adds_none():
    article = made(at(OWN, "https://news.example/b/17"))
    made(at(OWN, "https://news.example/b/17"))
    assert article.addresses.count() == 1


def test_an_invalid_address_is_left_out():
    assert kept(made(at(OWN, "javascript:alert(1)", "", "http://", "https://news.example/" + "a" * 3000))) == []


@pytest.mark.parametrize("letters", [900, 1500])
def test_an_address_longer_than_its_column_is_not_kept(letters):
    long = "https://news.example/" + "x" * letters
    assert bool(addresses_of(at(long))) is (letters == 900)
    assert [url for _, url in kept(made(at(OWN, long)))] == [long] * (letters == 900)
