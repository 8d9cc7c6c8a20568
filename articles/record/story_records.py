"""The records of stories, derived from the tables: with everything but their pages, which are rendered by themselves."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from articles.models import StoryRecord
from articles.pages.cards import card, card_as_json
from articles.pages.entity_facts import facts_of_stories
from articles.pages.role_rows import row_as_json
from articles.pages.story_page import story_pages
from articles.record.entity_roles import names_of_bodies
from articles.record.stored_html import compressed
from articles.record.story_document import head_as_json, render_page, story_head
from articles.record.story_sources import read_sources
from articles.search.list_counts import counted_by

if TYPE_CHECKING:
    from collections.abc import Collection

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Derived:
    """`names_of_bodies` are the other names of the organizations and countries in which the stories state roles."""

    stories: dict[int, StoryRecord]
    names_of_bodies: dict[int, list[str]]


def derive(ids: Collection[int]) -> Derived:
    """The records of those of the stories that are public, without their pages."""
    # The names are read first: if one is added in between, its row in the outbox finds older names, and comes back here.
    names = names_of_bodies(ids)
    sources = read_sources(ids)
    said, promised = sources.owners_by_story()
    named = {pk: sources.entities_in(pk) for pk in sources.articles}
    counted = counted_by(sources.articles.values(), named, said, promised)
    facts = facts_of_stories(sources.quotations, sources.pledges, (sources.said, sources.promised))
    shown, found = sources.parties_by_story(), {}
    for pk, article in sources.articles.items():
        names_in_text, counts = sources.named_in(pk), counted[pk]
        others = shown[pk].union(name.pk for name in names_in_text).difference(map(int, counts["entities"]))
        quotations, pledges = counts["facts"]
        found[pk] = StoryRecord(
            article_id=pk, version=0, format="", newest=counts["newest"], counted=counts, facts=facts[pk],
            card=card_as_json(card(article, sources.places_in(pk), sources.notes.get(pk, ()))),
            head=head_as_json(story_head(article, names_in_text)) | {"entities": sorted(others)},
            roles=list(map(row_as_json, sources.roles.get(pk, ()))), quotations=quotations, pledges=pledges,
        )  # fmt: skip
    return Derived(found, names)


def rendered_pages(ids: Collection[int]) -> dict[int, bytes]:
    """The pages of those of the stories that are public, as they are stored; empty for one that cannot be rendered: one
    story must not stop all others.
    """
    found = {}
    for pk, page in story_pages(ids).items():
        try:
            found[pk] = compressed(render_page(page).html)
        except Exception:
            logger.exception("The page of story %s could not be rendered", pk)
            found[pk] = b""
    return found


def stored_values(record: StoryRecord) -> dict[str, Any]:
    """What decides whether a record is as it was."""
    return {name: getattr(record, name) for name in ("card", "head", "counted", "facts", "roles")}
