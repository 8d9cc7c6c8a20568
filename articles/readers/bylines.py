"""Bylines: who wrote it, as printed and name by name, and the place that it was filed from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text import clean_name, fold

_LEAD_IN = re.compile(
    r"^(?:(?:story|words|text|written|reported|reporting|analysis|report|posted|compiled|opinion|submitted)\s+)?by\s*:?\s+|"
    r"^(?:(?:\u00e9crit\s+|propos\s+recueillis\s+)?par|(?:ein\s+\w+\s+|verfasst\s+|geschrieben\s+)?von|(?:escrito\s+|texto\s+)?por|"
    r"(?:scritto\s+)?d[ai]|door|av|af|przez|napsal[a]?|\u0628\u0642\u0644\u0645|\u0643\u062a\u0628(?:\u062a)?)\s*:?\s+(?=[^\W\d_])|"
    r"^(?:authors?|byline|words|text|writer|reporter|autor(?:a|en|es|in)?|auteurs?|autore|texto|texte|redaktion|haber|yazan|yazar|muhabir|"
    r"\u0430\u0432\u0442\u043e\u0440\u044b?|\u0442\u0435\u043a\u0441\u0442|\u0627\u0644\u0643\u0627\u062a\u0628|\u4f5c\u8005|\u6587|\u8bb0\u8005|\u8a18\u8005|\u64b0\u6587|\u8457\u8005|\uae30\uc790)"
    r"\s*[:\uff1a/\uff0f|]\s*",
    re.IGNORECASE,
)
# Account names of publishing systems in the place of an author.
_ACCOUNTS = frozenset(
    {"admin", "administrator", "superuser", "root", "webmaster", "user", "guest", "staff", "newsdesk", "webdesk", "webadmin", "siteadmin",
     "default", "anonymous", "unknown", "none", "null"}
)  # fmt: skip
_HAN_NAME = re.compile(
    r"^[\u3400-\u9fff\uac00-\ud7af\u30a0-\u30ff](?:[\u3400-\u9fff\uac00-\ud7af\u30a0-\u30ff]|\u00b7|\s){1,9}$"
)
_PARTICLES = frozenset(
    {"al", "el", "de", "del", "della", "di", "da", "dos", "du", "des", "la", "le", "van", "von", "der", "den", "ter", "bin", "ibn",
     "bint", "abu", "ben", "y", "e", "st", "ad", "ul", "zu", "af"}
)  # fmt: skip
# Words that show that a capitalised line is an organization, a section or a label, and no person.
_NOT_OF_PEOPLE = frozenset(
    {
        "news", "desk", "staff", "team", "agency", "agencies", "press", "service", "wire", "wires", "bureau", "editors",
        "editorial", "board", "media", "network", "times", "post", "reuters", "afp", "ap", "bbc", "cnn", "observatory",
        "report", "reports", "analysis", "opinion", "world", "breaking", "live", "updates", "update", "exclusive", "video",
        "photos", "explainer", "interview", "middle", "east", "europe", "africa", "asia", "americas", "politics",
        "international", "national", "local", "home", "menu", "share", "comments", "advertisement", "related", "sources",
        "source", "background", "feature", "features", "investigation", "timeline", "factbox", "summary", "newsletter",
        "war", "crisis", "conflict", "army", "forces", "strikes", "attack", "attacks", "ministry", "office", "council",
        "january", "february", "july", "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday", "group", "institute", "university", "and", "or", "the", "of", "in", "on", "for", "with", "to", "from", "at", "a", "an",
    }
)  # fmt: skip
_JOB = re.compile(
    r"(?i)\b(?:correspondent|reporter|editor|writer|contributor|columnist|analyst|producer|journalist|photographer|chief|"
    r"special to|foreign affairs|staff|in \w+$)"
)
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w'\u2019.-]*)$")
# Places of two and three words that open reports often enough to be mistaken for people.
_PLACES = frozenset(
    fold(name)
    for name in (
        "New York", "New Delhi", "Los Angeles", "San Francisco", "San Salvador", "Santo Domingo", "Hong Kong", "Tel Aviv",
        "Abu Dhabi", "Addis Ababa", "Kuala Lumpur", "Buenos Aires", "Mexico City", "Kuwait City", "Gaza City", "Gaza Strip",
        "West Bank", "South Sudan", "South Africa", "South Korea", "North Korea", "Saudi Arabia", "Sri Lanka", "Burkina Faso",
        "Sierra Leone", "Ivory Coast", "United Nations", "United States", "United Kingdom", "White House", "The Hague",
        "Deir Ezzor", "Tal Afar", "Khan Younis", "Beit Lahia", "Port Sudan", "Port Au Prince", "Cape Town", "Dar Es Salaam",
        "El Fasher", "El Geneina", "Ain Issa", "Mar Lago", "San Jose", "San Diego", "Las Vegas", "Rio Janeiro", "Sao Paulo",
        "Phnom Penh", "Ho Chi Minh City", "Panama City", "Guatemala City", "Costa Rica", "Puerto Rico", "Central African Republic",
        "Papua New Guinea", "New Zealand", "Cox's Bazar", "Nagorno Karabakh", "Kryvyi Rih", "Ras Al Ain", "Al Hasakah",
        "Mount Sinjar", "Camp David", "Fort Bragg", "Northern Ireland", "Quebec City", "Kansas City", "Salt Lake City",
    )
)  # fmt: skip
_PLACE_WORD = r"[A-Z\u00c0-\u00de][\w'\u2019.]*"
_PLACE_WORDS = rf"{_PLACE_WORD}(?:[ -](?:{_PLACE_WORD}|of|and|the|de|del|la|al|el|es|au)){{0,4}}"
_PLACE_LINE = re.compile(rf"^{_PLACE_WORDS},\s*{_PLACE_WORDS}$")
_FILED_FROM = re.compile(
    r"\s+in\s+(?P<place>[A-Z][\w'\u2019.-]+(?:[ ,]+(?:[A-Z][\w'\u2019.-]+|de|del|la|al|el|es|au))*)$"
)
_AGENCIES = frozenset(
    fold(name)
    for name in (
        "AP", "The Associated Press", "Associated Press", "Reuters", "AFP", "Agence France-Presse", "dpa", "UPI", "Xinhua", "EFE",
        "Bloomberg", "BBC News", "BBC", "CNN", "Al Jazeera", "Interfax", "TASS", "Anadolu", "ANSA", "PA Media", "Agencies", "News Agencies",
        "Agencias", "Agências", "Agences", "Agenturen", "Agenzie", "Europa Press", "Kyodo", "Yonhap", "PTI", "ANI", "IANS", "SDA", "APA",
        "Belga", "Ritzau", "NTB", "TT", "LUSA", "Ukrinform", "RIA Novosti", "SANA", "WAFA", "MENA", "The Canadian Press", "Canadian Press", "AAP",
    )
)  # fmt: skip
# Where the names end and the clock or the page begins: "Ann Lee March 11, 2015", "Ann Lee Updated 3:46 PM".
_AFTER_NAMES = re.compile(
    r"\s{0,3}[|,\u2022\u00b7\u2013\u2014-]?\s{0,3}(?:\b(?:updated|published|posted|last modified|follow|about|share|print)\b|@\w|\d|"
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b).*$",
    re.IGNORECASE,
)
_MAX_LINE_LENGTH = 250
_MAX_PLACE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Byline:
    """`printed` is the line without its "By"; `authors` the names in it; `dateline` the place in it."""

    printed: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""


def read_byline(text: str) -> Byline:
    """Take a byline apart. A line without a person's name is its own author ("Sample Desk"), as printed."""
    line = clean_name(text)
    if not line or len(line) > _MAX_LINE_LENGTH or "://" in line or fold(_LEAD_IN.sub("", line)) in _ACCOUNTS:
        return Byline()
    printed = _AFTER_NAMES.sub("", _LEAD_IN.sub("", line)).strip(" ,|\u2014\u2013-\u2022")
    rest, dateline = _without_place(printed)
    names: list[str] = []
    for part in _parts(rest):
        name, place = _without_place(part)
        dateline = dateline or place
        if name and name not in names:
            names.append(name)
    people = [name for name in names if looks_like_person(name)]
    authors = people or [name for name in names[:1] if not _JOB.search(name) or is_agency(name)] or names[:1]
    return Byline(printed, tuple(authors), dateline)


def has_lead_in(line: str) -> bool:
    """True for a line that says of itself that it is a byline: "By Ann Lee", not "By Friday the town had fallen"."""
    match = _LEAD_IN.match(line)
    if match is None or len(line) > _MAX_LINE_LENGTH:
        return False
    names = [_without_place(part)[0] for part in _parts(_AFTER_NAMES.sub("", line[match.end() :]))]
    return bool(names) and any(test(names[0]) for test in (looks_like_person, is_agency, _is_desk, _HAN_NAME.match))


def looks_like_person(text: str) -> bool:
    """True for two to five capitalised words that are neither a known place nor words of an organization or section."""
    words = text.split()
    if not 2 <= len(words) <= 5 or any(c.isdecimal() for c in text) or fold(text) in _PLACES or is_agency(text):
        return False
    if words[-1].endswith(".") and words[-1].lower() not in ("jr.", "sr."):
        return False
    if not all(_NAME_WORD.match(word) for word in words) or any(w.lower().strip(".") in _NOT_OF_PEOPLE for w in words):
        return False
    return all(_is_name_word(word) for word in words) and not _is_particle(words[-1])


def looks_like_place(text: str) -> bool:
    """True for "Montreal, CA", "Gaza City" and other lines that can only be a place."""
    if len(text) > _MAX_PLACE_LENGTH or any(c.isdecimal() for c in text):
        return False
    return fold(text) in _PLACES or bool(_PLACE_LINE.match(text))


def is_agency(text: str) -> bool:
    """True for the news agencies that sign reports themselves."""
    return fold(text) in _AGENCIES


def _is_desk(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words) and words[-1].lower() in _NOT_OF_PEOPLE


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or _is_particle(word) or word[:3].lower() in ("al-", "el-") or not word[0].islower()


def _is_particle(word: str) -> bool:
    return word.lower().strip(".'\u2019") in _PARTICLES


def _parts(text: str) -> list[str]:
    """The names of a list: commas, "and", "&", bars and slashes part them; what follows "for" is an employer."""
    text = re.sub(r"\s+(?:for|of|with)\s+(?:the\s+)?[A-Z].*$", "", text)
    pieces = re.split(
        r"\s*(?:,|;|\||\u2022|\s\u00b7\s|/|\s&\s|\band\b|\bet\b|\bund\b|\sy\s|\se\s|\sve\s|\sen\s|\si\s|\s\u0438\s|\s\u0648(?=\w)|\s[\u2014\u2013-]\s)\s*",
        text,
        flags=re.IGNORECASE,
    )
    pieces = [re.sub(r"\s*[(\[].*?[)\]]\s*", " ", _LEAD_IN.sub("", piece)).strip(" .*") for piece in pieces]
    return [piece for piece in pieces if piece]


def _without_place(text: str) -> tuple[str, str]:
    match = _FILED_FROM.search(text)
    return (text[: match.start()].strip(" ,"), match["place"].strip(" ,")) if match else (text, "")
