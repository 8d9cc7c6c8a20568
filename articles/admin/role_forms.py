"""The forms of a role: what it is and when it was held, with a sentence of a story or another source as its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.review_forms import NameField, record_meant, record_of
from articles.desk.sourced_roles import address_problem, date_problem, order_problem
from articles.text import clean_name
from articles.vocabulary import DESCRIPTION_BLOCK, HEADLINE_BLOCK, EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from articles.models import Article, Membership, Person

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PLACE)
_AS_KNOWN = "A year, a month or a day, as far as it is known: 2016, 2016-07 or 2016-07-20."


class PartialDateField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=10, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        problem = date_problem(text)
        if problem:
            raise forms.ValidationError(problem)
        return text


class RoleFields(forms.Form):
    """A role that a story states; its words in the story stay."""

    role = forms.CharField(label="Role", max_length=200, error_messages={"required": "Enter the role."})
    organization_name = NameField(
        label="Organization or country", help_text="The name of a record, or as it is printed. #12 means record 12."
    )
    start_date = PartialDateField(label="From", help_text=_AS_KNOWN)
    end_date = PartialDateField(label="To", help_text="Leave it empty if no end is stated.")

    needs_record = False

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        name = values.get("organization_name", "")
        values["organization"] = None
        if name and (self.needs_record or record_of(name)):
            try:
                values["organization"] = record_meant(name, _BODIES)
            except forms.ValidationError as error:
                self.add_error("organization_name", error)
        body = values["organization"]
        if body is not None and body.kind not in _BODIES:
            self.add_error("organization_name", "A role is held in an organization or a country.")
        self._check_order(values.get("start_date", ""), values.get("end_date", ""))
        return values

    def _check_order(self, first: str, last: str) -> None:
        problem = order_problem(first, last) if first and last else ""
        if problem:
            self.add_error("end_date", problem)

    def values(self) -> dict[str, Any]:
        """What a valid form states, as arguments of desk.review."""
        stated = {name: self.cleaned_data[name] for name in ("role", "start_date", "end_date")}
        body = self.cleaned_data["organization"]
        if body is not None:
            return {**stated, "organization": body}
        return {**stated, "organization_name": clean_name(self.cleaned_data["organization_name"])}


class StoryRoleForm(RoleFields):
    """A new role with a sentence of a story: the role is anchored at its words in the sentence."""

    sentence = forms.ChoiceField(
        label="Sentence that states the role",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the sentence that states the role."},
    )
    printed = forms.CharField(
        label="Role, exactly as printed in the sentence",
        max_length=200,
        error_messages={"required": "Copy the words of the role from the sentence."},
    )

    def __init__(self, *args: Any, sentences: Sequence[Sentence], **options: Any) -> None:
        super().__init__(*args, **options)
        self._sentences = {one.value: one for one in sentences}
        self.fields["sentence"].choices = [(one.value, one.text) for one in sentences]  # type: ignore[attr-defined]  # a field with choices
        self.fields["role"].required = False
        self.fields["role"].label = "Role as it is recorded, if it is not the printed one"
        self.place = (0, 0, 0)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        sentence, printed = self._sentences.get(values.get("sentence", "")), values.get("printed", "")
        if sentence and printed:
            found = sentence.text.find(printed)
            if found < 0:
                self.add_error("printed", "These words are not in the sentence you chose. Copy them from it.")
            start = sentence.start + found
            self.place = (sentence.block, start, start + len(printed))
        values["role"] = values.get("role") or printed
        return values


class SourcedRoleForm(RoleFields):
    """A role with a source that is no story of this site."""

    needs_record = True

    as_of = PartialDateField(
        label="As of", help_text="The last date for which the source states the role, if it states no end."
    )
    source = forms.CharField(
        label="Title of the source",
        max_length=200,
        help_text="For example the name of the register or the page.",
        error_messages={"required": "Enter the title of the source: a role without evidence is not recorded."},
    )
    source_url = forms.CharField(
        label="Address of the source",
        max_length=500,
        widget=forms.URLInput,
        error_messages={"required": "Enter the address of the source, beginning with https://."},
    )

    def clean_source_url(self) -> str:
        address: str = self.cleaned_data["source_url"]
        problem = address_problem(address)
        if problem:
            raise forms.ValidationError(problem)
        return address

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("end_date") and not values.get("as_of") and not {"end_date", "as_of"} & self.errors.keys():
            self.add_error("as_of", "Enter when the role ended, or the last date for which the source states it.")
        return values

    def values(self) -> dict[str, Any]:
        names = ("role", "start_date", "end_date", "as_of", "source", "source_url", "organization")
        return {name: self.cleaned_data[name] for name in names}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story to choose; `start` is its offset in the block. `names_person`: a mention of the person is in it."""

    block: int
    start: int
    text: str
    names_person: bool

    @property
    def value(self) -> str:
        return f"{self.block}:{self.start}"


def sentences_of(article: Article, person: Person) -> list[Sentence]:
    """All sentences of a story, those that name the person first."""
    places = list(article.mentions.filter(entity=person.pk).values_list("block", "start"))
    found = [
        Sentence(block, start, text[start:end], any(at == block and start <= place < end for at, place in places))
        for block, text, spans in _blocks(article)
        for start, end in spans
        if text[start:end].strip()
    ]
    return sorted(found, key=lambda one: not one.names_person)


def _blocks(article: Article) -> Iterator[tuple[int, str, Sequence[Sequence[int]]]]:
    for block in (HEADLINE_BLOCK, DESCRIPTION_BLOCK, *range(len(article.body))):
        text = article.text_of(block)
        known = article.body[block].get("sentences", []) if block >= 0 else []
        yield block, text, known or [(0, len(text))]


def initial_role(row: Membership) -> dict[str, Any]:
    """The fields of a role as its form shows them."""
    body = row.organization
    return {
        "role": row.role,
        "organization_name": f"{body.name} #{body.pk}" if body else row.organization_name,
        "start_date": row.start_date,
        "end_date": row.end_date,
        "as_of": row.as_of,
        "source": row.source,
        "source_url": row.source_url,
    }
