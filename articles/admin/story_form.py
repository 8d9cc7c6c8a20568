"""Forms for the fields of a story: on the import preview and on the review page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms

from articles.admin.import_forms import WebAddressField
from articles.models import Outlet
from articles.readers.dates import StatedDate, implausible
from articles.text import has_words
from articles.vocabulary import DatePrecision, Genre

if TYPE_CHECKING:
    from articles.models import Article

# Accepted date formats and their precision.
_WRITTEN = (
    (re.compile(r"\d{4}"), "%Y", DatePrecision.YEAR),
    (re.compile(r"\d{4}-\d{1,2}"), "%Y-%m", DatePrecision.MONTH),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}"), "%Y-%m-%d", DatePrecision.DAY),
    (re.compile(r"\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d{2}"), "%Y-%m-%d %H:%M", DatePrecision.MINUTE),
)
_FORMATS = {precision: written for _, written, precision in _WRITTEN}


def written_date(moment: datetime | None, precision: str) -> str:
    """A date in the format of the form, as precise as it is known."""
    if moment is None or precision == DatePrecision.UNKNOWN:
        return ""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    # Years before 1000 are not padded by strftime.
    return f"{moment.year:04}{moment.strftime(_FORMATS[DatePrecision(precision)].removeprefix('%Y'))}"


def read_written_date(text: str) -> tuple[datetime, DatePrecision]:
    """The date and its precision; a month or year is given as its first day."""
    for pattern, written, precision in _WRITTEN:
        if pattern.fullmatch(text):
            return datetime.strptime(text.replace("T", " "), written).replace(tzinfo=UTC), precision
    raise ValueError(text)


class LinesField(forms.CharField):
    """Multi-line text; differences in line endings do not count as changes."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


def checked_headline(text: str) -> str:
    """Raises ValidationError for a headline of nothing but marks and fillers."""
    if not has_words(text):
        raise forms.ValidationError("Enter a headline with letters or digits.")
    return text


def checked_date(text: str, *, is_new: bool = True) -> str:
    """Raises ValidationError for what is no date, and for a new one that cannot be that of a story."""
    if text:
        try:
            stated = StatedDate(*read_written_date(text))
        except ValueError as error:
            said = "Enter the date as 2016, 2016-07, 2016-07-21 or 2016-07-21 14:30."
            raise forms.ValidationError(said) from error
        if is_new and (why := implausible(stated)):
            raise forms.ValidationError(f"This date {why}.")
    return text


class StoryForm(forms.Form):
    """`changed_fields` holds only the fields that the editor changed."""

    headline = LinesField(max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    description = LinesField(label="Standfirst", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    outlet = forms.CharField(
        required=False,
        max_length=200,
        help_text="The publisher.",
        widget=forms.TextInput(attrs={"list": "known-outlets", "autocomplete": "off"}),
    )
    date = forms.CharField(
        required=False,
        max_length=20,
        help_text="As precise as known: 2016, 2016-07, 2016-07-21 or 2016-07-21 14:30 (UTC).",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    byline = forms.CharField(required=False, max_length=300, help_text="As printed.")
    authors = LinesField(required=False, help_text="One name per line.", widget=forms.Textarea(attrs={"rows": 2}))
    dateline = forms.CharField(required=False, max_length=120, help_text="Where the story was filed from.")
    url = WebAddressField(label="Address", required=False)
    in_language = forms.CharField(
        label="Language", required=False, max_length=12, help_text="Language code, such as en, fr or ar."
    )
    section = forms.CharField(required=False, max_length=100)
    image_caption = LinesField(label="Caption", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    image_credit = forms.CharField(label="Credit", required=False, max_length=200)

    def clean_date(self) -> str:
        return checked_date(self.cleaned_data["date"], is_new="date" in self.changed_data)

    def clean_headline(self) -> str:
        return checked_headline(self.cleaned_data["headline"])

    def changed_fields(self) -> dict[str, Any]:
        """The changed fields by column name."""
        values = {name: self.cleaned_data[name] for name in self.changed_data}
        if "authors" in values:
            values["authors"] = [line for line in values["authors"].splitlines() if line.strip()]
        if "date" in values:
            text = values.pop("date")
            moment, precision = read_written_date(text) if text else (None, DatePrecision.UNKNOWN)
            values |= {"date_published": moment, "date_precision": precision}
        return values


class ArticleForm(StoryForm):
    """Adds the fields that only an existing story has."""

    genre = forms.ChoiceField(choices=Genre.choices)


def initial_of(article: Article) -> dict[str, Any]:
    names = ("headline", "description", "byline", "dateline", "in_language", "section", "image_caption", "image_credit")
    return {
        **{name: getattr(article, name) for name in names},
        "outlet": article.outlet.name if article.outlet else "",
        "url": article.url or "",
        "authors": "\n".join(article.authors),
        "date": written_date(article.date_published, article.date_precision),
        "genre": article.genre,
    }


def initial_of_preview(story: dict[str, Any]) -> dict[str, Any]:
    """Initial values from the Story in ImportItem.preview."""
    names = ("headline", "description", "byline", "dateline", "outlet", "url", "section")
    moment = datetime.fromisoformat(story["date_published"]) if story["date_published"] else None
    return {
        **{name: story[name] for name in names},
        "in_language": story["language"],
        "authors": "\n".join(story["authors"]),
        "date": written_date(moment, story["date_precision"]),
        "image_caption": story["image"]["caption"],
        "image_credit": story["image"]["credit"],
    }


def known_outlets() -> list[str]:
    return list(Outlet.objects.values_list("name", flat=True)[:500])
