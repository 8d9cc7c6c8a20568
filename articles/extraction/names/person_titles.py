"""Titles and roles as printed next to names: "US Secretary of Defense", "a spokesman for the ministry"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.extraction import lexicon

if TYPE_CHECKING:
    from articles.extraction.sentences import Span

# Longer ones first where one begins with another: alternation takes the first that fits.
_HEAD = lexicon.alternatives("person_titles", "heads")
HONORIFICS = lexicon.words("person_titles", "honorifics")
_QUALIFIERS = lexicon.alternatives("person_titles", "qualifiers")
_NOT_BEFORE = "|".join(
    (
        *lexicon.ordered("person_titles", "not_before"),
        *lexicon.ordered("calendar", "days"),
        *lexicon.ordered("calendar", "months"),
    )
)
# Initials keep their stops ("U.S."); any other full stop ends the sentence, and with it the title.
_CAPITALISED = rf"(?!(?i:{_NOT_BEFORE})\b|May\b)(?:(?:[A-Z]\.){{2,}}|St\.|[A-Z][\w’'-]*)"
_MODIFIER = rf"(?:(?i:{_QUALIFIERS})\b|{_CAPITALISED})"
_HEAD_WORD = rf"(?:(?i:{_HEAD})(?!\w))"
_OF = rf"(?:\s(?:of|for|to)\s(?:the\s)?{_MODIFIER}(?:\s(?:and\s(?:the\s)?|of\s(?:the\s)?|for\s(?:the\s)?)?{_MODIFIER}){{0,5}})?"
# A title with the space before the name.
HEAD = re.compile(rf"(?<![\w’'-]){_HEAD_WORD},?\s(?:(?i:mr|mrs|ms|dr)\.?\s)?(?=[A-Z])")
_BEFORE_NAME = re.compile(
    rf"(?:^|(?<=[\s(\"“‘'—–]))(?P<role>(?:{_MODIFIER}[\s-]){{0,6}}{_HEAD_WORD}{_OF}),?\s(?:(?i:mr|mrs|ms|dr)\.?\s)?$"
)
# "a former adviser to President Zarnik": his title is the last one.
_INNER = re.compile(rf"\s(?:of|for|to)\s(?:the\s)?(?P<role>(?:{_MODIFIER}[\s-])*{_HEAD_WORD})$")
_AFTER_NAME = re.compile(
    rf",\s(?:who\s(?=is|was))?(?:(?:is|was|also|currently|previously|now|then|once|another)\s)*"
    rf"(?P<role>(?:(?:the|a|an|his|her|its|their)\s)?(?:(?!who\b|which\b|said\b|is\b|was\b)[\w.’'-]+\s){{0,6}}?{_HEAD_WORD}"
    rf"(?:\s(?:of|for|to|at|in|on|with|from)\s[^,.;:()“”\"]{{2,80}})?)(?=[,.;)]|\s(?:said|told|says|who)\b)"
)
_HEAD_ANYWHERE = re.compile(rf"(?<!\w){_HEAD_WORD}")
_LEADING = re.compile(
    rf"^(?:(?:{_HEAD_WORD}|(?i:{_QUALIFIERS})\b)[\s,]+(?:(?i:of|for)\s(?:the\s)?{_CAPITALISED}\s)?)++"
)
MAX_LOOK_BEHIND = 110
# Ranks are how officers are addressed, not offices; "general" is one only where no office ends in it.
_GENERAL = "".join(rf"(?<!{office}[\s-])" for office in lexicon.ordered("person_titles", "ranks.general_offices"))
_RANK = re.compile(
    rf"(?:^|[\s-])(?:(?:{lexicon.alternatives('person_titles', 'ranks.prefixes')})\.?[\s-])*"
    rf"(?:{_GENERAL}(?:general|gen)|{lexicon.alternatives('person_titles', 'ranks.names')})\.?$",
    re.IGNORECASE,
)


def title_before(text: str, start: int) -> Span | None:
    """The role printed right before a name that begins at `start`."""
    offset = max(0, start - MAX_LOOK_BEHIND)
    match = _BEFORE_NAME.search(text[offset:start])
    if match is None:
        return None
    inner = _INNER.search(match["role"])
    first = match.start("role") + (inner.start("role") if inner else 0)
    return offset + first, offset + match.end("role")


def title_after(text: str, end: int) -> Span | None:
    """The role printed in apposition right after a name that ends at `end`."""
    match = _AFTER_NAME.match(text, end)
    return match.span("role") if match else None


def office_of(role: str) -> str:
    """The part of a printed role that is an office: "US Army chief" of "US Army chief Gen.", "" of "Colonel"."""
    while (rank := _RANK.search(role)) is not None:
        role = role[: rank.start()].rstrip(" ,")
    return role if _HEAD_ANYWHERE.search(role) else ""


def leading_title_length(name: str) -> int:
    """The length of the title at the front of a name: 18 in "Defense Secretary Ash Carter"."""
    taken = 0
    first, _, rest = name.partition(" ")
    if first.casefold() in HONORIFICS and rest:
        taken = len(first) + 1
    match = _LEADING.match(name[taken:])
    if match and match.end() < len(name) - taken:
        taken += match.end()
    return taken


def is_title(text: str) -> bool:
    """Whether these words are only a title: "Defense", "State Secretary", "President"."""
    is_cut_short = _LEADING.fullmatch(text + ". ")  # "Sgt" of "Sgt. Crane"
    return bool(is_cut_short or _LEADING.fullmatch(text + " ")) or text.casefold() in HONORIFICS
