"""What search has yet to learn: rows written in the very transaction that changed a story or an entity."""

from __future__ import annotations

from articles.models import SearchOutbox


def changed_article(article_id: int) -> None:
    """The story was published, edited or withdrawn, or what it names has changed."""
    SearchOutbox.objects.create(article_id=article_id)


def changed_entity(entity_id: int) -> None:
    """A name, role or other word that lists show of the entity has changed, or it was merged away."""
    SearchOutbox.objects.create(entity_id=entity_id)
