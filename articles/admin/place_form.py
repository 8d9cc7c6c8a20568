"""The form of a place: its kind in words, and each constraint of the table as a sentence."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from articles.geography.place_kinds import place_kinds
from articles.geography.reference import disputed_areas
from articles.models import Place
from articles.vocabulary import COUNTRY_FEATURE_CODES

_MAX_LATITUDE, _MAX_LONGITUDE = 90, 180


class PlaceForm(forms.ModelForm[Place]):
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
        code = str(self.cleaned_data["country_code"]).strip().upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise forms.ValidationError("Enter the two letters of a country, such as IQ, or leave it empty.")
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._check_position(values)
        kind = place_kinds().get(values.get("feature_code", ""))
        if kind is not None:
            self.instance.feature_class = kind.feature_class
        is_country = values.get("feature_code") in COUNTRY_FEATURE_CODES
        if values.get("latitude") is not None and not is_country and not values.get("country"):
            self.add_error(
                "country", "Choose the country, or remove latitude and longitude: a place on the map has one."
            )
        if is_country and values.get("country_code"):
            self._check_code(values["country_code"])
        return values

    def _check_position(self, values: dict[str, Any]) -> None:
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if {"latitude", "longitude"} & set(self.errors):
            return
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, "Enter both latitude and longitude, or neither.")
        elif latitude is not None and abs(latitude) > _MAX_LATITUDE:
            self.add_error("latitude", f"A latitude is between -{_MAX_LATITUDE} and {_MAX_LATITUDE} degrees.")
        elif longitude is not None and abs(longitude) > _MAX_LONGITUDE:
            self.add_error("longitude", f"A longitude is between -{_MAX_LONGITUDE} and {_MAX_LONGITUDE} degrees.")

    def _check_code(self, code: str) -> None:
        other = Place.objects.countries().filter(country_code=code).exclude(pk=self.instance.pk).first()
        if other is not None:
            self.add_error("country_code", f"{other.name} has this code.")
