"""People, organizations and places: what stories are about, under every name they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from articles.geography.place_words import PlaceWords, place_words
from articles.models.article import Article, is_published
from articles.text import fold, slug
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, FactStatus, NameKind, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Collection


_E_co = TypeVar("_E_co", bound="Entity", covariant=True)


class EntityQuerySet(models.QuerySet[_E_co]):
    def public(self) -> Self:
        """Entities that a published story names: the only ones that readers can see."""
        return self.filter(Exists(Article.objects.published().filter(appearances__entity=OuterRef("pk"))))

    def with_key(self, keys: Collection[str]) -> Self:
        """Entities whose own name folds to one of these keys."""
        return self.filter(key__in=keys)


class Entity(models.Model):
    """The concrete parent of Person, Organization and Place, so that every fact has one real foreign key."""

    kind = models.CharField(max_length=12, choices=EntityKind.choices, editable=False)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False, help_text="articles.text.fold of the name")
    sort_name = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=120, editable=False)
    summary = models.TextField(blank=True, help_text="One or two sentences in our own words, with sources named")
    is_start_knowledge = models.BooleanField(default=False, editable=False, help_text="Loaded with the site, not found")
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
        # Key, slug and sort name are pure functions of the name, so that no writer can forget them.
        self.key, self.slug = fold(self.name)[:200], slug(self.name)
        self.sort_name = self.sort_name or self.default_sort_name()
        self.kind = self.kind or self.entity_kind
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return entity_url(self.kind, self.pk, self.slug)

    def default_sort_name(self) -> str:
        return self.name.removeprefix("The ").removeprefix("the ")


def entity_url(kind: str, pk: int, slug: str) -> str:
    """The public address of an entity, from values that the index holds as well as the database."""
    return reverse(f"articles:{kind}-detail", kwargs={"pk": pk, "slug": slug or "-"})


class Person(Entity):
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    honorific_prefix = models.CharField(max_length=60, blank=True)

    entity_kind = EntityKind.PERSON
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "people"

    def default_sort_name(self) -> str:
        """Family name first ("Sajjan, Harjit Singh"); where it is not known, the last word stands in for it."""
        given, _, last = self.name.rpartition(" ")
        family = self.family_name or last
        return f"{family}, {self.name.removesuffix(family).strip()}" if given else self.name


class Organization(Entity):
    classification = models.CharField(max_length=16, choices=OrganizationClass.choices, default=OrganizationClass.OTHER)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    country = models.ForeignKey("Place", models.SET_NULL, null=True, blank=True, related_name="organizations")

    entity_kind = EntityKind.ORGANIZATION
    history = HistoricalRecords()


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
    objects = PlaceQuerySet.as_manager()  # type: ignore[misc]  # a child's own words, as Django allows
    history = HistoricalRecords()

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
        """What it is and where it lies, for readers."""
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


class OtherName(models.Model):
    """A name beside the entity's own. Weak names need context; case-sensitive ones match only as written."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(max_length=10, choices=NameKind.choices, default=NameKind.ALIAS)
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47")
    is_weak = models.BooleanField(default=False)
    case_sensitive = models.BooleanField(default=False)
    article = models.ForeignKey(
        "Article",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="names_given",
        help_text="The story that gave it",
    )

    class Meta:
        ordering = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entity", "name"], name="a_name_once_per_entity"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="other_name_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        self.key = fold(self.name)[:200]
        super().save(**kwargs)


class Identifier(models.Model):
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, help_text="For example wikidata, geonames, iso3166")
    identifier = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "identifier"], name="an_identifier_names_one_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.identifier}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def public(self) -> Self:
        """Accepted roles that published stories state, and roles of the reference data that say up to when they hold."""
        dated = Q(article__isnull=True) & (~Q(end_date="") | ~Q(as_of=""))
        return self.filter(dated | is_published("article__"), status=FactStatus.ACCEPTED)


class Membership(models.Model):
    """A role that somebody held, with the story and the words that say so. Dates are partial: "2016-10".

    A role without a story is reference data: it has an end, or `as_of` says up to when it is known to be true. `person`
    is empty only while the role is a proposal about somebody whom no editor has accepted yet.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="memberships")
    person_name = models.CharField(max_length=200, blank=True, help_text="The full name the story gives")
    organization = models.ForeignKey(
        Entity, models.CASCADE, null=True, blank=True, related_name="members", help_text="An organization or a country"
    )
    organization_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200)
    start_date = models.CharField(max_length=10, blank=True)
    end_date = models.CharField(max_length=10, blank=True)
    as_of = models.CharField(
        max_length=10,
        blank=True,
        help_text="Reference data without an end: the last date for which it is known to be true",
    )
    source = models.CharField(
        max_length=80,
        blank=True,
        help_text="Reference data: where it is from; empty where it was compiled for this site",
    )
    article = models.ForeignKey("Article", models.CASCADE, null=True, blank=True, related_name="memberships")
    block = models.IntegerField(default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=FactStatus.choices, default=FactStatus.PROPOSED)
    method = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=FactStatus.values), name="membership_status_is_known"),
            models.CheckConstraint(
                condition=~Q(status=FactStatus.ACCEPTED) | Q(person__isnull=False),
                name="an_accepted_role_names_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.person_name}, {self.role}"


class Appearance(models.Model):
    """The roll-up that lists and the index use: this entity appears in that story so many times.

    Derived from accepted mentions by articles.desk.appearances. `via` is set where a country appears only because a
    place in it is named.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="appearances")
    entity = models.ForeignKey(Entity, models.CASCADE, related_name="appearances")
    mentions = models.PositiveIntegerField(default=0)
    is_about = models.BooleanField(default=False)
    via = models.ForeignKey(Entity, models.CASCADE, null=True, blank=True, related_name="carries")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "entity"], name="one_appearance_per_story_and_entity"),
        ]
        indexes: ClassVar = [models.Index(fields=["entity", "article"], name="appearance_entity_article")]

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"
