"""Words that are spelled like names and are none: of the calendar, of the language, of peoples."""

from __future__ import annotations

from articles.extraction.names import name_kinds, person_titles
from articles.vocabulary import EntityKind

_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
_NOT_NAMES = _CALENDAR | frozenset(
    "related read follow photo image video updated breaking exclusive watch listen share"
    " i we he she they it you western northern southern eastern god allah islam christian christianity muslim jewish sunni"
    " shiite shia kurd arab islamic islamist state government parliament army police congress senate cabinet ministry"
    " gmt bst est edt cst cdt pst pdt cet cest eet msk ist hkt utc tutsi hutu serb croat african asian european covid covid-19 internet twitter facebook abstract eid ramadan hajj christmas easter passover"
    " north south east west council court moslem catholic protestant orthodox buddhist hindu sikh communist democrat republican"
    " conservative liberal socialist nazi jew turk kazakh uzbek tajik azeri kyrgyz uighur uyghur pashtun hazara baluch bosniak"
    " druze bedouin alawite yazidi yezidi rohingya naxal chechen ingush tatar tuareg pashtun maoist salafi wahhabi zionist marxist royalist loyalist dane swede finn pole czech slovak briton scot spaniard filipino".split()
)
MIN_PLURAL = 3


def is_calendar(text: str) -> bool:
    return text.strip(".").casefold() in _CALENDAR


def is_common(text: str) -> bool:
    """Whether these are words of the language, as in "the Government" or "Foreign Secretary", though names are spelled so."""
    word = text.casefold()
    singular = word.removesuffix("s") if len(word) > MIN_PLURAL else word  # "IS" is one
    is_title = (
        person_titles.is_title(text) and name_kinds.kind_by_words(text) != EntityKind.ORGANIZATION
    )  # "Labour Party", "Air Force"
    return word in _NOT_NAMES or singular in _NOT_NAMES or is_title
