"""The one text gate: every string from outside passes `clean` or `clean_name`; every look-up goes through `fold`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from collections.abc import Sequence

# Letters that Unicode does not decompose, with the spelling that English-language news uses for them.
_PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "\u0131": "i", "ə": "e", "æ": "ae", "œ": "oe", "þ": "th",
        "ħ": "h", "ŧ": "t",
    }
)  # fmt: skip
# Apostrophes, breathings, stress and length marks that Unicode counts among the letters, and the Arabic tatweel.
_MARKS_AMONG_LETTERS = dict.fromkeys(
    [*range(0x02B9, 0x02C2), *range(0x02C6, 0x02D2), 0x02EC, 0x02EE, 0x0559, 0x0640, 0xA78B, 0xA78C]
)
_ASCII_WITHOUT_LETTERS_AND_DIGITS = {code: None for code in range(128) if not chr(code).isalnum()}
# Embeddings, overrides and isolates can turn a page around; the marks (LRM, RLM, ALM) belong to right-to-left prose.
_BIDI_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BIDI_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F])
# Joiners, fillers that Unicode counts among the letters (Hangul, Khmer), deprecated format characters, and those around
# annotations.
_INVISIBLE: dict[int, str | None] = dict.fromkeys(
    [0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, *range(0x2060, 0x2065), 0x3164, 0xFEFF, 0xFFA0,
     *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)]
)  # fmt: skip
# Overrides turn even letters around; embeddings and isolates, which only set a direction, belong to right-to-left prose.
_INVISIBLE |= dict.fromkeys([0x202D, 0x202E])
# What separates words without being a space: the blank pattern of Braille, and controls that end a line, page or field.
_INVISIBLE |= dict.fromkeys([0x2800, 0x0B, 0x0C, *range(0x1C, 0x20), 0x85], " ")
# Characters without a shape, in which text can be hidden; they belong only to the flags of England, Scotland and Wales.
_HIDDEN_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f)|[\U000e0000-\U000e007f]")
_JOINERS = "\u200d\ufe0f"
_SPACE_RUN = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")
# A block of lines is hard-wrapped when all but the last are about this long and hardly any ends a sentence.
_WRAP_WIDTHS = range(45, 100)
_WRAP_SPREAD = 25
_MIN_WRAPPED_LINES = 3
_SENTENCE_END = re.compile(r"[.!?\u2026:][\"'\u201d\u2019)\]]*$")
_KEEP_CONTROLS = "\n\t"
_WITHOUT_KEPT_CONTROLS = dict.fromkeys(map(ord, _KEEP_CONTROLS))
# Letters of the scripts in which spaces do not tell words apart, for a character class: Thai, Lao, Burmese, Khmer, Kana,
# Han, and Hangul, which writes particles into the word before them.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_ANY_WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")

# A spreadsheet evaluates a cell that begins with one of these as a formula; with the wide forms where Japanese is typed.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: str) -> str:
    r"""Make text safe to store: NFC, no NUL or other controls, no lone surrogates, line breaks as \\n, spaces folded."""
    if text.isascii() and text.isprintable():  # most text by far; megabytes of it come through here
        return _same_if_equal(text, _SPACE_RUN.sub(" ", text).strip())
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_INVISIBLE)
    text = _HIDDEN_TAGS.sub(r"\1", text)
    if not text.translate(_WITHOUT_KEPT_CONTROLS).isprintable():  # nearly every text is
        text = "".join(c for c in text if c in _KEEP_CONTROLS or unicodedata.category(c) not in ("Cc", "Cn", "Co"))
    return "\n".join(_SPACE_RUN.sub(" ", line).strip() for line in text.split("\n")).strip()


def clean_line(text: str) -> str:
    """`clean`, on one line, without the direction controls that would reach beyond it."""
    if text.isascii() and text.isprintable():  # without controls and without line breaks
        return _same_if_equal(text, _SPACE_RUN.sub(" ", text).strip())
    return _BLANK_LINES.sub(" ", clean(text.translate(_BIDI_OVERRIDES)))


def _same_if_equal(text: str, cleaned: str) -> str:
    """The same object where nothing was changed: texts are cleaned several times, and copies of a long one fill memory."""
    return text if cleaned == text else cleaned


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it: dots, dashes and fillers say nothing."""
    return any(c.isalnum() and ord(c) not in _INVISIBLE for c in text)


def clean_name(text: str) -> str:
    """`clean_line` for names: direction marks go too, so that one name is one spelling."""
    return clean_line(text.translate(_BIDI_MARKS))


def cut(text: str, longest: int) -> str:
    """The text, if longer than `longest` characters cut after a word; within it, if the word is a long one."""
    if len(text) <= longest:
        return text
    end = longest - 1
    while end > 0 and (unicodedata.combining(text[end]) or text[end] in _JOINERS):  # a letter keeps its marks
        end -= 1
    start, _, _ = text[:end].rpartition(" ")
    return (start if len(start) * 2 > longest else text[:end]) + "\u2026"


def fold(name: str) -> str:
    """The look-up key of a name: letters and digits only, no case, no accents, no spaces, hyphens or apostrophes.

    "Deir ez-Zor" and "Deir Ezzor" fold alike, as do "al-Abadi" and "Al Abadi", and "Reshʿayna" and "Reshayna". A key is
    never shown. Keys are stored: a change here needs a migration that computes them again.
    """
    if name.isascii():  # most names: nothing to decompose or to replace
        return name.lower().translate(_ASCII_WITHOUT_LETTERS_AND_DIGITS)
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_PLAIN_LETTERS).translate(_MARKS_AMONG_LETTERS)
    return "".join(c for c in letters if c.isalnum() and not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text without their case, to compare texts by; a character where words are not spaced."""
    return _ANY_WORD.findall(text.casefold())


def slug(name: str) -> str:
    """The words of an address; "-" where nothing of the name can stand in one."""
    return slugify(name)[:120].strip("-") or "-"


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Whether these lines are one paragraph that somebody broke at a fixed width."""
    if len(lines) < _MIN_WRAPPED_LINES:
        return False
    lengths = [len(line) for line in lines[:-1]]
    if max(lengths) not in _WRAP_WIDTHS or max(lengths) - min(lengths) > _WRAP_SPREAD:
        return False
    return sum(bool(_SENTENCE_END.search(line)) for line in lines[:-1]) * 2 <= len(lengths)
