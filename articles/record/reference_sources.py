"""The roles of the reference data by source, for the About page: counted again only when one of them changes."""

from __future__ import annotations

from articles.models import ListRecord
from articles.pages.about_page import reference_roles
from articles.search.list_counts import REFERENCE_ROLES


def write_reference_sources(version: int) -> None:
    ListRecord.objects.update_or_create(
        pk=REFERENCE_ROLES, defaults={"version": version, "shown": {}, "rest": reference_roles()}
    )
