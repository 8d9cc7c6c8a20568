"""The forms of the page of a batch: its name, the selected rows, and the fields to set for them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.story_form import checked_date, read_written_date
from articles.desk.columns import outlet_named
from articles.imports.set_fields import Replacing
from articles.text import has_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEEP = {"autocomplete": "off", "placeholder": "leave as it is"}


class SetFieldsForm(forms.Form):
    """What is left empty stays as it is."""

    outlet = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={**_KEEP, "list": "known-outlets"})
    )
    date = forms.CharField(
        required=False,
        max_length=20,
        help_text="2016, 2016-07, 2016-07-21 or 2016-07-21 14:30 (UTC)",
        widget=forms.TextInput(attrs=_KEEP),
    )
    in_language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$",
        label="Language",
        required=False,
        max_length=12,
        help_text="Language code, such as en or fr",
        error_messages={"invalid": "Enter a language code, such as en, fr or ar."},
        widget=forms.TextInput(attrs=_KEEP),
    )
    section = forms.CharField(required=False, max_length=100, widget=forms.TextInput(attrs=_KEEP))
    replacing = forms.ChoiceField(
        label="Replace",
        choices=[
            (Replacing.MISSING, "nothing, only fill gaps"),
            (Replacing.STATED, "what the source states"),
            (Replacing.ALL, "also what an editor set"),
        ],
    )

    def clean_outlet(self) -> str:
        name: str = self.cleaned_data["outlet"]
        if name and not has_words(name):
            raise forms.ValidationError("Enter a name with letters or digits.")
        return name

    def clean_date(self) -> str:
        return checked_date(self.cleaned_data["date"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in ("outlet", "date", "in_language", "section")):
            raise forms.ValidationError("Enter what to set: an outlet, a date, a language or a section.")
        return values

    def columns(self) -> dict[str, Any]:
        """The columns to set. Adds the outlet if it is new; raises MissingRightError if the account may not."""
        data = self.cleaned_data
        values = {name: data[name] for name in ("in_language", "section") if data[name]}
        if data["outlet"]:
            values["outlet"] = outlet_named(data["outlet"])
        if data["date"]:
            moment, precision = read_written_date(data["date"])
            values |= {"date_published": moment, "date_precision": precision}
        return values


def selected_rows(keys: Iterable[str]) -> dict[int, str]:
    """The versions of the selected rows by the ids of their imports; malformed keys are left out."""
    found = {}
    for key in keys:
        number, _, version = key.partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 19 and version:
            found[int(number)] = version
    return found


def time_opened(text: str) -> datetime:
    """The time at which the page was made; the beginning of time, if the form does not say."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
