"""Bytes to text, whatever their author believed about the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# By which of the first four bytes are zero.
_WIDE = {
    "x0x0": "utf-16-le",
    "0x0x": "utf-16-be",
    "x000": "utf-32-le",
    "000x": "utf-32-be",
}
_META = re.compile(rb"<meta[^>]{1,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_HEAD = 4096
# Enough for a statistical guess; the whole of a large file would take seconds.
_SAMPLE = 64 * 1024
# What browsers do: pages that say Latin-1 or ASCII are nearly always Windows-1252.
_AS_WINDOWS_1252 = frozenset({"iso8859-1", "ascii", "latin-1"})
REPLACED = "Some characters could not be read in the stated encoding and were replaced or guessed."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and whether characters had to be replaced."""

    text: str
    charset: str
    replaced: bool = False


def decode(content: bytes, declared: str = "") -> Decoded:
    """Byte-order mark first, then valid UTF-8, what the server or the page declares, and at last a guess."""
    for mark, charset in _MARKS:
        if content.startswith(mark):
            return _lossy(content, charset)
    if charset := wide_charset(content):
        return _lossy(content, charset)
    claims = [_python_name(claim) for claim in (declared, _meta_charset(content))]
    # Text that is valid UTF-8 is nearly never anything else; ISO-2022 and UTF-7 are not distinguished by that.
    is_seven_bit = any(claim.startswith(("iso2022", "hz")) for claim in claims)
    order = [*claims, "utf-8"] if is_seven_bit else ["utf-8", *claims]
    for charset in filter(None, order):
        decoded = _strict(content, charset)
        if decoded is not None:
            return decoded
    if "utf-8" in claims:
        return _broken_utf8(content)
    guess = from_bytes(content[:_SAMPLE]).best()
    charset = _python_name(guess.encoding) if guess else ""
    decoded = _strict(content, charset) if charset else None
    return decoded or _lossy(content, charset or "cp1252")


def wide_charset(content: bytes) -> str:
    """The UTF-16 or UTF-32 that ASCII characters at the beginning give away where no mark does; "" for others."""
    return _WIDE.get("".join("0" if byte == 0 else "x" for byte in content[:4]), "")


def _broken_utf8(content: bytes) -> Decoded:
    """Declared as UTF-8 and not valid: a few spoilt bytes, or another encoding under a wrong label."""
    text = content.decode("utf-8", "replace")
    if text.replace("\ufffd", "").isascii():
        text = content.decode("cp1252", "replace")
        return Decoded(text, "cp1252", replaced=True)
    return Decoded(text, "utf-8", replaced=True)


def _meta_charset(content: bytes) -> str:
    head = content[:_HEAD]
    match = _META.search(head) or _XML.search(head)
    return match[1].decode("ascii", "replace") if match else ""


def _python_name(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
        "".encode(name)  # some codecs of Python turn bytes into bytes: those raise here
    except (LookupError, ValueError, UnicodeError):
        return ""
    if name.startswith(("utf-16", "utf-32", "utf-7")):
        return ""  # a page whose declaration can be read as ASCII is not in these
    return "cp1252" if name in _AS_WINDOWS_1252 else name


def _strict(content: bytes, charset: str) -> Decoded | None:
    try:
        return Decoded(content.decode(charset), charset)
    except (UnicodeError, ValueError):
        return None


def _lossy(content: bytes, charset: str) -> Decoded:
    text = content.decode(charset, "replace")
    return Decoded(text, charset, replaced="\ufffd" in text)
