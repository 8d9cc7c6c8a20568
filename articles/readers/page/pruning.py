"""Remove from a page what is not its story: menus, comments, newsletters, embedded posts, other stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from articles.readers.lines import is_notice
from articles.readers.page.metadata import are_similar, inner_text
from articles.readers.page.rendered import is_block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "nav",
    "dialog",
    "select",
    "object",
)
# Classes and ids that publishing systems use for elements without text of the story.
_CLUTTER = re.compile(
    r"(?:^|(?<!has)(?<!with)(?<!no)-)(?:related|recirc(?:ulation)?|recommend(?:ed|ations?)|newsletters?|sign-?up|subscri(?:be|ption)|inline-signup|cta|"
    r"adverti(?:sement|sing)|advert|ad-(?:slot|unit|container|wrapper)|cookies?|consent|most-(?:read|popular|viewed)|trending|outbrain|taboola|"
    r"sharedaddy|jp-relatedposts|more-(?:stories|news|from|on|articles)|(?:also|may)-like|you-may|"
    r"read-(?:also|next)|sidebar|author-(?:bio|box|about)|about-(?:the-)?author|post-author-box|bio|breadcrumbs?|popup|modal|"
    r"paywall|donat(?:e|ion)|"
    r"screen-reader-(?:text|only)|infobox|tag-?list|post-tags|article-tags|kiosk|print-only|skip-link|yarpp|addtoany|gallery-nav)(?:$|-)"
)
# Names that stories share with lists of links: such a part goes only where its words are links.
_LINKED = re.compile(
    r"(?:^|(?<!has)(?<!with)(?<!no)-)(?:teasers?|promos?|more|read|read-?more|tags?|topics?|link-list|interstitial(?:-link)?|cards?|stories|links-block|internallink)(?:$|-)"
)
# Buttons for sharing, which some pages put into one part with the names of the authors.
_SHARING = re.compile(r"(?:^|(?<!has)(?<!with)(?<!no)-)(?:social(?:-media)?|share(?:-[a-z]+)?|sharing)(?:$|-)")
_HEAD_NAMES = re.compile(r"(?:^|-)(?:authors?|by-?line|headline|date|meta)(?:$|-)")
_POSTS = re.compile(
    r"(?:^|-)(?:twitter-(?:tweet|video)|instagram-media|fb-post|tiktok-embed|bluesky-embed|reddit-embed|telegram-post)(?:$|-)"
)
_COMMENTS = re.compile(
    r"(?:^|-)(?:comments?(?:-list|-section|-area|-wrapper)?|commentlist|disqus(?:-thread)?|responses)(?:$|-)"
)
_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z\d]+")
_PARTS = (
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "dl",
    "form",
    "p",
    "blockquote",
    "footer",
    "header",
    "table",
    "details",
)
# A part with more of the page's paragraph text than this is the story, whatever its class.
_MAX_SHARE = 0.25
_PROMOS = re.compile(r"(?:^|-)(?:promos?|teasers?)(?:$|-)")
_LINES = ("p", "h2", "h3", "h4", "h5", "li")
_SENTENCES = ("p", "li", "dd", "blockquote", "h2", "h3", "h4")
_BOXES = ("div", "section", "aside", "form")
_MAX_APPEAL_LENGTH = 600
_MIN_COLUMN_LENGTH = 600
_MAX_COLUMN = 0.4
_MAX_LINK_SHARE = 0.5
_OWN_STORY = 200
_MIN_TEXT_WITHOUT_POSTS = 1200
_MIN_PROMOS = 3
_MAX_PROMO_LENGTH = 400
_MAX_HEADING_LENGTH = 400


def class_words(element: HtmlElement) -> str:
    """The names that a page gives an element, in one spelling: "ArticleBody__byLine" becomes "article-body-by-line"."""
    names = " ".join(
        filter(None, (element.get(key) for key in ("class", "id", "data-testid", "data-component", "itemprop")))
    )
    return _NO_WORD.sub("-", _CAMEL.sub("-", names[:300]).lower()).strip("-") if names else ""


def prune(tree: HtmlElement, headline: str) -> None:
    """Take out of the page what no reader would call part of the story that has this headline."""
    for element in list(tree.iter(*_NEVER_TEXT)):
        _drop(element)
    drop_buttons(tree)
    _drop_other_stories(tree, headline)
    total = max(1, _paragraph_text(tree))
    clutter: dict[str, list[HtmlElement]] = {}
    for element in tree.iter(*_PARTS):
        if _is_clutter(element, total):
            clutter.setdefault(class_words(element), []).append(element)
    for group in clutter.values():
        # Parts that are many and called the same are the paragraphs of the story: some sites call those "paywall".
        if sum(map(_paragraph_text, group)) <= _MAX_SHARE * total or _COMMENTS.search(class_words(group[0])):
            for element in group:
                _drop(element)
    _drop_appeals(tree, total)
    _drop_promos(tree, total)
    _drop_columns(tree)
    _drop_promo_rows(tree, total)
    _drop_posts(tree)


def drop_buttons(tree: HtmlElement) -> None:
    """Take out the buttons to press, and leave those that are words of a sentence and explain themselves when pressed."""
    buttons: dict[HtmlElement | None, list[HtmlElement]] = {}
    for button in tree.iter("button"):
        buttons.setdefault(next(button.iterancestors(*_SENTENCES), None), []).append(button)
    for sentence, found in buttons.items():
        if sentence is None or _own_words(sentence) <= sum(map(_own_words, found)):
            for button in found:
                _drop(button)


def _own_words(element: HtmlElement) -> int:
    return len(str(element.text_content()).split())


def _is_clutter(element: HtmlElement, total: int) -> bool:
    if element.tag == "footer":
        return not _is_in_article(element) and _is_small(element, total)
    names = class_words(element)
    if not names:
        return False
    if _COMMENTS.search(names):
        return element.find(".//h1") is None and (_is_small(element, total) or _comes_last(element))
    if _CLUTTER.search(names) or (_SHARING.search(names) and not _HEAD_NAMES.search(names)):
        return _is_small(element, total)
    return bool(_LINKED.search(names)) and _is_small(element, total) and link_share(element) > _MAX_LINK_SHARE


def _is_in_article(element: HtmlElement) -> bool:
    return any(parent.tag == "article" for parent in element.iterancestors())


def _is_small(element: HtmlElement, total: int) -> bool:
    return element.find(".//h1") is None and _paragraph_text(element) <= _MAX_SHARE * total


def _comes_last(element: HtmlElement) -> bool:
    """Whether no article follows: comments are below their story."""
    return next(element.iterancestors("body"), None) is not None and next(element.itersiblings("article"), None) is None


def _paragraph_text(element: HtmlElement) -> int:
    return sum(len(str(paragraph.text_content())) for paragraph in element.iter("p"))


def link_share(element: HtmlElement) -> float:
    """How much of an element's words are links, 0 to 1."""
    words = len(str(element.text_content()).split())
    return sum(len(str(link.text_content()).split()) for link in element.iter("a")) / max(1, words)


def _drop_other_stories(tree: HtmlElement, headline: str) -> None:
    """Remove the stories that endlessly scrolling pages append, each an `article` with its own main heading."""
    whole = [
        (article, inner_text(heading, _MAX_HEADING_LENGTH))
        for article in tree.iter("article")
        if (heading := next(article.iter("h1"), None)) is not None and len(str(article.text_content())) >= _OWN_STORY
        and not _is_in_article(article)
    ]  # fmt: skip
    if headline and any(are_similar(headline, printed) for _, printed in whole):
        for article, printed in whole:
            if not are_similar(headline, printed):
                _drop(article)


def _drop_appeals(tree: HtmlElement, total: int) -> None:
    """Remove boxes in which most lines ask the reader for something: an account, an address, money."""
    lines = [line for line in tree.iter(*_LINES) if is_notice(inner_text(line, _MAX_PROMO_LENGTH))]
    for box in {part for line in lines if (part := next(line.iterancestors(*_BOXES), None)) is not None}:
        if len(str(box.text_content())) > _MAX_APPEAL_LENGTH or not _is_small(box, total):
            continue
        printed = [text for line in box.iter(*_LINES) if (text := inner_text(line, _MAX_PROMO_LENGTH))]
        if sum(map(is_notice, printed)) * 2 >= len(printed):
            _drop(box)


def _drop_promos(tree: HtmlElement, total: int) -> None:
    """Remove single promos by class name: a picture and a link to another story, with a line about it."""
    for element in [e for e in tree.iter() if isinstance(e.tag, str) and (e.tag in _PARTS or _is_custom_block(e))]:
        if not _PROMOS.search(class_words(element)) or len(str(element.text_content())) > _MAX_PROMO_LENGTH:
            continue
        is_linked = next(element.iter("img"), None) is not None and next(element.iter("a"), None) is not None
        if is_linked and _is_small(element, total):
            _drop(element)


def _is_custom_block(element: HtmlElement) -> bool:
    """Whether this is a custom element outside a sentence."""
    return "-" in str(element.tag) and next(element.iterancestors(*_SENTENCES), None) is None


def _drop_columns(tree: HtmlElement) -> None:
    """Undo a table layout: keep the cell with most of the text, remove the menus beside and above it."""
    cells = {cell: len(str(cell.text_content())) for cell in tree.iter("td") if cell.find(".//td//td") is None}
    story = max(cells, key=lambda cell: cells[cell], default=None)
    if story is None or cells[story] < max(_MIN_COLUMN_LENGTH, _MAX_COLUMN * len(str(tree.text_content()))):
        return
    held = [story, *story.iterancestors("td", "tr", "tbody", "table")]
    for part in [
        near
        for level in held
        for near in (*level.itersiblings("td", "tr"), *level.itersiblings("td", "tr", preceding=True))
    ]:
        links = sum(1 for _ in part.iter("a"))
        is_menu = links >= _MIN_PROMOS and len(str(part.text_content())) <= _MAX_PROMO_LENGTH
        if part.find(".//h1") is None and (is_menu or (links and link_share(part) > _MAX_LINK_SHARE)):
            _drop(part)
    for level in held:
        level.tag = "div"


def _drop_posts(tree: HtmlElement) -> None:
    """Remove embedded posts of social networks, except from a report that consists mostly of posts."""
    posts = [element for element in tree.iter("blockquote", "div") if _POSTS.search(class_words(element))]
    if posts and _paragraph_text(tree) - sum(map(_paragraph_text, posts)) >= _MIN_TEXT_WITHOUT_POSTS:
        for post in posts:
            _drop(post)


def _drop_promo_rows(tree: HtmlElement, total: int) -> None:
    """Remove rows of promos: three or more children that are each a linked heading with little else."""
    for element in list(tree.iter("div", "section", "ul", "ol")):
        children = [child for child in element if isinstance(child.tag, str)]
        if len(children) < _MIN_PROMOS or not _is_small(element, total):
            continue
        promos = [child for child in children if _is_promo(child)]
        if len(promos) >= _MIN_PROMOS and len(promos) >= len(children) - 2:
            _drop(element)


def _is_promo(element: HtmlElement) -> bool:
    heading = next(element.iter("h2", "h3", "h4", "h5", "h6"), None)
    if heading is None or len(str(element.text_content())) > _MAX_PROMO_LENGTH:
        return False
    return next(heading.iter("a"), None) is not None or any(parent.tag == "a" for parent in heading.iterancestors())


def _drop(element: HtmlElement) -> None:
    """Remove an element. Text before and after a removed block stays separate."""
    if element.getparent() is None:
        return
    if is_block(element) and (element.tail or "").strip():
        element.clear(keep_tail=True)
        element.tag = "div"
    else:
        element.drop_tree()
