"""The registry of listings.

To add a list page, write its definition in a separate file and its template, and add a line here: the URL, the four
formats and their tests follow from it (docs/how-to/add-a-list-page.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.listings.name_listings import CountryListing, OrganizationListing, PersonListing, PlaceListing
from articles.listings.story_listings import SearchListing, StoryListing

if TYPE_CHECKING:
    from articles.listings.listing import Listing

LISTINGS: tuple[Listing[Any, Any], ...] = (
    StoryListing(),
    SearchListing(),
    PersonListing(),
    OrganizationListing(),
    PlaceListing(),
    CountryListing(),
)
