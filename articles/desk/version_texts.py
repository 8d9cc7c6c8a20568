"""The text of a story is stored once: a version with the same text refers to it, until the story has another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.models.article_version import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from articles.models import Article


def other_body(article: Article, body: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """What a version with this text stores: nothing if it is the text of its story."""
    blocks = blocks_of(body)
    return None if blocks == blocks_of(article.body) else blocks


def keep_version_texts(article: Article, former: Iterable[Mapping[str, Any]]) -> None:
    """Store the former text of a story in the versions that referred to it, and have those with its new text refer to it.

    Call in the transaction that writes the text, with the row of the story locked.
    """
    for version in article.versions.all():
        body = blocks_of(former) if version.other_body is None else version.other_body
        stored = other_body(article, body)
        if stored != version.other_body:
            article.versions.filter(pk=version.pk).update(other_body=stored)
