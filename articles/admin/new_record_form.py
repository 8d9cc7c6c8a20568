"""Adding a record: a name that others have needs the editor's word that this is another one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.base import change_url
from articles.admin.record_labels import labels_of
from articles.desk.distinct_records import NOUNS, distinct_among
from articles.desk.merging import in_particular
from articles.models import Entity, OtherName
from articles.text import clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

IS_NAMESAKE = "is_namesake"
_MAX_SHOWN = 10


class NewRecordForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no parameter when it runs
    is_namesake = forms.BooleanField(
        required=False,
        label="A different record with the same name",
        help_text="Tick this if none of the existing records is the one you are adding.",
    )

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if not values.get(IS_NAMESAKE):
            found = namesakes(self.instance.entity_kind, values.get("name", ""))
            if found:
                self.add_error("name", _warnings(found))
        return values


def new_record_form(form: type[forms.ModelForm[Any]]) -> type[forms.ModelForm[Any]]:
    """The form of a kind of record, as it is for a new one."""
    return NewRecordForm if form is forms.ModelForm else type(form.__name__, (NewRecordForm, form), {})


def namesakes(kind: str, name: str) -> list[Entity]:
    """Records of this kind with this name, or with it as one of their other names."""
    key = fold(clean_name(name))[:200]
    if not key:
        return []
    others = list(OtherName.objects.filter(key=key).values_list("entity_id", flat=True))
    found = {one.pk: one for one in [*Entity.objects.with_key([key]), *Entity.objects.filter(pk__in=others)]}
    return [one for _, one in sorted(found.items()) if one.kind == kind]


def _warnings(found: Sequence[Entity]) -> list[ValidationError]:
    """The existing records, each with a link and what tells it apart; a pair of them that may be one can be compared."""
    shown = found[:_MAX_SHOWN]
    labels = labels_of(shown)
    rows = [
        format_html(
            'This name exists: <a href="{}">{}</a> ({})', change_url(in_particular(one)), one.name, labels[one.pk].says
        )
        for one in shown
    ]
    more = len(found) - len(rows)
    rows += [format_html("And {} more.", more)] if more else []
    return [ValidationError(row) for row in [*rows, *_about_pairs(shown)]]


def _about_pairs(shown: Sequence[Entity]) -> list[SafeString]:
    """What editors decided about the existing records: that they are different, or not yet anything."""
    pairs = list(combinations(sorted(one.pk for one in shown), 2))
    if not pairs:
        return []
    open_pairs = sorted(set(pairs) - distinct_among([one.pk for one in shown]))
    nouns = NOUNS[shown[0].kind]
    if not open_pairs:
        return [format_html("An editor marked these as different {}.", nouns)]
    kept, merged = open_pairs[0]
    address = reverse(f"admin:articles_{shown[0].kind}_merge", args=[kept])
    return [format_html('These may be the same: <a href="{}?with={}">compare the records</a>.', address, merged)]
