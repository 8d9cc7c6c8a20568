"""The form of a place: its kind in words, and the disputed areas by their names."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from articles.admin.record_form import RecordForm, with_identifiers
from articles.geography.place_kinds import place_kinds
from articles.geography.reference import disputed_areas
from articles.models import Place


class _PlaceForm(RecordForm):
    """The feature class follows from the kind, which is a feature code."""

    class Meta:
        model = Place
        fields = (
            "name", "sort_name", "feature_code", "country", "country_code", "latitude", "longitude", "population",
            "disputed_area", "setting", "summary",
        )  # fmt: skip
        labels: ClassVar = {
            "feature_code": "Kind",
            "country_code": "Code of the country",
            "disputed_area": "Disputed area",
            "setting": "Where it lies",
        }
        help_texts: ClassVar = {
            "country_code": "Two letters (ISO 3166-1), such as IQ; empty if it lies in no country.",
            "latitude": "In degrees, south of the equator negative.",
            "longitude": "In degrees, west of Greenwich negative.",
            "population": "0 if it is not known.",
            "disputed_area": "If it is or lies in one, readers see what is disputed instead of a country.",
            "setting": "If it lies in no one country, for example “between Iran and Oman”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "feature_code" in self.fields:
            self.fields["feature_code"] = self._kind_field()
        if "disputed_area" in self.fields:
            areas = sorted((area.name, key) for key, area in disputed_areas().items())
            choices = [("", "Not disputed"), *((key, name) for name, key in areas)]
            self.fields["disputed_area"].widget = forms.Select(choices=choices)

    def _kind_field(self) -> forms.ChoiceField:
        """A place of the reference data may have any of the 680 codes: its own is offered, too."""
        choices = [(kind.code, kind.label) for kind in place_kinds().values()]
        own = self.instance.feature_code
        if own and own not in place_kinds():
            choices.insert(0, (own, f"{self.instance.words.kind} ({own})"))
        return forms.ChoiceField(label="Kind", choices=choices)

    def clean_country_code(self) -> str:
        return str(self.cleaned_data["country_code"]).strip().upper()

    def clean(self) -> Any:
        values = super().clean()
        kind = place_kinds().get(values.get("feature_code", ""))
        if kind is not None:
            self.instance.feature_class = kind.feature_class
        return values


PlaceForm = with_identifiers(Place, _PlaceForm)
