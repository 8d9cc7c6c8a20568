"""All that the record says, to be compared."""

from __future__ import annotations

from articles.models import (
    CorrectionEntry,
    EntityPage,
    EntityRecord,
    EntityRoles,
    EntityStory,
    FrontPage,
    ListBucket,
    ListRecord,
    PublishedVersion,
    StoryRecord,
    StoryRole,
)
from articles.record.entity_pages import render_pages
from articles.record.waiting_pages import render_waiting


def rendered_pages() -> dict[int, tuple[object, ...]]:
    """The stored pages of all entities, after the last of them is rendered."""
    while render_pages():
        pass
    return {page.pk: (page.head, page.stories, bytes(page.page)) for page in EntityPage.objects.order_by("pk")}


def render_stories() -> None:
    """Render the pages of all stories that wait."""
    while render_waiting(0):
        pass


def contents() -> dict[str, object]:
    """All that the record says, without the versions, after the last page is rendered."""
    render_stories()
    stories = StoryRecord.objects.order_by("pk")
    rows = EntityStory.objects.order_by("entity", "article")
    return {
        "stories": {
            row.pk: (row.format, row.newest, row.card, row.head, row.counted, row.facts, row.roles, bytes(row.page))
            for row in stories
        },
        "front page": [(page.stories, bytes(page.page)) for page in FrontPage.objects.all()],
        "entities": dict(EntityRecord.objects.order_by("pk").values_list("pk", "label")),
        "rows": list(rows.values_list("entity", "article", "newest", "is_named", "quotations", "pledges")),
        "stated": list(
            StoryRole.objects.order_by("membership_id").values_list("membership_id", "article", "order", "row")
        ),
        "roles": dict(EntityRoles.objects.order_by("pk").values_list("pk", "stated")),
        "names": dict(EntityRoles.objects.order_by("pk").values_list("pk", "names")),
        "corrections": list(
            CorrectionEntry.objects.order_by("pk").values_list("pk", "article", "kind", "at", "outlet_id", "row")
        ),
        "versions": [
            (row.article_id, row.number, row.action_id, row.periods, row.changed, row.withheld, bytes(row.text))
            for row in PublishedVersion.objects.order_by("article", "number")
        ],
        "pages": rendered_pages(),
        "counts": list(ListRecord.objects.order_by("pk").values_list("pk", "shown", "rest", "buckets", "rest_size")),
        "buckets": list(ListBucket.objects.order_by("pk").values_list("pk", "list_key", "number", "counts")),
    }
