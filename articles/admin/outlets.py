from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import Count

from articles.admin.base import editor
from articles.admin.guarded import GuardedModelAdmin
from articles.desk import records
from articles.desk.rights import PUBLISH, holds
from articles.models import LoggedAction, Outlet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class OutletForm(forms.ModelForm[Outlet]):
    class Meta:
        model = Outlet
        fields = ("name", "url", "note", "is_trusted")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        taken = records.outlet_taken(name, but=self.instance.pk)
        if taken is not None:
            raise forms.ValidationError(f"An outlet with this name already exists: {taken.name}.")
        return name


class OutletAdmin(GuardedModelAdmin[Outlet]):
    label = "Outlets"
    form = OutletForm
    list_display = ("name", "url", "is_trusted", "stories")
    list_filter = ("is_trusted",)
    search_fields = ("name", "url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        return super().get_queryset(request).annotate(stories=Count("articles"))

    def get_readonly_fields(self, request: HttpRequest, obj: Outlet | None = None) -> tuple[str, ...]:
        """Whether an outlet is trusted decides what may be published with one look, so publishers decide it."""
        return () if holds(request.user, PUBLISH) else ("is_trusted",)

    def is_public(self, record: Outlet) -> bool:
        return record.articles.published().exists()

    @admin.display(description="Stories", ordering="stories")
    def stories(self, outlet: Any) -> int:
        return int(outlet.stories)

    def actions_on(self, record: Outlet) -> QuerySet[LoggedAction]:
        return LoggedAction.objects.filter(outlet=record)

    def save_model(self, request: HttpRequest, obj: Outlet, form: forms.ModelForm[Outlet], change: bool) -> None:
        records.save_outlet(obj, user=editor(request), changed=form.changed_data)
