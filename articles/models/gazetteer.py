"""Reference places (GeoNames) for recognizing names. They become Place entities when a story names them."""

from __future__ import annotations

from django.db import models


class GazetteerPlace(models.Model):
    geoname_id = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(max_length=200)
    latitude = models.FloatField()
    longitude = models.FloatField()
    country_code = models.CharField(max_length=2)
    feature_class = models.CharField(max_length=1, default="P")
    feature_code = models.CharField(max_length=10, default="PPL")
    population = models.PositiveBigIntegerField(default=0)
    disputed_area = models.CharField(max_length=40, blank=True, help_text="The disputed area that it lies in")

    def __str__(self) -> str:
        return f"{self.name}, {self.country_code}"


class GazetteerName(models.Model):
    place = models.ForeignKey(GazetteerPlace, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True)

    def __str__(self) -> str:
        return self.name
