"""The script of a text, and the language where a script means one language."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LATIN, CYRILLIC, ARABIC, HAN = "Latin", "Cyrillic", "Arabic", "Han"
# Script -> its letters, and the language that it means. Kana decide for Japanese, whose text is Han for the most part.
_RANGES: Mapping[str, tuple[str, str]] = {
    LATIN: ("a-z\u00c0-\u024f\u1e00-\u1eff", ""),
    CYRILLIC: ("\u0400-\u052f", ""),
    ARABIC: ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", ""),
    HAN: ("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff", "zh"),
    "Kana": ("\u3040-\u30ff", "ja"),
    "Hangul": ("\uac00-\ud7af\u1100-\u11ff", "ko"),
    "Hebrew": ("\u0590-\u05ff", "he"),
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el"),
    "Armenian": ("\u0530-\u058f", "hy"),
    "Georgian": ("\u10a0-\u10ff\u1c90-\u1cbf", "ka"),
    "Ethiopic": ("\u1200-\u139f", "am"),
    "Devanagari": ("\u0900-\u097f", "hi"),
    "Bengali": ("\u0980-\u09ff", "bn"),
    "Gurmukhi": ("\u0a00-\u0a7f", "pa"),
    "Gujarati": ("\u0a80-\u0aff", "gu"),
    "Tamil": ("\u0b80-\u0bff", "ta"),
    "Telugu": ("\u0c00-\u0c7f", "te"),
    "Kannada": ("\u0c80-\u0cff", "kn"),
    "Malayalam": ("\u0d00-\u0d7f", "ml"),
    "Sinhala": ("\u0d80-\u0dff", "si"),
    "Thai": ("\u0e00-\u0e7f", "th"),
    "Lao": ("\u0e80-\u0eff", "lo"),
    "Tibetan": ("\u0f00-\u0fff", "bo"),
    "Burmese": ("\u1000-\u109f", "my"),
    "Khmer": ("\u1780-\u17ff", "km"),
    "Syriac": ("\u0700-\u074f", "syr"),
    "Thaana": ("\u0780-\u07bf", "dv"),
}
# Where a script is that of several languages, a source that states one of them is believed.
_SHARED_SCRIPTS: Mapping[str, frozenset[str]] = {
    "Devanagari": frozenset({"hi", "mr", "ne"}),
    "Ethiopic": frozenset({"am", "ti"}),
    "Hebrew": frozenset({"he", "yi"}),
    "Bengali": frozenset({"bn", "as"}),
    HAN: frozenset({"zh", "yue"}),
}
_LETTER = re.compile("|".join(f"(?P<{name}>[{letters}])" for name, (letters, _) in _RANGES.items()), re.IGNORECASE)
# Every text has some words of another script: names, abbreviations.
MIN_LETTERS = 4
MIN_KANA_SHARE = 0.1


def script_of(text: str) -> str:
    """The script of most of the letters; empty where there are hardly any."""
    counts = Counter(match.lastgroup or "" for match in _LETTER.finditer(text))
    if counts.total() < MIN_LETTERS:
        return ""
    if counts["Kana"] >= MIN_KANA_SHARE * counts.total():
        return "Kana"
    return counts.most_common(1)[0][0]


def language_of_script(script: str, stated: str) -> str:
    """The language that a script means, else empty."""
    language = _RANGES[script][1] if script else ""
    return stated if language and stated in _SHARED_SCRIPTS.get(script, ()) else language


def words_in_script(text: str, script: str) -> str:
    """The words that have letters of the script: without the names that are printed in another one."""
    return " ".join(word for word in text.split() if any(found[script] for found in _LETTER.finditer(word)))
