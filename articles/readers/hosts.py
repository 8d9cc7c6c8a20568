"""Names of sites as they are shown: one that imitates the letters of another is written in its technical form (punycode).

The rule of browsers: a part of a name is shown in its own letters if they are of one script, or of scripts that one
language uses together, and if it does not consist of letters that look like Latin ones.
https://chromium.googlesource.com/chromium/src/+/main/docs/idn.md
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

import idna

_PREFIX = "xn--"
# The scripts that one language writes with, by the first word of the Unicode names of their letters.
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
# Letters of other scripts that look like Latin ones: a part made of them alone imitates a Latin name.
_LIKE_LATIN = frozenset(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u051b\u0455\u051d\u0445\u0443\u044a\u042c\u04bd\u043f\u0433"
    "\u0475\u0461\u044c"
    "\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9"
    "\u0578\u057d\u0585\u0570\u0566\u0581"
)
# Letters of the Latin script that are drawn nearly like ASCII ones; browsers show none of them in names.
_LATIN_IMITATIONS = frozenset("\u0131\u0138\u0251\u0261\u0269\u026a\u0274\u0280\u0299\u029c\u029f\u01c0\u01c3\u0237")
# Sites of these countries write names in the script whose letters are listed above as similar.
_OWN_ENDINGS = {
    "CYRILLIC": frozenset({"ru", "su", "by", "ua", "kz", "kg", "mk", "rs", "bg", "mn", "tj", "uz"}),
    "GREEK": frozenset({"gr", "cy"}),
    "ARMENIAN": frozenset({"am"}),
}  # fmt: skip
_OLD_SCRIPTS = frozenset({"CHEROKEE", "DESERET", "LISU", "OGHAM", "RUNIC", "FULLWIDTH", "HALFWIDTH", "MATHEMATICAL"})


@lru_cache(maxsize=4096)
def shown_host(host: str) -> str:
    """The host as it may be shown, the same for its form in letters and in punycode. A port stays as it is."""
    if host.isascii() and _PREFIX not in host.lower():
        return host
    name, colon, port = host.partition(":")
    labels = [_letters_of(label) for label in name.replace("\u3002", ".").replace("\uff0e", ".").lower().split(".")]
    ending = labels[-1] if len(labels) > 1 else ""
    return ".".join(label if _may_be_shown(label, ending) else _punycode(label) for label in labels) + colon + port


def shown_address(url: str) -> str:
    """An address with its host as it may be shown; unchanged if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    user, at, host = parts.netloc.rpartition("@")
    shown = shown_host(host)
    return url if shown == host else urlunsplit(parts._replace(netloc=user + at + shown))


def site_shown(url: str) -> str:
    """The site of an address as it may be shown, with its port; empty if it has none."""
    try:
        return shown_host(urlsplit(url).netloc)
    except ValueError:
        return ""


def _letters_of(label: str) -> str:
    """A part in its own letters, if it is punycode that can be written back."""
    if not label.startswith(_PREFIX):
        return unicodedata.normalize("NFC", label)
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label


def _may_be_shown(label: str, ending: str) -> bool:
    if label.isascii():
        return True
    try:
        idna.encode(label)
    except (idna.IDNAError, UnicodeError):
        return False
    scripts = {_script(c) for c in label if c.isalpha()}
    if scripts & _OLD_SCRIPTS or not _LATIN_IMITATIONS.isdisjoint(label):
        return False
    if not (len(scripts) <= 1 or any(scripts <= together for together in _TOGETHER)):
        return False
    has_own_ending = not ending.isascii() or any(ending in _OWN_ENDINGS.get(script, ()) for script in scripts)
    letters = [c for c in label if c.isalpha()]
    return has_own_ending or not letters or not all(c in _LIKE_LATIN for c in letters)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0].partition("-")[0]


def _punycode(label: str) -> str:
    if label.isascii():
        return label
    try:
        return idna.encode(label, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return _PREFIX + label.encode("punycode").decode("ascii")
