"""The forms with which an editor adds a finding to words that were marked in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.marked_words import MARKABLE
from articles.admin.review_forms import (
    FactForm,
    FigureForm,
    NameField,
    PledgeForm,
    QuotationForm,
    RoleForm,
    record_meant,
    record_of,
)
from articles.desk.resolve import entities_named
from articles.extraction.figures.printed_numbers import read_numbers
from articles.models import Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import EntityKind, FigureKind, PledgeStatus

if TYPE_CHECKING:
    from articles.admin.marked_words import MarkedWords

# Key, kind and label of what the selected words are marked as.
MARK_KEYS = tuple(zip("polqgtn", MARKABLE, (label for _, label in MARKABLE.values()), strict=True))
_MAX_BLOCK, _MAX_OFFSET = 100_000, 50_000_000


class PlaceForm(forms.Form):
    """Which words are marked, and as what. The offsets come from the script; without it, the words are typed."""

    words = forms.CharField(
        label="Text, exactly as printed in the story",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        error_messages={"required": "Copy the words from the story."},
    )
    what = forms.ChoiceField(label="Kind", choices=[(name, label) for name, (_, label) in MARKABLE.items()])
    block = forms.IntegerField(required=False, min_value=-9, max_value=_MAX_BLOCK, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, max_value=_MAX_OFFSET, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, max_value=_MAX_OFFSET, widget=forms.HiddenInput)

    @property
    def place(self) -> tuple[int, int, int] | None:
        block, start, end = (self.cleaned_data.get(name) for name in ("block", "start", "end"))
        return None if block is None or start is None or end is None else (block, start, end)


class NameMarkForm(FactForm):
    """A person, an organization or a place: a record, or the full name of a new one."""

    name = NameField(label="Full name, or a record")
    title = forms.CharField(label="Role printed with the name", max_length=200, required=False)
    is_new = forms.BooleanField(label="Different record with the same name", required=False)

    def __init__(self, *args: Any, kind: str, words: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kind, self._words = kind, words

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        name = values.get("name") or self._words
        values["meant"] = record_of(name)
        if not values["meant"] and not values.get("is_new") and entities_named(name, [self._kind]):
            try:
                values["meant"] = record_meant(name, [self._kind])
            except forms.ValidationError as error:
                self.add_error("name", error)
        return values

    def changes(self) -> dict[str, Any]:
        values = self.cleaned_data
        said = {"title": values["title"]} if values["title"] else {}
        if values["meant"]:
            return {"kind": self._kind, "entity": values["meant"], **said}
        is_new = {"is_new": True} if values["is_new"] else {}
        return {"kind": self._kind, "name": values["name"] or self._words, **is_new, **said}


_FORMS: dict[Any, type[FactForm]] = {
    Quotation: QuotationForm,
    Pledge: PledgeForm,
    Membership: RoleForm,
    Figure: FigureForm,
}


def mark_form(what: str, words: MarkedWords, typed: str, data: Any = None) -> FactForm:
    """The fields of a finding at these words; `typed` are those that the editor marked, before a pledge took its sentence."""
    model = MARKABLE[what][0]
    if model is Mention:
        return NameMarkForm(data, kind=EntityKind(what), words=words.text, initial={"name": words.text[:200]})
    initial: dict[Any, dict[str, Any]] = {
        Quotation: {},
        Pledge: {"item": "" if typed == words.text else typed[:400], "pledge_status": PledgeStatus.values[0]},
        Membership: {"role": words.text[:200]},
        Figure: figure_in(words.text),
    }
    return _FORMS[model](data, initial=initial[model])


def figure_in(text: str) -> dict[str, Any]:
    """The bounds and the counted words of the first number in these words."""
    number = next(read_numbers(text, 0, len(text)), None)
    if number is None:
        return {"kind": FigureKind.KILLED.value}
    return {
        "kind": FigureKind.KILLED.value, "low": number.low, "high": number.high, "qualifier": number.qualifier[:40],
        "counted": text[number.end :].removeprefix(" of ").strip(" -")[:120],
    }  # fmt: skip


def values_of(form: FactForm) -> dict[str, Any]:
    """All values that a valid form states, as arguments of desk.review.add."""
    if isinstance(form, NameMarkForm):
        return form.changes()
    stated: dict[str, Any] = {}
    for name, value in form.cleaned_data.items():
        record = record_of(value) if name in form.links else None
        stated |= {form.links[name]: record} if record else {name: value}
    return stated
