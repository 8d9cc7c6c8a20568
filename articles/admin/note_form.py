"""The form for the public note on a change of a published story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from articles.desk.correction_notes import PublicNote
from articles.models.correction_note import MAX_NOTE
from articles.vocabulary import NoteKind

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.models import Article, CorrectionNote

NO_NOTE = "none"
NOTE_FIELDS = ("note_kind", "note_text")


class NoteForm(forms.Form):
    """The kind and the text of a note."""

    note_kind = forms.ChoiceField(
        label="Kind of note",
        choices=NoteKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of the note."},
    )
    note_text = forms.CharField(
        label="Text of the note",
        max_length=MAX_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Readers see it on the story with today\u2019s date. At most {MAX_NOTE} characters.",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        kind, text = values.get("note_kind"), values.get("note_text", "").strip()
        if kind in NoteKind.values and not text and "note_text" not in self.errors:
            self.add_error("note_text", "Write the text of the note.")
        return values

    @property
    def note(self) -> PublicNote:
        """The note of a valid form."""
        return PublicNote(self.cleaned_data["note_kind"], self.cleaned_data["note_text"])


class ChangeNoteForm(NoteForm):
    """The note that goes with a change of a story: adding none has to be chosen."""

    note_kind = forms.ChoiceField(
        label="Note to readers on this change",
        choices=[*NoteKind.choices, (NO_NOTE, "No note: nothing of substance changed")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of the note, or that nothing of substance changed."},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("note_kind") == NO_NOTE and values.get("note_text", "").strip():
            self.add_error("note_text", "Choose the kind of this note, or delete its text.")
        return values


def change_note_form(request: HttpRequest, article: Article) -> ChangeNoteForm | None:
    """The form with what the request has of it; None for a story that readers do not see."""
    if not article.is_published:
        return None
    is_sent = request.method == "POST" and any(name in request.POST for name in NOTE_FIELDS)
    return ChangeNoteForm(request.POST if is_sent else None)


def sent_note_form(request: HttpRequest, article: Article) -> ChangeNoteForm | None:
    """As `change_note_form`, for a request that saves: without a choice, the form is not valid."""
    return ChangeNoteForm(request.POST) if article.is_published else None


def note_in(form: ChangeNoteForm | None) -> PublicNote | None:
    """The note of a form that is valid, or is not needed; None if the editor chose to add none."""
    return form.note if form is not None and form.cleaned_data["note_kind"] != NO_NOTE else None


def initial_note(note: CorrectionNote) -> dict[str, str]:
    return {"note_kind": note.kind, "note_text": note.text}
