"""Splitting what stands under a picture: what it shows, and who took it."""

from __future__ import annotations

import re

_AGENCY = (
    r"(?:AP|AFP|EPA(?:-EFE)?|EFE|UPI|ANSA|DPA|dpa|TASS|Tass|PA|Reuters|REUTERS|Getty|Shutterstock|Xinhua|Anadolu|Sipa|"
    r"Bloomberg|Alamy|Magnum|Zuma|ZUMA|Associated Press|Agence France-Presse|European Pressphoto Agency|Planet Labs|Maxar|"
    r"Wikimedia Commons|iStock|Polaris|NurPhoto|Handout|handout|Courtesy|courtesy|File photo|file photo)"
)
_LABEL = (
    r"(?:(?:Image|Photo) (?:copyright|source|caption)|Photos?|Photographs?|Images?|Pictures?|Pics?|Credits?|Photo credit|Image credit|Picture credit|Photo illustration|"
    r"Illustration|Photographer)"
)
_CREDIT_WORD = re.compile(rf"(?:\b{_AGENCY}\b|\b{_LABEL}\b|©|\u00a9|\w/[A-Z])")
_BRACKETED = re.compile(r"^(?P<caption>.*?)\s*[(\[](?P<credit>[^()\[\]]{2,120})[)\]]\s*\.?$")
_LABELLED = re.compile(
    rf"(?:^|(?<=[.!?\u201d\"')\]|\u2014\u2013-])|\s[|\u2014\u2013-])\s*(?P<credit>(?:(?:Image|Photo) (?:copyright|source)\b|{_LABEL}(?:\s+by|\s*:)|©|\(c\))\s*\S.{{0,120}})$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    rf"(?:^|(?<=[.!?\u201d\"')\]]))\s*[|\u2014\u2013-]?\s*(?P<credit>(?:{_AGENCY}(?:\s+(?:Photo|Images|Pictures))?(?:/[^.]{{2,60}})?|"
    rf"[A-Z][\w.'\u2019-]+(?:\s+[A-Z][\w.'\u2019-]+){{0,3}}(?:/[^/.]{{2,40}}){{1,3}}|"
    rf"[A-Z][\w.'\u2019-]+(?:\s+[A-Z][\w.'\u2019-]+){{1,3}},?\s+(?:via\s+)?{_AGENCY}(?:\s+(?:Photo|Images|Pictures))?))\s*\.?$"
)
_LEADING_LABEL = re.compile(
    rf"^(?:(?:Image|Photo) (?:copyright|source)\b|{_LABEL}\s*(?:by\b|:|\.{{3}})|©|\(c\))\s*", re.IGNORECASE
)


def split_caption(text: str) -> tuple[str, str]:
    """(caption, credit) of the line under a picture. The credit loses its label ("Photo:"), not its names."""
    bracketed = _BRACKETED.match(text)
    if bracketed and _CREDIT_WORD.search(bracketed["credit"]):
        return bracketed["caption"].strip(), clean_credit(bracketed["credit"])
    for shape in (_LABELLED, _TRAILING):
        match = shape.search(text)
        if match:
            return text[: match.start()].rstrip(" |\u2014\u2013-").strip(), clean_credit(match["credit"])
    return text, ""


def clean_credit(text: str) -> str:
    """A credit without its label: "Photo: Ann Lee/Reuters" is credited to "Ann Lee/Reuters"."""
    credit = text.strip().strip("()[]").strip()
    return _LEADING_LABEL.sub("", credit).strip(" .|") or credit
