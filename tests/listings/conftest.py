from __future__ import annotations

from string import ascii_uppercase

import pytest
from django.db import transaction
from django.test import override_settings

from articles.listings import LISTINGS
from articles.record import projector
from articles.search import open_index
from articles.search.indexer import rebuild
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, appear

STORIES = 41


@pytest.fixture(scope="module")
def indexed_stories(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of an index of 41 stories: written once for a file, rolled back at its end."""
    folder = tmp_path_factory.mktemp("listings") / "index"
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(SEARCH_INDEX_DIR=folder):
        write_stories()
        rebuild()
        projector.rebuild()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def coverage(indexed_stories, db, settings, monkeypatch):
    """More than two pages for every list: stories of many outlets and two languages, naming more and more entities."""
    settings.SEARCH_INDEX_DIR = indexed_stories
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
    monkeypatch.setattr(open_index, "_reader", open_index._Reader())


def write_stories():
    countries = [
        a_country(f"Country {number:02d}", code="AB"[number // 26] + ascii_uppercase[number % 26])
        for number in range(STORIES)
    ]
    for number, country in enumerate(countries):
        article = an_article(
            f"Story {number:02d} about aid",
            "There was aid.",
            date=None if number % 10 == 0 else f"2016-{number % 12 + 1:02d}-11",
            outlet=an_outlet(f"Desk {number:02d}", note="Written by us." if number % 2 else ""),
            in_language=("en", "fr")[number % 2],
            description="One & all",
            authors=["Ann Author", "Bob Writer"],
        )
        appear(
            article,
            a_person(f"Anna Payne{number:02d}"),
            an_organization(f"Group {number:02d}"),
            a_place(f"Town {number:02d}", country=country),
        )


def addresses():
    """Each listing without filters, and with filters where it has any."""
    narrowed = {
        "stories": ["?language=fr&sort=oldest"],
        "search": ["?q=aid", "?q=aid&language=en&sort=relevance"],
        "people": ["?letter=P", "?order=coverage"],
    }
    return [
        pytest.param(listing, query, id=f"{listing.name}{query}")
        for listing in LISTINGS
        for query in ("", *narrowed.get(listing.name, []))
    ]
