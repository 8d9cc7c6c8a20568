"""The parent table of people, organizations and places, with name, key and URL."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from articles.models.article import Article
from articles.text import fold, slug
from articles.vocabulary import (
    EntityKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection


_E_co = TypeVar("_E_co", bound="Entity", covariant=True)


class EntityQuerySet(models.QuerySet[_E_co]):
    def public(self) -> Self:
        """Entities named in a published story: the only ones that readers can see."""
        return self.filter(Exists(Article.objects.published().filter(appearances__entity=OuterRef("pk"))))

    def with_key(self, keys: Collection[str]) -> Self:
        """Entities whose main name folds to one of these keys."""
        return self.filter(key__in=keys)


class Entity(models.Model):
    """The concrete parent of Person, Organization and Place, so that every fact has one real foreign key."""

    kind = models.CharField(max_length=12, choices=EntityKind.choices, editable=False)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False, help_text="articles.text.fold of the name")
    sort_name = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=120, editable=False, db_index=False)
    summary = models.TextField(blank=True, help_text="One or two sentences in our own words, with sources named")
    is_reference_data = models.BooleanField(default=False, editable=False, help_text="Loaded with the site, not found")
    created = models.DateTimeField(auto_now_add=True)
    modified = models.DateTimeField(auto_now=True)

    entity_kind: ClassVar[str] = ""

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "id"]
        verbose_name_plural = "entities"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="entity_has_a_name"),
            models.CheckConstraint(condition=Q(kind__in=EntityKind.values), name="entity_kind_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "sort_name", "id"], name="entity_kind_sort")]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        # Key, slug and sort name are computed from the name here, so that no caller can forget them.
        self.key, self.slug = fold(self.name)[:200], slug(self.name)
        self.sort_name = self.sort_name or self.default_sort_name()
        self.kind = self.kind or self.entity_kind
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return entity_url(self.kind, self.pk, self.slug)

    def default_sort_name(self) -> str:
        return self.name.removeprefix("The ").removeprefix("the ")


@lru_cache(maxsize=10_000)
def entity_url(kind: str, pk: int, slug: str) -> str:
    """The public URL of an entity, from values that both the index and the database have."""
    return reverse(f"articles:{kind}-detail", kwargs={"pk": pk, "slug": slug or "-"})
