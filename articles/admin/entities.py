"""Admin pages of people, organizations and places, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.db.models import Count
from django.forms import Select

from articles.admin import name_rows
from articles.admin.base import editor
from articles.admin.merge_page import MergeAdmin
from articles.admin.new_record_form import IS_NAMESAKE, NewRecordForm, namesakes
from articles.admin.opened import KEEP, SAVED, Difference, Values
from articles.admin.other_names import OtherNameFormSet
from articles.desk import records
from articles.geography.reference import disputed_areas
from articles.models import Entity, LoggedAction, Organization, OtherName, Person, Place
from articles.models.article import is_published

if TYPE_CHECKING:
    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict

_E = TypeVar("_E", bound=Entity)


class OtherNameInline(admin.StackedInline[OtherName, Entity]):
    model = OtherName
    formset = OtherNameFormSet
    fk_name = "entity"
    fields = (name_rows.FIELDS,)
    extra = 1
    verbose_name = "other name"


class EntityAdmin(MergeAdmin[_E]):
    """Saved through `articles.desk`; Django's forms only provide the input."""

    search_fields = ("name", "other_names__name")
    inlines = (OtherNameInline,)
    ordering = ("sort_name", "id")
    readonly_fields = ("published_stories",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[_E]:
        public = is_published("appearances__article__")
        rows: Any = super().get_queryset(request).annotate(stories=Count("appearances", filter=public, distinct=True))
        return rows  # type: ignore[no-any-return]  # annotated rows are still rows of this model

    def is_public(self, record: _E) -> bool:
        return Entity.objects.filter(pk=record.pk).public().exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Limit the choice of countries to countries."""
        if db_field.name == "country":
            kwargs["queryset"] = Place.objects.countries().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj: Any) -> str | None:
        """Only entities named in a published story have a public page."""
        return obj.get_absolute_url() if getattr(obj, "stories", 0) else None

    def get_fields(self, request: HttpRequest, obj: _E | None = None) -> Any:
        """A new record whose name exists gets a box to tick that it is a different one."""
        fields = super().get_fields(request, obj)
        is_taken = obj is None and namesakes(self.model.entity_kind, request.POST.get("name", ""))
        return (fields[0], IS_NAMESAKE, *fields[1:]) if is_taken else fields

    def get_form(self, request: HttpRequest, obj: _E | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None and not change:
            kwargs.setdefault("form", NewRecordForm)
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description="Published stories", ordering="stories")
    def published_stories(self, entity: Any) -> int:
        return int(getattr(entity, "stories", 0))

    @admin.display(description="Also known as")
    def also_known_as(self, entity: Entity) -> str:
        names = [name.name for name in entity.other_names.all()]
        return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")

    def get_inline_instances(self, request: HttpRequest, obj: _E | None = None) -> list[Any]:
        return super().get_inline_instances(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: _E, form: forms.ModelForm[_E], change: bool) -> None:
        records.save_entity(obj, user=editor(request), changed=form.changed_data)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        saved = [*formset.new_objects, *(name for name, _ in formset.changed_objects)]
        records.save_names(form.instance, saved=saved, deleted=formset.deleted_objects, user=editor(request))

    def actions_on(self, record: _E) -> QuerySet[LoggedAction]:
        return LoggedAction.objects.filter(entity_id=record.pk)

    def inline_values(self, record: _E) -> Values:
        return name_rows.rows_saved(record)

    def choose_inline_values(self, data: QueryDict, record: _E, opened: Values) -> None:
        keep = {name.removeprefix(KEEP) for name, value in data.items() if name.startswith(KEEP) and value == SAVED}
        name_rows.choose_rows(data, record, opened, keep)

    def inline_differences(self, data: QueryDict, opened: Values, saved: Values) -> tuple[list[Difference], bool]:
        return name_rows.row_differences(opened, saved, name_rows.rows_typed(data).rows)

    def merge_inline_values(self, data: QueryDict, record: _E, opened: Values, saved: Values) -> None:
        rows = {name: row for name, row in saved.items() if name_rows.is_row(name)}
        name_rows.put_rows(data, record, opened, rows, name_rows.rows_typed(data))


class PersonAdmin(EntityAdmin[Person]):
    label = "People"
    list_display = ("name", "also_known_as", "summary", "published_stories")
    fields = ("name", "sort_name", "given_name", "family_name", "honorific_prefix", "summary", "published_stories")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("other_names")


class OrganizationAdmin(EntityAdmin[Organization]):
    label = "Organizations"
    list_display = ("name", "also_known_as", "classification", "country", "published_stories")
    list_filter = ("classification",)
    list_select_related = ("country",)
    raw_id_fields = ("parent",)
    fields = ("name", "sort_name", "classification", "parent", "country", "summary", "published_stories")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return super().get_queryset(request).prefetch_related("other_names")


class PlaceAdmin(EntityAdmin[Place]):
    label = "Places"
    list_display = ("name", "also_known_as", "country", "precision", "published_stories")
    list_filter = ("feature_class",)
    list_select_related = ("country",)
    fields = (
        "name", "sort_name", "country", "country_code", "feature_class", "feature_code", "latitude", "longitude",
        "population", "disputed_area", "setting", "summary", "published_stories",
    )  # fmt: skip

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the disputed areas of the reference file; most places have none."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "disputed_area":
            areas = sorted((area.name, key) for key, area in disputed_areas().items())
            field.widget = Select(choices=[("", "Not disputed"), *((key, name) for name, key in areas)])
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        return super().get_queryset(request).prefetch_related("other_names")
