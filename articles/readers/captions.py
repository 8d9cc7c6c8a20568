"""Split the text under a picture into its caption and its credit."""

from __future__ import annotations

import re

_AGENCY = (
    r"(?:AP|AFP|EPA(?:-EFE)?|EFE|UPI|ANSA|DPA|dpa|TASS|Tass|PA|Reuters|REUTERS|Getty|Shutterstock|Xinhua|Anadolu|AA|Sipa|"
    r"Bloomberg|Alamy|Magnum|Zuma|ZUMA|Associated Press|Agence France-Presse|European Pressphoto Agency|Planet Labs|Maxar|"
    r"Wikimedia Commons|iStock|Polaris|NurPhoto|Handout|handout|Courtesy|courtesy|File photo|file photo|imago|picture alliance|"
    r"Keystone|Ritzau|Scanpix|Belga|LaPresse|Europa Press|Lusa|Unsplash|Pexels|Pixabay|Flickr|\u0420\u0418\u0410|\u0422\u0410\u0421\u0421|"
    r"\u0627\u0644\u0641\u0631\u0646\u0633\u064a\u0629|\u0631\u0648\u064a\u062a\u0631\u0632|\u0627\u0644\u0623\u0646\u0627\u0636\u0648\u0644|\u0623\u0633\u0648\u0634\u064a\u062a\u062f \u0628\u0631\u0633|\u063a\u064a\u062a\u064a|\u0627\u0644\u0623\u0648\u0631\u0648\u0628\u064a\u0629)"
)
# Words before a credit, in the languages of the pages that are read.
_LABEL = (
    r"(?:(?:file |stock |main |lead )?(?:photo|image|picture)s?(?: by| credits?| source| copyright| courtesy(?: of)?| illustration)?|photographs?|"
    r"pics?|credits?|source|illustrations?|graphic|photographer|courtesy(?: of)?|"
    r"fotos?(?:graf(?:in|\u00eda|ia|o|a)?|\u011fraf)?(?: di| de| van| von)?|fot\.?|bild(?:er|quelle|nachweis|rechte)?|quelle|cr\u00e9dit(?:o|os|s)?(?: photo)?|"
    r"photographie|imag(?:en|em|e)(?: de)?|fuente(?: de la imagen)?|fonte(?: da imagem)?|reprodu(?:\u00e7\u00e3o|ction)|"
    r"g\u00f6rsel kayna\u011f\u0131|kaynak|beeld|kuva|billede|zdj\u0119cie|\u017ar\u00f3d\u0142o|"
    r"\u0444\u043e\u0442\u043e|\u0438\u0441\u0442\u043e\u0447\u043d\u0438\u043a(?: \u0444\u043e\u0442\u043e)?|\u0430\u0432\u0442\u043e\u0440 \u0444\u043e\u0442\u043e|\u0441\u043d\u0438\u043c\u043e\u043a|"
    r"\u0635\u062f\u0631 \u0627\u0644\u0635\u0648\u0631\u0629|\u0645\u0635\u062f\u0631 \u0627\u0644\u0635\u0648\u0631\u0629|\u0627\u0644\u0645\u0635\u062f\u0631|\u062a\u0635\u0648\u064a\u0631|"
    r"[\u56fe\u5716]\w?[\u6765\u4f86]\u6e90|\u6444\u5f71|\u6444|\u651d\u5f71|\u5199\u771f|\u5199\u771f\u63d0\u4f9b|\uc0ac\uc9c4)"
)
_CAPTION_LABEL = re.compile(
    r"^(?:(?:image|photo|picture|video) caption|caption|bildunterschrift|bildtext|l\u00e9gende|pie de foto|legenda(?: da foto)?|didascalia|"
    r"foto\u011fraf alt\u0131 yaz\u0131s\u0131|\u043f\u043e\u0434\u043f\u0438\u0441\u044c \u043a \u0444\u043e\u0442\u043e|\u0627\u0644\u062a\u0639\u0644\u064a\u0642 \u0639\u0644\u0649 \u0627\u0644\u0635\u0648\u0631\u0629|"
    r"[\u56fe\u5716][\u50cf\u7247]\u52a0\u6ce8\u6587\u5b57)\s*[,:\u060c\uff0c\uff1a]?\s*(?=\S)|^(?:image|photo)\s+(?-i:(?=[A-Z][a-z]*\s))",
    re.IGNORECASE,
)
_MARK = r"\s*(?:[:,\uff1a\uff0c\u060c]|\.{3}|\u2026|/)"
_CREDIT_WORD = re.compile(rf"(?:\b{_AGENCY}\b|(?i:\b{_LABEL}(?:{_MARK}|\b))|\u00a9|\w/\s?[A-Z])")
_BRACKETED = re.compile(r"^(?P<caption>.*?)\s{0,3}[(\[](?P<credit>[^()\[\]]{2,120})[)\]]\s{0,3}\.?$")
# "Lope Arrieta (EFE)" is a credit as a whole where a page sets it apart.
_NAME_AND_AGENCY = re.compile(rf"^[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){{1,3}} \({_AGENCY}[^)]{{0,30}}\)$")
# A name in brackets after the full stop of a caption: who else but the photographer? Not what part of the picture is meant.
_NAMED_ALONE = re.compile(
    r"^(?!(?i:archive|file|left|right|cent(?:er|re)|top|bottom|above|below)\b)"
    r"[A-Z\u00c0-\u00de][\w.'\u2019&-]*(?:[ :/]+(?:[A-Z\u00c0-\u00de][\w.'\u2019&-]*|de|van|von|al|el|di|da|del|la|of|the)){0,5}$"
)
_SENTENCE_END = (".", "!", "?", "\u201d", '"')
_AFTER = r"(?:^|(?<=[.!?\u201d\u2019\u00bb\"')\]\u2014\u2013-])|(?<=[.!?] )|\s[|\u2014\u2013\u2022-]|\s(?=\u00a9))"
_LABELLED = re.compile(
    rf"{_AFTER}\s*(?P<credit>(?:{_LABEL}(?:\s+by\b|{_MARK})|(?:image|photo) (?:copyright|source)\b|courtesy of\b|\u00a9|\(c\))\s*\S.{{0,120}})$",
    re.IGNORECASE,
)
_NAME = r"@?[^\W\d_a-z][\w.'\u2019-]*"
_TRAILING = re.compile(
    rf"(?:^|(?<=[.!?\u201d\u2019\"')\]])|(?<=[.!?] ))\s{{0,3}}[|\u2014\u2013-]?\s{{0,3}}(?P<credit>(?:{_AGENCY}(?:\s+(?:Photo|Images|Pictures))?(?:\s?/\s?[^.]{{2,60}})?|"
    rf"(?:{_NAME}|@\w+)(?:\s+(?:{_NAME}|de|van|von|al|el|di|da|del|la)){{0,4}}(?:\s?/\s?[^/.]{{2,40}}){{1,4}}|"
    rf"{_NAME}(?:\s+{_NAME}){{1,3}},?\s+(?:via\s+|for\s+(?:The\s+)?|[-\u2013]\s+)?{_AGENCY}(?:\s+(?:Photo|Images|Pictures))?))\s*\.?$"
)
_LEADING_LABEL = re.compile(
    rf"^(?:{_LABEL}(?:\s+by\b\s*:?|{_MARK})|(?:image|photo) (?:copyright|source)\b|courtesy of(?: the)?\b|(?:photo|credits?(?:\s+credits?)*)\s+(?-i:(?=[A-Z][\w.]+ [A-Z]))|[\u2014\u2013-]\s+|\u00a9|\(c\))\s*",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(
    rf"^(?:{_LABEL}|(?:image|photo) (?:copyright|source))(?:\s+by)?(?:{_MARK})?\s*$", re.IGNORECASE
)
# What pages print beside captions for their readers' mice, and what agencies print for editors.
_NOISE = re.compile(
    r"\b(?:hide caption|toggle caption|enlarge this image|(?:click|tap|press enter)[\w ]{0,30}(?:enlarge|full size|expand|full-?screen|image)(?: in full size)?|"
    r"view (?:image|photo)s?(?: in (?:full-?screen|gallery))?|open image in (?:gallery|full-?screen)|purchase licensing rights|,? ?opens new tab|"
    r"this image has been supplied by a third party|mandatory credit|no resales|no archives|editorial use only|tpx images of the day|"
    r"\d{1,3} (?:of|/) \d{1,3}(?= )|bild in detailansicht \u00f6ffnen|agrandir l['\u2019]image|ampliar(?: imagen| foto)?)\b[.,]?",
    re.IGNORECASE,
)
_EXPAND = re.compile(r"^(?:expand|enlarge|close|\d{1,2}/\d{1,2})\s*(?=[A-Z\u201c\"])", re.IGNORECASE)
_MAX_CREDIT_LENGTH = 120


def split_caption(text: str) -> tuple[str, str]:
    """(caption, credit) of the line under a picture. The credit loses its label ("Photo:"), not its names."""
    text = without_noise(text)
    bracketed = _BRACKETED.match(text)
    if bracketed and (_CREDIT_WORD.search(bracketed["credit"]) or _is_named_alone(bracketed)):
        return bracketed["caption"].strip(), clean_credit(bracketed["credit"])
    for shape in (_LABELLED, _TRAILING):
        match = shape.search(text)
        if match:
            return text[: match.start()].rstrip(" |\u2014\u2013-\u2022").strip(), clean_credit(match["credit"])
    return text, ""


def _is_named_alone(bracketed: re.Match[str]) -> bool:
    return bracketed["caption"].endswith(_SENTENCE_END) and bool(_NAMED_ALONE.match(bracketed["credit"].strip()))


def clean_credit(text: str) -> str:
    """A credit without its label: "Photo: Ann Lee/Reuters" is credited to "Ann Lee/Reuters"."""
    credit = without_noise(text).strip()
    if not _NAME_AND_AGENCY.match(credit):
        credit = credit.strip("()[]").strip()
    while (shorter := _LEADING_LABEL.sub("", credit)) and shorter != credit:
        credit = shorter
    return credit.strip(" .|,") or credit


def is_credit(text: str) -> bool:
    """True for a short line that names who took a picture and says nothing else."""
    line = without_noise(text)
    return bool(line) and len(line) <= _MAX_CREDIT_LENGTH and (
        bool(_NAME_AND_AGENCY.match(line)) or (split_caption(line)[0] == "" and bool(split_caption(line)[1]))
    )  # fmt: skip


def is_credit_label(text: str) -> bool:
    """True for the label of a credit standing alone, as pages print it for listeners: "Credit...", "Image source,"."""
    return bool(_BARE_LABEL.match(text.strip()))


def without_noise(text: str) -> str:
    """A line of a figure without its own label, the words for the mouse and the notes for editors."""
    line = " ".join(_NOISE.sub(" ", text).split())
    return _CAPTION_LABEL.sub("", _EXPAND.sub("", line)).strip(" |")
