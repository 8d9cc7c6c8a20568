"""Places, including countries."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from articles.geography.place_words import PlaceWords, place_words
from articles.models.entity import Entity, EntityQuerySet
from articles.vocabulary import (
    COUNTRY_FEATURE_CODES,
    EntityKind,
)


class PlaceQuerySet(EntityQuerySet["Place"]):
    def countries(self) -> Self:
        return self.filter(feature_code__in=COUNTRY_FEATURE_CODES)


class Place(Entity):
    """A GeoNames-like place. A country is a Place with a country feature code; its own `country` is empty."""

    feature_class = models.CharField(max_length=1, default="P")
    feature_code = models.CharField(max_length=10, default="PPL")
    country = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="places")
    country_code = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    country_code3 = models.CharField(max_length=3, blank=True, help_text="ISO 3166-1 alpha-3, for countries")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveBigIntegerField(default=0)
    disputed_area = models.CharField(
        max_length=40,
        blank=True,
        help_text="The disputed area that this is or lies in: then no country is named as its",
    )
    setting = models.CharField(
        max_length=200,
        blank=True,
        help_text="Where it lies, where that is no one country: “between Iran and Oman”. Shown instead of the country",
    )

    entity_kind = EntityKind.PLACE
    objects = PlaceQuerySet.as_manager()  # type: ignore[misc]  # a child's own options, as Django allows

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True)
                | Q(country__isnull=False)
                | Q(feature_code__in=COUNTRY_FEATURE_CODES),
                name="located_place_has_a_country",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_is_on_earth",
            ),
            models.UniqueConstraint(
                fields=["country_code"],
                condition=Q(feature_code__in=COUNTRY_FEATURE_CODES) & ~Q(country_code=""),
                name="one_country_per_iso_code",
            ),
        ]

    @property
    def is_country(self) -> bool:
        return self.feature_code in COUNTRY_FEATURE_CODES

    @property
    def words(self) -> PlaceWords:
        """Its kind and location, in words for readers."""
        return place_words(
            name=self.name,
            feature_class=self.feature_class,
            feature_code=self.feature_code,
            country_code=self.country_code,
            disputed_area=self.disputed_area,
            setting=self.setting,
        )

    @property
    def precision(self) -> str:
        """How precisely the place is known, in words for readers."""
        if self.is_country:
            return "country"
        return {"A": "region", "P": "town or city", "H": "water", "T": "natural feature", "S": "site"}.get(
            self.feature_class, "area"
        )
