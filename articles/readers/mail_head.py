"""The head of a mail that somebody pasted with its text: who sent it, when, and under which subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD = re.compile(
    r"^(?P<name>from|to|cc|bcc|date|sent|subject|reply-to|von|an|gesendet|datum|betreff|de|para|enviado|fecha|asunto|\u00e0|envoy\u00e9|objet)\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SENDER = frozenset({"from", "von", "de"})
_DAY = frozenset({"date", "sent", "gesendet", "datum", "enviado", "fecha", "envoy\u00e9"})
_SUBJECT = frozenset({"subject", "betreff", "asunto", "objet"})
PASSED_ON = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"\s{0,3}[<(\[]?(?:mailto:)?(?<![\w.+-])[\w.+-]{1,64}@[\w.-]++[>)\]]?\s*+")
_MIN_FIELDS = 2


@dataclass(frozen=True, slots=True)
class MailHead:
    """The fields as printed, "" where there is none, and how many lines they take."""

    sender: str = ""
    date: str = ""
    subject: str = ""
    size: int = 0


def read_mail_head(lines: Sequence[str]) -> MailHead:
    """The head at the top of the lines; an empty one where they do not begin with at least two fields of a mail."""
    fields: dict[str, str] = {}
    size = 0
    for line in lines:
        match = _FIELD.match(line)
        if match is None:
            break
        fields.setdefault(match["name"].casefold(), match["value"].strip())
        size += 1
    if size < _MIN_FIELDS or not fields.keys() & (_SENDER | _SUBJECT):
        return MailHead()

    def first(names: frozenset[str]) -> str:
        return next((value for name, value in fields.items() if name in names), "")

    return MailHead(
        sender=_ADDRESS.sub(" ", first(_SENDER)).strip(' "\u201c\u201d'),
        date=first(_DAY),
        subject=PASSED_ON.sub("", first(_SUBJECT)),
        size=size,
    )
