"""The lead picture of a page: the first still picture of its story that has a caption or a credit, the two apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.addresses import absolute_address
from articles.readers.bylines import has_lead_in
from articles.readers.captions import clean_credit, is_credit, is_credit_label, split_caption, without_noise
from articles.readers.lines import is_notice, related_title, spoken_key
from articles.readers.page.metadata import inner_text
from articles.readers.page.pruning import class_words
from articles.readers.story import Image
from articles.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_CAPTION_NAMES = re.compile(
    r"(?:^|-)(?:(?!toggle|hide)[a-z]*caption(?:-?(?:text|wrap|wrapper))?|cutline|fig-?caption|legende?|bildunterschrift|"
    r"(?:media|image|img|photo|picture|figure)-(?:description|desc|text|legend|subtitle))(?:$|-)"
)
_CREDIT_NAMES = re.compile(
    r"(?:^|-)(?:[a-z]*credits?|copyright|photographer|attribution|distributor|(?:image|photo|caption|media|img)-(?:source|author|by)|rights|"
    r"bildquelle|fotograf)(?:$|-)"
)
_CREDIT_OF_CAPTION = re.compile(r"caption-(?:credit|source|author|copyright)(?:$|-)")
_PICTURE_CREDIT = re.compile(r"(?:^|-)(?:image|photo|picture|img)-(?:[a-z]+-)?(?:credit|copyright|source)(?:$|-)")
_MOVING = re.compile(r"(?:^|-)(?:video|audio|podcast|player|brightcove|jw-?player|youtube)(?:$|-)")
_MOVING_END = re.compile(r"[\u2013\u2014-]\s*(?:video|v\u00eddeo|vid\u00e9o|podcast|audio)(?:\s|$)", re.IGNORECASE)
_COPYRIGHT_YEAR = re.compile(r"(?:\u00a9|\(c\)|copyright)\s*(?:19|20)\d\d", re.IGNORECASE)
# A picture that links to its own full-size version does not promote another story.
_PICTURE_ADDRESS = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|$)", re.IGNORECASE)
_NOT_OF_THE_STORY = frozenset({"aside", "nav", "footer", "form", "fieldset"})
_PICTURES = ("img", "picture", "amp-img", "source")
_MAX_CAPTION_LENGTH = 1600
_MAX_LEFT_LENGTH = 200
# A figure contains a caption or two; an element with more text is part of the story.
_MAX_FIGURE_LENGTH = 2500
# A caption and its picture share a container not further up than this.
_LEVELS = 4


def lead_figure(tree: HtmlElement, base: str) -> Image:
    """Address, caption and credit of the lead picture; empty where no picture of the story has a caption or a credit."""
    for part in _caption_parts(_story_of(tree)):
        figure = _figure_of(part)
        if _is_other(part, figure):
            continue
        caption, credit = caption_of(part, figure)
        if _MOVING_END.search(caption):
            continue
        if caption or credit:
            return Image(absolute_address(_address(figure), base), caption, credit)
    return Image()


def caption_keys(tree: HtmlElement) -> frozenset[str]:
    """The words of all captions of a page, which extraction sometimes leaves among the paragraphs."""
    marked = (
        element for element in tree.iter("figcaption", "p", "div", "span", "td", "dd") if _is_caption_element(element)
    )
    lines = (inner_text(element, _MAX_CAPTION_LENGTH) for element in marked)
    return frozenset(key for line in lines for key in (spoken_key(line), spoken_key(split_caption(line)[0])) if key)


def _story_of(tree: HtmlElement) -> HtmlElement:
    """The innermost article or main element with the main heading; the whole page without one."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return tree
    holders = [
        parent for parent in heading.iterancestors("article", "main") if next(parent.iter(*_PICTURES), None) is not None
    ]
    return next((part for part in holders if next(_caption_parts(part), None) is not None), tree)


def _caption_parts(scope: HtmlElement) -> Iterator[HtmlElement]:
    """The outermost elements with a caption or a credit, and figures that print one without markup."""
    seen: set[HtmlElement] = set()
    for element in scope.iter():
        if not isinstance(element.tag, str) or any(parent in seen for parent in element.iterancestors()):
            continue
        names = class_words(element)
        is_figure = element.tag == "figure"
        is_named = names and element.tag not in ("img", "figure", "body", "article") and (
            _CAPTION_NAMES.search(names) or _CREDIT_NAMES.search(names)
        )  # fmt: skip
        if is_figure or element.tag == "figcaption" or is_named or _is_captioned_image(element, names):
            seen.add(element)
            yield element


def _is_captioned_image(element: HtmlElement, names: str) -> bool:
    """An image whose title is shown as its caption by a script, as its class says."""
    return element.tag == "img" and bool(names and _CAPTION_NAMES.search(names) and element.get("title"))


def _figure_of(part: HtmlElement) -> HtmlElement:
    """The nearest element with both the caption and a picture; the element of the caption if none is near."""
    if next(part.iter(*_PICTURES), None) is not None:
        return part
    for _, parent in zip(range(_LEVELS), part.iterancestors(), strict=False):
        if parent.tag in ("body", "main", "article") or len(str(parent.text_content())) > _MAX_FIGURE_LENGTH:
            break
        if next(parent.iter(*_PICTURES), None) is not None:
            return parent
    return part


def _is_other(part: HtmlElement, figure: HtmlElement) -> bool:
    """Whether the caption is of a video, of a link to another story, or of no picture at all."""
    if next(figure.iter("video", "audio", "amp-video"), None) is not None or (
        (link := next(part.iterancestors("a"), None)) is not None
        and not _PICTURE_ADDRESS.search(link.get("href") or "")
    ):
        return True
    near = [figure, *(parent for _, parent in zip(range(_LEVELS), figure.iterancestors(), strict=False))]
    if any(parent.tag in _NOT_OF_THE_STORY or _MOVING.search(class_words(parent)) for parent in near):
        return True
    has_picture = next(figure.iter(*_PICTURES), None) is not None
    names = class_words(part)
    is_caption = part.tag in ("figure", "figcaption") or bool(
        _CAPTION_NAMES.search(names) or _PICTURE_CREDIT.search(names)
    )
    return not has_picture and not is_caption and not split_caption(inner_text(part, _MAX_CAPTION_LENGTH))[1]


def _address(figure: HtmlElement) -> str:
    sources = (image.get("src") or image.get("data-src") or "" for image in figure.iter("img", "amp-img"))
    return next(filter(None, sources), "")


def caption_of(part: HtmlElement, figure: HtmlElement) -> tuple[str, str]:
    """(caption, credit): each from an element of that class, else split from one line, else from the remaining text."""
    if part.tag == "img":
        return split_caption(clean_line(part.get("title") or ""))
    marked = [element for element in figure.iter() if isinstance(element.tag, str) and _is_caption_element(element)]
    caption_element = marked[0] if marked else None
    named = _credits_of(figure)
    credit = " / ".join(named)
    if caption_element is None:
        return _left_over(part, credit)
    caption, inner = _split(caption_element, named)
    rest = [] if credit or inner else [text for text in _pieces(figure, caption_element) if is_credit(text)]
    return _checked(caption), credit or inner or (clean_credit(" ".join(rest)) if rest else "")


def _is_caption_element(element: HtmlElement) -> bool:
    names = class_words(element)
    is_credit_only = _is_credit_name(names)
    is_caption = element.tag == "figcaption" or (element.tag != "figure" and bool(_CAPTION_NAMES.search(names)))
    return is_caption and not is_credit_only and bool(inner_text(element, _MAX_CAPTION_LENGTH))


def _is_credit_name(names: str) -> bool:
    """Whether a part is called a credit, and not a caption with its credit: "caption__credit", not "credit-caption"."""
    return bool(_CREDIT_NAMES.search(names)) and (
        not _CAPTION_NAMES.search(names) or bool(_CREDIT_OF_CAPTION.search(names))
    )


def _credits_of(figure: HtmlElement) -> tuple[str, ...]:
    """The text of the elements that are called a credit, each once."""
    found: list[str] = []
    for element in figure.iter():
        if not isinstance(element.tag, str) or element.tag in ("figure", "img"):
            continue
        if not _is_credit_element(element):
            continue
        printed = inner_text(element, _MAX_LEFT_LENGTH)
        text = clean_credit(printed)
        is_known = any(text in known for known in found)
        if text and not is_known and not is_credit_label(text) and _may_be_credit(printed):
            found.append(text)
    return tuple(found[:2])


def _is_credit_element(element: HtmlElement) -> bool:
    """Whether the class of an element is that of a credit and it contains no caption; in a caption, `cite` is a credit."""
    names = class_words(element)
    if element.tag == "cite":
        return next(element.iterancestors("figcaption"), None) is not None
    return _is_credit_name(names) and not any(
        _CAPTION_NAMES.search(class_words(inner)) for inner in element.iterdescendants() if isinstance(inner.tag, str)
    )


def _may_be_credit(printed: str) -> bool:
    """False for bylines, for the copyright line of a site, and for a caption that ends in a credit."""
    if has_lead_in(printed) or _COPYRIGHT_YEAR.search(printed):
        return False
    caption, credit = split_caption(printed)
    return not (caption and credit)


def _split(caption_element: HtmlElement, known: tuple[str, ...]) -> tuple[str, str]:
    """(caption, credit) of a caption element; `known` are the credits in separate elements."""
    pieces = _pieces(caption_element)
    label = next((i for i, text in enumerate(pieces) if is_credit_label(text) and text.lower() != "image"), None)
    if label is not None and not known:
        after = [text for text in pieces[label:] if not is_credit_label(text)]
        return without_noise(" ".join(pieces[:label])), clean_credit(" ".join(after))
    text = inner_text(caption_element, _MAX_CAPTION_LENGTH)
    if known:
        kept = [piece for piece in pieces if clean_credit(piece) not in known and not is_credit_label(piece)]
        caption, other = split_caption(" ".join(kept).rstrip(" ([)]"))
        return caption or text.replace(" / ".join(known), "").strip(" |"), other
    caption, split_credit = split_caption(text)
    if len(pieces) > 1 and is_credit(pieces[-1]) and len(pieces[-1]) > len(split_credit):
        return without_noise(" ".join(pieces[:-1])), clean_credit(pieces[-1])
    return caption, split_credit


def _left_over(part: HtmlElement, credit: str) -> tuple[str, str]:
    """(caption, credit) from the text of a figure without a caption element."""
    text = without_noise(" ".join(_pieces(part)))
    if credit and clean_credit(text) == credit:
        return "", credit
    if len(text) > _MAX_CAPTION_LENGTH or is_notice(text) or related_title(text):
        return "", credit
    caption, split_credit = split_caption(text)
    is_plain_figure = part.tag == "figure" and not split_credit
    return "" if is_plain_figure else _checked(caption), credit or split_credit


def _pieces(element: HtmlElement, without: HtmlElement | None = None) -> list[str]:
    """The text of an element as its tags part it, links to elsewhere left out where they are all that a part says."""
    texts: list[str] = []
    for inner in element.iter():
        if without is not None and (inner is without or without in inner.iterancestors()):
            continue
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style", "button", "h2", "h3", "h4"):
            texts.append(clean_line(inner.text or ""))
        if inner is not element:
            texts.append(clean_line(inner.tail or ""))
    return [text for text in texts if without_noise(text)]


def _checked(caption: str) -> str:
    return "" if is_notice(caption) or related_title(caption) or not any(map(str.isalpha, caption)) else caption
