"""The forms for the picture of a story: what an editor states of it, and the upload of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from articles.desk.pictures import Description
from articles.models.story_picture import MAX_ALT, MAX_TERMS
from articles.vocabulary import PictureLicence

if TYPE_CHECKING:
    from articles.models import Article, StoryPicture

_NO_LICENCE = "No licence stated: readers do not see the picture"


class PictureForm(forms.Form):
    """What readers see with the picture. Caption and credit are those of the story."""

    licence = forms.ChoiceField(
        label="Licence", required=False, choices=[("", _NO_LICENCE), *PictureLicence.choices],
        help_text="State it only if you know it: with a licence, readers see the picture.",
    )  # fmt: skip
    licence_terms = forms.CharField(
        label="Licence in words",
        required=False,
        max_length=MAX_TERMS,
        help_text="Readers see these words. Needed for a permission (whose?) and for another licence (which?).",
    )
    credit = forms.CharField(
        label="Credit", required=False, max_length=200,
        help_text="Who took the picture. Needed, except for the public domain, CC0 and our own pictures.",
    )  # fmt: skip
    caption = forms.CharField(label="Caption", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    alt = forms.CharField(
        label="Alternative text", required=False, max_length=MAX_ALT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What the picture shows, for those who do not see it. No source states one.",
    )  # fmt: skip

    @property
    def description(self) -> Description:
        """What a valid form states."""
        values: dict[str, Any] = self.cleaned_data
        return Description(**{name: values[name] for name in self.fields})


class UploadForm(forms.Form):
    """A picture from the editor's own machine."""

    file = forms.FileField(
        label="Picture file",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )


def initial_of(article: Article, row: StoryPicture | None) -> dict[str, str]:
    """The saved values, by field of PictureForm."""
    return {
        "licence": row.licence if row else "",
        "licence_terms": row.licence_terms if row else "",
        "alt": row.alt if row else "",
        "caption": article.image_caption,
        "credit": article.image_credit,
    }


def saved_otherwise(form: PictureForm, article: Article, row: StoryPicture | None) -> list[tuple[str, str]]:
    """The label and the saved value of each field in which the form has something else."""
    saved = initial_of(article, row)
    shown = {**saved, "licence": row.get_licence_display() if row and row.licence else _NO_LICENCE}
    return [
        (str(field.label), shown[name] or "Empty")
        for name, field in form.fields.items()
        if form.data.get(name, "").strip() != saved[name]
    ]
