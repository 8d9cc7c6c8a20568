"""The registry of listings.

To add a list page, write its definition in a separate file and its template, and add a line here: the URL, the four
formats and their tests follow from it (docs/how-to/add-a-list-page.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from articles.listings.listing import Listing

# Module of this package and class.
_REGISTERED = (
    "story_listings.StoryListing",
    "story_listings.SearchListing",
    "name_listings.PersonListing",
    "name_listings.OrganizationListing",
    "name_listings.PlaceListing",
    "name_listings.CountryListing",
)

LISTINGS: tuple[Listing[Any, Any], ...] = tuple(import_string(f"{__name__}.{path}")() for path in _REGISTERED)
