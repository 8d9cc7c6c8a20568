"""The form of an event."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from articles.admin.review_forms import NameField, record_meant
from articles.desk.event_suggestions import span_of
from articles.models import Event, Figure
from articles.vocabulary import EntityKind, FactStatus

_PARTIAL_DATE = r"^\d{4}(-\d\d){0,2}$"
_NO_DATE = "Write a year, a month or a day: 2024, 2024-03 or 2024-03-14."


class EventForm(forms.ModelForm[Event]):
    place_name = NameField(label="Place", help_text="The name of a place on record.")
    start_date = forms.RegexField(
        _PARTIAL_DATE, label="First day", required=False, error_messages={"invalid": _NO_DATE}, help_text=_NO_DATE
    )
    end_date = forms.RegexField(
        _PARTIAL_DATE, label="Last day", required=False, error_messages={"invalid": _NO_DATE},
        help_text="Leave it empty if the event was on one day, or if it is not known.",
    )  # fmt: skip

    class Meta:
        model = Event
        fields = ("name", "kind", "place_name", "place_precision", "start_date", "end_date", "stated_by")
        help_texts: ClassVar = {
            "stated_by": "As printed: “the provincial police”. The figures have their own claimants."
        }

    field_order = Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.instance.place
        if place is not None and "place_name" in self.fields:
            self.initial.setdefault("place_name", f"{place.name} #{place.pk}")

    def clean_place_name(self) -> str:
        typed: str = self.cleaned_data["place_name"]
        self._place = record_meant(typed, [EntityKind.PLACE]) if typed else None
        if self._place is not None and self._place.kind != EntityKind.PLACE:
            raise forms.ValidationError("This record is no place.")
        return typed

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        first, last = values.get("start_date", ""), values.get("end_date", "")
        days = span_of(first, last) if first else None
        if first and days is None:
            self.add_error("start_date", "There is no such day.")
        if last and not first:
            self.add_error("start_date", "A last day needs a first one.")
        if days is not None and days[1] < days[0]:
            self.add_error("end_date", "The last day must not be before the first.")
        if "place_name" in self.fields and "place_name" not in self.errors:
            self.instance.place_id = self._place.pk if self._place is not None else None
        return values


def initial_event(headline: str, figures: list[Figure], day: str) -> dict[str, Any]:
    """What a story suggests for a new event: its headline, and the place and day of its first figure that has them."""
    stated = [figure for figure in figures if figure.status != FactStatus.REJECTED]
    place = next((figure.place for figure in stated if figure.place is not None), None)
    dated = next((figure.start_date for figure in stated if figure.start_date), day)
    return {
        "name": headline[:200],
        "place_name": f"{place.name} #{place.pk}" if place is not None else "",
        "start_date": dated,
    }
