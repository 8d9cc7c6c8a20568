"""Titles and roles as they are printed beside names: "US Secretary of Defense", "a spokesman for the ministry"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.extraction.sentences import Span

# Longer ones first where one begins with another: alternation takes the first that fits.
_HEADS = """
secretary[- ]general|director[- ]general|attorney[- ]general|consul[- ]general|prosecutor[- ]general|governor[- ]general
general[- ]secretary|prime minister|vice president|crown prince|foreign secretary|home secretary|undersecretary
lieutenant general|major general|brigadier general|lieutenant colonel|lt\\.? gen\\.|maj\\.? gen\\.|brig\\.? gen\\.|lt\\.? col\\.
president|premier|chancellor|minister|secretary|commander|general|gen\\.|colonel|col\\.|captain|capt\\.|major|maj\\.
lieutenant|lt\\.|staff sergeant|sgt\\.? maj\\.?|maj\\.? sgt\\.?|admiral|adm\\.|marshal|brigadier|sergeant|sgt\\.|spokesman|spokeswoman|spokesperson|ambassador|envoy|senator|sen\\.
representative|rep\\.|governor|gov\\.|mayor|king|queen|prince|princess|emir|sheikh|sheik|sultan|emperor|leader|director|head
chief|chairman|chairwoman|chairperson|chair|judge|justice|speaker|lawmaker|advis[eo]r|analyst|expert|professor|prof\\.
coordinator|commissioner|official|diplomat|cleric|imam|ayatollah|pope|archbishop|bishop|patriarch|journalist|reporter
activist|founder|negotiator|prosecutor|lawyer|historian|researcher|economist|candidate|congressman|congresswoman|strategist
attorney|solicitor|assembly(?:wo)?man|council(?:lor|man|woman)|detective|sheriff|rabbi|cardinal|pastor|constable|legislator|PM|MP|CEO
co-founder|director|manager|executive|deputy|aide|fellow|scholar|coach|inspector|rapporteur|mediator|superintendent|commodore|corporal|cpl\\.
hopeful|contender|nominee|challenger|frontrunner|front-runner|blogger|sociologist|driver|commandant|alderman|barrister|magistrate
"""
_HEAD = "|".join(part for line in _HEADS.split("\n") for part in line.split("|") if part)
HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady mr. mrs. ms. dr. haji mullah father sister brother monsignor reverend rev. emeritus alhaji comrade mum mom dad pc datuk lady".split()
)
_QUALIFIERS = (
    "deputy|former|then|vice|acting|interim|outgoing|incoming|late|senior|chief|special|assistant|defen[cs]e|foreign|interior"
    "|finance|prime|permanent|first|opposition|rebel|military|police|security|state|army|navy|air force|party|parliamentary"
    "|national|regional|provincial|supreme|top|health|justice|home|labou?r|education|energy|press|general|joint|executive"
)
_NOT_BEFORE = (
    "on|in|at|after|before|when|while|as|but|and|the|a|an|its|his|her|their|our|my|if|both|only|one|another|current|longtime|then|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|january|february|march|april|june|july|august|september|october|november|december"
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
_RANK = re.compile(
    r"(?:^|[\s-])(?:(?:lieutenant|lt|major|maj|brigadier|brig|rear|vice|staff|first|second|master|sergeant|sgt|field|fleet|air|air\schief"
    r"|retired|ret|army|navy|marine|air\sforce)\.?[\s-])*(?:(?<!secretary[\s-])(?<!director[\s-])(?<!attorney[\s-])(?<!prosecutor[\s-])"
    r"(?<!governor[\s-])(?<!consul[\s-])(?<!inspector[\s-])(?<!solicitor[\s-])(?:general|gen)|colonel|col|captain|capt|major|maj|lieutenant|lt"
    r"|admiral|adm|marshal|brigadier|brig|commodore|sergeant|sgt|corporal|cpl|professor|prof)\.?$",
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
    """How many characters of title stand at the front of a name: 18 in "Defense Secretary Ash Carter"."""
    taken = 0
    first, _, rest = name.partition(" ")
    if first.casefold() in HONORIFICS and rest:
        taken = len(first) + 1
    match = _LEADING.match(name[taken:])
    if match and match.end() < len(name) - taken:
        taken += match.end()
    return taken


def is_title(text: str) -> bool:
    """Whether these words are nothing but a title: "Defense", "State Secretary", "President"."""
    is_cut_short = _LEADING.fullmatch(text + ". ")  # "Sgt" of "Sgt. Crane"
    return bool(is_cut_short or _LEADING.fullmatch(text + " ")) or text.casefold() in HONORIFICS
