"""Where the core of a sentence ends and an adjunct about the occasion begins."""

from __future__ import annotations

import re

from articles.extraction import lexicon

_ADJUNCT = re.compile(
    rf",?\s(?:{lexicon.alternatives('pledge_words', 'adjuncts.conjunctions')})\s"
    r"|\s(?:as part of)\s"
)
# Speech, not a few words held at arm's length.
_QUOTED_SPEECH = re.compile(r"[\"“](?:[^\s\"”]+\s+){5}")


def core_end(text: str, start: int, end: int) -> int:
    """The offset where the words about the occasion, or a quotation, begin; `end` where there are none."""
    occasion = _ADJUNCT.search(text, start, end)
    end = occasion.start() if occasion else end
    quotation = None if _is_quoted(text, start) else _QUOTED_SPEECH.search(text, start, end)
    return quotation.start() if quotation else end


def _is_quoted(text: str, start: int) -> bool:
    return text.count("“", 0, start) > text.count("”", 0, start) or text.count('"', 0, start) % 2 == 1
