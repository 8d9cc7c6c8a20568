"""What kind of thing a name is: by its own words ("Azov Brigade", "Kharkiv Oblast") and by the words around it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from articles.extraction.names import person_titles
from articles.extraction.names.given_names import is_given_name
from articles.vocabulary import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_ORGANIZATION_HEADS = (
    "Army|Armies|Navy|Forces?|Corps|Guards?|Brigades?|Battalions?|Division|Regiment|Militia|Legion|Squadron|Fleet|Command|Police"
    "|Gendarmerie|Ministry|Department|Agency|Authority|Administration|Directorate|Bureau|Office|Secretariat|Commission|Committee"
    "|Council|Parliament|Congress|Senate|Assembly|Cabinet|Court|Tribunal|Chamber|Government|Organi[sz]ation|Association|Federation"
    "|Confederation|Union|League|Alliance|Coalition|Movement|Front|Party|Partido|Group|Society|Foundation|Institute|University"
    "|College|Academy|School|Bank|Exchange|Company|Corporation|Corp\\.?|Inc\\.?|Ltd\\.?|Limited|Co\\.?|PLC|plc|LLC|GmbH|AG|SA|NV"
    "|Holdings?|Partners|Industries|Systems|Technologies|Motors|Airlines|Airways|Telecom|Energy|Petroleum|Oil|Securities|Capital"
    "|Investments|Insurance|Communications|Networks?|Newspapers?|News|Newsroom|Times|Post|Herald|Gazette|Tribune|Journal|Daily|Magazine"
    "|Television|TV|Radio|Broadcasting|Press|Media|Observatory|Mission|Fund|Programme|Program|Service|Services|Club|Crescent"
    "|Red\\sCross|Church|Cartel|Brotherhood|Jihad|Mafia|Network|Watch|International|Syndicate|Embassy|Consulate|Taskforce|Task\\sForce"
    "|Initiative|Trust|Homes|Foods|Stores|Labs|Laboratories|Pharmaceuticals|Chemicals|Electronics|Software|Entertainment|Studios|Railways|Shipping"
    "|Mining|Steel|Brewery|Breweries|United|Rovers|Wanderers|Athletic|Albion|Hotspur|Survey|Conference\\sof|Guild|Registry|Centre\\sfor|Center\\sfor"
)
_PLACE_HEADS = (
    "Oblasts?|Province|Governorate|Prefecture|District|County|Territory|Raion|Krai|Emirate|(?<!Islamic\\s)(?<!of\\s)State|Hinterland|Township|Municipality|Voivodeship|Canton|Region"
    "|River|Lake|Mountains?|Hills?|Sea|Bay|Islands?|Isles|Peninsula|Valley|Strip|Strait|Straits|Gulf|Ocean|Desert|Heights"
    "|Basin|Delta|Canal|Plateau|Coast|Airport|Airfield|Airbase|Avenue|Street|Road|Boulevard|Highway|Square|Bridge|Gate|Park"
    "|Stadium|Mosque|Cathedral|Basilica|Synagogue|Temple|Palace|Castle|Tower|Towers|Plaza|Hotel|Market|Cemetery|Prison"
    "|Crossing|Corridor|Checkpoint|Dam|Refinery|Plant|City|Village|Harbou?r|Forest|Pass|Sound|Border|Base|Refugee\\sCamp|Camp|Zone"
)
# A "Department of Defense" is known by its first word, the "Bank of Iraq" too.
_ORGANIZATION_OPENS = (
    "Ministry|Department|Bank|University|Office|Council|Organi[sz]ation|Association|Federation|Movement|Party|Front|Army|Church"
    "|House|Court|Institute|Society|Union|Congress|League|Government|Committee|Commission|Brotherhood|Knights|Board|Bureau|Academy"
)
_LOCATED = r"(?:\s(?:of|in|for|on|and)\s.+)?"
_ORGANIZATION = re.compile(
    rf"^(?!Soviet\sUnion|(?:West|East|North|South|Left|Right)\sBank$)(?:.*[\s-](?:{_ORGANIZATION_HEADS})|(?:{_ORGANIZATION_OPENS})\s(?:of|for)\s.+)(?:\s\([^)]*\))?$"
)
_BODY_OF = re.compile(rf"(?:{_ORGANIZATION_OPENS})\s(?:of|for)\s")
_HEAD = re.compile(rf"{_ORGANIZATION_HEADS}|{_PLACE_HEADS}|Staff|Affairs|Secretary|House")
_PLACE = re.compile(
    rf"^.*\s(?:{_PLACE_HEADS})(?:\s[IVX]+)?$|^(?:Lake|Mount|Mt\.?|Cape|Fort|Port|Gulf\sof|Strait\sof|Sea\sof|Bay\sof|Republic\sof)\s.+$"
)

# Things that are made, done or held, and that the model takes for organizations.
_THINGS = re.compile(
    r"^(?:.*\s)?(?:War|Act|Agreements?|Treaty|Accords?|Protests?|Awards?|Convention|Conference|Summit|Revolution|Elections?|Cup|Bill"
    r"|Prize|Protocol|Declaration|Resolution|Constitution|Amendment|Plan|Pact|Memorandum|Talks|Crisis|Massacre|Genocide|Holocaust"
    r"|Offensive|Ceasefire|Day|Festival|Olympics|Championships?|Games|Tournament|Carnival|Marathon|Index|(?:Standard|Daylight|Summer)\sTime|Airstrikes?|Missiles?"
    r"|Rockets?|Disease|Syndrome|Virus|Vaccine|Drones?|Helicopters?|Jets?|Fighters?|Bombers?|Tanks?|Rifles?|Howitzers?|Frigates?|Destroyers?|Submarines?)$"
    r"|Operation\s.+|Hurricane\s.+|Typhoon\s.+|Project\s.+|Treaty\s.+|Agreement\s.+|Declaration\s.+"
)
# Letters and a number: Kh-101, F-16, Su-34, Type 26, M1A1, T-72B3, S-400. Not a brigade, nor M23, which has no hyphen.
_MODEL_NUMBER = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3}-\d+\w*|[A-Z]{1,2}\d+[A-Z]\d?|(?:Type|Mark|Mk|Boeing|Airbus|Leopard|Challenger|Geran|Antonov|Ilyushin"
    r"|Sukhoi|Tupolev|Tomahawk|Iskander|Shahed)[\s-]?\d+\w*)(?:\s[\w-]+){0,3}"
)
# The nouns of weapons after a word that is no organization: "Patriot interceptors", "Kalibr missiles".
_ARMS = re.compile(
    r"[-\s](?:(?:air[\s-]defen[cs]e|cruise|ballistic|anti-tank|attack|surface-to-air|hypersonic|battle)\s)?(?:missiles?|interceptors?|rockets?|drones?|tanks?|helicopters?"
    r"|howitzers?|rifles?|batter(?:y|ies)|launchers?|systems?|jets?|bombers?|torpedo(?:es|s)?|fighter jets?|fighters? planes?|munitions?)\b"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&]{2,6}")

# What is printed before and after a name, with the kind that it speaks for and how much.
_BEFORE = (
    (EntityKind.PLACE, 20, re.compile(r"\b(?:in|near|outside|around|towns? of|city of|villages? of|provinces? of|district of|suburb of|(?:north|south|east|west|outskirts|streets|residents|siege|battle) of|capital,?)\s$", re.IGNORECASE)),
    (EntityKind.PLACE, 8, re.compile(r"\b(?:at|from|to|into|across|visit|visited|towards?|between|leave|left|reached|captured|(?:north|south|east|west)(?:ern)?(?:\sof)?|central)\s$", re.IGNORECASE)),
    (EntityKind.ORGANIZATION, 20, re.compile(r"\btold\s(?-i:The)\s$", re.IGNORECASE)),
    (EntityKind.ORGANIZATION, 35, re.compile(r"\b(?:agency|newspaper|magazine|daily|weekly|tabloid|broadcaster|network|company|firm|group|party|bank|militia|giant|\w*maker|operator|retailer|conglomerate|subsidiary|union|faction|watchdog|charity|think-tank|cartel|brokerage)\s[\"“]?$")),
    (EntityKind.ORGANIZATION, 7, re.compile(r"\b(?:members? of|join|joined|chairman of|spokes(?:man|woman|person) for|director of|president of the|shares? (?:of|in)|subsidiary of|by the|with the|from the|of the|the)\s$", re.IGNORECASE)),
    (EntityKind.PLACE, 10, re.compile(r"\bin\sthe\s$", re.IGNORECASE)),
    (EntityKind.PLACE, 20, re.compile(r"-(?:occupied|held|controlled)\s$|\s\d\d,\s(?:a\s\w+\s)?(?:of|from)\s$")),
    (EntityKind.PERSON, 10, re.compile(r"\b(?:met|meets|named|killed|(?:wife|husband|brother|son|daughter|sister|father|mother|mum|widow|partner),?|whom|replaced?|succeed(?:ed)?)\s$", re.IGNORECASE)),
)  # fmt: skip
_AFTER = (
    (EntityKind.ORGANIZATION, 20, re.compile(r"\s(?:news agency|newspaper|magazine|daily|weekly|television|tv|radio|news|party|group|company|corp|militia|movement|bank|shares|executives?|subsidiar(?:y|ies)|cartel|network)\b", re.IGNORECASE)),
    (EntityKind.ORGANIZATION, 12, re.compile(r"\s(?:fighters|rebels|militants|insurgents|gunmen|jihadists)\b")),
    (EntityKind.ORGANIZATION, 20, re.compile(r"\s(?:winger|striker|midfielder|defender|goalkeeper|forward|boss|fans)\b")),
    (EntityKind.ORGANIZATION, 15, re.compile(r",\s(?:the|a|an)\s(?:[\w’'-]+\s){0,4}(?:company|firm|\w*maker|newspaper|charity|watchdog|retailer|bank|militia)\b")),
    (EntityKind.PERSON, 20, re.compile(r",\s(?:aged\s\d\d\b|\d\d,\s)")),
    (EntityKind.PERSON, 10, re.compile(r",\s(?:who|his|her|whose|the\s(?:\w+\s){0,3}(?:minister|president|leader|chief|chairman|secretary|commander|spokes\w+))\b")),
    (EntityKind.PERSON, 7, re.compile(r",?\s(?:told|said|says|added|wrote|asked|replied|tweeted|died|resigned|himself|herself|was\sborn|and\shis|and\sher)\b")),
    (EntityKind.PLACE, 10, re.compile(r"-based\b|\s(?:province|region|district|oblast|airport|city|town|village|suburb|area|river|peninsula|valley|border)s?\b", re.IGNORECASE)),
)  # fmt: skip
_FULL_NAME = re.compile(r"[A-Z][\w'’-]+(?:\s(?:[a-z]{1,3}\s)?[A-Z][\w'’.-]*){1,3}")
MAX_BEFORE, MAX_AFTER = 40, 60
_TITLE_VOTE, _ACRONYM_VOTE, _WORDS_VOTE, _GIVEN_NAME_VOTE = 20, 15, 30, 15
# What the model's opinion of one occurrence is worth beside them, and that of the gazetteer.
MODEL_VOTE, GAZETTEER_VOTE = 10, 30
# The model repeats itself: its further opinions of one spelling in one document say little.
MAX_MODEL_VOTES = 3
# And that of a neighbour in a list: "Heathrow, Gatwick and Stansted".
LIST_VOTE, SURE_LIST_VOTE = 5, 12


def kind_by_words(text: str) -> EntityKind | None:
    """What a name of several words says itself: "Azov Brigade" is an organization, "Aleppo Governorate" a place."""
    if " " not in text and "-" not in text:
        return None
    if _ORGANIZATION.match(text):
        return EntityKind.ORGANIZATION
    return EntityKind.PLACE if _PLACE.match(text) else None


def votes_of_name(text: str) -> Mapping[EntityKind, int]:
    """What a name speaks for by itself."""
    kind = kind_by_words(text)
    if kind is not None:
        return {kind: _WORDS_VOTE}
    return {EntityKind.PERSON: _GIVEN_NAME_VOTE} if _FULL_NAME.fullmatch(text) and is_given_name(text) else {}


def is_kind_word(word: str) -> bool:
    """Whether a word says what kind of thing a name is: "Council", "Staff", "Oblast"."""
    return bool(_HEAD.fullmatch(word))


def is_thing(text: str) -> bool:
    """Whether a name is a weapon's, an agreement's, an operation's: nothing that we keep records of."""
    return bool(_THINGS.fullmatch(text) or _MODEL_NUMBER.fullmatch(text))


def is_body(text: str) -> bool:
    """Whether the first words of a name say that it is an organization: "Organization of the Islamic Conference"."""
    return bool(_BODY_OF.match(text))


def is_arms(text: str, start: int, end: int) -> bool:
    """Whether a single word is the name of the weapon that follows it."""
    return " " not in text[start:end] and bool(_ARMS.match(text, end))


def votes_of_context(text: str, start: int, end: int) -> Mapping[EntityKind, int]:
    """What the words around one occurrence of a name speak for."""
    found: Counter[EntityKind] = Counter()
    if person_titles.title_before(text, start):
        found[EntityKind.PERSON] += _TITLE_VOTE
    if _FULL_NAME.fullmatch(text) and (start, end) == (0, len(text)):
        found[EntityKind.PERSON] += _TITLE_VOTE  # a byline
    before, after = text[max(0, start - MAX_BEFORE) : start], text[end : end + MAX_AFTER]
    for kind, weight, pattern in _BEFORE:
        if pattern.search(before) and not (kind == EntityKind.PLACE and after.startswith(("'", "’"))):
            found[kind] += weight  # "in Ms Kay's film" is no place
    for kind, weight, pattern in _AFTER:
        if pattern.match(after):
            found[kind] += weight
    if _ACRONYM.fullmatch(text[start:end]):
        found[EntityKind.ORGANIZATION] += _ACRONYM_VOTE
    return found
