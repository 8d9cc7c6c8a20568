"""Filters of the lists of records: where a record is named, its country, and the kind of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Exists, OuterRef

from articles.models import Article, Membership, Mention, Place
from articles.vocabulary import COUNTRY_FEATURE_CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest

PUBLISHED, DRAFTS, NONE = "published", "drafts", "none"
_NO_EVIDENCE = "no_evidence"
_COUNTRY = "country"
_UNKNOWN_COUNTRY = "unknown"
# Kind of place -> its GeoNames feature classes; countries have codes of their own.
_PLACE_KINDS = {
    "settlement": ("Towns and cities", ("P",)),
    "region": ("Regions and areas", ("A", "L")),
    "water": ("Waters", ("H",)),
    "nature": ("Natural features", ("T", "V", "U")),
    "site": ("Sites and roads", ("S", "R")),
}


class NamedInFilter(admin.SimpleListFilter):
    title, parameter_name = "named in", "named_in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(PUBLISHED, "Published stories"), (DRAFTS, "Drafts"), (NONE, "No story")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == PUBLISHED:
            return queryset.public()  # type: ignore[attr-defined, no-any-return]  # of every entity's manager
        if self.value() == DRAFTS:
            named = Mention.objects.filter(article__in=Article.objects.drafts(), entity__isnull=False)
            return queryset.filter(pk__in=named.values("entity"))
        if self.value() == NONE:
            named_by = Mention.objects.filter(entity=OuterRef("pk"))
            return queryset.exclude(Exists(named_by)).filter(appearances=None)
        return queryset


class RoleFilter(admin.SimpleListFilter):
    """People whose roles need work: none on record, or one that rests on no evidence."""

    title, parameter_name = "roles", "roles"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(_NO_EVIDENCE, "With a role without evidence"), (NONE, "Without a role")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        accepted = Membership.objects.accepted().filter(person=OuterRef("pk"))
        if self.value() == _NO_EVIDENCE:
            return queryset.filter(Exists(accepted.filter(article__isnull=True, source="")))
        if self.value() == NONE:
            return queryset.exclude(Exists(accepted))
        return queryset


class CountryFilter(admin.SimpleListFilter):
    """A select box: a list of links would be two hundred lines long."""

    title, parameter_name = "country", _COUNTRY
    template = "admin/parts/select_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        of_records = model_admin.model.objects.filter(country__isnull=False).order_by().values("country")
        countries = Place.objects.filter(pk__in=of_records).order_by("name").values_list("pk", "name")
        return [*((str(pk), name) for pk, name in countries), (_UNKNOWN_COUNTRY, "No country")]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """With the other parameters of the list, which the form repeats; the page starts again."""
        others = [(name, value) for name, value in changelist.params.items() if name != self.parameter_name]
        value = self.value() or ""
        yield {"value": "", "display": "All", "selected": not value, "other_parameters": others}
        for key, label in self.lookup_choices:
            yield {"value": key, "display": label, "selected": key == value, "other_parameters": others}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == _UNKNOWN_COUNTRY:
            return queryset.filter(country__isnull=True)
        if value and value.isascii() and value.isdecimal() and len(value) < 19:
            return queryset.filter(country=int(value))
        return queryset


class PlaceKindFilter(admin.SimpleListFilter):
    title, parameter_name = "kind", "kind_of_place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("country", "Countries and territories"), *((key, label) for key, (label, _) in _PLACE_KINDS.items())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "country":
            return queryset.filter(feature_code__in=COUNTRY_FEATURE_CODES)
        if self.value() in _PLACE_KINDS:
            classes = _PLACE_KINDS[str(self.value())][1]
            return queryset.filter(feature_class__in=classes).exclude(feature_code__in=COUNTRY_FEATURE_CODES)
        return queryset


class DisputedFilter(admin.SimpleListFilter):
    title, parameter_name = "disputed", "disputed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "In a disputed area")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(disputed_area="") if self.value() == "yes" else queryset
