"""What an editor entered in a form that was refused, so that the page for the refusal can give it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousOperation

from articles.admin.opened import KEEP, OPENED, WAS, values_opened

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

# The page shows no more fields than a form of the desk has, and not what somebody else's program sent.
_MAX_BODY_BYTES = 1_000_000
_MAX_ENTRIES = 40
_MAX_LENGTH = 200_000
_MAX_ROWS = 16
_NOT_ENTERED = frozenset(
    {"csrfmiddlewaretoken", OPENED, "version", "step", "seen", "action", "next", "answer", "entry", "mention"}
)
_SECRET = "password"  # noqa: S105  # part of the name of a field
_PREFIXES = ("_", KEEP, WAS)


@dataclass(frozen=True, slots=True)
class UnsavedEntry:
    """`rows` is the height of the field that shows it, in lines."""

    label: str
    value: str
    rows: int


def entries_of(request: HttpRequest) -> list[UnsavedEntry]:
    """The entries of a refused request; none if its body is too large for a form: it is not even read."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or not size.isdecimal() or int(size) > _MAX_BODY_BYTES:
        return []
    try:
        return unsaved_entries(request.POST)
    except SuspiciousOperation:  # more fields than Django reads
        return []


def unsaved_entries(data: QueryDict) -> list[UnsavedEntry]:
    """The fields of a submitted form that have a value, without those that still have the value they were opened with.
    Passwords are never given back.
    """
    opened = values_opened(data)
    entered = [
        (name, value.strip())
        for name in data
        for value in data.getlist(name)
        if _is_entered(name) and value.strip() and value != opened.get(name)
    ]
    return [_entry(name, value[:_MAX_LENGTH]) for name, value in entered[:_MAX_ENTRIES]]


def _is_entered(name: str) -> bool:
    return name not in _NOT_ENTERED and not name.startswith(_PREFIXES) and _SECRET not in name.lower()


def _entry(name: str, value: str) -> UnsavedEntry:
    words = name.rpartition("__")[2].replace("_", " ").replace("-", " ").strip()
    return UnsavedEntry(words.capitalize(), value, min(_MAX_ROWS, value.count("\n") + len(value) // 80 + 1))
