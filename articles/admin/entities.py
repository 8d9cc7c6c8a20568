"""Admin pages of people, organizations and places, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib import admin
from django.utils.html import format_html

from articles.admin import name_rows
from articles.admin.base import change_url, editor
from articles.admin.listing import moment_in_words
from articles.admin.merge_page import MergeAdmin
from articles.admin.name_origins import origins_of
from articles.admin.new_record_form import IS_NAMESAKE, namesakes, new_record_form
from articles.admin.opened import KEEP, SAVED, Difference, Values
from articles.admin.other_names import OtherNameForm, OtherNameFormSet
from articles.admin.place_form import PlaceForm
from articles.admin.record_counts import draft_counts, published_counts
from articles.admin.record_filters import (
    CountryFilter,
    DisputedFilter,
    NamedInFilter,
    PlaceKindFilter,
    RoleFilter,
)
from articles.admin.record_form import OrganizationForm, PersonForm, identifier_fields
from articles.admin.record_labels import offices_of
from articles.admin.record_tables import RecordTablesAdmin
from articles.admin.removal import RemovalAdmin
from articles.admin.role_rows import role_entries
from articles.admin.roles_page import PersonRolesAdmin, RolesAdmin
from articles.admin.split_page import SplitAdmin
from articles.admin.undo_merge_page import UndoMergeAdmin
from articles.desk import identifiers, records
from articles.desk.distinct_records import mark_new
from articles.models import Entity, LoggedAction, Organization, OtherName, Person, Place
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse, QueryDict

    from articles.admin.name_origins import NameOrigin

_E = TypeVar("_E", bound=Entity)


class OtherNameInline(admin.StackedInline[OtherName, Entity]):
    model = OtherName
    form = OtherNameForm
    formset = OtherNameFormSet
    fk_name = "entity"
    fields = (name_rows.FIELDS, "origin")
    readonly_fields = ("origin",)
    extra = 1
    verbose_name = "other name"
    # Made again for each request; see `get_inline_instances`.
    _origins: Mapping[int, NameOrigin] | None = None

    def origin(self, name: OtherName) -> str:
        """Who added a name, when, and from which story."""
        if not name.pk:
            return "Not saved yet."
        if self._origins is None:
            self._origins = origins_of(name.entity)
        found = self._origins.get(name.pk)
        parts = [found.who, f"on {moment_in_words(found.at)}" if found.at else ""] if found else []
        story = format_html(
            'from <a href="{}"><bdi>{}</bdi></a>', change_url(found.article), found.article
        ) if found and found.article else ""  # fmt: skip
        said = " ".join(filter(None, parts))
        return (
            format_html("{}{}{}", f"Added by {said}" if said else "", ", " if said and story else "", story)
            or "Unknown."
        )


class EntityAdmin(
    RecordTablesAdmin[_E], RemovalAdmin[_E], MergeAdmin[_E], UndoMergeAdmin[_E], SplitAdmin[_E], RolesAdmin[_E]
):
    """Saved through `articles.desk`; Django's forms only provide the input."""

    search_fields = ("name", "other_names__name")
    inlines = (OtherNameInline,)
    change_form_template = "admin/articles/entity_form.html"
    ordering = ("sort_name", "id")
    readonly_fields = ("published_stories",)
    list_filter: ClassVar[tuple[Any, ...]] = (NamedInFilter,)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Stories are counted for the rows of the page: in the query of the list they would be for all records."""
        changelist = super().get_changelist_instance(request)
        self.add_counts({row.pk: row for row in changelist.result_list})
        return changelist

    def add_counts(self, rows: Mapping[int, Any]) -> None:
        published, drafts = published_counts(rows), draft_counts(rows)
        for pk, row in rows.items():
            row.stories, row.drafts = published.get(pk, 0), drafts.get(pk, 0)

    def is_public(self, record: _E) -> bool:
        return Entity.objects.filter(pk=record.pk).public().exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Limit the choice of countries to countries."""
        if db_field.name == "country":
            kwargs["queryset"] = Place.objects.countries().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def view_on_site(self, obj: Any) -> str | None:
        """Only entities named in a published story have a public page."""
        return obj.get_absolute_url() if self.published_stories(obj) else None

    def get_fields(self, request: HttpRequest, obj: _E | None = None) -> Any:
        """A new record whose name exists gets a box to tick that it is a different one."""
        fields = super().get_fields(request, obj)
        is_taken = obj is None and namesakes(self.model.entity_kind, request.POST.get("name", ""))
        return (fields[0], IS_NAMESAKE, *fields[1:]) if is_taken else fields

    def get_form(self, request: HttpRequest, obj: _E | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None and not change:
            kwargs.setdefault("form", new_record_form(self.form))
        return super().get_form(request, obj, change=change, **kwargs)

    @admin.display(description="Published stories")
    def published_stories(self, entity: Any) -> int:
        """Rows of a list have the count already."""
        if not hasattr(entity, "stories"):
            entity.stories = published_counts([entity.pk]).get(entity.pk, 0)
        return int(entity.stories)

    @admin.display(description="Drafts")
    def drafts(self, entity: Any) -> int:
        return int(entity.drafts)

    @admin.display(description="Also known as")
    def also_known_as(self, entity: Entity) -> str:
        names = [name.name for name in entity.other_names.all()]
        return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")

    def get_inline_instances(self, request: HttpRequest, obj: _E | None = None) -> list[Any]:
        return super().get_inline_instances(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: _E, form: forms.ModelForm[_E], change: bool) -> None:
        records.save_entity(obj, user=editor(request), changed=form.changed_data)
        if not change and form.cleaned_data.get(IS_NAMESAKE):
            added = Entity.objects.get(pk=obj.pk)
            mark_new(added, namesakes(added.kind, added.name), user=editor(request))
        identifiers.save_identifiers(obj, form.changed_identifiers(), user=editor(request))  # type: ignore[attr-defined]  # a RecordForm

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


class PersonAdmin(EntityAdmin[Person], PersonRolesAdmin):
    label = "People"
    form = PersonForm
    list_display = ("name", "also_known_as", "office", "published_stories", "drafts")
    list_filter = (NamedInFilter, RoleFilter)
    fields = (
        "name", "sort_name", "given_name", "family_name", "honorific_prefix", "summary",
        *identifier_fields(EntityKind.PERSON), "published_stories",
    )  # fmt: skip

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With the roles of the person and what each rests on; they are changed on pages of their own."""
        roles = role_entries(self.one(request, object_id)) if object_id is not None else None
        return super().changeform_view(request, object_id, form_url, {"roles": roles, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("other_names")

    def add_counts(self, rows: Mapping[int, Any]) -> None:
        super().add_counts(rows)
        offices = offices_of(rows)
        for pk, row in rows.items():
            row.office = offices.get(pk, "")

    @admin.display(description="Role")
    def office(self, person: Any) -> str:
        return str(person.office)


class OrganizationAdmin(EntityAdmin[Organization]):
    label = "Organizations"
    form = OrganizationForm
    list_display = ("name", "also_known_as", "classification", "country", "published_stories", "drafts")
    list_filter = (NamedInFilter, "classification", CountryFilter)
    list_select_related = ("country",)
    raw_id_fields = ("parent",)
    fields = (
        "name", "sort_name", "classification", "parent", "country", "summary",
        *identifier_fields(EntityKind.ORGANIZATION), "published_stories",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        return super().get_queryset(request).prefetch_related("other_names")


class PlaceAdmin(EntityAdmin[Place]):
    label = "Places"
    form = PlaceForm
    list_display = ("name", "also_known_as", "kind_and_country", "published_stories", "drafts")
    list_filter = (NamedInFilter, PlaceKindFilter, CountryFilter, DisputedFilter)
    list_select_related = ("country",)
    fields = (
        "name", "sort_name", "feature_code", "country", "country_code", "latitude", "longitude",
        "population", "disputed_area", "setting", "summary", *identifier_fields(EntityKind.PLACE), "published_stories",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Place]:
        return super().get_queryset(request).prefetch_related("other_names")

    @admin.display(description="Kind and country")
    def kind_and_country(self, place: Place) -> str:
        return place.words.line(place.country.name if place.country else "")
