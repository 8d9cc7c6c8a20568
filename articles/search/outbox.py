"""The outbox of the search index: rows written in the same transaction as the change of a story or an entity."""

from __future__ import annotations

from articles.models import SearchOutbox


def changed_article(article_id: int) -> None:
    """Call when a story was published, edited or withdrawn, or its entities changed."""
    SearchOutbox.objects.create(article_id=article_id)


def changed_entity(entity_id: int) -> None:
    """Call when a name, a role or other text shown in lists changed, or the entity was merged into another."""
    SearchOutbox.objects.create(entity_id=entity_id)
