"""The notice for editors that a text is in a language from which little is extracted."""

from __future__ import annotations

from babel import Locale

_FULLY_SUPPORTED = "en"


def coverage_notice(tag: str) -> str:
    """Empty for a text in the language that is read in full, and for one whose language nobody stated."""
    language = tag.partition("-")[0].lower()
    if language in ("", _FULLY_SUPPORTED):
        return ""
    name = Locale(_FULLY_SUPPORTED).languages.get(language, f"another language ({tag})")
    return (
        f"The text is in {name}: only people, organizations and places that are already known were extracted. New names, "
        "quotations, pledges and roles were not: add those that matter by hand."
    )
