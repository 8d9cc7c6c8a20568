"""The records of stories, derived from the tables."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from articles.models import StoryRecord
from articles.pages.cards import story_card_data
from articles.pages.entity_facts import facts_of_stories
from articles.pages.story_page import story_pages
from articles.record.entity_roles import stated_roles
from articles.record.page_format import page_format
from articles.record.stored_html import compressed
from articles.record.story_document import head_as_json, render_page
from articles.search.list_counts import counted_by

if TYPE_CHECKING:
    from collections.abc import Collection

    from articles.pages.story_page import StoryPage

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Derived:
    """`names_of_bodies` are the other names of the organizations and countries in which the stories state roles."""

    stories: dict[int, StoryRecord]
    names_of_bodies: dict[int, list[str]]


def derive(ids: Collection[int]) -> Derived:
    """The records of those of the stories that are public."""
    cards, counted, facts = story_card_data(ids), counted_by(ids), facts_of_stories(ids)
    roles, names = stated_roles(ids)
    pages, found = story_pages(ids), {}
    for pk, page in pages.items():
        # A story that is published between these queries has a row in the outbox, which comes next.
        if pk not in cards or pk not in counted or pk not in facts:
            continue
        document = _document(page, counted[pk])
        if document is not None:
            document.card, document.counted = cards[pk], counted[pk]
            document.facts, document.roles = facts[pk], roles.get(pk, [])
            document.quotations, document.pledges = counted[pk]["facts"]
            found[pk] = document
    return Derived(found, names)


def _document(page: StoryPage, counted: dict[str, Any]) -> StoryRecord | None:
    """The record of a story with its page. None if it cannot be rendered: one story must not stop all others."""
    pk = page.article.pk
    try:
        document = render_page(page)
    except Exception:
        logger.exception("The page of story %s could not be rendered", pk)
        return None
    named = map(int, counted["entities"])
    head = replace(document.head, entities=tuple(sorted({*document.head.entities, *named})))
    return StoryRecord(
        article_id=pk, version=0, format=page_format(), newest=counted["newest"], head=head_as_json(head),
        page=compressed(document.html),
    )  # fmt: skip
