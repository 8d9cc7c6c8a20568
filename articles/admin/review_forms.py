"""Forms to correct a suggestion and to add a missing fact."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from articles.admin.record_labels import labels_of
from articles.desk.resolve import entities_named
from articles.models import Entity
from articles.text import clean_name
from articles.vocabulary import EntityKind, FigureKind, PledgeStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from articles.models import Figure, Membership, Pledge, Quotation

# A record as autocomplete writes it: "Ash Carter #12".
_NUMBERED = re.compile(r"#(\d{1,18})\s*$")
_CURRENCY = "Use a three-letter code such as USD, GBP or EUR."
_PARTIAL_DATE = r"^\d{4}(-\d\d){0,2}$"
_RANGE = "The first value must not be larger than the second."


class NameField(forms.CharField):
    """A name as printed in the story, or a record by its number; see `record_of`."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "records", "autocomplete": "off", "data-records": ""}
        super().__init__(max_length=200, required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if _NUMBERED.search(text) and record_of(text) is None:
            raise forms.ValidationError("No record has this number.")
        return text


def record_of(text: str) -> Entity | None:
    number = _NUMBERED.search(text)
    return Entity.objects.filter(pk=int(number[1])).first() if number else None


def record_meant(text: str, kinds: Collection[str] = EntityKind.values) -> Entity:
    """The record with this number or name. Raises ValidationError if there is none or more than one."""
    chosen = record_of(text)
    found = [chosen] if chosen else entities_named(clean_name(text), kinds)
    if not found:
        raise forms.ValidationError(f"No record has the name {text}.")
    if len(found) > 1:
        rivals = "; ".join(f"{label.name} #{label.pk} ({label.says})" for label in labels_of(found).values())
        raise forms.ValidationError(f"Several records have this name: {rivals}. Add the number of the one you mean.")
    return found[0]


class NameForm(forms.Form):
    """The resolution of a name: an existing record, or a corrected kind and name."""

    entity = forms.CharField(required=False, max_length=20)
    record = NameField(label="Another record")
    new_kind = forms.ChoiceField(label="Kind", choices=EntityKind.choices, required=False)
    new_name = forms.CharField(label="Full name", max_length=200, required=False)
    is_new = forms.BooleanField(label="Different record with the same name", required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        chosen, typed = values.get("entity", ""), values.get("record", "")
        if typed:
            values["meant"] = record_meant(typed)
        elif chosen.isdecimal():
            values["meant"] = record_of(f"#{chosen}")
        return values

    def changes(self, kind: str, name: str) -> dict[str, Any]:
        """The arguments of desk.review.accept_name."""
        values = self.cleaned_data
        if values.get("meant") is not None and not values["is_new"]:
            return {"entity": values["meant"]}
        new_kind, new_name = values["new_kind"] or kind, values["new_name"] or name
        return {
            "new_kind": new_kind if new_kind != kind else "",
            "new_name": new_name if new_name != name else "",
            "is_new": values["is_new"],
        }


class FactForm(forms.Form):
    """`changes` are the arguments of desk.review: only what the editor changed."""

    # column with the printed name -> the corresponding foreign key
    links: ClassVar[Mapping[str, str]] = {}

    def changes(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name in self.changed_data:
            value = self.cleaned_data[name]
            record = record_of(value) if name in self.links else None
            changed |= {self.links[name]: record} if record else {name: value}
        return changed


class QuotationForm(FactForm):
    links = {"speaker_name": "speaker"}

    speaker_name = NameField(label="Speaker")
    role = forms.CharField(label="Role as printed", max_length=200, required=False)
    inferred = forms.BooleanField(label="Speaker inferred, not named with the quotation", required=False)


class PledgeForm(FactForm):
    links = {"pledged_by_name": "pledged_by", "announced_by_name": "announced_by", "recipient_name": "recipient"}

    pledged_by_name = NameField(label="Pledged by")
    announced_by_name = NameField(label="Announced by")
    recipient_name = NameField(label="Recipient")
    item = forms.CharField(label="Item", max_length=400)
    quantity_low = forms.DecimalField(label="Quantity, from", max_digits=16, decimal_places=2, required=False)
    quantity_high = forms.DecimalField(label="to", max_digits=16, decimal_places=2, required=False)
    unit = forms.CharField(max_length=80, required=False)
    amount_low = forms.DecimalField(label="Amount, from", max_digits=20, decimal_places=2, required=False)
    amount_high = forms.DecimalField(label="to", max_digits=20, decimal_places=2, required=False)
    currency = forms.RegexField(
        "^[A-Z]{3}$",
        label="Currency",
        required=False,
        error_messages={"invalid": _CURRENCY},
    )
    qualifier = forms.CharField(label="Qualifier (nearly, more than)", max_length=40, required=False)
    due = forms.CharField(label="Due", max_length=80, required=False)
    duration = forms.CharField(label="Duration", max_length=80, required=False)
    pledge_status = forms.ChoiceField(label="Status as reported", choices=PledgeStatus.choices)
    is_collective = forms.BooleanField(label="Joint pledge", required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        for low, high in (("quantity_low", "quantity_high"), ("amount_low", "amount_high")):
            first, last = values.get(low), values.get(high)
            if first is not None and last is not None and last < first:
                self.add_error(high, _RANGE)
        if values.get("amount_low") is not None and not values.get("currency"):
            self.add_error("currency", "An amount needs a currency.")
        return values


class RoleForm(FactForm):
    links = {"person_name": "person", "organization_name": "organization"}

    person_name = NameField(label="Person")
    role = forms.CharField(max_length=200)
    organization_name = NameField(label="Organization or country")
    start_date = forms.RegexField(_PARTIAL_DATE, label="From", required=False)
    end_date = forms.RegexField(_PARTIAL_DATE, label="To", required=False)


class FigureForm(FactForm):
    links = {"place_name": "place", "claimed_by_name": "claimed_by"}

    kind = forms.ChoiceField(label="What is counted", choices=FigureKind.choices)
    counted = forms.CharField(label="Of whom or what, as printed", max_length=120, required=False)
    low = forms.DecimalField(label="At least", max_digits=20, decimal_places=2, min_value=0, required=False)
    high = forms.DecimalField(label="At most", max_digits=20, decimal_places=2, min_value=0, required=False)
    currency = forms.RegexField(
        "^[A-Z]{3}$", label="Currency, for money", required=False, error_messages={"invalid": _CURRENCY}
    )
    qualifier = forms.CharField(label="Qualifier (at least, dozens)", max_length=40, required=False)
    place_name = NameField(label="Place")
    start_date = forms.RegexField(_PARTIAL_DATE, label="From", required=False)
    end_date = forms.RegexField(_PARTIAL_DATE, label="To", required=False)
    claimed_by_name = NameField(label="Claimed by (empty: the outlet itself)")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        low, high = values.get("low"), values.get("high")
        if low is None and high is None and not {"low", "high"} & self.errors.keys():
            self.add_error("low", "State at least one of the two bounds.")
        if low is not None and high is not None and high < low:
            self.add_error("high", _RANGE)
        if values.get("kind") == FigureKind.MONEY and not values.get("currency"):
            self.add_error("currency", "An amount needs a currency.")
        first, last = values.get("start_date", ""), values.get("end_date", "")
        if first and last and last[: len(first)] < first[: len(last)]:
            self.add_error("end_date", "The last day must not be before the first.")
        return values


def initial_of(form: type[FactForm], fact: Quotation | Pledge | Membership | Figure) -> dict[str, Any]:
    return {name: _written(getattr(fact, name)) for name in form.base_fields}


def _written(value: Any) -> Any:
    """Numbers without trailing zeros added by the database column."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
