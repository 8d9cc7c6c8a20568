from __future__ import annotations

from string import ascii_uppercase

import pytest

from articles.listings import LISTINGS
from tests.builders import a_country, a_person, a_place, an_article, an_organization, an_outlet, appear

STORIES = 41


@pytest.fixture
def coverage(index, settings):
    """More than two pages for every list: stories of many outlets and two languages, naming more and more entities."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "page_cache" not in name]
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
    index()


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
