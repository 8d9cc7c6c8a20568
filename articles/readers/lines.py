"""Lines of a story that are not the story: notices of the page, links to go on reading, sources, datelines."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address
from articles.readers.bylines import is_agency
from articles.readers.story import Block, Link
from articles.vocabulary import BlockRole

if TYPE_CHECKING:
    from collections.abc import Sequence

_NETWORKS = r"(?:twitter|x|facebook|instagram|threads|bluesky|mastodon|telegram|youtube|tiktok|linkedin|whatsapp|google news|snapchat|flipboard)"
_NOTICE = re.compile(
    "|".join(
        (
            (
                r"^this (?:story|article|post|page|report|item) (?:is|was (?:first )?(?:published|posted)) (?:over|more than|almost|about)? ?"
                r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) (?:years?|months?|days?) (?:old|ago)\b.{0,40}$"
            ),
            rf"^follow (?!.*[.;] [a-z]).{{1,100}} on {_NETWORKS}\b.{{0,80}}$",
            rf"^(?:like|join|find) us on {_NETWORKS}\b.{{0,80}}$",
            r"^(?:sign up|subscribe|register)\b.{0,140}\b(?:newsletters?|inbox|alerts?|briefing|podcast|channel|e-?mails?)\b.{0,80}$",
            r"^get .{1,100}\b(?:inbox|newsletters?|alerts)\b.{0,60}$",
            r"^(?:click|tap) here (?:to|for)\b.{0,120}$",
            (
                r"^(?:advertisement|story continues below(?: advertisement)?|article continues (?:below|after).{0,40}|"
                r"share this (?:story|article|page)|skip (?:advertisement|ad)|sponsored|loading[.\u2026]*|scroll to continue.{0,40})[.:]?$"
            ),
            r"^(?:all rights reserved|copyright|©|\(c\) ?\d{4}).{0,160}$",
            # Who else worked on the report, the standards of the outlet, and appeals to readers.
            r"^.{2,260}\bcontributed (?:reporting\b|to (?:this|the) (?:report|story|article|piece|coverage)\b).{0,80}$",
            r"^our standards:.{0,120}$",
            r"^(?:sign up|subscribe|follow us|follow along|read more|see also|click here|share this|join the conversation|view comments) ?(?:here|now|below)?[.!>\u2192\u00bb]*$",
            r"^no spam\..{0,60}$|^unsubscribe (?:at )?any ?time.{0,40}$",
            r"^if you (?:enjoyed|liked|like|value|appreciate) (?:this (?:article|story|post|piece)|our (?:work|reporting|journalism|coverage)|reading)\b.{0,280}$",
            r"^(?:we(?:['\u2019]d| would)? (?:like|love|want)|we invite you) (?:to )?(?:hear (?:from you|what you think|your)|your (?:letters?|comments?|feedback))\b.{0,200}$",
            r"^.{0,120}\bis (?:committed to publishing|a reader-supported)\b.{0,280}$",
            r"^(?:read|watch|listen to|follow) .{1,60}(?:['\u2019]s)? (?:full |latest |live )?coverage\b.{0,120}$",
            r"^(?:have|got) (?:a|any) (?:tips?|story|news tips?)\b.{0,160}$",
            r"^(?:this|the) (?:story|article|post) (?:has been|was) (?:updated|corrected|translated|first published|originally published|produced)\b.{0,200}$",
            r"^(?:anzeige|werbung|publicit\u00e9|publicidad|publicidade|pubblicit\u00e0|\u0440\u0435\u043a\u043b\u0430\u043c\u0430|reklam|advertentie|\u5e7f\u544a|\u5ee3\u544a|\u0625\u0639\u0644\u0627\u0646)[.:]?$",
            r"^_{3,}$|^\*{3,}$|^(?:\* ){2,}\*$",
            # The same in other languages: newsletters, advertisements, following.
            r"^(?:newsletter|abonnieren sie|melden sie sich|jetzt abonnieren|mit material (?:der|von)|folgen sie uns)\b.{0,140}$",
            r"^(?:abonnez-vous|inscrivez-vous|recevez|suivez-nous|la suite apr\u00e8s (?:la|cette) publicit\u00e9)\b.{0,160}$",
            r"^(?:suscr\u00edbete|suscr\u00edbase|reg\u00edstrate|s\u00edguenos|ap\u00fantate)\b.{0,160}$",
            r"^(?:assine|inscreva-se|siga-nos|receba)\b.{0,140}$|^(?:iscriviti|seguici)\b.{0,140}$",
            r"^(?:\u043f\u043e\u0434\u043f\u0438\u0448\u0438\u0442\u0435\u0441\u044c|\u043f\u043e\u0434\u043f\u0438\u0441\u044b\u0432\u0430\u0439\u0442\u0435\u0441\u044c)\b.{0,140}$",
            r"^(?:abone olun|bizi takip edin)\b.{0,120}$|^(?:\u0627\u0634\u062a\u0631\u0643|\u062a\u0627\u0628\u0639\u0648\u0646\u0627)\b.{0,120}$",
            # Where else the story stood, who edited it, how it ends on the wire.
            r"^(?:first )?(?:published|printed) in (?-i:(?=[A-Z])).{2,60},.{0,40}\d{4}\.?$",
            r"^(?:e-?mail:?\s*)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?: \((?:end|ends|enditem)\))?$|^\((?:end|ends|enditem)\)$",
            r"^with (?:files|(?:additional )?reporting|inputs?|contributions?) (?:from|by) (?:the )?(?-i:[A-Z])[^,]{1,80}$",
            r"^(?:edited|copy-?edited|fact-checked|proofread) by\s*:?\s+(?-i:(?=[A-Z])).{2,80}$",
            # Appeals to readers: money, an account, a click.
            (
                r"^(?:please )?(?:support (?!for |from |of |among |in |to )|donate to |contribute to |help (?:us|keep|fund) |become |join ).{0,160}"
                r"\b(?:journalism|patrons?|(?:a|our) members?|membership|our (?:community|work|newsroom|reporting)|ad-free|independent media)\b.{0,160}$"
            ),
            r"^.{2,60}\bneeds your (?:support|help)[.!]?$",
            r"^by (?:signing up|subscribing|registering|creating an account|contributing|donating)\b.{0,160}\b(?:you agree|you acknowledge|i agree|you accept|journalism|newsroom)\b.{0,200}$",
            r"^(?:good|quality|independent|great) journalism (?:costs?|needs|takes|is (?:expensive|not free|never free))\b.{0,240}$",
            r"^(?:text )?ad(?:vert)?:\s.{0,120}$",
            r"^.{2,60} is an? (?:non-?profit|independent) (?:newsroom|news (?:organi[sz]ation|outlet|site))\b.{0,160}\b(?:sign up|subscribe|support us|donate)\b.{0,100}$",
            r"^share (?:via|on|to)\b.{0,60}$",
            r"^.{0,160}\bplease consider (?:becoming|supporting|donating|subscribing|making|joining)\b.{0,160}$",
            r"^(?:republish|this (?:article|work|story) is licen[cs]ed)\b.{0,160}\bcreative commons\b.{0,100}$",
            r"^(?:reading time:? *)?\d{1,2}[ -]?min(?:ute)?s?\.?(?: read)?$|^(?:quelle|fuente|fonte)\s*:\s.{2,80}$",
            r"^for (?:all |the )*(?:latest|breaking|more) (?!than ).{0,60}\b(?:follow|visit|subscribe|download|join)\b.{0,120}$",
            rf"^sigue .{{0,80}} en {_NETWORKS}\b.{{0,120}}$",
            # Labels over links to other stories.
            (
                r"^(?:related(?: stor(?:y|ies)| articles?| topics?| coverage| reading)|(?:also|more to) read|read also|more on this (?:story|topic)|recommended stories|"
                r"mehr zum thema|lesen sie auch|(?:\u00e0 )?lire aussi|m\u00e1s informaci\u00f3n|leia tamb\u00e9m|leggi anche|lees ook|"
                r"\u0447\u0438\u0442\u0430\u0439\u0442\u0435 \u0442\u0430\u043a\u0436\u0435|\u0627\u0642\u0631\u0623 \u0623\u064a\u0636\u0627\u064b?)\s*:?$"
            ),
            r"^(?:\u8d23\u4efb\u7f16\u8f91|\u8cac\u4efb\u7de8\u8f2f|\u7f16\u8f91|\u6821\u5bf9|\u76d1\u5236)\s*[:\uff1a].{0,60}$",
        )
    ),
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^[\[\s]*(?:related(?: stor(?:y|ies)| articles?| coverage| reading| content| links?)?|read more|read also|read next|also read|see also|see more|"
    r"more on this(?: story)?|more from [\w ]{2,30}|watch(?: more| now)?|listen(?: now)?|further reading|recommended|"
    r"(?:lesen sie (?:auch|mehr|dazu)|mehr zum thema|siehe auch|(?:\u00e0 )?lire aussi|lire \u00e9galement|voir aussi|(?:m\u00e1s informaci\u00f3n|lea tambi\u00e9n|le puede interesar|te puede interesar|ver m\u00e1s)|"
    r"(?:leia (?:tamb\u00e9m|mais)|veja (?:tamb\u00e9m|mais))|leggi anche|lees ook|l\u00e4s (?:ocks\u00e5|mer)|czytaj (?:te\u017c|tak\u017ce|wi\u0119cej)|zobacz te\u017c|"
    r"ayr\u0131ca okuyun|bunu da okuyun|\u0447\u0438\u0442\u0430\u0439\u0442\u0435 (?:\u0442\u0430\u043a\u0436\u0435|\u0435\u0449[\u0451\u0435])|\u0441\u043c\. \u0442\u0430\u043a\u0436\u0435|"
    r"\u0627\u0642\u0631\u0623 (?:\u0623\u064a\u0636\u0627|\u0627\u0644\u0645\u0632\u064a\u062f)\u064b?|\u5ef6\u4f38\u9605\u8bfb|\u76f8\u5173\u9605\u8bfb|\u66f4\u591a\u9605\u8bfb))\s*[:|\u2013\u2014>»\uff1a]+\s*(?P<title>\S.*)$",
    re.IGNORECASE,
)
_SOURCES_HEADING = re.compile(r"^(?:sources?|references?|based on|reporting that this rests on)\s*:?$", re.IGNORECASE)
_SOURCE = re.compile(r"^sources?\s*:\s*(?P<rest>\S.*)$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\u201d)\]]+", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?:[-*\u2022\u2023\u25aa\u00b7]|\(?\d{1,2}[.)])\s+(?=\S)")
_BETWEEN_AGENCIES = re.compile(r"\s{0,3}(?:[/,;&+]|\b(?:and|with|und|mit|et|avec|y|con|e)\b)\s*+")
_WIRES = frozenset({"wires", "agencies", "news agencies", "wire services", "agencias", "agences", "agenturen"})
_MAX_AGENCY_LINE_LENGTH = 60
_MAX_AGENCY_WORDS = 4
_MAX_INITIALS_LENGTH = 4
_MAX_FURNITURE_LENGTH = 300
_MAX_SOURCE_LENGTH = 400

_AGENCY_MARK = r"\((?P<agency>AP|AFP|Reuters|REUTERS|dpa|DPA|UPI|Xinhua|EFE|CNN|IANS|PTI|ANI|TASS|Interfax|Bloomberg|Kyodo|Yonhap|VOA|RFE/RL)\)"
_DASH = r"\s*(?:[\u2014\u2013]|--|-)\s+"
_DATELINE = re.compile(
    rf"^(?P<place>[^\W\d_][\w.'\u2019/-]*(?:[ ,/]+[\w.'\u2019-]+){{0,6}}),?\s+{_AGENCY_MARK}{_DASH}(?=\S)"
    r"|^(?P<capitals>[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'\u2019-]{2,}(?:[ /][A-Z\u00c0-\u00de.'\u2019-]{2,}){0,3}(?:,\s+(?!(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)\w*\.?\s+\d)[A-Z][\w.]+(?: [A-Z][\w.]+)?){0,2})"
    r"(?:,\s+(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)\w*\.?\s+\d{1,2})?\s*(?:[\u2014\u2013]|--)\s*(?=[\"\u201c'\u2018]?[A-Z])"
)
_DAY_OF_DATELINE = re.compile(r",?\s+(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)\w*\.?\s+\d{1,2}$")
# Words in capitals before a dash that are no place: labels, and the acronyms that this coverage is full of.
_NO_PLACES = frozenset(
    {
        "BREAKING", "UPDATE", "UPDATED", "EXCLUSIVE", "WATCH", "OPINION", "ANALYSIS", "LIVE", "NOTE", "CORRECTION", "EDITOR'S NOTE",
        "EDITORS' NOTE", "NATO", "ISIS", "ISIL", "HAMAS", "UNICEF", "UNRWA", "UNESCO", "OPEC", "ECOWAS", "USAID", "OCHA", "UNHCR", "IAEA",
        "BBC", "CNN", "NPR", "AFP", "IDF", "PKK", "YPG", "SDF", "RSF", "WHO", "USA", "UAE", "FBI", "CIA",
    }
)  # fmt: skip

_QUOTED_WHOLE = re.compile(r"^[\"\u201c\u00ab](?P<words>[^\"\u201c\u201d\u00ab\u00bb]{20,600})[\"\u201d\u00bb]$")
_QUOTED_SPAN = re.compile(r"[\"\u201c\u00ab]([^\"\u201c\u201d\u00ab\u00bb]{10,2000})[\"\u201d\u00bb]")
_WORD = re.compile(r"\w+")
_MIN_QUOTED_WORDS = 5
# A story has a handful of pull quotes; a text made of quoted lines only is not searched for each of them.
_MAX_PULL_QUOTES = 50


def is_notice(line: str) -> bool:
    """True for lines about the page: its age, "Follow X on Twitter", newsletters, advertisement marks."""
    return len(line) <= _MAX_FURNITURE_LENGTH and bool(_NOTICE.match(line))


def is_agency_line(line: str) -> bool:
    """True for the credit below a text: "(Sample Desk with AFP)", "ann/dpa", "Sample Desk/Wires"."""
    words = line.strip("() .")
    parts = [part for part in _BETWEEN_AGENCIES.split(words) if part]
    if len(line) > _MAX_AGENCY_LINE_LENGTH or any(len(part.split()) > _MAX_AGENCY_WORDS for part in parts):
        return False
    return any(is_agency(part) or part.lower() in _WIRES for part in parts) and all(
        all(word[0].isupper() or word in ("of", "the") for word in part.split())
        or len(part) <= _MAX_INITIALS_LENGTH
        or part.lower() in _WIRES
        for part in parts
    )


def related_title(line: str) -> str:
    """The title in a "Related: ..." line; empty for every other line."""
    match = _RELATED.match(line) if len(line) <= _MAX_FURNITURE_LENGTH else None
    return _ADDRESS.sub("", match["title"]).strip(" ,|-") or match["title"].strip() if match else ""


def is_sources_heading(line: str) -> bool:
    """True for the heading over a list of reports that the story rests on."""
    return bool(_SOURCES_HEADING.match(line))


def source_line(line: str) -> Link | None:
    """The report named by "Source: NAME, ADDRESS"; None for every other line."""
    match = _SOURCE.match(line) if len(line) <= _MAX_SOURCE_LENGTH else None
    return named_link(match["rest"]) if match else None


def named_link(line: str) -> Link:
    """A link from "NAME, ADDRESS": the address may be missing."""
    line = _LIST_MARK.sub("", line)
    match = _ADDRESS.search(line)
    address = absolute_address(match[0].rstrip(".,;")) if match else ""
    title = _ADDRESS.sub("", line).replace("()", "").strip(" ,;:.|\u2014\u2013-")
    return Link(title or address, address)


def has_address(line: str) -> bool:
    """Whether the line contains a web address."""
    return bool(_ADDRESS.search(line))


def split_dateline(paragraph: str) -> tuple[str, str, str]:
    """(place, agency, rest) of "BAGHDAD (AP) — Iraqi forces ..."; place and agency are empty where there is none."""
    match = _DATELINE.match(paragraph[:200])
    if match is None:
        return "", "", paragraph
    place = _DAY_OF_DATELINE.sub("", (match["place"] or match["capitals"] or "").strip(" ,"))
    if place.upper() in _NO_PLACES:
        return "", "", paragraph
    return place, match["agency"] or "", paragraph[match.end() :]


def split_list_mark(line: str) -> tuple[bool, str]:
    """(True, text) for a line that begins with a list mark."""
    match = _LIST_MARK.match(line)
    return (True, line[match.end() :]) if match else (False, line)


def mark_pull_quotes(blocks: Sequence[Block], marked: frozenset[str] = frozenset()) -> tuple[Block, ...]:
    """Give the role of pull quote to blocks that only repeat a quotation of the story, or that the page marks so.

    `marked` holds the `spoken_key` of texts that the page sets apart. A quoted paragraph that recurs nowhere is speech.
    """
    candidates = dict(islice(_candidates(blocks, marked), _MAX_PULL_QUOTES))
    if not candidates:
        return tuple(blocks)
    spans = [span for i, block in enumerate(blocks) if i not in candidates for span in _QUOTED_SPAN.findall(block.text)]
    spoken = " | ".join(spoken_key(span) for span in spans)
    return tuple(
        Block(BlockRole.PULL_QUOTE, block.text)
        if i in candidates and (spoken_key(block.text) in marked or f" {candidates[i]} " in f" {spoken} ")
        else block
        for i, block in enumerate(blocks)
    )


def spoken_key(text: str) -> str:
    """The words of a text without case, quotation marks or punctuation, to tell whether it recurs."""
    return " ".join(_WORD.findall(text.casefold()))


def _candidates(blocks: Sequence[Block], marked: frozenset[str]) -> list[tuple[int, str]]:
    found = []
    for i, block in enumerate(blocks):
        match = _QUOTED_WHOLE.match(block.text)
        words = spoken_key(match["words"] if match else block.text) if match or marked else ""
        if words in marked or (match and words.count(" ") >= _MIN_QUOTED_WORDS - 1):
            found.append((i, words))
    return found
