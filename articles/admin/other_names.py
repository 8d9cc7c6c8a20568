"""Validation of the other names of a record."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from articles.desk.record_checks import length_problem
from articles.desk.records import is_same_name
from articles.models import Entity, OtherName
from articles.text import clean_name
from articles.wording.languages import language_in_words, languages

_NO_LANGUAGE = "A name used in English"


class LanguageField(forms.ChoiceField):
    """A language by its names; a tag that a record has already can be kept, also if the list does not have it."""

    def __init__(self) -> None:
        super().__init__(
            label="Language",
            required=False,
            choices=[("", _NO_LANGUAGE), *((tag, str(language)) for tag, language in languages().items())],
            help_text="The language in which this name is used.",
            error_messages={"invalid_choice": "No language has the tag “%(value)s”. Choose one from the list."},
        )

    def keep(self, tag: str) -> None:
        known = {value for value, _ in self.choices}  # type: ignore[union-attr, misc]  # ours are pairs
        if tag not in known:
            self.choices = [*self.choices, (tag, language_in_words(tag))]  # type: ignore[misc]


class OtherNameForm(forms.ModelForm[OtherName]):
    """The columns in words: an editor need not know how names are matched, or how languages are abbreviated."""

    language = LanguageField()

    class Meta:
        model = OtherName
        fields = ("name", "kind", "language", "is_weak", "case_sensitive")
        labels: ClassVar = {
            "is_weak": "Needs context",
            "case_sensitive": "Capitals matter",
        }
        help_texts: ClassVar = {
            "is_weak": "Others have this name too, or it is an ordinary word: it alone does not tell who is meant.",
            "case_sensitive": "Only as it is written here: IS is a name, “is” is not.",
        }
        error_messages: ClassVar = {"name": {"required": "Enter a name, or remove this row."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        if isinstance(field, LanguageField) and self.instance.language:
            field.keep(self.instance.language)

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        column = OtherName._meta.get_field("name")  # noqa: SLF001  # Django's public description of a model
        problem = length_problem(column, name) if name else "Enter a name, or remove this row."
        if problem:
            raise ValidationError(problem)
        return name


class OtherNameFormSet(BaseInlineFormSet[OtherName, Entity, Any]):
    """Refuses the record's own name and duplicates; names saved earlier are not checked again."""

    def clean(self) -> None:
        # Django's own check of the whole set would say "Please correct the duplicate data" before ours names the row.
        # Read before any error is added: that removes the name from the data of its row.
        names = {
            form: form.cleaned_data["name"]
            for form in self.forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        }
        for form, name in names.items():
            if not form.has_changed():
                continue
            if is_same_name(name, self.instance.name):
                form.add_error("name", f"{name} is already the name of this record.")
            elif any(is_same_name(name, other) for row, other in names.items() if row is not form):
                form.add_error("name", f"{name} is listed twice.")
        if any(form.errors for form in names):
            raise ValidationError("Not saved. Correct the names marked below.")
