"""Other addresses under which stories are known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.vocabulary import AddressKind


class ArticleAddress(models.Model):
    """An address of a story besides `Article.url`: a later import from it finds the story.

    `key` is its form for comparison (readers.addresses.address_key), and leads to one story. An address at another site
    (kind "elsewhere") finds nothing: the same text at another outlet is another story.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=AddressKind.choices)
    url = models.CharField(max_length=1000)
    key = models.CharField(max_length=1000)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AddressKind.values), name="article_address_kind_is_known"),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(kind=AddressKind.ELSEWHERE), name="an_address_leads_to_one_story"
            ),
            models.UniqueConstraint(fields=["key", "article"], name="a_story_has_an_address_once"),
        ]

    def __str__(self) -> str:
        return self.url
