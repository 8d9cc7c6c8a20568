"""Deadlines and lengths of time, as printed."""

from __future__ import annotations

import re

from articles.extraction import lexicon

_MONTH = (
    rf"(?:{'|'.join(lexicon.ordered('calendar', 'months') + lexicon.ordered('calendar', 'stopped_months'))})".replace(
        ".", r"\."
    )
)
_DAY = rf"(?:{'|'.join(lexicon.ordered('calendar', 'days'))})"
_SEASON = rf"(?:{'|'.join(lexicon.ordered('calendar', 'periods'))})"
_PART = r"(?:(?:late|early|mid|the end of|end of|the start of|the beginning of|the middle of|the first half of|the second half of)[\s-])*"
_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|several|\d+)"
_DATE = (
    rf"(?:{_PART}(?:{_MONTH}(?:\s\d{{1,2}}(?!\d|,\d{{3}}))?(?:,?\s20\d\d)?|\d{{1,2}}\s{_MONTH}(?:\s20\d\d)?|20\d\d|{_DAY}"
    rf"|(?:the\s)?(?:next|coming|following|same)\s{_SEASON}|(?:this|next)\s{_SEASON})"
    rf"|(?:the\s)?(?:end|start|middle)\sof\s(?:the|this|next)\s{_SEASON}|{_SEASON}['’]s\send|year[\s-]end)"
)
# A deadline in so many words: it can only lie ahead.
_AHEAD = re.compile(
    rf"\b(?:(?:by|before|no later than|not later than|starting|starting in|starting from|beginning|beginning in|as early as|until|through|from)\s{_DATE}"
    rf"|(?:within|in)\s(?:the\s)?(?:next|coming)\s(?:few\s)?(?:{_NUMBER}\s)?(?:days|weeks|months|years)|within\s{_NUMBER}\s(?:days?|weeks?|months?|years?)"
    rf"|in\sthe\s(?:near|foreseeable)\sfuture|(?:later|early|earlier)\s(?:this|next)\s{_SEASON}|(?:early|late)\s(?:this|next)\s{_SEASON}"
    rf"|(?:next)\s(?:{_SEASON}|{_DAY}|{_MONTH}))"
)
# These lie ahead only beside words about the future: "in March" may be the month of the announcement.
_EITHER = re.compile(
    rf"\b(?:in|during|on)\s{_PART}(?:{_MONTH}(?:\s\d{{1,2}}(?!\d))?(?:,?\s20\d\d)?|\d{{1,2}}\s{_MONTH}|20\d\d|{_DAY})|\bthis\s(?:{_SEASON})"
)
_LENGTH = rf"(?:{_NUMBER}|the\s(?:next|coming)(?:\s{_NUMBER})?)[\s-]?(?:further\s|full\s|more\s)?(?:days?|weeks?|months?|years?|decades?)"
_DURATION = re.compile(
    rf"\b(?:for|over|during)\s(?:(?:an?\s)?(?:up to|at least|about|initial|further|period of|another|more than)\s)*{_LENGTH}\b"
    r"|\b(?:per|each|every)\s(?:year|month)\b|\b(?:annually|indefinitely)\b"
    rf"|\b{_NUMBER}-(?:day|week|month|year)\b",
    re.IGNORECASE,
)
_PAST_LENGTH = re.compile(r"\b(?:past|last|previous)\b", re.IGNORECASE)


def read_due(text: str, *, is_future: bool = True) -> str:
    """The first date by which something happens. Without `is_future` only what can be no date of the past counts."""
    ahead = _AHEAD.search(text)
    either = _EITHER.search(text) if is_future and ahead is None else None
    match = ahead or either
    return match[0] if match else ""


def read_duration(text: str) -> str:
    """For how long: "for a year", "over 30 years", "three-year"."""
    match = _DURATION.search(text)
    return match[0] if match and not _PAST_LENGTH.search(match[0]) else ""
