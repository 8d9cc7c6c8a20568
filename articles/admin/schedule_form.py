"""The form in which an editor sets the time of a publication."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from articles.zones import moment_of, zone_names

# What browsers send for the input of a date and a time, and what people type where it is a plain field.
_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")
MAX_REASON = 200


class LocalTimeField(forms.Field):
    """A time without an offset, as a naive datetime. Django's own field would read it in the zone of the site."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_FORMATS[0])

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        for pattern in _FORMATS:
            try:
                return datetime.strptime(str(value).strip(), pattern)  # noqa: DTZ007  # its zone is a field of its own
            except ValueError:
                continue
        raise forms.ValidationError("Write the date and the time like 2031-05-03 08:00.")


class ScheduleForm(forms.Form):
    """`moment` is the time that was set, once the form is valid. `restricted`: a reason is asked for."""

    at = LocalTimeField(label="Date and time")
    zone = forms.ChoiceField(
        label="Time zone", choices=lambda: [(name, name.replace("_", " ")) for name in zone_names()]
    )
    although = forms.CharField(label="Reason (recorded in the log)", max_length=MAX_REASON, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    moment: datetime

    def __init__(self, *args: Any, restricted: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not restricted and not self.data.get("although"):
            del self.fields["although"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("at") and data.get("zone"):
            try:
                self.moment = moment_of(data["at"], data["zone"])
            except ValueError as error:
                self.add_error("at", str(error))
        return data
