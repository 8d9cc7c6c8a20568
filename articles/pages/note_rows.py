"""Correction notes as readers see them on a story, on its card and in feeds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date

from articles.models import CorrectionNote
from articles.vocabulary import NoteKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

# What was done to the story, by kind; an editor's note says nothing of that.
_DONE = {NoteKind.CORRECTION: "Corrected", NoteKind.CLARIFICATION: "Clarified", NoteKind.UPDATE: "Updated"}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """`lead` is as in "Corrected on 3 March 2026", `moment` as in "3 March 2026, 14:05 UTC"; `changed` is empty, or the
    moment at which the note itself was changed.
    """

    pk: int
    label: str
    lead: str
    text: str
    iso: str
    moment: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class CardNote:
    """The newest note of a story. `mark` is as in "Corrected 3 Mar 2026"; `at` is in ISO 8601."""

    label: str
    mark: str
    text: str
    at: str


def notes_by_story(ids: Collection[int]) -> Mapping[int, list[CorrectionNote]]:
    """The notes of these stories, whether they are public or not, the newest first. One query."""
    found: defaultdict[int, list[CorrectionNote]] = defaultdict(list)
    for note in CorrectionNote.objects.filter(article__in=list(ids)):
        found[note.article_id].append(note)
    return found


def note_row(note: CorrectionNote) -> NoteRow:
    label, done = note_label(note.kind), _DONE.get(NoteKind(note.kind))
    day = format_date(note.at, "j F Y")
    return NoteRow(
        pk=note.pk,
        label=label,
        lead=f"{done} on {day}" if done else f"{label}, {day}",
        text=note.text,
        iso=note.at.isoformat(),
        moment=moment_words(note.at),
        changed=moment_words(note.changed_at) if note.changed_at else "",
    )


def card_note(note: CorrectionNote) -> CardNote:
    label = note_label(note.kind)
    mark = f"{_DONE.get(NoteKind(note.kind), label)} {format_date(note.at, 'j M Y')}"
    return CardNote(label, mark, note.text, note.at.isoformat())


def note_label(kind: str) -> str:
    return str(NoteKind(kind).label)


def moment_words(moment: datetime) -> str:
    """To the minute, with the zone."""
    return format_date(moment, "j F Y, H:i e")
