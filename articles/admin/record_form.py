"""The form of a person, an organization or a place: what the tables refuse is said in a sentence beside its field.

Identifiers have a field for each database; they are rows of their own table, which `articles.desk.identifiers` saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from articles.desk.identifiers import identifiers_of, taken_sentence
from articles.desk.record_checks import problems_of
from articles.models import Entity, Organization, Person
from articles.wording.identifier_schemes import schemes_of

if TYPE_CHECKING:
    from articles.wording.identifier_schemes import Scheme

_IDENTIFIER = "identifier_"
NO_NAME = "Enter a name: a record without one cannot be found."


class IdentifierField(forms.CharField):
    """Identifiers in one database, or the addresses of their pages there, separated by commas."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(
            label=scheme.label, required=False, max_length=1000, widget=forms.TextInput(attrs=attrs),
            help_text=f"For example {scheme.example}.",
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        try:
            return ", ".join(self.scheme.read(super().clean(value)))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no parameter when it runs
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = identifiers_of(self.instance.pk)
        for name, field in self._identifier_fields():
            self.initial.setdefault(name, ", ".join(saved.get(field.scheme.key, ())))
        if "name" in self.fields:
            self.fields["name"].error_messages["required"] = NO_NAME

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        checked = {name: _id_or_value(value) for name, value in values.items() if name in self.fields}
        for name, sentence in problems_of(type(self.instance), checked, pk=self.instance.pk).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        for name, field in self._identifier_fields():
            if name in self.changed_data and name in values:
                taken = taken_sentence(field.scheme.key, field.scheme.read(values[name]), but=self.instance.pk)
                if taken:
                    self.add_error(name, taken)
        return values

    def changed_identifiers(self) -> dict[str, tuple[str, ...]]:
        """By scheme; those that the editor did not touch are left out."""
        fields = ((name, field) for name, field in self._identifier_fields() if name in self.changed_data)
        return {field.scheme.key: field.scheme.read(self.cleaned_data[name]) for name, field in fields}

    def _identifier_fields(self) -> list[tuple[str, IdentifierField]]:
        return [(name, field) for name, field in self.fields.items() if isinstance(field, IdentifierField)]


def identifier_fields(kind: str) -> tuple[str, ...]:
    """The names of the fields for the identifiers of a kind of record."""
    return tuple(f"{_IDENTIFIER}{scheme.key}" for scheme in schemes_of(kind))


def with_identifiers(model: type[Entity], form: type[RecordForm]) -> type[RecordForm]:
    """The form with a field for each database that has records of this kind."""
    fields = {f"{_IDENTIFIER}{scheme.key}": IdentifierField(scheme) for scheme in schemes_of(model.entity_kind)}
    return type(f"{model.__name__}Form", (form,), fields)


PersonForm = with_identifiers(Person, RecordForm)
OrganizationForm = with_identifiers(Organization, RecordForm)


def _id_or_value(value: Any) -> Any:
    return value.pk if isinstance(value, Entity) else value
